"""Mail: a letter, what it becomes on the wire, and who carries it."""
