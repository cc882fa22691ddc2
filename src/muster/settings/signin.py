"""How people sign in: our own pages over Django's sessions, allauth's factors and axes' lockout."""

from datetime import timedelta

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "muster.platform.access.backends.PasswordBackend",
]

ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"

MFA_ADAPTER = "muster.platform.access.factors.SealedAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Muster 集结"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
"""Name and address together: a stranger elsewhere cannot lock the commander out.

The wider limits, by address alone and by name alone, stand in `access.views.signin`.
"""
AXES_WHITELIST_CALLABLE = "muster.platform.access.views.known.is_known"
"""A browser on which the owner of the name has signed in before has an allowance of its own."""
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "muster.platform.access.views.signin.locked_out"
AXES_CLIENT_IP_CALLABLE = "muster.platform.access.addresses.client_address"
