"""Text messages: a few words to a mobile number, and who carries them."""
