import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.crypto.fields
import muster.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=muster.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("sheet", "Imported sheet"), ("attachment", "Attachment")],
                        max_length=12,
                    ),
                ),
                ("permission", models.CharField(max_length=60)),
                ("area_code", models.CharField(blank=True, max_length=24)),
                ("scope_id", models.UUIDField(blank=True, null=True)),
                ("owner_id", models.UUIDField(blank=True, null=True)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "stored_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                ("stored_by", models.UUIDField(blank=True, null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.tenant",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "indexes": [models.Index(fields=["tenant", "owner_id"], name="files_of_owner")],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=muster.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("area_code", models.CharField(blank=True, max_length=24)),
                ("scope_id", models.UUIDField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Reading the sheet"),
                            ("unreadable", "Cannot be read"),
                            ("preview", "Ready to check"),
                            ("committing", "Being committed"),
                            ("committed", "Committed"),
                            ("undoing", "Being taken back"),
                            ("undone", "Taken back"),
                        ],
                        default="reading",
                        max_length=12,
                    ),
                ),
                ("options", models.JSONField(default=dict)),
                ("mapping", models.JSONField(default=dict)),
                ("edits", muster.kernel.crypto.fields.SealedField(blank=True, default="")),
                ("left_out", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("fault", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=0)),
                ("job_id", models.UUIDField(blank=True, null=True)),
                ("made_by", models.UUIDField(blank=True, null=True)),
                ("made_by_name", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                ("committed_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.tenant",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "indexes": [
                    models.Index(fields=["tenant", "-made_at"], name="files_newest_batches")
                ],
            },
        ),
        migrations.CreateModel(
            name="CommittedRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=muster.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sheet", models.CharField(max_length=80)),
                ("row", models.PositiveIntegerField()),
                ("became_id", models.UUIDField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("stays", models.BooleanField(default=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="files.batch",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.tenant",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported row",
                "verbose_name_plural": "imported rows",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("batch", "sheet", "row"),
                        name="files_row_committed_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=muster.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("code", models.CharField(max_length=12)),
                ("area_code", models.CharField(blank=True, max_length=24)),
                ("rows", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_by", models.UUIDField(blank=True, null=True)),
                ("made_by_name", models.CharField(blank=True, max_length=80)),
                ("made_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.tenant",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "indexes": [
                    models.Index(fields=["tenant", "-made_at"], name="files_newest_exports")
                ],
            },
        ),
    ]
