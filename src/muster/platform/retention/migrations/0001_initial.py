import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRule",
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
                ("holding", models.CharField(max_length=80, verbose_name="what is held")),
                ("days", models.PositiveIntegerField(verbose_name="days")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("set_by", models.UUIDField(editable=False, null=True)),
                ("set_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
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
                "verbose_name": "retention rule",
                "verbose_name_plural": "retention rules",
                "indexes": [
                    models.Index(
                        fields=["tenant", "holding", "-set_at"], name="retention_rule_latest"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1)), name="retention_rule_some_days"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DestructionCertificate",
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
                ("holding", models.CharField(max_length=80, verbose_name="what was held")),
                (
                    "clock_kind",
                    models.CharField(
                        choices=[
                            ("created", "after it was written"),
                            ("incident_end", "after the incident has ended"),
                            ("period_end", "after its period has ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("days", models.PositiveIntegerField(verbose_name="days")),
                ("before", models.DateTimeField()),
                ("count", models.PositiveBigIntegerField(default=0, verbose_name="rows")),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("replayed", models.BooleanField(default=False)),
                ("begun_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("code", models.CharField(blank=True, max_length=12)),
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
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.retentionrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate of destruction",
                "verbose_name_plural": "certificates of destruction",
                "indexes": [
                    models.Index(fields=["tenant", "-begun_at"], name="retention_cert_recent")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", "")),
                        fields=("tenant", "holding"),
                        name="retention_one_open_certificate",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockStart",
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
                    "clock_kind",
                    models.CharField(
                        choices=[
                            ("created", "after it was written"),
                            ("incident_end", "after the incident has ended"),
                            ("period_end", "after its period has ended"),
                        ],
                        max_length=20,
                    ),
                ),
                ("of_id", models.UUIDField()),
                ("ended_at", models.DateTimeField()),
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
                "verbose_name": "started clock",
                "verbose_name_plural": "started clocks",
                "indexes": [
                    models.Index(
                        fields=["tenant", "clock_kind", "ended_at"], name="retention_clock_ended"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "clock_kind", "of_id"), name="retention_clock_starts_once"
                    )
                ],
            },
        ),
    ]
