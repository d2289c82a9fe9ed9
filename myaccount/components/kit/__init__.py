"""What every page is made of: texts, fields, dialogs, lists. It knows no section."""
