"""The keys an account's name is sorted and found by, computed once when it is written."""

from muster.engines.text import name_sort_key, search_keys
from muster.platform.access.models import Account

NAME_FIELDS = ("display_name", "name_key", "name_folded", "name_pinyin", "name_initials")


def name_account(account: Account, name: str) -> None:
    """Give the account a name and all its keys (`account` is not saved)."""
    clean = name.strip()
    keys = search_keys(clean, "person")
    account.display_name = clean
    account.name_key = name_sort_key(clean)
    account.name_folded = keys.folded[:80]
    account.name_pinyin = keys.pinyin[:400]
    account.name_initials = keys.initials[:80]
