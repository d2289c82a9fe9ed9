"""My data: a copy of everything that the clinic's portal holds of a person."""
