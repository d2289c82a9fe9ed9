"""Intake forms: asked for by the clinic or by a booking, filled in by their patients, kept as they were submitted."""
