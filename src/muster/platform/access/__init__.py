"""Accounts, grants (role, area, period), devices, invitations, sign-in and badges.

It does not say what a permission covers; each package does.
"""
