"""Every write of files, one noun a module."""

from muster.platform.files.services.attachments import attach, open_file
from muster.platform.files.services.committing import commit_rows, undo_rows
from muster.platform.files.services.exports import (
    Exported,
    export_paper,
    export_table,
    own_area,
)
from muster.platform.files.services.imports import (
    ask_commit,
    ask_undo,
    choose_column,
    leave_out,
    mend_cell,
    mend_cells,
    start_import,
    take_in,
)

__all__ = [
    "Exported",
    "ask_commit",
    "ask_undo",
    "attach",
    "choose_column",
    "commit_rows",
    "export_paper",
    "export_table",
    "leave_out",
    "mend_cell",
    "mend_cells",
    "open_file",
    "own_area",
    "start_import",
    "take_in",
    "undo_rows",
]
