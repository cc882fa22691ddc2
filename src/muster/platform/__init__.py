"""Platform tier: audit, retention, places, access, jobs, files, notify, in this order."""
