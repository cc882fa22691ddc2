"""Keys that names are sorted and found by; one open account a person."""

from django.db import migrations, models

from muster.engines.text import name_sort_key, search_keys

PHONE_NAMES = "phone-"
KEYS = ("name_key", "name_folded", "name_pinyin", "name_initials")


def fill(apps, schema_editor):
    """Compute the keys of the accounts that are there, and say which only a phone opens."""
    accounts = apps.get_model("access", "Account").objects.using(schema_editor.connection.alias)
    for account in accounts.iterator():
        keys = search_keys(account.display_name, "person")
        account.name_key = name_sort_key(account.display_name)
        account.name_folded = keys.folded[:80]
        account.name_pinyin = keys.pinyin[:400]
        account.name_initials = keys.initials[:80]
        account.phone_only = account.sign_in_name.startswith(PHONE_NAMES)
        account.save(update_fields=[*KEYS, "phone_only"])


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="account", name="access_account_tenant"),
        *(
            migrations.AddField(
                model_name="account",
                name=name,
                field=models.CharField(default="", editable=False, max_length=length),
                preserve_default=False,
            )
            for name, length in (
                ("name_key", 120),
                ("name_folded", 80),
                ("name_pinyin", 400),
                ("name_initials", 80),
            )
        ),
        migrations.AddField(
            model_name="account",
            name="phone_only",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["tenant", "name_key", "id"], name="access_account_by_name"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    person_id__isnull=False, is_active=True, phone_only=False
                ),
                fields=("tenant", "person_id"),
                name="access_one_account_a_person",
            ),
        ),
    ]
