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
            name="SendingUnit",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_folded", models.CharField(editable=False, max_length=120)),
                ("name_pinyin", models.CharField(editable=False, max_length=600)),
                ("name_initials", models.CharField(editable=False, max_length=120)),
                (
                    "organisation_code",
                    models.CharField(blank=True, max_length=18, verbose_name="organisation code"),
                ),
                ("group", models.CharField(blank=True, max_length=120, verbose_name="parent body")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("city", "City"),
                            ("district", "District"),
                            ("subdistrict", "Subdistrict"),
                            ("enterprise", "Enterprise"),
                            ("charity", "Charity"),
                            ("volunteer", "Volunteers"),
                            ("community", "Community staff"),
                            ("property", "Property guards"),
                        ],
                        max_length=16,
                        verbose_name="level",
                    ),
                ),
                ("area_code", models.CharField(max_length=12, verbose_name="area")),
                (
                    "headcount",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="staff in all"),
                ),
                (
                    "keep_together",
                    models.BooleanField(default=True, verbose_name="keep people together"),
                ),
                (
                    "min_team",
                    models.PositiveSmallIntegerField(default=2, verbose_name="smallest team"),
                ),
                (
                    "clerk_name",
                    models.CharField(blank=True, max_length=80, verbose_name="contact person"),
                ),
                (
                    "clerk_phone",
                    muster.kernel.crypto.fields.SealedField(
                        blank=True, default="", verbose_name="contact phone"
                    ),
                ),
                ("people_active", models.PositiveIntegerField(default=0, editable=False)),
                ("people_ended", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                (
                    "closed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="closed on"
                    ),
                ),
                ("batch_id", models.UUIDField(blank=True, editable=False, null=True)),
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
                "verbose_name": "sending unit",
                "verbose_name_plural": "sending units",
                "indexes": [
                    models.Index(fields=["tenant", "area_code"], name="responders_unit_area"),
                    models.Index(fields=["tenant", "level"], name="responders_unit_level"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("tenant", "name_folded"),
                        name="responders_one_open_unit_a_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation_code", ""), _negated=True),
                        fields=("tenant", "organisation_code"),
                        name="responders_one_unit_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "level__in",
                                [
                                    "city",
                                    "district",
                                    "subdistrict",
                                    "enterprise",
                                    "charity",
                                    "volunteer",
                                    "community",
                                    "property",
                                ],
                            )
                        ),
                        name="responders_unit_known_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_team__gte", 1)),
                        name="responders_unit_team_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Responder",
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
                    "level",
                    models.CharField(
                        choices=[
                            ("city", "City"),
                            ("district", "District"),
                            ("subdistrict", "Subdistrict"),
                            ("enterprise", "Enterprise"),
                            ("charity", "Charity"),
                            ("volunteer", "Volunteers"),
                            ("community", "Community staff"),
                            ("property", "Property guards"),
                        ],
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_key", models.CharField(editable=False, max_length=120)),
                ("name_folded", models.CharField(editable=False, max_length=80)),
                ("name_pinyin", models.CharField(editable=False, max_length=400)),
                ("name_initials", models.CharField(editable=False, max_length=80)),
                ("given_folded", models.CharField(editable=False, max_length=80)),
                ("given_pinyin", models.CharField(editable=False, max_length=400)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "Female"), ("male", "Male")],
                        max_length=8,
                        verbose_name="sex",
                    ),
                ),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="birth date")),
                (
                    "identity_index",
                    muster.kernel.crypto.fields.BlindIndexField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=32,
                        source="identity_number",
                    ),
                ),
                (
                    "identity_number",
                    muster.kernel.crypto.fields.SealedField(
                        blank=True, default="", verbose_name="identity number"
                    ),
                ),
                (
                    "phone_index",
                    muster.kernel.crypto.fields.BlindIndexField(
                        blank=True, default="", editable=False, max_length=32, source="phone"
                    ),
                ),
                (
                    "phone",
                    muster.kernel.crypto.fields.SealedField(
                        blank=True, default="", verbose_name="phone"
                    ),
                ),
                (
                    "home_place",
                    muster.kernel.crypto.fields.SealedField(
                        blank=True, default="", verbose_name="home"
                    ),
                ),
                (
                    "home_area_code",
                    models.CharField(blank=True, max_length=12, verbose_name="home area"),
                ),
                ("home_x_km", models.FloatField(blank=True, null=True)),
                ("home_y_km", models.FloatField(blank=True, null=True)),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("division_lead", "Division lead"),
                            ("section_lead", "Section lead"),
                            ("staff", "Staff"),
                            ("volunteer", "Volunteer"),
                        ],
                        default="staff",
                        max_length=16,
                        verbose_name="position",
                    ),
                ),
                (
                    "can_lead",
                    models.BooleanField(default=False, verbose_name="may be first secretary"),
                ),
                (
                    "licence",
                    models.CharField(blank=True, max_length=8, verbose_name="driving licence"),
                ),
                (
                    "night_opt_in",
                    models.BooleanField(default=False, verbose_name="volunteers for nights"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "On the register"), ("ended", "Left")],
                        default="active",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "joined_on",
                    models.DateField(
                        default=muster.kernel.clock.today, verbose_name="on the register since"
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("batch_id", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="responders.sendingunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "responder",
                "verbose_name_plural": "responders",
                "indexes": [
                    models.Index(
                        fields=["tenant", "status", "name_key", "id"], name="responders_by_status"
                    ),
                    models.Index(fields=["tenant", "name_key", "id"], name="responders_by_name"),
                    models.Index(
                        fields=["unit", "status", "name_key", "id"], name="responders_by_unit"
                    ),
                    models.Index(
                        condition=models.Q(("night_opt_in", True)),
                        fields=["tenant", "status", "name_key", "id"],
                        name="responders_nights",
                    ),
                    models.Index(
                        fields=["tenant", "name_folded"],
                        name="responders_folded",
                        opclasses=["uuid_ops", "varchar_pattern_ops"],
                    ),
                    models.Index(
                        fields=["tenant", "name_pinyin"],
                        name="responders_pinyin",
                        opclasses=["uuid_ops", "varchar_pattern_ops"],
                    ),
                    models.Index(
                        fields=["tenant", "name_initials"],
                        name="responders_initials",
                        opclasses=["uuid_ops", "varchar_pattern_ops"],
                    ),
                    models.Index(
                        fields=["tenant", "given_folded"],
                        name="responders_given",
                        opclasses=["uuid_ops", "varchar_pattern_ops"],
                    ),
                    models.Index(
                        fields=["tenant", "given_pinyin"],
                        name="responders_given_pinyin",
                        opclasses=["uuid_ops", "varchar_pattern_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("phone_index", ""), _negated=True),
                        fields=["tenant", "phone_index"],
                        name="responders_phone",
                    ),
                    models.Index(
                        condition=models.Q(("batch_id__isnull", False)),
                        fields=["tenant", "batch_id"],
                        name="responders_batch",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("identity_index", ""), _negated=True),
                        fields=("tenant", "identity_index"),
                        name="responders_one_row_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_on__isnull", True), ("status", "active")),
                            models.Q(("ended_on__isnull", False), ("status", "ended")),
                            _connector="OR",
                        ),
                        name="responders_ended_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="responders_period_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("home_x_km__isnull", True), ("home_y_km__isnull", True)),
                            models.Q(("home_x_km__isnull", False), ("home_y_km__isnull", False)),
                            _connector="OR",
                        ),
                        name="responders_home_both_or_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
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
                ("key", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[("skill", "Skill"), ("language", "Language")],
                        default="skill",
                        max_length=10,
                    ),
                ),
                ("own_label", models.CharField(blank=True, max_length=40, verbose_name="label")),
                ("own_folded", models.CharField(blank=True, editable=False, max_length=40)),
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
                "verbose_name": "skill",
                "verbose_name_plural": "skills",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "key"), name="responders_one_skill_a_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponderSkill",
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
                ("name_key", models.CharField(editable=False, max_length=120)),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="skill_links",
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
                    "skill",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="responders.skill",
                    ),
                ),
            ],
            options={
                "verbose_name": "skill of a person",
                "verbose_name_plural": "skills of people",
                "indexes": [
                    models.Index(
                        fields=["skill", "name_key", "responder"], name="responders_skill_order"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("responder", "skill"), name="responders_skill_once_a_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
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
                (
                    "community_code",
                    models.CharField(blank=True, max_length=12, verbose_name="community"),
                ),
                ("area_code", models.CharField(editable=False, max_length=12)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                ("ended_on", models.DateField(blank=True, editable=False, null=True)),
                (
                    "leader",
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
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="responders.sendingunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "team",
                "verbose_name_plural": "teams",
                "indexes": [
                    models.Index(fields=["tenant", "area_code"], name="responders_team_area")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("unit__isnull", False),
                            models.Q(("community_code", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="responders_team_of_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pairing",
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
                ("community_code", models.CharField(max_length=12, verbose_name="community")),
                (
                    "starts_on",
                    models.DateField(default=muster.kernel.clock.today, verbose_name="from"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "leader_ref",
                    models.CharField(blank=True, max_length=120, verbose_name="one leader"),
                ),
                ("team_ref", models.CharField(blank=True, max_length=120, verbose_name="one team")),
                ("plan_ref", models.CharField(blank=True, max_length=120, verbose_name="one plan")),
                (
                    "ledger_ref",
                    models.CharField(blank=True, max_length=120, verbose_name="one ledger"),
                ),
                (
                    "in_charge_ref",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="one person in charge"
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
                    "in_charge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="responders.responder",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="responders.responder",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairings",
                        to="responders.sendingunit",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="responders.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "pairing",
                "verbose_name_plural": "pairings",
                "indexes": [
                    models.Index(
                        fields=["tenant", "community_code"], name="responders_pairing_place"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("unit", "community_code"),
                        name="responders_paired_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="responders_pairing_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
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
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="team_periods",
                        to="responders.responder",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="responders.team",
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
                "verbose_name": "team member",
                "verbose_name_plural": "team members",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("team", "responder"),
                        name="responders_once_in_a_team",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="responders_member_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unavailability",
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
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "reported_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
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
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "indexes": [
                    models.Index(
                        fields=["tenant", "ends_at", "starts_at"], name="responders_absence_when"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="responders_absence_forward",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitPeriod",
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
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unit_periods",
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
                        related_name="periods",
                        to="responders.sendingunit",
                    ),
                ),
            ],
            options={
                "verbose_name": "time in a unit",
                "verbose_name_plural": "times in units",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("responder",),
                        name="responders_one_unit_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="responders_unit_period_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WeeklyAvailability",
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
                    "hours",
                    models.CharField(
                        default="000000000000000000000000000000000000000000", max_length=42
                    ),
                ),
                (
                    "responder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weekly",
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
                "verbose_name": "weekly availability",
                "verbose_name_plural": "weekly availabilities",
            },
        ),
        migrations.CreateModel(
            name="DutyLimit",
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
                            ("no_nights", "No nights"),
                            ("seated_work", "Seated work only"),
                            ("no_lifting", "No lifting"),
                            ("indoors", "Indoors only"),
                            ("max_hours_day", "At most so many hours a day"),
                            ("max_hours_week", "At most so many hours a week"),
                            ("max_days_run", "At most so many days in a row"),
                        ],
                        max_length=16,
                        verbose_name="limit",
                    ),
                ),
                (
                    "amount",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most"),
                ),
                (
                    "starts_on",
                    models.DateField(default=muster.kernel.clock.today, verbose_name="from"),
                ),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                    "responder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="limits",
                        to="responders.responder",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty limit",
                "verbose_name_plural": "duty limits",
                "indexes": [models.Index(fields=["tenant", "kind"], name="responders_limit_kind")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("responder", "kind"),
                        name="responders_one_open_limit_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="responders_limit_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__gte", 1),
                                ("kind__in", ["max_days_run", "max_hours_day", "max_hours_week"]),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "kind__in",
                                        ["max_days_run", "max_hours_day", "max_hours_week"],
                                    ),
                                    _negated=True,
                                ),
                                ("amount__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="responders_limit_number_where_counted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "no_nights",
                                    "seated_work",
                                    "no_lifting",
                                    "indoors",
                                    "max_hours_day",
                                    "max_hours_week",
                                    "max_days_run",
                                ],
                            )
                        ),
                        name="responders_limit_known_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
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
                ("account_id", models.UUIDField(editable=False)),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=400)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
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
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "account_id", "name"), name="responders_one_view_a_name"
                    )
                ],
            },
        ),
    ]
