import django.db.models.deletion
from django.db import migrations, models

import muster.kernel.clock
import muster.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("responders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PairingReport",
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
                    "reported_at",
                    models.DateTimeField(default=muster.kernel.clock.now, editable=False),
                ),
                ("recorded_by_name", models.CharField(blank=True, editable=False, max_length=80)),
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
                "verbose_name": "report to a community",
                "verbose_name_plural": "reports to communities",
            },
        ),
        migrations.AddField(
            model_name="pairing",
            name="batch_id",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="pairing",
            name="reported_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="pairing",
            name="reported_by_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="team",
            name="formed_for",
            field=models.CharField(blank=True, default="", editable=False, max_length=80),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("formed_for", ""), _negated=True), ("ended_on__isnull", True)
                ),
                fields=("tenant", "formed_for"),
                name="responders_one_temporary_team",
            ),
        ),
        migrations.AddField(
            model_name="pairingreport",
            name="pairing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="responders.pairing",
            ),
        ),
        migrations.AddField(
            model_name="pairingreport",
            name="responder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="responders.responder",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairingreport",
            constraint=models.UniqueConstraint(
                fields=("pairing", "responder"), name="responders_reported_once"
            ),
        ),
    ]
