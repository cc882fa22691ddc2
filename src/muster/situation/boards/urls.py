"""Addresses of the boards."""

from django.urls import path

from muster.situation.boards.views import (
    command,
    community,
    coverage,
    gantt,
    lists,
    pairings,
    unit,
)

app_name = "boards"

urlpatterns = [
    path("command/", command.command, name="command"),
    path("command/register/", pairings.register, name="register"),
    path("community/", community.community, name="community"),
    path("community/<str:code>/", community.community, name="community_of"),
    path("community/<str:code>/day/", gantt.gantt, name="gantt"),
    path("unit/", unit.unit, name="unit"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/posts/", lists.posts, name="posts"),
    path("coverage/people/", lists.people, name="people"),
    path("coverage/<str:code>/", coverage.coverage, name="coverage_of"),
    path("coverage/<str:code>/gaps/", lists.gaps, name="gaps"),
]
