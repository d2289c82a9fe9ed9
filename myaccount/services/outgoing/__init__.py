"""Mails and texts: planned, judged at the last moment, worded, and followed until they arrive."""
