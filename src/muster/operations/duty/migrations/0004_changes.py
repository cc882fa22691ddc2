import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("duty", "0003_shifts"),
        ("kernel", "0001_initial"),
        ("responders", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="rules",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="RosterChange",
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
                            ("cover", "Cover"),
                            ("swap", "Swap"),
                            ("leave", "Leave"),
                            ("move", "Moved"),
                            ("repair", "Repair"),
                            ("replace", "Replaced a person"),
                            ("call_off", "Called off"),
                            ("stand_in", "Stand-in"),
                            ("edit", "Edited"),
                            ("undo", "Taken back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("area_code", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("asked_by", models.UUIDField(blank=True, null=True)),
                ("asked_by_name", models.CharField(blank=True, max_length=80)),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                ("approved_by_name", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("bent", models.JSONField(blank=True, default=list)),
                ("told", models.JSONField(blank=True, default=list)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="duty.edition",
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
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="duty.rosterchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a roster",
                "verbose_name_plural": "changes of a roster",
                "indexes": [
                    models.Index(fields=["edition", "at"], name="duty_changes_edition"),
                    models.Index(fields=["tenant", "area_code", "at"], name="duty_changes_area"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "cover",
                                    "swap",
                                    "leave",
                                    "move",
                                    "repair",
                                    "replace",
                                    "call_off",
                                    "stand_in",
                                    "edit",
                                    "undo",
                                ],
                            )
                        ),
                        name="duty_roster_change_kind",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="assignment",
            name="cancelled_by",
            field=models.ForeignKey(
                db_index=False,
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="cancelled",
                to="duty.rosterchange",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="made_by",
            field=models.ForeignKey(
                db_index=False,
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="made",
                to="duty.rosterchange",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("made_by__isnull", False)),
                fields=["made_by"],
                name="duty_made_by",
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                condition=models.Q(("cancelled_by__isnull", False)),
                fields=["cancelled_by"],
                name="duty_cancelled_by",
            ),
        ),
        migrations.AddField(
            model_name="deployment",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="deployments_ended",
                to="duty.rosterchange",
            ),
        ),
        migrations.CreateModel(
            name="RosterRequest",
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
                        choices=[("swap", "Swap"), ("cover", "Cover"), ("leave", "Leave")],
                        max_length=6,
                    ),
                ),
                ("unit_id", models.UUIDField()),
                ("area_code", models.CharField(max_length=64)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for the other person"),
                            ("agreed", "waits for the lead"),
                            ("approved", "approved"),
                            ("declined", "the other person said no"),
                            ("refused", "not approved"),
                            ("withdrawn", "taken back"),
                            ("expired", "ran out without an answer"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=muster.kernel.clock.now)),
                ("asked_by_name", models.CharField(blank=True, max_length=80)),
                ("deadline_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=80)),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="duty.assignment",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="duty.rosterchange",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="duty.edition",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roster_requests_to",
                        to="responders.responder",
                    ),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roster_requests",
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
                    "with_assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests_to",
                        to="duty.assignment",
                    ),
                ),
            ],
            options={
                "verbose_name": "request on a roster",
                "verbose_name_plural": "requests on a roster",
                "indexes": [
                    models.Index(
                        fields=["tenant", "area_code", "state"], name="duty_requests_area"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("asked", "agreed"))),
                        fields=["deadline_at"],
                        name="duty_requests_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "agreed"))),
                        fields=("assignment",),
                        name="duty_one_open_request_a_shift",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["swap", "cover", "leave"])),
                        name="duty_request_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "asked",
                                    "agreed",
                                    "approved",
                                    "declined",
                                    "refused",
                                    "withdrawn",
                                    "expired",
                                ],
                            )
                        ),
                        name="duty_request_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "leave"), ("starts_at__isnull", False)),
                            ("assignment__isnull", False),
                            _connector="OR",
                        ),
                        name="duty_request_of_a_shift_or_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="duty_request_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("state__in", ("asked", "agreed"))
                            ),
                            models.Q(
                                models.Q(("state__in", ("asked", "agreed")), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="duty_request_ends_once",
                    ),
                ],
            },
        ),
    ]
