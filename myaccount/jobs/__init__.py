"""What runs beside the requests: sending what is due, and clearing up."""
