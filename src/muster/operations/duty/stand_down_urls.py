"""Addresses of the end of a deployment."""

from django.urls import path

from muster.operations.duty.views import stand_down

urlpatterns = [
    path("stand-down/", stand_down.index, name="stand_downs"),
    path("stand-down/new/", stand_down.ask, name="stand_down_ask"),
    path("stand-down/gear/<uuid:gear_id>/", stand_down.gear, name="gear_back"),
    path("stand-down/units/<uuid:unit_id>/", stand_down.unit, name="ended_unit"),
    path("stand-down/<uuid:stand_down_id>/", stand_down.one, name="stand_down"),
    path("stand-down/<uuid:stand_down_id>/confirm/", stand_down.confirm, name="stand_down_confirm"),
    path("stand-down/<uuid:stand_down_id>/drop/", stand_down.drop, name="stand_down_drop"),
    path("stand-down/<uuid:stand_down_id>/reopen/", stand_down.reopen, name="stand_down_reopen"),
    path("shifts/book/hours/", stand_down.own_hours, name="own_hours"),
]
