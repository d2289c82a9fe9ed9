"""The rules: pure functions, with no clock, no database and no framework."""
