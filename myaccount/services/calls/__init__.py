"""Video visits: who takes part in one, its page, who came to it, and the relay."""
