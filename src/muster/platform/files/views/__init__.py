"""Pages of sheets, files and exports."""
