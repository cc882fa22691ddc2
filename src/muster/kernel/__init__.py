"""Kernel: ids, clock, tenants, scoped models, permissions, errors, events and keys.

It knows no word of any emergency.
"""
