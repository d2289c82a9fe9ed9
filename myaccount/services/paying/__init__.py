"""Charge a card for what somebody owes, once; and hear of it from the processor, however it comes to tell."""
