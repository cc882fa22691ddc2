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
