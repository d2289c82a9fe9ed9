"""The books: invoices, payments, and the entries between them. What is done here is never undone, only countered.

Each function is one act within a transaction that its caller has opened; the caller judges who may, writes the audit
row and tells the open pages.
"""
