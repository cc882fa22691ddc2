"""The role that was given for a phone alone, so that it ends with the phone."""

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """Tie the phones of accounts that only phones open to the role they were set up with."""
    alias = schema_editor.connection.alias
    grants = apps.get_model("access", "Grant").objects.using(alias)
    devices = apps.get_model("access", "Device").objects.using(alias)
    for device in devices.filter(account__phone_only=True).iterator():
        device.grant = grants.filter(
            tenant_id=device.tenant_id,
            account_id=device.account_id,
            area_code=device.area_code,
            role__in=("guard", "responder", "carer"),
        ).first()
        device.save(update_fields=["grant"])


class Migration(migrations.Migration):
    dependencies = [("access", "0002_names_and_persons")]

    operations = [
        migrations.AddField(
            model_name="device",
            name="grant",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="access.grant",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
