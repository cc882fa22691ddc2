"""Addresses of incidents."""

app_name = "measures"

urlpatterns: list = []
