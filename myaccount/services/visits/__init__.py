"""Visits: booked and moved, seen and cancelled, worded, and followed in a calendar."""
