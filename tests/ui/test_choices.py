"""Language, letters and colours are kept in cookies and change the page at once."""

import pytest

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize(
    ("code", "lang", "title"),
    [
        ("zh-hans", "zh-Hans", "集结的样子"),
        ("zh-hant", "zh-Hant", "集結的樣子"),
        ("en", "en", "Design of Muster"),
    ],
)
def test_language_chosen_is_the_language_of_the_page(client, code, lang, title):
    client.post("/language/", {"language": code, "next": "/design/"})

    page = client.get("/design/").content.decode()

    assert f'<html lang="{lang}"' in page
    assert f"<title>{title}</title>" in page


def test_language_unknown_is_not_kept(client):
    client.post("/language/", {"language": "xx", "next": "/design/"})

    assert "muster_language" not in client.cookies


@pytest.mark.parametrize("size", ["24", "27", "30"])
def test_large_layout_chosen_marks_the_page(client, size):
    client.post("/elder/", {"size": size, "next": "/design/"})

    assert f'data-elder="{size}"' in client.get("/design/").content.decode()


def test_large_layout_left_is_gone(client):
    client.post("/elder/", {"size": "24"})
    client.post("/elder/", {"size": "off"})

    assert "data-elder" not in client.get("/design/").content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_chosen_marks_the_page(client, theme):
    client.post("/theme/", {"theme": theme})

    assert f'data-theme="{theme}"' in client.get("/design/").content.decode()


@pytest.mark.parametrize("path", ["/language/", "/elder/", "/theme/"])
def test_choice_returns_to_the_page_it_was_made_on(client, path):
    assert client.post(path, {"next": "/design/?a=1"}).url == "/design/?a=1"


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_choice_never_leads_off_the_host(client, target):
    assert client.post("/language/", {"language": "en", "next": target}).url == "/"


@pytest.mark.parametrize("path", ["/language/", "/elder/", "/theme/"])
def test_choice_is_no_link(client, path):
    assert client.get(path).status_code == 405
