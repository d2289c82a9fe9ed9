"""Sign-in providers: what is asked of each, and how each is asked."""
