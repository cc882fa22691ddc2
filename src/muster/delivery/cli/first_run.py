"""What an installation needs before it can serve: keys, tables, static files."""

from collections import Counter
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections, router
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

import muster
from muster.delivery.cli.first_tables import create_tables, is_empty
from muster.delivery.cli.terminal import out
from muster.kernel import crypto
from muster.kernel.crypto import keycheck
from muster.kernel.crypto.keyring import key_file, write_keyring


def prepare() -> None:
    """Make what is missing, and check that keys and data belong together.

    Raises:
        KeyringError: the key file is missing beside existing data, or does not open it.

    """
    make_home()
    migrate()
    if not key_file().is_file() and not keycheck.known_keys():
        write_keyring(crypto.Keyring.generate(), key_file())
    keycheck.confirm()
    collect_static()


def make_home() -> None:
    """Make the folder that holds everything, readable by its owner alone."""
    Path(settings.HOME).mkdir(parents=True, exist_ok=True, mode=0o700)


def migrate() -> None:
    """Bring the tables of every database up to date."""
    said = False
    for alias in connections:
        if apps := pending_migrations(alias):
            if not said:
                out.print(_("Preparing the tables …"), style="dim")
            said = True
            if is_empty(alias):
                create_tables(alias)
                continue
            for words in [(app,) for app in sorted(apps)] if alias == "queue" else [()]:
                call_command("migrate", *words, database=alias, interactive=False, verbosity=0)


def pending_migrations(alias: str) -> Counter[str]:
    """Count by app the migrations still to be made, of tables that this database holds."""
    executor = MigrationExecutor(connections[alias])
    leaves = executor.loader.graph.leaf_nodes()
    mine = [leaf for leaf in leaves if router.allow_migrate(alias, leaf[0])]
    return Counter(migration.app_label for migration, _backwards in executor.migration_plan(mine))


def collect_static() -> None:
    """Gather the static files with hashed names, once for each build of them."""
    stamp = Path(settings.STATIC_ROOT) / ".build"
    build = _build()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == build:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(build, encoding="ascii")


def load_pages() -> None:
    """Import every page once, before the processes fork, and leave no connection open to them."""
    import_module(settings.ROOT_URLCONF)
    connections.close_all()


def _build() -> str:
    """Name the static files as they are now: version, count and the newest change."""
    folders = Path(muster.__file__).parent.rglob("static")
    changed = [p.stat().st_mtime_ns for f in folders for p in f.rglob("*") if p.is_file()]
    return f"{muster.__version__} {len(changed)} {max(changed, default=0)}"
