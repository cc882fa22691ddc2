"""What is held, for what, and until when, as people read it."""

from dataclasses import dataclass

from muster.kernel.errors import Text
from muster.kernel.holdings import Listing

DOCUMENT_KIND = "destruction"
"""Kind of the signed document behind a certificate of destruction."""


@dataclass(frozen=True, slots=True)
class Held:
    """One holding of one tenant: how many rows, for what purpose, by which rule they end.

    `listing` is the list of exactly these rows, where the reader may see all of them; `has_rows`
    says that their days can be listed, without what they say.
    """

    name: str
    label: Text
    purpose: Text
    clock: Text
    days: int
    declared_days: int
    count: int
    reason: str = ""
    fields: tuple[str, ...] = ()
    listing: Listing | None = None
    has_rows: bool = False
