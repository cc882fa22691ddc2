"""Addresses of the register of responders."""

from django.urls import path

from muster.registers.responders.views import (
    homes,
    listing,
    pairings,
    people,
    periods,
    teams,
    units,
)

app_name = "responders"

urlpatterns = [
    path("unit/register/", homes.unit_home, name="unit_home"),
    path("me/", homes.me, name="me"),
    path("responders/", listing.index, name="index"),
    path("responders/export/", listing.export, name="export"),
    path("responders/views/", listing.save_view, name="save_view"),
    path("responders/views/<uuid:view_id>/drop/", listing.drop_view, name="drop_view"),
    path("responders/new/", people.add, name="add"),
    path("responders/units/", units.units, name="units"),
    path("responders/units/new/", units.add, name="unit_add"),
    path("responders/units/<uuid:unit_id>/", units.unit, name="unit"),
    path("responders/units/<uuid:unit_id>/edit/", units.edit, name="unit_edit"),
    path("responders/units/<uuid:unit_id>/close/", units.close, name="unit_close"),
    path("responders/units/<uuid:unit_id>/reopen/", units.reopen, name="unit_reopen"),
    path("responders/teams/", teams.teams, name="teams"),
    path("responders/teams/new/", teams.add, name="team_add"),
    path("responders/teams/<uuid:team_id>/", teams.team, name="team"),
    path("responders/teams/<uuid:team_id>/end/", teams.end, name="team_end"),
    path("responders/teams/<uuid:team_id>/<uuid:responder_id>/join/", teams.join, name="team_join"),
    path(
        "responders/teams/<uuid:team_id>/<uuid:responder_id>/leave/",
        teams.leave,
        name="team_leave",
    ),
    path("responders/teams/<uuid:team_id>/<uuid:responder_id>/lead/", teams.lead, name="team_lead"),
    path("responders/pairings/", pairings.pairings, name="pairings"),
    path("responders/pairings/new/", pairings.add, name="pairing_add"),
    path("responders/pairings/<uuid:pairing_id>/", pairings.pairing, name="pairing"),
    path("responders/pairings/<uuid:pairing_id>/end/", pairings.end, name="pairing_end"),
    path("responders/pairings/<uuid:pairing_id>/report/", pairings.report, name="pairing_report"),
    path("responders/limits/<uuid:limit_id>/end/", periods.end_limit, name="limit_end"),
    path("responders/absences/<uuid:absence_id>/end/", periods.end_absence, name="absence_end"),
    path("responders/<uuid:responder_id>/", people.person, name="person"),
    path("responders/<uuid:responder_id>/edit/", people.edit, name="edit"),
    path("responders/<uuid:responder_id>/end/", people.end, name="end"),
    path("responders/<uuid:responder_id>/reinstate/", people.reinstate, name="reinstate"),
    path("responders/<uuid:responder_id>/transfer/", people.transfer, name="transfer"),
    path("responders/<uuid:responder_id>/reveal/<slug:field>/", people.reveal, name="reveal"),
    path("responders/<uuid:responder_id>/contact/", periods.contact, name="contact"),
    path("responders/<uuid:responder_id>/nights/", periods.nights, name="nights"),
    path("responders/<uuid:responder_id>/limit/", periods.limit, name="limit"),
    path("responders/<uuid:responder_id>/week/", periods.week, name="week"),
    path("responders/<uuid:responder_id>/absence/", periods.absence, name="absence"),
]
