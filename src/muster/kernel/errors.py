"""Errors a person can act on. Each says what happened and why, and what to do next."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
"""A sentence, usually translated when it is shown."""


LABEL = "label"
"""Key under which a param that is itself translated is stored."""


def say(sentence: str, params: Mapping[str, Any]) -> str:
    """Return a sentence that was stored by `MusterError.kept`, in the reader's language.

    What does not fit together is shown as it was stored.
    """
    if not sentence:
        return ""
    said = {key: _said(value) for key, value in params.items()}
    text = translation.gettext(sentence)
    try:
        return text % said if said else text
    except (KeyError, TypeError, ValueError):
        return text


def _said(param: Any) -> Any:
    label = param.get(LABEL) if isinstance(param, dict) else None
    return param if label is None else translation.gettext(label)


def _kept(value: Any) -> Any:
    """Return a param as it is stored: a label stays one to be said in any language."""
    if isinstance(value, Promise):
        return {LABEL: str(value)}
    return value if value is None or isinstance(value, str | int | float) else str(value)


class MusterError(Exception):
    """Something that could not be done, for a reason its reader can do something about.

    `message` is one whole sentence, `next_step` another that says what to do; both may hold named
    placeholders (`%(unit)s`) filled from `params`.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    default_next_step: ClassVar[Text] = ""

    def __init__(self, message: Text, *, next_step: Text = "", **params: Any) -> None:
        super().__init__(message)
        self._message = message
        self._next_step = next_step or self.default_next_step
        self.params = params

    @property
    def message(self) -> str:
        """The sentence, in the reader's language."""
        text = str(self._message)
        return text % self.params if self.params else text

    @property
    def next_step(self) -> str:
        """What to do next, in the reader's language; may be empty."""
        text = str(self._next_step)
        return text % self.params if self.params else text

    def kept(self) -> tuple[str, str, dict[str, Any]]:
        """Return sentence, next step and params as they are stored, to be said in any language."""
        with translation.override(None):
            params = {key: _kept(value) for key, value in self.params.items()}
            return str(self._message), str(self._next_step), params

    def document(self) -> dict[str, Any]:
        """Return the error as the API gives it."""
        return {"code": self.code, "message": self.message, "next_step": self.next_step}

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class SignInRequired(MusterError):
    """Nobody has signed in, or the second factor is still missing."""

    code = "sign_in_required"
    status = 401
    default_next_step = _("Sign in and try again.")


class NotAllowed(MusterError):
    """The actor's grants do not cover this."""

    code = "not_allowed"
    status = 403
    default_next_step = _("Ask the person who gave you your role, or use another of your roles.")


class NotFound(MusterError):
    """There is no such row, or none the actor may see: the two look the same on purpose."""

    code = "not_found"
    status = 404
    default_next_step = _("Check the link or the code, or search for it by name.")


class Conflict(MusterError):
    """Someone or something was faster, or the state does not allow it now."""

    code = "conflict"
    status = 409
    default_next_step = _("Reload the page to see how things stand, then decide again.")


class Gone(MusterError):
    """It was there and has ended or expired."""

    code = "gone"
    status = 410


class TooLarge(MusterError):
    """It is larger than can be taken."""

    code = "too_large"
    status = 413


class Invalid(MusterError):
    """Some fields cannot be taken as they are; `errors` names them."""

    code = "invalid"
    status = 422

    def __init__(
        self,
        message: Text,
        *,
        errors: dict[str, list[Text]] | None = None,
        next_step: Text = "",
        **params: Any,
    ) -> None:
        super().__init__(message, next_step=next_step, **params)
        self.errors = errors or {}

    def document(self) -> dict[str, Any]:
        """Return the error with the sentences of each field."""
        fields = {name: [str(text) for text in texts] for name, texts in self.errors.items()}
        return {**super().document(), "fields": fields}


class TooMany(MusterError):
    """Too many tries in a short time; `retry_after` is in seconds."""

    code = "too_many"
    status = 429

    def __init__(
        self, message: Text, *, retry_after: int, next_step: Text = "", **params: Any
    ) -> None:
        super().__init__(message, next_step=next_step, **params)
        self.retry_after = retry_after
