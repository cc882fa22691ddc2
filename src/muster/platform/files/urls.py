"""Addresses of sheets, files and exports."""

from django.urls import path

from muster.platform.files.views import files, imports, mending

app_name = "files"

urlpatterns = [
    path("imports/", imports.batches, name="batches"),
    path("imports/new/", imports.new, name="new"),
    path("imports/template/<str:kind_name>.xlsx", imports.template, name="template"),
    path("imports/<uuid:batch_id>/", imports.batch, name="batch"),
    path("imports/<uuid:batch_id>/mend/", mending.mend, name="mend"),
    path("imports/<uuid:batch_id>/leave/", mending.leave_out, name="leave_out"),
    path("imports/<uuid:batch_id>/take-in/", mending.take_in, name="take_in"),
    path("imports/<uuid:batch_id>/column/", imports.column, name="column"),
    path("imports/<uuid:batch_id>/commit/", imports.commit, name="commit"),
    path("imports/<uuid:batch_id>/undo/", imports.undo, name="undo"),
    path("imports/<uuid:batch_id>/wrong.xlsx", imports.wrong_rows, name="wrong_rows"),
    path("files/<uuid:file_id>/", files.file, name="file"),
    path("exports/", files.exports, name="exports"),
]
