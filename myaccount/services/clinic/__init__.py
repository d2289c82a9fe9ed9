"""The clinic itself: what it says of itself, what it has set, and the frame of its pages."""
