"""The front desk: the day, the schedule, its tasks, and what is done there with visits and money."""
