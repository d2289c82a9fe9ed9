"""What a person sees and does in their own My Account, one file per section."""
