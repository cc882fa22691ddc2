"""Addresses of held data."""

from django.urls import path

from muster.platform.retention import views

app_name = "retention"
urlpatterns = [
    path("retention/", views.index, name="index"),
    path("retention/certificates/", views.certificates, name="certificates"),
    path("retention/certificates/<uuid:certificate_id>/", views.certificate, name="certificate"),
    path("retention/holdings/<str:name>/", views.holding, name="holding"),
    path("retention/holdings/<str:name>/rows/", views.rows, name="rows"),
]
