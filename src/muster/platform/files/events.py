"""Verbs that the audit record knows of files."""

SHEET_UPLOADED = "files.sheet_uploaded"
SHEET_CHANGED = "files.sheet_changed"
IMPORT_COMMITTED = "files.import_committed"
IMPORT_UNDONE = "files.import_undone"
EXPORTED = "files.exported"
ATTACHED = "files.attached"
OPENED = "files.opened"
