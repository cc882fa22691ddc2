import django.db.models.deletion
from django.conf import settings
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
            name="Bucket",
            fields=[
                ("key", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("tokens", models.FloatField()),
                ("filled_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "allowance",
                "verbose_name_plural": "allowances",
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
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
                    "sign_in_name",
                    models.CharField(max_length=64, unique=True, verbose_name="sign-in name"),
                ),
                (
                    "display_name",
                    models.CharField(max_length=80, verbose_name="name of the person"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English")],
                        default="zh-hans",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("elder", models.BooleanField(default=False, verbose_name="large text")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("person_id", models.UUIDField(blank=True, db_index=True, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.real_now, editable=False),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.tenant",
                    ),
                ),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "indexes": [
                    models.Index(fields=["tenant", "display_name"], name="access_account_tenant")
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
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
                ("area_code", models.CharField(blank=True, max_length=26, verbose_name="area")),
                ("label", models.CharField(blank=True, max_length=80, verbose_name="phone")),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("code_expires_at", models.DateTimeField()),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                ("issued_by", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "issued_at",
                    models.DateTimeField(default=muster.kernel.clock.real_now, editable=False),
                ),
                ("redeemed_at", models.DateTimeField(blank=True, null=True)),
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "phone",
                "verbose_name_plural": "phones",
                "indexes": [
                    models.Index(fields=["tenant", "area_code"], name="access_device_area"),
                    models.Index(fields=["tenant", "account"], name="access_device_account"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("commander", "Commander"),
                            ("planner", "Planner"),
                            ("clerk", "Unit clerk"),
                            ("lead", "Community lead"),
                            ("responder", "Responder"),
                            ("guard", "Gate guard"),
                            ("resident", "Resident"),
                            ("inspector", "Inspector"),
                            ("storekeeper", "Storekeeper"),
                            ("carer", "Carer"),
                            ("maintainer", "Maintainer"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                ("area_code", models.CharField(blank=True, max_length=26, verbose_name="area")),
                ("scope_id", models.UUIDField(blank=True, null=True)),
                (
                    "valid_from",
                    models.DateTimeField(default=muster.kernel.clock.real_now, verbose_name="from"),
                ),
                ("valid_to", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("granted_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("ended_by", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "grant",
                "verbose_name_plural": "grants",
                "indexes": [
                    models.Index(fields=["tenant", "account"], name="access_grant_account"),
                    models.Index(fields=["tenant", "role", "area_code"], name="access_grant_role"),
                    models.Index(fields=["tenant", "area_code"], name="access_grant_area"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="access_grant_period_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "commander",
                                    "planner",
                                    "clerk",
                                    "lead",
                                    "responder",
                                    "guard",
                                    "resident",
                                    "inspector",
                                    "storekeeper",
                                    "carer",
                                    "maintainer",
                                ],
                            )
                        ),
                        name="access_grant_known_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("commander", "Commander"),
                            ("planner", "Planner"),
                            ("clerk", "Unit clerk"),
                            ("lead", "Community lead"),
                            ("responder", "Responder"),
                            ("guard", "Gate guard"),
                            ("resident", "Resident"),
                            ("inspector", "Inspector"),
                            ("storekeeper", "Storekeeper"),
                            ("carer", "Carer"),
                            ("maintainer", "Maintainer"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                ("area_code", models.CharField(blank=True, max_length=26, verbose_name="area")),
                ("scope_id", models.UUIDField(blank=True, null=True)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                (
                    "display_name",
                    models.CharField(blank=True, max_length=80, verbose_name="name of the person"),
                ),
                ("grant_until", models.DateTimeField(blank=True, null=True)),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("invited_by", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.real_now, editable=False),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "indexes": [
                    models.Index(fields=["tenant", "area_code"], name="access_invitation_area")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at__isnull", True), ("account__isnull", False), _connector="OR"
                        ),
                        name="access_used_invitation_has_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
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
                    "factor",
                    models.CharField(
                        choices=[
                            ("password", "password"),
                            ("totp", "password and authenticator code"),
                            ("recovery", "password and recovery code"),
                            ("passkey", "passkey"),
                            ("demo", "demo"),
                        ],
                        max_length=12,
                    ),
                ),
                ("user_agent", models.CharField(blank=True, max_length=200)),
                (
                    "started_at",
                    models.DateTimeField(default=muster.kernel.clock.real_now, editable=False),
                ),
                ("last_seen_at", models.DateTimeField(default=muster.kernel.clock.real_now)),
                ("proved_at", models.DateTimeField(default=muster.kernel.clock.real_now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-in",
                "verbose_name_plural": "sign-ins",
                "indexes": [
                    models.Index(fields=["account", "ended_at"], name="access_sign_in_open")
                ],
            },
        ),
    ]
