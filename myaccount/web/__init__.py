"""Plain HTTP: the guard around everything, and the routes that are no pages of the portal."""
