"""Outbox, channels and the in-app inbox. It decides how a message travels, never what it says."""
