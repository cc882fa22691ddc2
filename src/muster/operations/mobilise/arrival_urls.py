"""Addresses of the assembly: the code at the place, and gaps filled from the reserve."""

from django.urls import path

from muster.operations.mobilise.views import assembly, gaps

urlpatterns = [
    path("call-ups/<uuid:call_up_id>/gaps/", gaps.index, name="gaps"),
    path("call-ups/names/<uuid:nomination_id>/fill/", gaps.fill, name="fill_gap"),
    path("call-ups/<uuid:call_up_id>/assembly/", assembly.code, name="assembly_code"),
    path("a/<str:code>/", assembly.place, name="assembly_place"),
]
