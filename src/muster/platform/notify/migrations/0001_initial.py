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
            name="Channel",
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
                    "way",
                    models.CharField(
                        choices=[
                            ("inbox", "In Muster"),
                            ("email", "E-mail"),
                            ("sms", "Text message"),
                            ("wecom", "WeCom group robot"),
                            ("dingtalk", "DingTalk group robot"),
                            ("feishu", "Feishu group robot"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("area_code", models.CharField(blank=True, max_length=26, verbose_name="area")),
                (
                    "url",
                    muster.kernel.crypto.fields.SealedField(blank=True, verbose_name="address"),
                ),
                (
                    "secret",
                    muster.kernel.crypto.fields.SealedField(blank=True, verbose_name="secret"),
                ),
                ("headers", models.JSONField(blank=True, default=dict, verbose_name="headers")),
                ("body", models.TextField(blank=True, verbose_name="body")),
                ("enabled", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.real_now, editable=False),
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
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
                "indexes": [models.Index(fields=["tenant", "way"], name="notify_channel_way")],
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                    "way",
                    models.CharField(
                        choices=[
                            ("inbox", "In Muster"),
                            ("email", "E-mail"),
                            ("sms", "Text message"),
                            ("wecom", "WeCom group robot"),
                            ("dingtalk", "DingTalk group robot"),
                            ("feishu", "Feishu group robot"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                ("account_id", models.UUIDField(blank=True, null=True)),
                ("person_id", models.UUIDField(blank=True, null=True)),
                ("address", muster.kernel.crypto.fields.SealedField(blank=True)),
                (
                    "address_key",
                    muster.kernel.crypto.fields.BlindIndexField(
                        blank=True, default="", editable=False, max_length=32, source="address"
                    ),
                ),
                ("words", models.CharField(max_length=80)),
                ("params", models.JSONField(default=dict)),
                ("secret_params", muster.kernel.crypto.fields.SealedField(blank=True)),
                ("link", models.CharField(blank=True, max_length=300)),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("urgent", "At once, also at night"),
                            ("normal", "Soon, not at night"),
                            ("low", "In Muster only"),
                        ],
                        max_length=8,
                        verbose_name="urgency",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("kept_in", "Would have been sent"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("run_after", models.DateTimeField(default=muster.kernel.clock.real_now)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("digest_of", models.PositiveSmallIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(default=muster.kernel.clock.real_now, editable=False),
                ),
                ("shown_at", models.DateTimeField(default=muster.kernel.clock.now, editable=False)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="notify.channel",
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
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    models.Index(
                        fields=["tenant", "account_id", "way", "-id"], name="notify_inbox"
                    ),
                    models.Index(fields=["tenant", "-id"], name="notify_outbox"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["state", "run_after"],
                        name="notify_due",
                    ),
                ],
            },
        ),
    ]
