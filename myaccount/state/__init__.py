"""One State per section: what its screen shows, and the handlers behind its buttons."""
