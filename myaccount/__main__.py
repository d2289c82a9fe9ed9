"""`python -m myaccount` is the command line."""

from myaccount.cli import app

app()
