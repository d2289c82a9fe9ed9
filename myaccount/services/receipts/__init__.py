"""Receipts and the papers that are made of them, and checking one by its code."""
