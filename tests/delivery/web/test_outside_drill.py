"""Outside a drill nothing says that there is one."""

from django.template.loader import render_to_string
from tests.pages import read


def test_papers_carry_no_mark(client, tenant):
    paper = render_to_string("ui/page_print.html", {})

    assert "drill" not in paper


def test_a_stranger_has_no_bar_and_no_clock(client, tenant):
    page = read(client.get("/verify/").content.decode())

    assert [*page.every(lambda e: "drill-bar" in e.classes)] == []
    assert client.post("/drill/clock/").status_code == 404
