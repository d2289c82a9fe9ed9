"""Card payments: what the portal asks of a processor, and Stripe, which answers it."""
