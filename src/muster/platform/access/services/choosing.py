"""What is wrong with a sign-in name or a password somebody chooses: all of it at once."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from muster.kernel.errors import Text
from muster.platform.access.models import Account, fold_sign_in_name
from muster.platform.access.queries import account_by_sign_in_name

MIN_NAME_LENGTH = 2


def sign_in_name_fault(typed: str) -> Text:
    """Return why a sign-in name cannot be taken; empty where it can."""
    name = fold_sign_in_name(typed)
    if len(name) < MIN_NAME_LENGTH:
        return _("A sign-in name needs at least two characters.")
    if account_by_sign_in_name(name) is not None:
        return _("This sign-in name is taken. Choose another.")
    return ""


def password_fault(password: str, account: Account | None = None) -> Text:
    """Return why a password cannot be taken, the first reason alone; empty where it can.

    Whoever mends one reason types a new password anyway: "123" is too short, and that it is common
    too helps nobody.
    """
    try:
        validate_password(password, account)
    except ValidationError as error:
        return error.messages[0]
    return ""
