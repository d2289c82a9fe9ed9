"""Running a deployment: the operator's commands, its self-check, its backlog, and housekeeping."""
