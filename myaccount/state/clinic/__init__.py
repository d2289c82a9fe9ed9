"""The clinic's side: the day, the schedule, tasks, and what the owner sets up."""
