import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids
import muster.operations.mobilise.models.call_ups


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ("measures", "0001_initial"),
        ("responders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallUp",
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
                ("area_code", models.CharField(editable=False, max_length=12)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("deadline_at", models.DateTimeField(verbose_name="answers until")),
                ("assembly_at", models.DateTimeField(verbose_name="assembly at")),
                (
                    "assembly_place",
                    models.CharField(max_length=200, verbose_name="place of assembly"),
                ),
                (
                    "what_to_bring",
                    models.CharField(blank=True, max_length=200, verbose_name="what to bring"),
                ),
                (
                    "declared_total",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="published total"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                "verbose_name": "call-up",
                "verbose_name_plural": "call-ups",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "number"), name="mobilise_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("assembly_at__gt", models.F("deadline_at"))),
                        name="mobilise_answers_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("state", "draft")),
                            ("state", "cancelled"),
                            models.Q(("sent_at__isnull", False), ("state__in", ["sent", "closed"])),
                            _connector="OR",
                        ),
                        name="mobilise_sent_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeploymentPlan",
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
                ("area_code", models.CharField(editable=False, max_length=12)),
                ("number", models.PositiveSmallIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("solving", "Being planned"),
                            ("solved", "Planned"),
                            ("submitted", "Waits for approval"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("failed", "Failed"),
                            ("dropped", "Dropped"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("days", models.PositiveSmallIntegerField(default=14, verbose_name="days")),
                (
                    "seconds",
                    models.PositiveSmallIntegerField(
                        default=20, verbose_name="time to plan, seconds"
                    ),
                ),
                ("wishes", models.JSONField(default=dict)),
                ("instance", models.BinaryField()),
                ("capacity", models.JSONField(default=list, editable=False)),
                ("document", models.BinaryField(null=True)),
                ("summary", models.JSONField(default=dict, editable=False)),
                ("job_id", models.UUIDField(blank=True, editable=False, null=True)),
                ("made_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                ("made_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("made_by_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("solved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("approved_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("approved_by_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("edition_id", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "call_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="mobilise.callup",
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
                "verbose_name": "plan",
                "verbose_name_plural": "plans",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "number"), name="mobilise_plan_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="mobilise_plan_second_pair_of_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["solved", "submitted", "approved", "published"]),
                                _negated=True,
                            ),
                            ("document__isnull", False),
                            _connector="OR",
                        ),
                        name="mobilise_plan_solved_has_content",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 62)),
                        name="mobilise_plan_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
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
                ("area_code", models.CharField(editable=False, max_length=12)),
                ("level", models.CharField(editable=False, max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("named", "Named"),
                            ("confirmed", "Confirmed"),
                            ("declined", "Cannot come"),
                            ("waiting", "On the waiting list"),
                            ("withdrawn", "Taken off the list"),
                        ],
                        default="named",
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=muster.operations.mobilise.models.call_ups.personal_code,
                        editable=False,
                        max_length=12,
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="place on the waiting list"
                    ),
                ),
                ("named_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                ("named_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("batch_id", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "call_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nominations",
                        to="mobilise.callup",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="mobilise.nomination",
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responders.sendingunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "name on a list",
                "verbose_name_plural": "names on lists",
                "indexes": [
                    models.Index(fields=["call_up", "unit", "state"], name="mobilise_name_unit"),
                    models.Index(fields=["call_up", "responder"], name="mobilise_name_person"),
                    models.Index(fields=["tenant", "responder"], name="mobilise_name_own"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("code",), name="mobilise_one_name_a_code"),
                    models.UniqueConstraint(
                        fields=("call_up", "unit", "responder"), name="mobilise_once_on_a_list"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("arrived_at__isnull", True), ("state", "confirmed"), _connector="OR"
                        ),
                        name="mobilise_who_came_has_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place__isnull", True), ("state", "waiting"), _connector="OR"
                        ),
                        name="mobilise_place_while_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
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
                ("area_code", models.CharField(editable=False, max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("named_twice", "One person named by two units"),
                            ("count", "The unit's figure is not the length of its list"),
                            ("total", "The published total is not the sum of the parts"),
                            ("under_age", "Under 18 on the day of assembly"),
                            ("away", "Reported absent on the day of assembly"),
                            ("deployed", "Already called up elsewhere"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=80)),
                ("people", models.IntegerField()),
                ("facts", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be closed"),
                            ("closed", "Closed"),
                            ("gone", "No longer there"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("taken", models.JSONField(default=list)),
                ("found_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("closed_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("closed_by_name", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "call_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="differences",
                        to="mobilise.callup",
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="responders.sendingunit",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mobilise.nomination",
                    ),
                ),
            ],
            options={
                "verbose_name": "difference",
                "verbose_name_plural": "differences",
                "constraints": [
                    models.UniqueConstraint(fields=("call_up", "key"), name="mobilise_found_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mobilise_closed_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitAsk",
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
                ("area_code", models.CharField(editable=False, max_length=12)),
                ("level", models.CharField(editable=False, max_length=16)),
                (
                    "basis",
                    models.CharField(
                        choices=[("number", "number of people"), ("share", "share of staff")],
                        default="number",
                        max_length=8,
                    ),
                ),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="share of staff, %"
                    ),
                ),
                ("asked", models.PositiveIntegerField(verbose_name="asked")),
                (
                    "promised",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="promised"),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "stated",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people on the list, by the unit"
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "call_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="mobilise.callup",
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="responders.sendingunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "what a unit was asked",
                "verbose_name_plural": "what units were asked",
                "indexes": [models.Index(fields=["tenant", "unit"], name="mobilise_ask_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("call_up", "unit"), name="mobilise_one_ask_a_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "number"), ("share__isnull", True)),
                            models.Q(("basis", "share"), ("share__gte", 1), ("share__lte", 100)),
                            _connector="OR",
                        ),
                        name="mobilise_share_or_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promised__isnull", True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="mobilise_answer_has_a_time",
                    ),
                ],
            },
        ),
    ]
