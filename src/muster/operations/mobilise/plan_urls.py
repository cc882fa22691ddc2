"""Addresses of plans."""

from django.urls import path, register_converter

from muster.operations.mobilise.views import (
    plan_acts,
    plan_compare,
    plan_edit,
    plan_edit_acts,
    plan_grid,
    plan_places,
    plan_studies,
    plan_units,
    plans,
)


class PlaceConverter:
    """A community, or a place outside communities, whose name has a slash: written as ~1."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Return what the planner calls the place."""
        return value.replace("~1", "/").replace("~0", "~")

    def to_url(self, value: str) -> str:
        """Return it as one part of an address."""
        return value.replace("~", "~0").replace("/", "~1")


register_converter(PlaceConverter, "place")

urlpatterns = [
    path("call-ups/asked/<uuid:ask_id>/places/", plan_places.places, name="ask_places"),
    path(
        "call-ups/asked/<uuid:ask_id>/places/export/",
        plan_places.export,
        name="ask_places_export",
    ),
    path("call-ups/<uuid:call_up_id>/plans/", plans.index, name="plans"),
    path("call-ups/<uuid:call_up_id>/plans/new/", plans.begin, name="plan_begin"),
    path("call-ups/<uuid:call_up_id>/plans/compare/", plan_compare.choose, name="plan_choose"),
    path(
        "plans/<uuid:plan_id>/compare/<uuid:other_id>/",
        plan_compare.compare,
        name="plan_compare",
    ),
    path("plans/<uuid:plan_id>/", plans.plan, name="plan"),
    path("plans/<uuid:plan_id>/solve/", plan_acts.solve, name="plan_solve"),
    path("plans/<uuid:plan_id>/stop/", plan_acts.stop, name="plan_stop"),
    path("plans/<uuid:plan_id>/submit/", plan_acts.submit, name="plan_submit"),
    path("plans/<uuid:plan_id>/approve/", plan_acts.approve, name="plan_approve"),
    path("plans/<uuid:plan_id>/return/", plan_acts.send_back, name="plan_return"),
    path("plans/<uuid:plan_id>/publish/", plan_acts.publish, name="plan_publish"),
    path("plans/<uuid:plan_id>/drop/", plan_acts.drop, name="plan_drop"),
    path(
        "plans/<uuid:plan_id>/community/<place:area>/",
        plan_grid.community,
        name="plan_community",
    ),
    path("plans/<uuid:plan_id>/units/", plan_units.units, name="plan_units"),
    path("plans/<uuid:plan_id>/units/<str:unit>/", plan_units.unit, name="plan_unit"),
    path("plans/<uuid:plan_id>/gear/", plan_units.gear, name="plan_gear"),
    path("plans/<uuid:plan_id>/short/", plan_studies.short, name="plan_short"),
    path("plans/<uuid:plan_id>/absences/", plan_studies.absence, name="plan_absence"),
    path("plans/<uuid:plan_id>/cohesion/", plan_studies.cohesion, name="plan_cohesion"),
    path("plans/<uuid:plan_id>/cohesion/choose/", plan_studies.weigh, name="plan_weigh"),
    path("plans/<uuid:plan_id>/ask/", plan_studies.ask, name="plan_ask"),
    path("plans/studies/<uuid:study_id>/adopt/", plan_studies.adopt, name="plan_adopt"),
    path("plans/<uuid:plan_id>/by-hand/", plan_edit_acts.begin, name="plan_by_hand"),
    path("plans/<uuid:plan_id>/edits/", plan_edit.edits, name="plan_edits"),
    path("plans/<uuid:plan_id>/edits/undo/", plan_edit_acts.undo, name="plan_undo"),
    path("plans/<uuid:plan_id>/edits/finish/", plan_edit_acts.finish, name="plan_finish"),
    path("plans/<uuid:plan_id>/edits/around/", plan_edit_acts.around, name="plan_around"),
    path("plans/<uuid:plan_id>/edits/<place:area>/", plan_edit.community, name="plan_edit_grid"),
    path(
        "plans/<uuid:plan_id>/edits/<place:area>/change/", plan_edit_acts.change, name="plan_change"
    ),
    path("plans/<uuid:plan_id>/edits/<place:area>/fix/", plan_edit_acts.fix, name="plan_fix"),
    path(
        "plans/<uuid:plan_id>/edits/<place:area>/<str:person>/<int:day>/",
        plan_edit.cell,
        name="plan_cell",
    ),
    path("plans/<uuid:plan_id>/instance.json", plan_acts.instance_file, name="plan_instance"),
    path("plans/<uuid:plan_id>/plan.json", plan_acts.plan_file, name="plan_file"),
]
