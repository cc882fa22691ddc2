"""Addresses of the record."""

from django.urls import path

from muster.platform.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.index, name="index"),
    path("audit/me/", views.me, name="me"),
    path("audit/head/", views.head, name="head"),
]
