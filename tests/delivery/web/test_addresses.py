"""An address that no page can have is refused with a sentence, on every database."""

import pytest


@pytest.mark.parametrize("path", ["/responders/units/?q=a%00b", "/community/12010100%00/"])
def test_nul_in_an_address_is_refused(client, db, path):
    answer = client.get(path)

    assert answer.status_code == 422
    assert "网址不可能有的字符" in answer.content.decode()
