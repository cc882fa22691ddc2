"""Root of all URLs; each package names its own paths from the root."""

from django.urls import include, path

from muster.delivery.api.root import api
from muster.delivery.web import errors, views

_own = (
    [
        path("", views.home, name="home"),
        path("verify/", views.verify, name="verify"),
        path("verify/<str:code>/", views.verify, name="verify_code"),
        path("mydata/", views.my_data, name="my_data"),
        path("drill/act-as/", views.act_as, name="act_as"),
        path("drill/clock/", views.move_clock, name="move_clock"),
        path("drill/absent/", views.someone_absent, name="someone_absent"),
        path("healthz", views.health, name="health"),
        path("robots.txt", views.robots, name="robots"),
        path("favicon.ico", views.favicon, name="favicon"),
    ],
    "web",
)

_PACKAGES = (
    "muster.ui",
    "muster.platform.audit",
    "muster.platform.retention",
    "muster.platform.places",
    "muster.platform.access",
    "muster.platform.jobs",
    "muster.platform.files",
    "muster.platform.notify",
    "muster.registers.measures",
    "muster.registers.responders",
    "muster.operations.mobilise",
    "muster.operations.duty",
    "muster.situation.boards",
)

urlpatterns = [
    path("", include(_own, namespace="web")),
    *(path("", include(f"{name}.urls")) for name in _PACKAGES),
    path("api/", api.urls),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
