"""The design system: page frame, components, forms, navigation and print sheets.

It knows no word of any emergency: packages above feed its components with `parts`.
"""
