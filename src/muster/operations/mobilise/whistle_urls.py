"""Addresses of whistles."""

from django.urls import path

from muster.operations.mobilise.views import claims, whistle, whistle_kinds, whistles

urlpatterns = [
    path("whistles/", whistles.index, name="whistles"),
    path("whistles/new/", whistle.add, name="whistle_add"),
    path("whistles/listen/", whistles.listen, name="whistle_listen"),
    path("whistles/kinds/", whistle_kinds.index, name="whistle_kinds"),
    path("whistles/kinds/new/", whistle_kinds.add, name="whistle_kind_add"),
    path("whistles/kinds/<uuid:kind_id>/", whistle_kinds.change, name="whistle_kind"),
    path("whistles/kinds/<uuid:kind_id>/offer/", whistle_kinds.offer, name="whistle_kind_offer"),
    path("whistles/<uuid:whistle_id>/", whistle.whistle, name="whistle"),
    path("whistles/<uuid:whistle_id>/claim/", claims.claim, name="whistle_claim"),
    path("whistles/<uuid:whistle_id>/come/", claims.come, name="whistle_come"),
    path("whistles/<uuid:whistle_id>/care/", whistle.care, name="whistle_care"),
    path("whistles/<uuid:whistle_id>/withdraw/", whistle.withdraw, name="whistle_withdraw"),
    path("whistles/<uuid:whistle_id>/end/", whistle.end, name="whistle_end"),
    path("whistles/claims/<uuid:claim_id>/people/", claims.people, name="claim_people"),
    path("whistles/claims/<uuid:claim_id>/done/", claims.done, name="claim_done"),
    path("whistles/claims/<uuid:claim_id>/confirm/", claims.confirm, name="claim_confirm"),
    path("whistles/claims/<uuid:claim_id>/refuse/", claims.refuse, name="claim_refuse"),
    path("whistles/claims/<uuid:claim_id>/release/", claims.release, name="claim_release"),
]
