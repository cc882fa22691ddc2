"""Stored files, imported sheets and their rows, exports."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.crypto import SealedField
from muster.kernel.models import TenantModel
from muster.platform.files import rules
from muster.platform.files.contracts import title_in_words
from muster.platform.files.enums import BatchState, FilePurpose


class StoredFile(TenantModel):
    """A file's facts. Its content lies sealed in the installation's folder, named by the id.

    `permission` is what someone must have, where the file belongs, to open it; `owner_id` the row
    it is attached to.
    """

    view_permission = rules.VIEW_IMPORTS
    scope_field = "scope_id"

    purpose = models.CharField(max_length=12, choices=FilePurpose.choices)
    permission = models.CharField(max_length=60)
    area_code = models.CharField(max_length=24, blank=True)
    scope_id = models.UUIDField(null=True, blank=True)
    owner_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=clock.now, editable=False)
    stored_by = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["tenant", "owner_id"], name="files_of_owner")]

    def __str__(self) -> str:
        return self.name


class Batch(TenantModel):
    """One sheet on its way into a register.

    `mapping` holds the columns somebody chose, `edits` what somebody wrote in place of single
    cells, `left_out` the rows somebody left for later; reading the file again with them gives the
    same rows every time. `counts` are those of the last reading.
    """

    view_permission = rules.VIEW_IMPORTS
    scope_field = "scope_id"

    kind = models.CharField(max_length=60)
    area_code = models.CharField(max_length=24, blank=True)
    scope_id = models.UUIDField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="batches")
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.READING)
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    edits = SealedField(default="", blank=True)
    left_out = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    fault = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    job_id = models.UUIDField(null=True, blank=True)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    committed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["tenant", "-made_at"], name="files_newest_batches")]

    def __str__(self) -> str:
        return self.file.name

    @property
    def records(self) -> int:
        """How many rows of the file are records, as its preview lists them."""
        return int(self.counts.get("rows_in", 0)) - int(self.counts.get("recognised", 0))

    @property
    def is_open(self) -> bool:
        """True while cells can be mended and rows committed."""
        return self.state in {BatchState.PREVIEW, BatchState.COMMITTED}


class CommittedRow(TenantModel):
    """A row of a sheet and what it became: written with it, so that no crash commits it twice.

    `undo_id` says which undoing took it back, or left it: a sheet can be taken back more than once.
    """

    view_permission = rules.VIEW_IMPORTS
    area_field = "batch__area_code"
    scope_field = "batch__scope_id"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    became_id = models.UUIDField()
    undone_at = models.DateTimeField(null=True, blank=True)
    stays = models.BooleanField(default=False)
    undo_id = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet", "row"],
                condition=models.Q(undone_at__isnull=True),
                name="files_row_committed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


class Export(TenantModel):
    """A list that left the house: what, how many rows, by whom; `code` is printed on it.

    `title` is what its maker read; `title_key` and `title_params` say it to each reader.
    """

    view_permission = rules.VIEW_EXPORTS

    title = models.CharField(max_length=120)
    title_key = models.CharField(max_length=60, blank=True)
    title_params = models.JSONField(default=dict, blank=True)
    code = models.CharField(max_length=12)
    area_code = models.CharField(max_length=24)
    rows = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.UUIDField(null=True, blank=True)
    made_by_name = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        indexes = [models.Index(fields=["tenant", "-made_at"], name="files_newest_exports")]
        constraints = [
            models.CheckConstraint(condition=~Q(area_code=""), name="files_export_has_an_area")
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The title in the reader's language; what its maker read where it is none of ours."""
        return title_in_words(self.title_key, self.title_params) or self.title
