"""Addresses of posts."""

from django.urls import path

from muster.operations.duty.views import catalogue, listing, posts, printing, requisition, setup

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
]
