"""Booking online, from the first choice to the visit or the wait list."""
