"""What a community does in an emergency."""
