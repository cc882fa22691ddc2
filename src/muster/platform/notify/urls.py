"""Addresses of the inbox, the channels and the outbox."""

from django.urls import path

from muster.platform.notify import views

app_name = "notify"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read_all"),
    path("inbox/<uuid:message_id>/", views.open_message, name="open"),
    path("inbox/channels/", views.channels, name="channels"),
    path("inbox/channels/new/", views.new_channel, name="new_channel"),
    path("inbox/channels/<uuid:channel_id>/", views.channel, name="channel"),
    path("inbox/channels/<uuid:channel_id>/try/", views.try_channel, name="try"),
    path("inbox/channels/<uuid:channel_id>/remove/", views.remove_channel, name="remove"),
    path("inbox/outbox/", views.outbox, name="outbox"),
]
