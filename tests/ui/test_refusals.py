"""What a service refused stands beside the field it names, or above the form."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from muster.kernel.errors import Conflict, Invalid
from muster.ui.forms import Form, add_errors


class Named(Form):
    name = forms.CharField(required=False)


def filled() -> Named:
    form = Named({})
    assert form.is_valid()
    return form


def test_a_refused_field_has_the_error_beside_it_and_nothing_above() -> None:
    form = filled()
    add_errors(form, Invalid("No.", errors={"name": ["Too long.", "Too odd."]}))
    assert dict(form.errors) == {"name": ["Too long.", "Too odd."]}


def test_a_field_the_form_lacks_or_another_kind_of_refusal_stands_above() -> None:
    for error in (Invalid("No.", errors={"other": ["Odd."]}), Conflict("No.", next_step="Wait.")):
        form = filled()
        add_errors(form, error)
        assert set(form.errors) == {NON_FIELD_ERRORS}
        assert "No." in form.errors[NON_FIELD_ERRORS][0]


def test_nothing_refused_is_lost_where_the_form_has_some_of_the_fields() -> None:
    form = filled()
    add_errors(form, Invalid("No.", errors={"name": ["Too long."], "other": ["Odd."]}))
    assert dict(form.errors) == {"name": ["Too long."], NON_FIELD_ERRORS: ["No.", "Odd."]}


def test_a_fact_stands_beside_the_field_that_the_form_has_for_it() -> None:
    form = filled()
    add_errors(form, Invalid("No.", errors={"label": ["Odd."]}), renamed={"label": "name"})
    assert dict(form.errors) == {"name": ["Odd."]}
