"""Every sentence that people read, by key and language: plain text, no framework."""

from myaccount.messages.catalogue import LANGUAGES, Language, language, say

__all__ = ["LANGUAGES", "Language", "language", "say"]
