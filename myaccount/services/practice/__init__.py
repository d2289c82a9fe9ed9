"""The clinic's practice: its people, places and treatments, and when who works."""
