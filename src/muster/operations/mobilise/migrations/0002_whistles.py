import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("measures", "0001_initial"),
        ("mobilise", "0001_initial"),
        ("responders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listener",
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
                ("since", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                (
                    "responder",
                    models.ForeignKey(
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
            ],
            options={
                "verbose_name": "volunteer for whistles",
                "verbose_name_plural": "volunteers for whistles",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "responder"), name="mobilise_listens_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Whistle",
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
                ("area_code", models.CharField(max_length=12, verbose_name="community")),
                ("number", models.PositiveIntegerField(editable=False)),
                (
                    "wants",
                    models.CharField(
                        choices=[("people", "People"), ("task", "A task")],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what for")),
                ("place", models.CharField(max_length=200, verbose_name="where")),
                ("post_id", models.UUIDField(blank=True, editable=False, null=True)),
                ("skills", models.JSONField(blank=True, default=list)),
                ("asked", models.PositiveSmallIntegerField(verbose_name="people")),
                ("claimed", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("from_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("deadline_at", models.DateTimeField(verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("covered", "Taken on"),
                            ("done", "Done"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Ended without it"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "held",
                    models.CharField(
                        choices=[
                            ("units", "Units and volunteers"),
                            ("subdistrict", "Subdistrict"),
                            ("command", "Command"),
                        ],
                        default="units",
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("held_by", models.CharField(blank=True, editable=False, max_length=200)),
                ("subdistrict_at", models.DateTimeField(editable=False)),
                ("command_at", models.DateTimeField(editable=False)),
                ("reminded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("community", "the community"),
                            ("command", "the command"),
                            ("resident", "a resident"),
                            ("post", "a post"),
                        ],
                        default="community",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("source_id", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "raised_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                ("raised_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("raised_by_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="answer"
                    ),
                ),
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
                "verbose_name": "whistle",
                "verbose_name_plural": "whistles",
                "indexes": [
                    models.Index(
                        fields=["tenant", "state", "area_code"], name="mobilise_whistle_state"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "number"), name="mobilise_whistle_number"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_id__isnull", False)),
                        fields=("tenant", "source", "source_id"),
                        name="mobilise_one_whistle_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked__gte", 1), ("asked__lte", 1000)),
                        name="mobilise_whistle_asks",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claimed__lte", models.F("asked"))),
                        name="mobilise_whistle_never_too_many",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_at__isnull", True),
                            ("deadline_at__gt", models.F("from_at")),
                            _connector="OR",
                        ),
                        name="mobilise_whistle_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True), ("state__in", ["covered", "open"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["covered", "open"]), _negated=True),
                                ("ended_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mobilise_whistle_ends_with_an_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WhistleClaim",
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
                ("people", models.PositiveSmallIntegerField(verbose_name="people")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("promised", "Promised"),
                            ("reported", "Says it is done"),
                            ("confirmed", "Confirmed by the community"),
                            ("refused", "Not done"),
                            ("released", "Given back"),
                        ],
                        default="promised",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "claimed_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                ("claimed_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("claimed_by_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("reported_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "note",
                    models.CharField(blank=True, max_length=200, verbose_name="what was done"),
                ),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("settled_by_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "responder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                (
                    "whistle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="mobilise.whistle",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a whistle",
                "verbose_name_plural": "answers to whistles",
                "indexes": [
                    models.Index(fields=["tenant", "unit", "state"], name="mobilise_claim_unit"),
                    models.Index(fields=["tenant", "responder"], name="mobilise_claim_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1)), name="mobilise_claim_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mobilise_not_done_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("responder__isnull", True), ("people", 1), _connector="OR"
                        ),
                        name="mobilise_one_volunteer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WhistleKind",
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
                ("key", models.CharField(max_length=24)),
                ("own_label", models.CharField(blank=True, max_length=40, verbose_name="name")),
                (
                    "wants",
                    models.CharField(
                        choices=[("people", "People"), ("task", "A task")],
                        default="people",
                        max_length=8,
                    ),
                ),
                ("people", models.PositiveSmallIntegerField(default=2, verbose_name="people")),
                ("hours", models.PositiveSmallIntegerField(default=8, verbose_name="hours")),
                ("skills", models.JSONField(blank=True, default=list, verbose_name="skills")),
                (
                    "to_subdistrict",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="minutes to the subdistrict"
                    ),
                ),
                (
                    "to_command",
                    models.PositiveSmallIntegerField(
                        default=60, verbose_name="minutes to the command"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                "verbose_name": "kind of whistle",
                "verbose_name_plural": "kinds of whistle",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key"), name="mobilise_one_whistle_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_command__gte", models.F("to_subdistrict"))),
                        name="mobilise_climbs_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WhistlePerson",
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
                ("named_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="mobilise.whistleclaim",
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
            ],
            options={
                "verbose_name": "person who goes",
                "verbose_name_plural": "people who go",
                "indexes": [
                    models.Index(fields=["tenant", "responder"], name="mobilise_goer_person")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "responder"), name="mobilise_goes_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="callup",
            name="place_code",
            field=models.CharField(blank=True, default="", editable=False, max_length=12),
        ),
        migrations.AddConstraint(
            model_name="callup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("place_code", ""), _negated=True),
                fields=("place_code",),
                name="mobilise_one_place_a_code",
            ),
        ),
        migrations.AddField(
            model_name="whistle",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="mobilise.whistlekind",
            ),
        ),
    ]
