"""Addresses of posts, shifts and rosters."""

from django.urls import path

from muster.operations.duty.views import (
    catalogue,
    listing,
    posts,
    printing,
    requisition,
    roster,
    setup,
    shifts,
)

app_name = "duty"

urlpatterns = [
    path("posts/", listing.index, name="posts"),
    path("posts/export/", listing.export, name="export"),
    path("posts/new/", posts.add, name="add"),
    path("posts/at/<str:code>/", posts.at, name="at"),
    path("posts/cards/", printing.cards, name="cards"),
    path("posts/communities/", setup.index, name="setup"),
    path("posts/communities/<str:code>/", setup.community, name="community"),
    path("posts/communities/<str:code>/numbers/", setup.renumber, name="renumber"),
    path("posts/communities/<str:code>/template/", catalogue.template_of, name="template_of"),
    path("posts/kinds/", catalogue.kinds, name="kinds"),
    path("posts/kinds/new/", catalogue.kind_add, name="kind_add"),
    path("posts/kinds/<slug:key>/", catalogue.kind, name="kind"),
    path("posts/patterns/", catalogue.patterns, name="patterns"),
    path("posts/patterns/new/", catalogue.pattern_add, name="pattern_add"),
    path("posts/patterns/<uuid:pattern_id>/close/", catalogue.pattern_close, name="pattern_close"),
    path("posts/templates/", catalogue.templates, name="templates"),
    path("posts/templates/new/", catalogue.template_add, name="template_add"),
    path("posts/templates/<uuid:template_id>/", catalogue.template, name="template"),
    path("posts/templates/<uuid:template_id>/drop/", catalogue.template_drop, name="template_drop"),
    path("posts/requisition/", requisition.index, name="requisition"),
    path("posts/requisition/export/", requisition.export, name="requisition_export"),
    path("posts/<uuid:post_id>/", posts.post, name="post"),
    path("posts/<uuid:post_id>/edit/", posts.edit, name="edit"),
    path("posts/<uuid:post_id>/close/", posts.close, name="close"),
    path("posts/<uuid:post_id>/reopen/", posts.reopen, name="reopen"),
    path("posts/<uuid:post_id>/card-<slug:paper>/", posts.card, name="card"),
    path("shifts/", shifts.index, name="shifts"),
    path("shifts/check-in/", shifts.check_in, name="check_in"),
    path("shifts/<uuid:assignment_id>/leave/", shifts.leave, name="leave"),
    path("shifts/<uuid:assignment_id>/undo/", shifts.undo, name="undo"),
    path("shifts/<str:code>.ics", shifts.calendar, name="calendar"),
    path("roster/", roster.index, name="rosters"),
    path("roster/came/<uuid:assignment_id>/", roster.came, name="came"),
    path("roster/left/<uuid:assignment_id>/", roster.left, name="left"),
    path("roster/undo/<uuid:assignment_id>/", roster.undo, name="came_undo"),
    path("roster/<str:code>/", roster.community, name="roster"),
]
