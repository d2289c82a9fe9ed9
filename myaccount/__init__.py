"""My Account: a patient portal for health clinics."""

import gc

# First of all, before anybody asks for a zone: zone rules come from PyPI's tzdata, not from the operating system.
from myaccount import clock as clock

gc.set_threshold(20_000)
"""What is loaded stays. To look through all of it for garbage as often as Python does took a sixth of each start."""
