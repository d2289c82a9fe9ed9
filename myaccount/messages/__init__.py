"""Every sentence that people read, by key and language: plain text, no framework."""

from myaccount.domain.languages import LANGUAGES, Language
from myaccount.messages.catalogue import USAGES, language, say

__all__ = ["LANGUAGES", "USAGES", "Language", "language", "say"]
