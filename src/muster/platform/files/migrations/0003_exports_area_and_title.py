"""Every export has an area, and a title that each reader has in their language."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def fill(apps, schema_editor):
    """Give exports without an area that of their command: whoever answers for it finds them."""
    alias = schema_editor.connection.alias
    exports = apps.get_model("files", "Export").objects.using(alias)
    tenants = apps.get_model("kernel", "Tenant").objects.using(alias)
    command = tenants.filter(pk=OuterRef("tenant_id")).values("area_code")[:1]
    exports.filter(area_code="").update(area_code=Subquery(command))


class Migration(migrations.Migration):
    dependencies = [("files", "0002_rows_of_an_undoing")]

    operations = [
        migrations.AddField(
            model_name="export",
            name="title_key",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="export",
            name="title_params",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="export",
            name="area_code",
            field=models.CharField(max_length=24),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=~Q(area_code=""), name="files_export_has_an_area"
            ),
        ),
    ]
