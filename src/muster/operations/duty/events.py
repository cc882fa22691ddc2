"""What happens to posts, for those who react, and in the words of the audit."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from muster.kernel.events import Event
from muster.platform.audit.contracts import describe_verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsAdded(Event):
    """Posts were set up: one by hand, or many by sheet, template or copying."""

    incident_id: UUID
    post_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostChanged(Event):
    """Facts of a post changed; `fields` names them."""

    incident_id: UUID
    post_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostClosed(Event):
    """A post is not staffed any more."""

    incident_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReopened(Event):
    """A closed post is staffed again."""

    incident_id: UUID
    post_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPublished(Event):
    """A roster came into force from its first day on; `people` says how many it deploys."""

    incident_id: UUID
    edition_id: UUID
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionWithdrawn(Event):
    """A roster was taken back before its first day."""

    incident_id: UUID
    edition_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn(Event):
    """Somebody came to a shift."""

    assignment_id: UUID
    post_id: UUID
    responder_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOut(Event):
    """Somebody left a shift, or turned out not to have come."""

    assignment_id: UUID
    post_id: UUID
    responder_id: UUID


POST_ADDED = describe_verb("duty.post_added", _("Added a post"))
POSTS_ADDED = describe_verb("duty.posts_added", _("Added posts"))
POST_CHANGED = describe_verb("duty.post_changed", _("Changed a post"))
POST_CLOSED = describe_verb("duty.post_closed", _("Closed a post"))
POST_REOPENED = describe_verb("duty.post_reopened", _("Opened a post again"))
POSTS_RENUMBERED = describe_verb("duty.posts_renumbered", _("Numbered posts anew"))
IMPORT_UNDONE = describe_verb("duty.import_undone", _("Took an import of posts back"))
PATTERN_ADDED = describe_verb("duty.pattern_added", _("Added a shift pattern"))
PATTERN_CLOSED = describe_verb("duty.pattern_closed", _("Closed a shift pattern"))
KIND_ADDED = describe_verb("duty.kind_added", _("Added a kind of post"))
KIND_CHANGED = describe_verb("duty.kind_changed", _("Changed a kind of post"))
TEMPLATE_SAVED = describe_verb("duty.template_saved", _("Kept a set of posts as a template"))
TEMPLATE_DROPPED = describe_verb("duty.template_dropped", _("Dropped a template of posts"))
CARDS_PRINTED = describe_verb("duty.cards_printed", _("Printed point cards"))
EDITION_PUBLISHED = describe_verb("duty.edition_published", _("Published a roster"))
EDITION_WITHDRAWN = describe_verb("duty.edition_withdrawn", _("Took a published roster back"))
CHECKED_IN = describe_verb("duty.checked_in", _("Recorded who came to a shift"))
CHECKED_OUT = describe_verb("duty.checked_out", _("Recorded who left a shift"))
CHECK_IN_UNDONE = describe_verb("duty.check_in_undone", _("Took a check-in back"))
