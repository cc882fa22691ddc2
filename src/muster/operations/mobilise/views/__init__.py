"""Pages of the call-up."""
