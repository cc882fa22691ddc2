"""Settings of the test suite: the real ones, with a home of its own and cheap password hashing."""

import os
import tempfile

os.environ.setdefault("MUSTER_HOME", tempfile.mkdtemp(prefix="muster-test-"))
os.environ.setdefault("MUSTER_SECRET_KEY", "only-for-the-test-suite-" + "x" * 32)

from muster.settings.base import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
for _database in DATABASES.values():
    # Tables are made from their models; tests/delivery/cli/test_first_tables.py compares both ways.
    _database["TEST"] = {"MIGRATE": False}
    # A pool keeps connections open past the end of a test database.
    if "pool" in _database.get("OPTIONS", {}):
        _database["OPTIONS"] = {}
