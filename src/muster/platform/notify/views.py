"""The inbox of everyone, and for the maintainer the channels and the outbox."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import requires, signed_in
from muster.platform.notify import queries, services
from muster.platform.notify.enums import OUTSIDE, ROBOTS, MessageState, Way
from muster.platform.notify.forms import ChannelForm, QuietForm, TryForm
from muster.platform.notify.rules import SET_CHANNELS, VIEW_OUTBOX
from muster.platform.notify.tables import channel_table, outbox_table, state_chips
from muster.platform.places.queries import area_names
from muster.ui.filters import Asked
from muster.ui.http import Request
from muster.ui.paging import page_of, paging_of
from muster.ui.parts import Table


@signed_in
@never_cache
@require_GET
def inbox(request: Request) -> HttpResponse:
    """List the actor's own messages."""
    new = Asked(request).flag("new", _("New"))
    rows = queries.inbox(actor=request.actor, new=new)
    page = page_of(request, rows)
    context = {
        "letters": page.object_list,
        "paging": paging_of(request, page),
        "unread": queries.unread(actor=request.actor),
        "new": new,
    }
    return render(request, "notify/inbox.html", context)


@signed_in
@require_POST
def open_message(request: Request, message_id: UUID) -> HttpResponse:
    """Note that a message was opened, and go where it leads."""
    message = services.mark_read(actor=request.actor, message_id=message_id)
    return redirect(message.link or "notify:inbox")


@signed_in
@require_POST
def read_all(request: Request) -> HttpResponse:
    """Note that everything was seen."""
    services.mark_all_read(actor=request.actor)
    return redirect("notify:inbox")


@requires(SET_CHANNELS)
@never_cache
@require_http_methods(["GET", "POST"])
def channels(request: Request) -> HttpResponse:
    """List the channels, and set the hours of quiet."""
    begins, ends = queries.quiet_hours(actor=request.actor)
    form = QuietForm(request.POST or None, initial={"begins": begins, "ends": ends})
    if request.method == "POST" and form.is_valid():
        try:
            services.set_quiet_hours(actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("The hours of quiet are set."))
            return redirect("notify:channels")
    context = {
        "table": _table(request),
        "ways": [way for way in Way if way in OUTSIDE],
        "form": form,
    }
    return render(request, "notify/channels.html", context, status=422 if form.errors else 200)


@requires(SET_CHANNELS)
@never_cache
@require_http_methods(["GET", "POST"])
def new_channel(request: Request) -> HttpResponse:
    """Set up a channel of the kind named in the address."""
    way = Way(Asked(request).prefill("way", _("Way"), OUTSIDE, Way.EMAIL))
    form = ChannelForm(request.POST or None, way=way, actor=request.actor, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.save_channel(actor=request.actor, way=way, **form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            return redirect("notify:channel", channel_id=row.id)
    context = {"form": form, "way": way.label, **_server(way)}
    status = 422 if form.errors else 200
    return render(request, "notify/new_channel.html", context, status=status)


@requires(SET_CHANNELS)
@never_cache
@require_http_methods(["GET", "POST"])
def channel(request: Request, channel_id: UUID) -> HttpResponse:
    """Show and change one channel."""
    row = queries.channel(actor=request.actor, channel_id=channel_id)
    way = Way(row.way)
    initial = {
        "name": row.name,
        "area_code": row.area_code,
        "headers": row.headers_text,
        "body": row.body,
        "enabled": row.enabled,
    }
    form = ChannelForm(request.POST or None, way=way, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_channel(
                actor=request.actor, way=way, channel_id=row.id, **form.cleaned_data
            )
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("The channel is saved."))
            return redirect("notify:channel", channel_id=row.id)
    context = {
        "channel": row,
        "form": form,
        "try_form": TryForm(),
        "robot": way in ROBOTS,
        **_server(way),
    }
    return render(request, "notify/channel.html", context, status=422 if form.errors else 200)


@requires(SET_CHANNELS)
@require_POST
def try_channel(request: Request, channel_id: UUID) -> HttpResponse:
    """Send a test."""
    form = TryForm(request.POST)
    address = form.cleaned_data["address"] if form.is_valid() else ""
    try:
        services.try_channel(actor=request.actor, channel_id=channel_id, address=address)
    except (Conflict, Invalid) as error:
        sentences = [str(text) for texts in getattr(error, "errors", {}).values() for text in texts]
        messages.error(request, " ".join([str(error), *sentences]))
    else:
        messages.success(request, _("The test was sent. Look whether it has arrived."))
    return redirect("notify:channel", channel_id=channel_id)


@requires(SET_CHANNELS)
@require_POST
def remove_channel(request: Request, channel_id: UUID) -> HttpResponse:
    """Take a channel away."""
    services.remove_channel(actor=request.actor, channel_id=channel_id)
    messages.success(request, _("The channel was taken away."))
    return redirect("notify:channels")


@requires(VIEW_OUTBOX)
@never_cache
@require_GET
def outbox(request: Request) -> HttpResponse:
    """List what left the command, or would have."""
    state = Asked(request).one_of("state", _("State"), MessageState.values)
    rows = queries.outbox(actor=request.actor, state=state)
    page = page_of(request, rows)
    context = {
        "table": outbox_table(list(page.object_list)),
        "paging": paging_of(request, page),
        "chips": state_chips(state),
    }
    return render(request, "notify/outbox.html", context)


def _table(request: Request) -> Table:
    rows = list(queries.channels(actor=request.actor))
    return channel_table(rows, area_names({row.area_code for row in rows if row.area_code}))


def _server(way: Way) -> dict[str, str]:
    """Say where the server of e-mail is set, which no form of a channel asks for."""
    return {"server": settings.EMAIL_HOST or _("no server")} if way == Way.EMAIL else {}
