"""What the pages of the clinic's side are made of."""
