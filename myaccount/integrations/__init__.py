"""The outside world: a Protocol for each service, the real one, and a local twin."""
