"""Root URLs, role homes, error pages, the drill bar and document verification."""
