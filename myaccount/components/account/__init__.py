"""What the pages of My Account are made of."""
