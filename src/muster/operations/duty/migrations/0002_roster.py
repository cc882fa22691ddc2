import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids
import muster.operations.duty.models.roster


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0001_initial"),
        ("kernel", "0001_initial"),
        ("measures", "0001_initial"),
        ("responders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
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
                ("number", models.PositiveSmallIntegerField()),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("days", models.PositiveSmallIntegerField(verbose_name="days")),
                ("plan_id", models.UUIDField(blank=True, null=True)),
                (
                    "what_to_bring",
                    models.CharField(blank=True, max_length=200, verbose_name="what to bring"),
                ),
                ("published_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("published_by", models.UUIDField(blank=True, null=True)),
                ("published_by_name", models.CharField(blank=True, max_length=80)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("superseded_from", models.DateField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by_name", models.CharField(blank=True, max_length=80)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=200)),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
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
                "verbose_name": "edition of the roster",
                "verbose_name_plural": "editions of the roster",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "incident", "number"), name="duty_one_edition_a_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("plan_id__isnull", False), ("withdrawn_at__isnull", True)
                        ),
                        fields=("tenant", "plan_id"),
                        name="duty_one_edition_a_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 62)),
                        name="duty_edition_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("superseded_at__isnull", True), ("superseded_from__isnull", True)
                            ),
                            models.Q(
                                ("superseded_at__isnull", False), ("superseded_from__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="duty_edition_superseded_from_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_edition_withdrawn_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deployment",
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
                ("unit_id", models.UUIDField()),
                ("area_code", models.CharField(max_length=64)),
                ("first_secretary", models.BooleanField(default=False)),
                (
                    "code",
                    models.CharField(
                        default=muster.operations.duty.models.roster.personal_code, max_length=12
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deployments",
                        to="responders.responder",
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
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deployments",
                        to="duty.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "deployment",
                "verbose_name_plural": "deployments",
                "indexes": [
                    models.Index(fields=["code"], name="duty_deployment_code"),
                    models.Index(
                        fields=["tenant", "edition", "area_code"], name="duty_deployment_area"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "responder"), name="duty_person_once_an_edition"
                    ),
                    models.UniqueConstraint(
                        fields=("edition", "code"), name="duty_code_once_an_edition"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("unit_id", models.UUIDField()),
                ("area_code", models.CharField(max_length=12)),
                ("day", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("night", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "planned"), ("cancelled", "cancelled")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="assignments",
                        to="duty.post",
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="responders.responder",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="assignments",
                        to="duty.patternshift",
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
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="duty.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift of a person",
                "verbose_name_plural": "shifts of people",
                "indexes": [
                    models.Index(fields=["post", "day"], name="duty_crew"),
                    models.Index(fields=["tenant", "area_code", "day"], name="duty_roster_area"),
                    models.Index(fields=["responder", "day"], name="duty_shifts_of_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "planned")),
                        fields=("edition", "responder", "day"),
                        name="duty_one_shift_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="duty_assignment_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["planned", "cancelled"])),
                        name="duty_assignment_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
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
                ("came_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "how",
                    models.CharField(
                        choices=[("code", "by the code of the post"), ("lead", "by the lead")],
                        default="code",
                        max_length=8,
                    ),
                ),
                ("late_minutes", models.PositiveSmallIntegerField(default=0)),
                ("distance_m", models.PositiveIntegerField(blank=True, null=True)),
                ("clock_off_minutes", models.IntegerField(blank=True, null=True)),
                ("by_account_id", models.UUIDField(blank=True, null=True)),
                ("by_name", models.CharField(blank=True, max_length=80)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_ins",
                        to="duty.assignment",
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
                "verbose_name": "check-in",
                "verbose_name_plural": "check-ins",
                "indexes": [models.Index(fields=["assignment"], name="duty_check_in_shift")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("assignment",),
                        name="duty_one_check_in_a_shift",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True),
                            ("left_at__gte", models.F("came_at")),
                            _connector="OR",
                        ),
                        name="duty_check_in_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["code", "lead"])), name="duty_check_in_way"
                    ),
                ],
            },
        ),
    ]
