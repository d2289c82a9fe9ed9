"""Intake forms: asked for by the clinic or by a booking, filled in by their patients, and kept as they were submitted.

`myaccount.services.forms` is about something else: the boxes of any page that come back.
"""

TOPIC = "form"
"""The topic under which open pages hear of a change."""
