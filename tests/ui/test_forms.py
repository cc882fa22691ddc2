"""Forms: every control has its label, help and error tied to it; the summary leads to the field."""

import pytest
from django import forms
from django.utils import translation

from muster.ui.forms import Form, TreePicker


class NameForm(Form):
    name = forms.CharField(label="Name", help_text="As on the card")
    note = forms.CharField(label="Note", required=False)
    place = forms.CharField(label="Place", required=False, widget=TreePicker("ui:design_places"))


class PickedForm(Form):
    place = forms.CharField(
        label="Place",
        widget=TreePicker(
            "ui:design_places",
            choices=lambda: [("01", "静园"), ("02", "新津")],
            label_of=lambda code: {"01": "静园"}[code],
        ),
    )


@pytest.fixture(autouse=True)
def english(alone):
    with translation.override("en"):
        yield


def test_empty_field_says_in_plain_words_what_is_missing():
    assert NameForm({}).errors == {"name": ["Please fill this in."]}


def test_field_s_own_sentence_is_kept():
    class Strict(Form):
        name = forms.CharField(error_messages={"required": "Whose phone is it?"})

    assert Strict({}).errors == {"name": ["Whose phone is it?"]}


def test_wrong_field_is_tied_to_its_help_and_error(render):
    html = render("{% fields form %}", form=NameForm({}))

    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext">As on the card' in html
    assert 'id="id_name_error"' in html


def test_error_summary_leads_to_the_field(render):
    html = render("{% error_summary form %}", form=NameForm({}))

    assert '<a href="#id_name">Name</a>: Please fill this in.' in html
    assert 'role="alert"' in html


def test_right_form_has_no_summary(render):
    assert render("{% error_summary form %}", form=NameForm({"name": "李"})).strip() == ""


def test_optional_field_says_so_and_a_required_one_does_not(render):
    html = render("{% fields form %}", form=NameForm())

    assert html.count("optional") == 4  # class and word, of two fields


def test_form_posts_with_its_token_and_without_the_browser_s_own_messages(render):
    html = render("{% form form 'Save' cancel_url='/back/' %}", form=NameForm(), csrf_token="token")

    assert 'method="post" novalidate' in html
    assert 'value="token"' in html
    assert 'href="/back/"' in html


def test_tree_picker_without_script_is_a_field_for_the_code(render):
    html = render("{% field form.place %}", form=NameForm({"name": "a", "place": "120101"}))

    assert 'data-url="/design/places/"' in html
    assert '<input type="text" name="place" value="120101"' in html


def test_tree_picker_of_few_choices_is_a_select_without_script(render):
    html = render("{% field form.place %}", form=PickedForm({"place": "01"}))

    assert '<option value="01" selected>静园</option>' in html
    assert 'data-chosen="静园"' in html


def test_tree_options_open_level_by_level(client):
    top = client.get("/design/places/").content.decode()
    below = client.get("/design/places/?parent=劝业场街").content.decode()

    assert 'data-parent="劝业场街"' in top
    assert 'data-code="静园"' in below


def test_tree_options_that_find_nothing_say_what_to_try(client):
    client.cookies["muster_language"] = "en"

    assert "Try fewer characters" in client.get("/design/places/?q=zzz").content.decode()


def test_tree_picker_keeps_what_was_chosen_beyond_its_select_and_narrows_the_tree():
    picker = TreePicker(
        "ui:design_places",
        choices=lambda: [("01", "静园")],
        label_of=lambda code: f"place {code}",
        query={"within": "12", "only": ""},
    )
    html = picker.render("place", "02")

    assert 'data-url="/design/places/?within=12"' in html
    assert '<option value="02" selected>place 02</option>' in html


def test_the_summary_of_errors_has_the_colon_of_its_language(render):
    form = NameForm({})
    english = render("{% error_summary form %}", form=form)
    with translation.override("zh-hans"):
        chinese = render("{% error_summary form %}", form=form)

    assert "Name</a>: " in english
    assert "Name</a>：" in chinese
