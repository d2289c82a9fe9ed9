"""Intake forms: what a form asks, what may be answered, what of it is shown, and how a form goes from hand to hand."""
