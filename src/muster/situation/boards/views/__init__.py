"""Pages of the boards, one board a file."""
