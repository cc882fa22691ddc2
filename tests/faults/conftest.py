"""An installation with a unit's clerk, whose sheet is imported while things break."""

from tests.delivery.cli.conftest import installation, postgres_url  # noqa: F401
