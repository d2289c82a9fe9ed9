"""Running a deployment: the operator's commands, its self-check, its measures, and housekeeping."""
