"""Muster runs a community's response to an emergency."""

__version__ = "0.1.0"
