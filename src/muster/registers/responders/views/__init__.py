"""Pages of the register of responders, one subject a file."""
