"""The audit trail: written, chained, and told to whom it is about."""
