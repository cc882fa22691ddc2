"""Seed scenarios and the demo district, generated from a seed; every person in them is invented."""
