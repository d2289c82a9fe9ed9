"""Documents: chart entries and files that a clinic shares with a patient, and files that patients send."""

OWN = "/account/documents"
"""The page where patients see them."""
