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
            name="Incident",
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
                            ("epidemic", "Epidemic"),
                            ("flood", "Flood"),
                            ("heat", "Heat wave"),
                            ("blackout", "Blackout"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "kind_words",
                    models.CharField(blank=True, max_length=40, verbose_name="in own words"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("area_code", models.CharField(max_length=12, verbose_name="area")),
                (
                    "contact_name",
                    models.CharField(max_length=80, verbose_name="contact who answers"),
                ),
                ("contact_phone", models.CharField(max_length=24, verbose_name="duty phone")),
                (
                    "contact_confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                ("contact_confirmed_by", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="started"
                    ),
                ),
                (
                    "lapses_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="lapses"
                    ),
                ),
                ("warned_of", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ended"
                    ),
                ),
                (
                    "end_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("closed", "Closed"),
                            ("lapsed", "Lapsed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
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
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "indexes": [
                    models.Index(fields=["tenant", "area_code"], name="measures_incident_area")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("tenant", "area_code", "kind", "kind_words"),
                        name="measures_one_incident_a_kind_and_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["epidemic", "flood", "heat", "blackout", "other"])
                        ),
                        name="measures_incident_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "other"), models.Q(("kind_words", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("kind", "other"), _negated=True), ("kind_words", "")
                            ),
                            _connector="OR",
                        ),
                        name="measures_incident_own_words_for_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at__isnull", True),
                            models.Q(
                                ("contact_confirmed_at__isnull", False),
                                models.Q(("contact_name", ""), _negated=True),
                                models.Q(("contact_phone", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measures_no_start_before_contact_answers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lapses_at__isnull", True), ("starts_at__isnull", True)),
                            models.Q(
                                ("lapses_at__gt", models.F("starts_at")),
                                ("lapses_at__isnull", False),
                                ("starts_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="measures_incident_always_lapses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_kind", ""), ("ended_at__isnull", True)),
                            models.Q(
                                ("end_kind", "withdrawn"),
                                ("ended_at__isnull", False),
                                ("starts_at__isnull", True),
                            ),
                            models.Q(
                                ("end_kind__in", ["closed", "lapsed"]),
                                ("ended_at__gte", models.F("starts_at")),
                                ("ended_at__isnull", False),
                                ("starts_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="measures_incident_end_has_a_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentStaff",
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
                ("person_id", models.UUIDField(blank=True, null=True, verbose_name="person")),
                ("person_name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("commander", "Incident commander"),
                            ("safety", "Safety officer"),
                            ("liaison", "Liaison officer"),
                            ("public_information", "Public information officer"),
                            ("operations", "Operations section chief"),
                            ("planning", "Planning section chief"),
                            ("logistics", "Logistics section chief"),
                            ("finance", "Finance section chief"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="seat",
                    ),
                ),
                (
                    "role_words",
                    models.CharField(blank=True, max_length=40, verbose_name="in own words"),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff",
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
                "verbose_name": "member of the staff",
                "verbose_name_plural": "members of the staff",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("incident", "role", "role_words", "rank"),
                        name="measures_one_person_a_seat",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True), ("person_id__isnull", False)),
                        fields=("incident", "role", "role_words", "person_id"),
                        name="measures_once_in_a_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "commander",
                                    "safety",
                                    "liaison",
                                    "public_information",
                                    "operations",
                                    "planning",
                                    "logistics",
                                    "finance",
                                    "other",
                                ],
                            )
                        ),
                        name="measures_staff_known_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("role", "other"), models.Q(("role_words", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("role", "other"), _negated=True), ("role_words", "")
                            ),
                            _connector="OR",
                        ),
                        name="measures_staff_own_words_for_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person_id__isnull", False), ("person_name", "")),
                            models.Q(
                                ("person_id__isnull", True),
                                models.Q(("person_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measures_staff_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="measures_staff_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LiaisonGroup",
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
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=24, verbose_name="duty phone")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liaison_groups",
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
                "verbose_name": "liaison group",
                "verbose_name_plural": "liaison groups",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("incident", "name"),
                        name="measures_one_group_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="measures_group_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LiaisonArea",
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
                ("area_code", models.CharField(max_length=12, verbose_name="area")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liaison_areas",
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
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="measures.liaisongroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "area of a liaison group",
                "verbose_name_plural": "areas of liaison groups",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("incident", "area_code"),
                        name="measures_one_group_an_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="measures_group_area_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LiaisonMember",
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
                ("person_id", models.UUIDField(blank=True, null=True, verbose_name="person")),
                ("person_name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("leads", models.BooleanField(default=False, verbose_name="leads the group")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="measures.liaisongroup",
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
                "verbose_name": "member of a liaison group",
                "verbose_name_plural": "members of liaison groups",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True), ("leads", True)),
                        fields=("group",),
                        name="measures_one_leader_a_group",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True), ("person_id__isnull", False)),
                        fields=("group", "person_id"),
                        name="measures_once_in_a_group",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person_id__isnull", False), ("person_name", "")),
                            models.Q(
                                ("person_id__isnull", True),
                                models.Q(("person_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="measures_member_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="measures_member_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OperationalPeriod",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("planned_end", models.DateTimeField(verbose_name="planned until")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "objectives",
                    models.TextField(blank=True, max_length=2000, verbose_name="objectives"),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="periods",
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
                "verbose_name": "operational period",
                "verbose_name_plural": "operational periods",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "number"), name="measures_period_numbered_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at__isnull", True)),
                        fields=("incident",),
                        name="measures_one_period_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="measures_period_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_end__gt", models.F("starts_at")),
                            models.Q(
                                ("ends_at__isnull", True),
                                ("ends_at__gte", models.F("starts_at")),
                                _connector="OR",
                            ),
                        ),
                        name="measures_period_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Renewal",
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
                ("renewed_at", models.DateTimeField()),
                ("renewed_by", models.UUIDField(blank=True, null=True)),
                ("lapses_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renewals",
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
                "verbose_name": "renewal",
                "verbose_name_plural": "renewals",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="measures_renewal_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lapses_at__gt", models.F("renewed_at"))),
                        name="measures_renewal_forward",
                    ),
                ],
            },
        ),
    ]
