"""Registers tier: who and what is on record; measures, responders, ledger."""
