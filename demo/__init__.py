"""The demo: a believable, fictional clinic around now, and local stand-ins for what a clinic has around it."""
