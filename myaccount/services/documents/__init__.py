"""Documents: chart entries and files that a clinic shares with a patient, and files that patients send."""

TOPIC = "document"
"""What every change of one is announced as."""

OWN = "/account/documents"
"""The page where patients see them."""
