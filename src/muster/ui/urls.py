"""Addresses of the design system."""

from django.urls import path

from muster.ui import views

app_name = "ui"

urlpatterns = [
    path("language/", views.language, name="language"),
    path("elder/", views.elder, name="elder"),
    path("theme/", views.theme, name="theme"),
    path("design/", views.design, name="design"),
    path("design/places/", views.design_places, name="design_places"),
]
