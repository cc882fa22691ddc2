import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.crypto.fields
import muster.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0002_roster"),
        ("kernel", "0001_initial"),
        ("responders", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="flags",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="NoShow",
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
                ("marked_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("came_at", models.DateTimeField(blank=True, null=True)),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="no_show",
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
                "verbose_name": "no-show",
                "verbose_name_plural": "no-shows",
            },
        ),
        migrations.CreateModel(
            name="PostReport",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Somebody needs help"),
                            ("quarrel", "Quarrel or refusal"),
                            ("danger", "Fire, traffic or other danger"),
                            ("gear", "Something is missing or broken"),
                            ("other", "Something else"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "words",
                    muster.kernel.crypto.fields.SealedField(
                        blank=True, default="", verbose_name="what happened"
                    ),
                ),
                ("at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("by_person_id", models.UUIDField(blank=True, null=True)),
                ("by_name", models.CharField(blank=True, max_length=80)),
                (
                    "level",
                    models.CharField(
                        choices=[("community", "the community"), ("command", "the command")],
                        default="community",
                        max_length=10,
                    ),
                ),
                ("level_since", models.DateTimeField(default=muster.kernel.clock.now)),
                ("taken_at", models.DateTimeField(blank=True, null=True)),
                ("taken_by_name", models.CharField(blank=True, max_length=80)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("file_id", models.UUIDField(blank=True, null=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
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
            ],
            options={
                "verbose_name": "report from a post",
                "verbose_name_plural": "reports from posts",
                "indexes": [
                    models.Index(fields=["tenant", "area_code", "-at"], name="duty_reports_area"),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("taken_at__isnull", True)),
                        fields=["tenant", "level_since"],
                        name="duty_reports_waiting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReliefAsked",
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
                ("day", models.DateField()),
                ("area_code", models.CharField(max_length=12)),
                ("unit_id", models.UUIDField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("alarm", "Somebody stands alone"),
                            ("absence", "Somebody is absent"),
                            ("gap", "A place is empty"),
                            ("break", "A break"),
                        ],
                        default="gap",
                        max_length=8,
                    ),
                ),
                ("alarm_id", models.UUIDField(blank=True, null=True)),
                ("bent", models.JSONField(blank=True, default=list)),
                ("asked_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("asked_by_name", models.CharField(blank=True, max_length=80)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "no answer yet"),
                            ("yes", "is coming"),
                            ("no", "cannot"),
                            ("filled", "not needed any more"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reliefs",
                        to="duty.post",
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reliefs",
                        to="responders.responder",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
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
            ],
            options={
                "verbose_name": "question for a stand-in",
                "verbose_name_plural": "questions for stand-ins",
                "indexes": [
                    models.Index(fields=["post", "day"], name="duty_relief_of_gap"),
                    models.Index(fields=["responder", "-asked_at"], name="duty_relief_of_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("post", "day", "shift", "responder"), name="duty_asked_once_a_shift"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "waiting"), ("answered_at__isnull", True)),
                            models.Q(
                                models.Q(("answer", "waiting"), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="duty_relief_answered_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportStep",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("raised", "reported"),
                            ("taken", "taken on"),
                            ("escalated", "passed to the command"),
                            ("noted", "noted"),
                            ("closed", "closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("by_name", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="duty.postreport",
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
                "verbose_name": "step of a report",
                "verbose_name_plural": "steps of reports",
            },
        ),
        migrations.CreateModel(
            name="RetiredCode",
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
                ("code", models.CharField(max_length=8)),
                ("retired_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("retired_by_name", models.CharField(blank=True, max_length=80)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retired_codes",
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
            ],
            options={
                "verbose_name": "old code of a post",
                "verbose_name_plural": "old codes of posts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "code"), name="duty_code_retired_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Trip",
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
                ("place", muster.kernel.crypto.fields.SealedField(verbose_name="where to")),
                ("leaves_on", models.DateField(verbose_name="leaves on")),
                ("back_on", models.DateField(verbose_name="back on")),
                ("absence_id", models.UUIDField(blank=True, null=True)),
                ("noted_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("noted_by_name", models.CharField(blank=True, max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trips",
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
            ],
            options={
                "verbose_name": "trip",
                "verbose_name_plural": "trips",
                "indexes": [
                    models.Index(fields=["responder", "leaves_on"], name="duty_trips_of_person")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("back_on__gte", models.F("leaves_on"))),
                        name="duty_trip_forward",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BookNote",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Training"),
                            ("commendation", "Commendation"),
                            ("injury", "Injured on duty"),
                            ("rest_day", "Compensation day taken"),
                        ],
                        max_length=12,
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("words", models.CharField(blank=True, max_length=120, verbose_name="words")),
                ("noted_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("noted_by_name", models.CharField(blank=True, max_length=80)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="book_notes",
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
            ],
            options={
                "verbose_name": "entry of a duty book",
                "verbose_name_plural": "entries of duty books",
                "indexes": [models.Index(fields=["responder", "day"], name="duty_book_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["injury", "rest_day"]), _negated=True),
                            ("words", ""),
                            _connector="OR",
                        ),
                        name="duty_no_words_of_injuries",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["training", "commendation", "injury", "rest_day"])
                        ),
                        name="duty_book_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Break",
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
                ("starts_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("due_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("stand_in_from_id", models.UUIDField(blank=True, null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="breaks",
                        to="duty.assignment",
                    ),
                ),
                (
                    "stand_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
            ],
            options={
                "verbose_name": "break",
                "verbose_name_plural": "breaks",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("assignment",),
                        name="duty_one_open_break_a_shift",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="duty_break_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
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
                ("fit", models.BooleanField(blank=True, null=True, verbose_name="fit for duty")),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("by_name", models.CharField(blank=True, max_length=80)),
                ("absence_id", models.UUIDField(blank=True, null=True)),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="declarations",
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
            ],
            options={
                "verbose_name": "declaration of fitness",
                "verbose_name_plural": "declarations of fitness",
                "indexes": [
                    models.Index(fields=["tenant", "day", "area_code"], name="duty_declared_day")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("responder", "day"), name="duty_declared_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fit__isnull", True), ("declared_at__isnull", False), _connector="OR"
                        ),
                        name="duty_declared_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
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
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "waits for the next crew"),
                            ("accepted", "taken over"),
                            ("returned", "given back"),
                        ],
                        default="offered",
                        max_length=8,
                    ),
                ),
                ("gear", models.JSONField(default=list)),
                ("matters", models.JSONField(default=list)),
                ("keys", models.CharField(blank=True, max_length=200, verbose_name="keys")),
                ("out_by_name", models.CharField(max_length=80)),
                ("out_account_id", models.UUIDField(blank=True, null=True)),
                ("out_recorded_by", models.CharField(blank=True, max_length=80)),
                ("offered_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("in_by_name", models.CharField(blank=True, max_length=80)),
                ("in_account_id", models.UUIDField(blank=True, null=True)),
                ("in_recorded_by", models.CharField(blank=True, max_length=80)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("return_reason", models.CharField(blank=True, max_length=200)),
                ("previous_digest", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("accepted_digest", models.CharField(blank=True, max_length=64)),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="duty.post",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
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
            ],
            options={
                "verbose_name": "handover",
                "verbose_name_plural": "handovers",
                "indexes": [
                    models.Index(fields=["tenant", "area_code", "day"], name="duty_handover_area")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("post", "number"), name="duty_handovers_in_order"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "offered")),
                        fields=("post",),
                        name="duty_one_handover_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_returned_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("accepted_digest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_accepted_is_sealed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoneAlarm",
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
                ("day", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("left", "Somebody left"),
                            ("no_show", "Somebody did not come"),
                            ("break", "A break without a stand-in"),
                            ("absent", "Somebody is absent"),
                            ("roster", "The roster was changed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("present", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=80)),
                ("escalated_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("second", "A second person is there"),
                            ("over", "The shift is over"),
                            ("called_off", "The shift is not in force any more"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms",
                        to="duty.post",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
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
            ],
            options={
                "verbose_name": "alarm of a post",
                "verbose_name_plural": "alarms of posts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["tenant", "area_code"],
                        name="duty_open_alarms",
                    ),
                    models.Index(fields=["tenant", "-opened_at"], name="duty_alarms_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("post", "day", "shift"),
                        name="duty_one_open_alarm_a_shift",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_kind", ""), ("ended_at__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("end_kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="duty_alarm_ends_with_a_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenMatter",
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
                ("text", models.CharField(max_length=200, verbose_name="open matter")),
                ("opened_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("opened_by_name", models.CharField(blank=True, max_length=80)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by_name", models.CharField(blank=True, max_length=80)),
                ("closed_reason", models.CharField(blank=True, max_length=200)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matters",
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
            ],
            options={
                "verbose_name": "open matter",
                "verbose_name_plural": "open matters",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(("closed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_matter_closed_with_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostPosition",
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
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("set_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("set_by_name", models.CharField(blank=True, max_length=80)),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="position",
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
            ],
            options={
                "verbose_name": "position of a post",
                "verbose_name_plural": "positions of posts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("latitude__gte", -90),
                            ("latitude__lte", 90),
                            ("longitude__gte", -180),
                            ("longitude__lte", 180),
                        ),
                        name="duty_position_on_earth",
                    )
                ],
            },
        ),
    ]
