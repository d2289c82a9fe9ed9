"""Family: permissions that people give one another, invitations to them, and what is told of them."""
