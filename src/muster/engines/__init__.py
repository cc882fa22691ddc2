"""Engines: pure Python libraries without Django that anyone may use on their own."""
