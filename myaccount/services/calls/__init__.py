"""Video visits: who has a side in one, the door to it, what it marks by itself, and the relay."""
