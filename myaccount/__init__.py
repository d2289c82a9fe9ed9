"""My Account: a patient portal for health clinics."""

# First of all, before anybody asks for a zone: zone rules come from PyPI's tzdata, not from the operating system.
from myaccount import clock as clock
