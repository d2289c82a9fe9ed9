"""A patient's profile: as they keep it themselves, and as the clinic sees it."""
