"""A copy of everything that a deployment keeps, in one file, and the way back from it."""

from myaccount.store.backup.archive import Manifest, read_manifest, restore, save
from myaccount.store.backup.in_use import serving
from myaccount.store.backup.snapshot import BadBackup

__all__ = ["BadBackup", "Manifest", "read_manifest", "restore", "save", "serving"]
