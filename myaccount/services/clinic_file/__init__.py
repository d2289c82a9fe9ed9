"""The clinic file: how data comes in from another system, and how a scene is set."""

from myaccount.services.clinic_file.accounts import hashed
from myaccount.services.clinic_file.load import first_passwords, load, rehearse
from myaccount.services.clinic_file.problems import BadClinicFile
from myaccount.services.clinic_file.schema import FORMAT, json_schema

__all__ = ["FORMAT", "BadClinicFile", "first_passwords", "hashed", "json_schema", "load", "rehearse"]
