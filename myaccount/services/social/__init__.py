"""Google, Facebook & Twitter: signing in with a profile elsewhere, and linking one (S54-55)."""
