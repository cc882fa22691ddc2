import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=12, primary_key=True, serialize=False, verbose_name="code"
                    ),
                ),
                ("parent_code", models.CharField(blank=True, db_index=True, max_length=9)),
                ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("short_name", models.CharField(max_length=80, verbose_name="short name")),
                ("pinyin", models.CharField(blank=True, max_length=160)),
                ("initials", models.CharField(blank=True, max_length=40)),
                ("areas", models.PositiveIntegerField()),
                ("communities", models.PositiveIntegerField()),
                ("renamed", models.BooleanField(default=False)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("successor_code", models.CharField(blank=True, max_length=12)),
                ("east_km", models.FloatField(blank=True, null=True)),
                ("north_km", models.FloatField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "area",
                "verbose_name_plural": "areas",
            },
        ),
        migrations.CreateModel(
            name="Grid",
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
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("created_on", models.DateField(verbose_name="since")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                "verbose_name": "grid",
                "verbose_name_plural": "grids",
                "ordering": ["area_code", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("tenant", "area_code", "name"),
                        name="places_grid_name_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GridDuty",
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
                ("person_id", models.UUIDField(verbose_name="person")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="places.grid",
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
                "verbose_name": "responsibility for a grid",
                "verbose_name_plural": "responsibilities for grids",
                "ordering": ["-starts_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("tenant", "grid"),
                        name="places_grid_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="places_grid_duty_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Premises",
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
                ("code", models.CharField(max_length=24, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("community", "Community"),
                            ("compound", "Compound"),
                            ("building", "Building"),
                            ("entrance", "Entrance"),
                            ("dwelling", "Dwelling"),
                            ("shop", "Shop"),
                            ("workplace", "Workplace"),
                            ("institution", "Institution"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("folded", models.CharField(editable=False, max_length=160)),
                ("initials", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "other_names",
                    models.JSONField(blank=True, default=list, verbose_name="other names"),
                ),
                (
                    "needs",
                    models.CharField(blank=True, max_length=200, verbose_name="what to know"),
                ),
                ("floor", models.SmallIntegerField(blank=True, null=True, verbose_name="floor")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
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
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["code"],
                "indexes": [
                    models.Index(fields=["tenant", "batch_id"], name="places_premises_batch")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "code"), name="places_premises_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_from__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="places_premises_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GridBuilding",
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
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buildings",
                        to="places.grid",
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
                    "premises",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grids",
                        to="places.premises",
                    ),
                ),
            ],
            options={
                "verbose_name": "building of a grid",
                "verbose_name_plural": "buildings of grids",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("tenant", "premises"),
                        name="places_building_one_grid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="places_grid_building_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaAlias",
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
                            ("former", "Former name"),
                            ("spelling", "Other spelling"),
                            ("everyday", "Everyday name"),
                            ("local", "Name given by the command"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("folded", models.CharField(max_length=160)),
                ("pinyin", models.CharField(blank=True, max_length=320)),
                ("initials", models.CharField(blank=True, max_length=80)),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="places.area",
                    ),
                ),
            ],
            options={
                "verbose_name": "other name",
                "verbose_name_plural": "other names",
                "constraints": [
                    models.UniqueConstraint(fields=("area", "name"), name="places_alias_once")
                ],
            },
        ),
    ]
