"""Roster: the people of one community × days → shifts and post types, then posts."""
