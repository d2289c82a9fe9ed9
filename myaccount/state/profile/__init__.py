"""A patient's profile at the desk, one file per part."""
