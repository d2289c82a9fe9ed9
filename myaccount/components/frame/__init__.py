"""What surrounds every page: bars, menus, the account menu, and what a page does by itself."""
