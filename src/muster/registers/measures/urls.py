"""Addresses of incidents."""

from django.urls import path

from muster.registers.measures.views import incidents, liaison, periods, staff

app_name = "measures"

urlpatterns = [
    path("incident/", incidents.index, name="index"),
    path("incident/new/", incidents.open_incident, name="open"),
    path("incident/<uuid:incident_id>/", incidents.incident, name="incident"),
    path("incident/<uuid:incident_id>/contact/", incidents.contact, name="contact"),
    path("incident/<uuid:incident_id>/renew/", incidents.renew, name="renew"),
    path("incident/<uuid:incident_id>/close/", incidents.close, name="close"),
    path("incident/<uuid:incident_id>/period/", periods.open_period, name="period_open"),
    path("incident/<uuid:incident_id>/periods/", periods.periods, name="periods"),
    path("incident/periods/<uuid:period_id>/", periods.objectives, name="objectives"),
    path("incident/<uuid:incident_id>/staff/", staff.history, name="staff"),
    path("incident/<uuid:incident_id>/staff/export/", staff.export, name="staff_export"),
    path("incident/<uuid:incident_id>/staff/<slug:role>/", staff.seat, name="seat"),
    path("incident/staff/<uuid:staff_id>/end/", staff.end, name="staff_end"),
    path("incident/staff/<uuid:staff_id>/reopen/", staff.reopen, name="staff_reopen"),
    path("incident/<uuid:incident_id>/groups/new/", liaison.form_group, name="group_form"),
    path("incident/groups/<uuid:group_id>/", liaison.group, name="group"),
    path("incident/groups/<uuid:group_id>/edit/", liaison.change, name="group_change"),
    path("incident/groups/<uuid:group_id>/end/", liaison.end, name="group_end"),
    path("incident/groups/<uuid:group_id>/join/", liaison.join, name="group_join"),
    path("incident/members/<uuid:member_id>/end/", liaison.leave, name="member_end"),
]
