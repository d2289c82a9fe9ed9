"""Packages and memberships: what is left of them, what they cost, and how their uses are redeemed."""
