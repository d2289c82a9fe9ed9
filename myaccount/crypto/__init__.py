"""What only the deployment's own key can do: hashes that nobody else makes, and texts that nobody else reads."""
