"""The pieces of the booking page: what to choose, the time that is held, and who is coming."""
