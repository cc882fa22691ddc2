"""Addresses of the call-up."""

from django.urls import path

from muster.operations.mobilise import arrival_urls, plan_urls, whistle_urls
from muster.operations.mobilise.views import (
    arrivals,
    asked,
    call_ups,
    names,
    personal,
    reconciliation,
)

app_name = "mobilise"

urlpatterns = [
    path("call-ups/", call_ups.index, name="index"),
    path("call-ups/new/", call_ups.add, name="add"),
    path("call-ups/asked/", asked.index, name="asked"),
    path("call-ups/asked/<uuid:ask_id>/", asked.ask, name="ask"),
    path("call-ups/asked/<uuid:ask_id>/people/", asked.people, name="ask_people"),
    path("call-ups/asked/<uuid:ask_id>/confirm/", asked.confirm_list, name="confirm_list"),
    path("call-ups/asked/<uuid:ask_id>/links/", asked.links, name="ask_links"),
    path("call-ups/asked/<uuid:ask_id>/cards/", asked.cards, name="ask_cards"),
    path("call-ups/asked/<uuid:ask_id>/export/", asked.export, name="ask_export"),
    path("call-ups/names/<uuid:nomination_id>/confirm/", names.confirm, name="confirm"),
    path("call-ups/names/<uuid:nomination_id>/decline/", names.decline, name="decline"),
    path("call-ups/names/<uuid:nomination_id>/withdraw/", names.withdraw, name="withdraw"),
    path("call-ups/names/<uuid:nomination_id>/replace/", names.replace, name="replace"),
    path("call-ups/names/<uuid:nomination_id>/wait/", names.wait, name="wait"),
    path("call-ups/names/<uuid:nomination_id>/arrive/", arrivals.arrive, name="arrive"),
    path("call-ups/names/<uuid:nomination_id>/not-here/", arrivals.undo, name="undo_arrival"),
    path("call-ups/<uuid:call_up_id>/", call_ups.progress, name="call_up"),
    path("call-ups/<uuid:call_up_id>/edit/", call_ups.edit, name="edit"),
    path("call-ups/<uuid:call_up_id>/send/", call_ups.send, name="send"),
    path("call-ups/<uuid:call_up_id>/remind/", call_ups.remind, name="remind"),
    path("call-ups/<uuid:call_up_id>/close/", call_ups.close, name="close"),
    path("call-ups/<uuid:call_up_id>/cancel/", call_ups.cancel, name="cancel"),
    path("call-ups/<uuid:call_up_id>/targets/", call_ups.targets, name="targets"),
    path("call-ups/<uuid:call_up_id>/names/", names.index, name="names"),
    path("call-ups/<uuid:call_up_id>/waiting/", names.waiting, name="waiting"),
    path("call-ups/<uuid:call_up_id>/reconciliation/", reconciliation.index, name="reconciliation"),
    path(
        "call-ups/<uuid:call_up_id>/reconciliation/close/",
        reconciliation.close,
        name="differences_close",
    ),
    path(
        "call-ups/differences/<uuid:difference_id>/reopen/",
        reconciliation.reopen,
        name="difference_reopen",
    ),
    path("call-ups/asked/<uuid:ask_id>/arrive/", arrivals.arrive_unit, name="arrive_unit"),
    path("call-ups/<uuid:call_up_id>/arrivals/", arrivals.index, name="arrivals"),
    *plan_urls.urlpatterns,
    *arrival_urls.urlpatterns,
    *whistle_urls.urlpatterns,
    path("c/<str:code>/", personal.page, name="personal"),
]
