"""Addresses of places."""

from django.urls import path

from muster.platform.places.views import areas, grids, pattern, picker, premises

app_name = "places"

urlpatterns = [
    path("places/", areas.index, name="index"),
    path("places/picker/", picker.picker, name="picker"),
    path("places/at/<uuid:premises_id>/", premises.premises, name="premises"),
    path("places/at/<uuid:premises_id>/change/", premises.change, name="change"),
    path("places/at/<uuid:premises_id>/end/", premises.end, name="end"),
    path("places/batch/<uuid:batch_id>/", premises.batch, name="batch"),
    path("places/batch/<uuid:batch_id>/undo/", premises.undo, name="undo"),
    path("places/grid/<uuid:grid_id>/", grids.grid, name="grid"),
    path("places/grid/<uuid:grid_id>/buildings/", grids.buildings, name="grid_buildings"),
    path("places/grid/<uuid:grid_id>/responsible/", grids.responsible, name="grid_responsible"),
    path("places/grid/<uuid:grid_id>/close/", grids.close, name="grid_close"),
    path("places/<slug:code>/", areas.area, name="area"),
    path("places/<slug:code>/name/", areas.rename, name="rename"),
    path("places/<slug:code>/names/add/", areas.add_alias, name="add_alias"),
    path(
        "places/<slug:code>/names/<uuid:alias_id>/remove/",
        areas.remove_alias,
        name="remove_alias",
    ),
    path("places/<slug:code>/list/", premises.listing, name="list"),
    path("places/<slug:code>/add/", premises.add, name="add"),
    path("places/<slug:code>/pattern/", pattern.pattern, name="pattern"),
    path("places/<slug:code>/grids/new/", grids.new, name="grid_new"),
]
