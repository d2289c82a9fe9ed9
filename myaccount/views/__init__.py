"""Frozen dataclasses: all that a browser may ever know. Strings are finished sentences; times are already local."""
