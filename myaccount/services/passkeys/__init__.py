"""Passkeys: made, named and removed by their owner, and signed in with."""
