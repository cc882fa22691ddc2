"""The addresses of the design system alone, so that its tests lean on no other package."""

from django.urls import include, path

urlpatterns = [path("", include("muster.ui.urls"))]
