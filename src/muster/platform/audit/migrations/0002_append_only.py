"""Keep the audit append-only in the database itself."""

from django.db import migrations

from muster.platform.audit import triggers


def _on_default(change):
    """Touch only the database that holds the tables: the queue may live in a file of its own."""

    def run(apps, editor):
        if editor.connection.alias == "default":
            change(editor.connection)

    return run


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            _on_default(triggers.create),
            _on_default(triggers.drop),
        )
    ]
