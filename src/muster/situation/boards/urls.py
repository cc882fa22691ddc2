"""Addresses of the boards."""

from django.urls import path

from muster.situation.boards import views

app_name = "boards"

urlpatterns = [
    path("command/", views.command, name="command"),
    path("community/", views.community, name="community"),
    path("community/<str:code>/", views.community, name="community_of"),
]
