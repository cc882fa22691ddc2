"""Filters of an address: what no filter has is left out, and the page says so."""

from uuid import UUID

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from django.utils import translation
from tests.pages import main_of, read

from muster.ui.filters import Asked, left_out
from muster.ui.forms import Form
from muster.ui.paging import page_of

KNOWN = UUID("018f0000-0000-7000-8000-000000000001")
PAGE = "{% extends 'ui/base.html' %}{% block content %}<p>rows</p>{% endblock %}"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def request_for(alone, request_to):
    def make(query: str):
        return request_to(f"/list/?{query}")

    return make


class Since(Form):
    since = forms.DateField(label="From", required=False)
    kind = forms.CharField(label="Kind", required=False)


@pytest.mark.parametrize(
    ("query", "value", "said"),
    [
        ("", "active", 0),
        ("status=", "", 0),
        ("status=away", "away", 0),
        ("status=%20away%20", "away", 0),
        ("status=zzz", "active", 1),
        ("status=away&status=zzz", "active", 1),
    ],
)
def test_filter_has_a_known_value_or_its_default(request_for, query, value, said):
    request = request_for(query)

    assert Asked(request).one_of("status", "Status", {"active", "away"}, "active") == value
    assert len(left_out(request)) == said


@pytest.mark.parametrize(
    ("query", "value", "said"),
    [("", None, 0), (f"unit={KNOWN}", KNOWN, 0), ("unit=notauuid", None, 1),
     (f"unit={UUID(int=1)}", None, 1)],
)  # fmt: skip
def test_id_that_cannot_be_read_or_is_unknown_is_left_out(request_for, query, value, said):
    request = request_for(query)

    assert Asked(request).uuid("unit", "Unit", {KNOWN}.__contains__) == value
    assert len(left_out(request)) == said


def test_flag_is_one_or_nothing(request_for):
    assert Asked(request_for("closed=1")).flag("closed", "Closed")
    wrong = request_for("closed=yes")
    assert not Asked(wrong).flag("closed", "Closed")
    assert left_out(wrong) == ["The filter “Closed” has no value “yes”; it was left out."]


def test_form_of_filters_keeps_what_it_could_read(request_for):
    request = request_for("since=nonsense&kind=a")

    assert Asked(request).form(Since(request.GET)) == {"kind": "a"}
    assert left_out(request) == ["The filter “From” has no value “nonsense”; it was left out."]


def test_what_is_left_out_is_gone_from_every_link_of_the_page(request_for):
    request = request_for("q=li&status=zzz&level=city")
    Asked(request).one_of("status", "Status", ())

    assert QueryDict("q=li&level=city") == request.GET


def test_long_value_is_shown_by_its_beginning(request_for):
    request = request_for(f"level={'x' * 90}")
    Asked(request).one_of("level", "Level", ())

    assert f"“{'x' * 40}…”" in left_out(request)[0]


@pytest.mark.parametrize(
    ("wanted", "number", "said"),
    [("", 1, []), ("1", 1, []), ("2", 2, []),
     ("9", 2, ["The list has no page 9; this is page 2."]),
     ("x", 1, ["The list has no page x; this is page 1."])],
)  # fmt: skip
def test_page_a_list_does_not_have_is_named(request_for, wanted, number, said):
    request = request_for(f"page={wanted}" if wanted else "")

    assert page_of(request, range(60)).number == number
    assert list(left_out(request)) == said


@pytest.mark.parametrize(
    ("language", "sentence", "link"),
    [
        ("en", "The filter “Level” has no value “<i>”; it was left out.", "Take it out of the"),
        ("zh-hans", "“Level”没有“<i>”这一项，这个条件没有用上。", "从网址里去掉"),
        ("zh-hant", "「Level」沒有「<i>」這一項，這個條件沒有用上。", "從網址裡去掉"),
    ],
)
def test_page_says_what_was_left_out_and_links_to_itself_without_it(
    request_for, language, sentence, link
):
    request = request_for("q=li&level=<i>")
    with translation.override(language):
        Asked(request).one_of("level", "Level", ())
        html = engines["django"].from_string(PAGE).render({}, request)

    main = main_of(read(html))
    notice = next(main.every(lambda e: "notice" in e.classes))
    assert sentence in notice.text
    assert link in notice.text
    assert [a.attributes["href"] for a in notice.every(lambda e: e.tag == "a")] == ["?q=li"]
    assert "<i>" not in html


def test_page_of_a_right_address_says_nothing(request_for):
    html = engines["django"].from_string(PAGE).render({}, request_for("q=li"))

    assert "notice" not in html
