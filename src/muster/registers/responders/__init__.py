"""Sending units, people, skills, teams, and pairings of unit and community.

It does not say who is on duty when.
"""
