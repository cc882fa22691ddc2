import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0005_tired"),
        ("kernel", "0001_initial"),
        ("measures", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandDown",
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
                ("area_code", models.CharField(max_length=12)),
                ("from_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("asked_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("asked_by", models.UUIDField(blank=True, null=True)),
                ("asked_by_name", models.CharField(blank=True, max_length=80)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_by", models.UUIDField(blank=True, null=True)),
                ("confirmed_by_name", models.CharField(blank=True, max_length=80)),
                ("people", models.PositiveIntegerField(default=0)),
                ("shifts", models.PositiveIntegerField(default=0)),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopened_by_name", models.CharField(blank=True, max_length=80)),
                ("reopened_reason", models.CharField(blank=True, max_length=200)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.incident",
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
                "verbose_name": "end of a deployment",
                "verbose_name_plural": "ends of deployments",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("dropped_at__isnull", True), ("reopened_at__isnull", True)
                        ),
                        fields=("incident", "area_code"),
                        name="duty_one_stand_down_an_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="duty_stand_down_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            ("asked_by__isnull", True),
                            models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_stand_down_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopened_at__isnull", True),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                models.Q(("reopened_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="duty_stand_down_reopened_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GearReturn",
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
                ("area_code", models.CharField(max_length=12)),
                ("label", models.CharField(max_length=40)),
                ("due", models.PositiveIntegerField()),
                ("counted", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "returned",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="back"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("noted_at", models.DateTimeField(blank=True, null=True)),
                ("noted_by_name", models.CharField(blank=True, max_length=80)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="returns",
                        to="duty.post",
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
                (
                    "stand_down",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gear",
                        to="duty.standdown",
                    ),
                ),
            ],
            options={
                "verbose_name": "gear that came back",
                "verbose_name_plural": "gear that came back",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stand_down", "post", "label"), name="duty_gear_back_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned__isnull", True),
                            ("returned", models.F("due")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_gear_missing_with_reason",
                    ),
                ],
            },
        ),
    ]
