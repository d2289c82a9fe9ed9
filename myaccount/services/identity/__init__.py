"""Signing in: names, passwords and second steps, the sign-ins they start, and how those end."""
