"""Append-only record of who did or saw what: ids, never values, sealed into a chain per tenant."""
