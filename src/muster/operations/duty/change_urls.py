"""Addresses of changes in a published roster."""

from django.urls import path

from muster.operations.duty.views import editions, grid, repair, requests

urlpatterns = [
    path("shifts/requests/", requests.own, name="own_requests"),
    path("shifts/requests/<uuid:request_id>/answer/", requests.answer, name="request_answer"),
    path("shifts/requests/<uuid:request_id>/back/", requests.withdraw, name="request_withdraw"),
    path("shifts/away/", requests.leave, name="ask_leave"),
    path("shifts/<uuid:assignment_id>/ask/", requests.ask, name="ask_change"),
    path("roster/requests/", requests.index, name="requests"),
    path("roster/requests/<uuid:request_id>/", requests.request_page, name="request"),
    path("roster/requests/<uuid:request_id>/refuse/", requests.refuse, name="request_refuse"),
    path("roster/editions/", editions.index, name="editions"),
    path("roster/editions/<uuid:edition_id>/withdraw/", editions.withdraw, name="withdraw"),
    path("roster/changes/", editions.changes, name="changes"),
    path("roster/changes/<uuid:change_id>/undo/", editions.undo, name="change_undo"),
    path("roster/<str:code>/grid/", grid.community, name="grid"),
    path("roster/<str:code>/repair/", repair.community, name="repair"),
]
