import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ("measures", "0001_initial"),
        ("responders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PatternShift",
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
                ("letter", models.CharField(max_length=1, verbose_name="letter")),
                ("own_label", models.CharField(blank=True, max_length=40, verbose_name="name")),
                ("starts", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
                ("night", models.BooleanField(default=False, verbose_name="night shift")),
                (
                    "handover_minutes",
                    models.PositiveSmallIntegerField(default=15, verbose_name="handover"),
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
                "verbose_name": "shift",
                "verbose_name_plural": "shifts",
                "ordering": ("starts", "letter"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("handover_minutes__lte", 120)),
                        name="duty_handover_is_short",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("letter", ""), _negated=True),
                        name="duty_shift_has_a_letter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostKind",
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
                    "own_duties",
                    models.TextField(blank=True, max_length=1000, verbose_name="duties"),
                ),
                ("own_rules", models.TextField(blank=True, max_length=1000, verbose_name="rules")),
                ("skills", models.JSONField(blank=True, default=list, verbose_name="skills")),
                ("strains", models.JSONField(blank=True, default=list, verbose_name="strains")),
                (
                    "crew_min",
                    models.PositiveSmallIntegerField(default=2, verbose_name="smallest crew"),
                ),
                (
                    "under_weight",
                    models.PositiveSmallIntegerField(default=1, verbose_name="weight of a gap"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
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
                "verbose_name": "kind of post",
                "verbose_name_plural": "kinds of post",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "key"), name="duty_one_kind_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("crew_min__gte", 2)), name="duty_kind_crew_never_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
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
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "weekdays",
                    models.PositiveSmallIntegerField(default=127, verbose_name="weekdays"),
                ),
                (
                    "points",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="points with one reliever"
                    ),
                ),
                (
                    "crew_min",
                    models.PositiveSmallIntegerField(default=2, verbose_name="smallest crew"),
                ),
                (
                    "wanted",
                    models.PositiveSmallIntegerField(default=2, verbose_name="people each shift"),
                ),
                ("skills", models.JSONField(blank=True, default=list, verbose_name="skills")),
                ("indoors", models.BooleanField(default=False, verbose_name="indoors")),
                ("tent", models.BooleanField(default=False, verbose_name="tent or booth")),
                ("heater", models.BooleanField(default=False, verbose_name="heater")),
                ("power", models.BooleanField(default=False, verbose_name="power")),
                ("toilet", models.BooleanField(default=False, verbose_name="toilet nearby")),
                ("area_code", models.CharField(max_length=12, verbose_name="area")),
                (
                    "site",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="site outside communities"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "premises_code",
                    models.CharField(blank=True, max_length=24, verbose_name="premises"),
                ),
                (
                    "contacts",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="duty phones on the card"
                    ),
                ),
                ("x_km", models.FloatField(blank=True, null=True)),
                ("y_km", models.FloatField(blank=True, null=True)),
                (
                    "opens_on",
                    models.DateField(default=muster.kernel.clock.today, verbose_name="open from"),
                ),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="closed from")),
                (
                    "code",
                    models.CharField(
                        default=muster.kernel.ids.short_code, editable=False, max_length=8
                    ),
                ),
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
                ("changed_by_name", models.CharField(blank=True, editable=False, max_length=80)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
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
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duty.postkind",
                        verbose_name="kind",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["tenant", "incident", "area_code"], name="duty_post_place"
                    ),
                    models.Index(
                        condition=models.Q(("batch_id__isnull", False)),
                        fields=["tenant", "batch_id"],
                        name="duty_post_batch",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("crew_min__gte", 2)), name="duty_post_crew_never_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wanted__gte", models.F("crew_min")), ("wanted__lte", 200)
                        ),
                        name="duty_post_wants_a_crew",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points", 0),
                            models.Q(
                                ("points__lte", 20),
                                (
                                    "crew_min",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("points"), "+", models.Value(1)
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="duty_post_points_and_reliever",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekdays__gte", 1), ("weekdays__lte", 127)),
                        name="duty_post_some_weekday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="duty_post_from_one"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("tenant", "incident", "area_code", "site", "kind", "number"),
                        name="duty_one_post_a_number",
                    ),
                    models.UniqueConstraint(fields=("tenant", "code"), name="duty_one_post_a_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.Exact(
                                django.db.models.functions.text.Length("area_code"), 12
                            ),
                            models.Q(("site", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_post_in_community_or_site",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__isnull", True),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="duty_post_period_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("x_km__isnull", True), ("y_km__isnull", True)),
                            models.Q(("x_km__isnull", False), ("y_km__isnull", False)),
                            _connector="OR",
                        ),
                        name="duty_post_both_or_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KindGear",
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
                ("item", models.CharField(max_length=24)),
                ("own_label", models.CharField(blank=True, max_length=40, verbose_name="name")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="number")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("post", "once at the post"),
                            ("shift", "each shift"),
                            ("person", "each person and shift"),
                        ],
                        default="post",
                        max_length=8,
                        verbose_name="counted",
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
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gear",
                        to="duty.postkind",
                    ),
                ),
            ],
            options={
                "verbose_name": "gear of a kind",
                "verbose_name_plural": "gear of kinds",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 10000)),
                        name="duty_kindgear_some",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["post", "shift", "person"])),
                        name="duty_kindgear_known_basis",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "item", "basis"), name="duty_item_once_a_kind"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistStep",
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
                ("order", models.PositiveSmallIntegerField()),
                ("key", models.CharField(blank=True, max_length=24)),
                ("own_title", models.CharField(blank=True, max_length=40, verbose_name="word")),
                (
                    "own_text",
                    models.CharField(blank=True, max_length=80, verbose_name="what is done"),
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
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="duty.postkind",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a checklist",
                "verbose_name_plural": "steps of checklists",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "order"), name="duty_one_step_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key", ""), _negated=True),
                            models.Q(("own_title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="duty_step_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostShift",
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
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shift_links",
                        to="duty.post",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_links",
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
                "verbose_name": "shift of a post",
                "verbose_name_plural": "shifts of posts",
                "constraints": [
                    models.UniqueConstraint(fields=("post", "shift"), name="duty_shift_once_a_post")
                ],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="shifts",
            field=models.ManyToManyField(
                related_name="posts",
                through="duty.PostShift",
                to="duty.patternshift",
                verbose_name="shifts",
            ),
        ),
        migrations.CreateModel(
            name="PostTemplate",
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
                ("name", models.CharField(max_length=40, verbose_name="name")),
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
                "verbose_name": "template of posts",
                "verbose_name_plural": "templates of posts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "name"), name="duty_one_template_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftPattern",
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
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
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
                "verbose_name": "shift pattern",
                "verbose_name_plural": "shift patterns",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "key"), name="duty_one_pattern_a_key")
                ],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="pattern",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="duty.shiftpattern",
                verbose_name="shift pattern",
            ),
        ),
        migrations.AddField(
            model_name="patternshift",
            name="pattern",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="shifts",
                to="duty.shiftpattern",
            ),
        ),
        migrations.CreateModel(
            name="TemplatePost",
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
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "weekdays",
                    models.PositiveSmallIntegerField(default=127, verbose_name="weekdays"),
                ),
                (
                    "points",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="points with one reliever"
                    ),
                ),
                (
                    "crew_min",
                    models.PositiveSmallIntegerField(default=2, verbose_name="smallest crew"),
                ),
                (
                    "wanted",
                    models.PositiveSmallIntegerField(default=2, verbose_name="people each shift"),
                ),
                ("skills", models.JSONField(blank=True, default=list, verbose_name="skills")),
                ("indoors", models.BooleanField(default=False, verbose_name="indoors")),
                ("tent", models.BooleanField(default=False, verbose_name="tent or booth")),
                ("heater", models.BooleanField(default=False, verbose_name="heater")),
                ("power", models.BooleanField(default=False, verbose_name="power")),
                ("toilet", models.BooleanField(default=False, verbose_name="toilet nearby")),
                ("letters", models.CharField(max_length=12, verbose_name="shifts")),
                ("gear", models.JSONField(blank=True, default=list)),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duty.postkind",
                        verbose_name="kind",
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="duty.shiftpattern",
                        verbose_name="shift pattern",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="duty.posttemplate",
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
                "verbose_name": "post of a template",
                "verbose_name_plural": "posts of templates",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("crew_min__gte", 2)),
                        name="duty_templatepost_crew_never_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wanted__gte", models.F("crew_min")), ("wanted__lte", 200)
                        ),
                        name="duty_templatepost_wants_a_crew",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points", 0),
                            models.Q(
                                ("points__lte", 20),
                                (
                                    "crew_min",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("points"), "+", models.Value(1)
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="duty_templatepost_points_and_reliever",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekdays__gte", 1), ("weekdays__lte", 127)),
                        name="duty_templatepost_some_weekday",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="duty_templatepost_from_one"
                    ),
                    models.UniqueConstraint(
                        fields=("template", "kind", "number"), name="duty_template_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("letters", ""), _negated=True),
                        name="duty_template_some_shift",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JointUnit",
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
                        related_name="joint_posts",
                        to="responders.sendingunit",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="joint_units",
                        to="duty.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit of a joint post",
                "verbose_name_plural": "units of joint posts",
                "constraints": [
                    models.UniqueConstraint(fields=("post", "unit"), name="duty_unit_once_a_post")
                ],
            },
        ),
        migrations.CreateModel(
            name="PostChange",
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
                ("version", models.PositiveIntegerField()),
                ("changes", models.JSONField(default=dict)),
                ("by_name", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(default=muster.kernel.clock.now)),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
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
                "verbose_name": "change of a post",
                "verbose_name_plural": "changes of posts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("post", "version"), name="duty_one_change_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostGear",
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
                ("item", models.CharField(max_length=24)),
                ("own_label", models.CharField(blank=True, max_length=40, verbose_name="name")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="number")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("post", "once at the post"),
                            ("shift", "each shift"),
                            ("person", "each person and shift"),
                        ],
                        default="post",
                        max_length=8,
                        verbose_name="counted",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gear",
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
                "verbose_name": "gear of a post",
                "verbose_name_plural": "gear of posts",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 10000)),
                        name="duty_postgear_some",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["post", "shift", "person"])),
                        name="duty_postgear_known_basis",
                    ),
                    models.UniqueConstraint(
                        fields=("post", "item", "basis"), name="duty_item_once_a_post"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="patternshift",
            constraint=models.UniqueConstraint(
                fields=("pattern", "letter"), name="duty_one_shift_a_letter"
            ),
        ),
    ]
