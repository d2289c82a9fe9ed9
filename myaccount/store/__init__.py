"""Queries and transactions. Everything about a person is scoped to the clinic and the person."""
