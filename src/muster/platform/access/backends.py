"""Checks a sign-in name and password; what the account may do stands in its grants."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend

from muster.platform.access import queries
from muster.platform.access.models import Account


class PasswordBackend(BaseBackend):
    """Django's door to accounts. An unknown name costs as much time as a wrong password."""

    def authenticate(
        self,
        request: Any,
        sign_in_name: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> Account | None:
        """Return the account, or None where the name or the password is wrong."""
        if sign_in_name is None or password is None:
            return None
        account = queries.account_by_sign_in_name(sign_in_name)
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: Any) -> Account | None:
        """Return an active account with its tenant."""
        if not isinstance(user_id, UUID | str):
            return None
        return queries.active_account(user_id)
