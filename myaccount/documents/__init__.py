"""The papers that people keep, as PDF: receipts, superbills, statements of a year."""
