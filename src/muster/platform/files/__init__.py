"""Attachments, sheet import and export.

What a row means belongs to the package that declares the import kind.
"""
