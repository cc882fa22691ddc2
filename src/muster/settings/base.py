"""Settings of an installation; what differs between two of them is an environment variable."""

from pathlib import Path

from csp.constants import NONE, SELF

from muster.settings import databases, env, secret
from muster.settings.signin import *

PACKAGE = Path(__file__).resolve().parents[1]
HOME = env.home()
DEBUG = False

SECRET_KEY = secret.secret_key(HOME)
DOMAIN = env.text("MUSTER_DOMAIN")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *([DOMAIN] if DOMAIN else [])]
if extra_hosts := env.text("MUSTER_ALLOWED_HOSTS"):
    ALLOWED_HOSTS += extra_hosts.split(",")
HTTPS = env.flag("MUSTER_HTTPS")
PUBLIC_URL = env.text(
    "MUSTER_PUBLIC_URL",
    f"https://{DOMAIN}" if DOMAIN and HTTPS else "http://127.0.0.1:8000",
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "muster.kernel",
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
    "muster.operations.duty",
    "muster.operations.mobilise",
    "muster.situation.boards",
    "muster.delivery.web",
    "muster.delivery.api",
    "muster.delivery.replay",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "muster.ui.foreign.ForeignNamesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "muster.platform.access.middleware.ActorMiddleware",
    "muster.registers.measures.middleware.ChosenIncidentMiddleware",
    "muster.delivery.web.middleware.DrillClockMiddleware",
    "muster.delivery.web.middleware.ErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "muster.delivery.web.urls"
WSGI_APPLICATION = "muster.delivery.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "muster.ui.context.page",
                "muster.delivery.web.context.drill",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = databases.from_environment(HOME)
DATABASE_ROUTERS = ["muster.kernel.routers.QueueRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
    }
}

AUTH_USER_MODEL = "access.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/signin/"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = "muster_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "muster_csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
if env.flag("MUSTER_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体"), ("zh-hant", "繁體"), ("en", "English")]
LOCALE_PATHS = [
    PACKAGE / "delivery" / "cli" / "locale",
    PACKAGE / "engines" / "planner" / "locale",
]
LANGUAGE_COOKIE_NAME = "muster_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("MUSTER_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("MUSTER_SMTP_HOST")
EMAIL_PORT = env.number("MUSTER_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("MUSTER_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("MUSTER_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("MUSTER_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("MUSTER_MAIL_FROM", "muster@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("MUSTER_LOG_LEVEL", "WARNING")},
}

CSRF_FAILURE_VIEW = "muster.delivery.web.errors.csrf_failure"
DEMO = env.flag("MUSTER_DEMO")
