"""Prints the papers that people keep, as PDF: receipts, superbills, statements of a year, chart entries."""
