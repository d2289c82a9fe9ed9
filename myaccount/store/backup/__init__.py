"""A copy of everything that a deployment keeps, in one file, and the way back from it."""

from myaccount.store.backup.archive import BadBackup, Manifest, restore, save

__all__ = ["BadBackup", "Manifest", "restore", "save"]
