"""Checking a code at a door: what a genuine badge says, and what any other code does not."""

from datetime import UTC, datetime

import pytest
from tests.pages import main_of, read
from tests.platform.access.conftest import COMMUNITY, acting, make_account, system

from muster.kernel import clock, signatures
from muster.kernel.crosstenant import across_tenants
from muster.kernel.models import SignedDocument
from muster.platform.access import contracts, services
from muster.platform.access.contracts import BadgeFacts
from muster.platform.retention.contracts import DOCUMENT_KIND

__all__ = ["acting", "make_account", "system"]

MORNING = datetime(2020, 2, 18, 0, 5, tzinfo=UTC)  # 08:05 at the place
NEXT_DAY = datetime(2020, 2, 18, 16, 30, tzinfo=UTC)
LINES = {
    "zh-hans": {
        "姓名": "王伟",
        "单位": "区文旅局",
        "今天的点位": "静园北门",
        "有效日期": "2020 年 2 月 18 日",
        "签发": "和平区",
    },
    "zh-hant": {
        "姓名": "王伟",
        "單位": "区文旅局",
        "今天的點位": "静园北门",
        "有效日期": "2020 年 2 月 18 日",
        "簽發": "和平区",
    },
    "en": {
        "Name": "王伟",
        "Unit": "区文旅局",
        "Post today": "静园北门",
        "Valid on": "18 Feb 2020",
        "Issued by": "和平区",
    },
}
VERDICTS = {
    "genuine": ("是真的", "是真的", "Genuine"),
    "expired": ("已过期", "已過期", "Expired"),
    "revoked": ("已收回", "已收回", "Withdrawn"),
    "unknown": ("查不到", "查不到", "Unknown"),
}


@pytest.fixture
def badge(acting, monkeypatch):
    """Today's badge of a responder whose unit and post are known."""
    source = lambda _actor, said: BadgeFacts(said.name, "区文旅局", "静园北门")  # noqa: E731
    monkeypatch.setattr(contracts, "_badge_sources", {"test": source})
    responder = acting("responder", COMMUNITY, name="王伟")
    with clock.frozen(MORNING):
        return services.today_badge(actor=responder)


def check(client, code, language, at=MORNING):
    """Look a code up as a resident would; return status, pairs of label and words, and text."""
    client.cookies["muster_language"] = language
    with clock.frozen(at):
        page = client.get(f"/verify/{code}/")
    assert page.status_code == 200
    main = main_of(read(page.content.decode()))
    names = [one.text for one in main.every(lambda e: e.tag == "dt")]
    words = [one.text for one in main.every(lambda e: e.tag == "dd")]
    return dict(zip(names, words, strict=True)), main.text


@pytest.mark.parametrize("language", LINES)
def test_genuine_badge_says_who_whose_where_when_and_by_whom(client, badge, language):
    said, text = check(client, badge.code, language)

    assert said == LINES[language]
    assert VERDICTS["genuine"][list(LINES).index(language)] in text


@pytest.mark.parametrize("language", LINES)
def test_expired_badge_says_whose_it_was_but_no_post(client, badge, language):
    said, text = check(client, badge.code, language, at=NEXT_DAY)

    assert list(said.values()) == [
        words for words in LINES[language].values() if "北门" not in words
    ]
    assert VERDICTS["expired"][list(LINES).index(language)] in text


@pytest.mark.parametrize("language", LINES)
def test_revoked_badge_says_whose_it_was_but_no_post(client, badge, language):
    signatures.revoke(tenant_id=badge.tenant_id, subject_id=badge.subject_id, kind=badge.kind)

    said, text = check(client, badge.code, language)

    assert list(said.values()) == [
        words for words in LINES[language].values() if "北门" not in words
    ]
    assert VERDICTS["revoked"][list(LINES).index(language)] in text


@pytest.mark.parametrize("language", LINES)
def test_unknown_code_says_nothing_about_anybody(client, badge, language):
    said, text = check(client, "7K3QX9M2PA", language)

    assert said == {}
    assert VERDICTS["unknown"][list(LINES).index(language)] in text


def test_altered_badge_vouches_for_no_words(client, badge):
    with across_tenants("verify.code"):
        SignedDocument.objects.filter(pk=badge.pk).update(public={**badge.public, "name": "李四"})

    said, text = check(client, badge.code, "en")

    assert said == {}
    assert "李四" not in text
    assert "Altered" in text


def test_badge_without_a_post_says_so(client, acting):
    with clock.frozen(MORNING):
        code = services.today_badge(actor=acting("responder", COMMUNITY, name="王伟")).code

    said, _text = check(client, code, "en")

    assert said["Post today"] == "No post today"
    assert "Unit" not in said


def test_certificate_of_destruction_says_what_was_destroyed(client, tenant):
    paper = signatures.sign_document(
        tenant_id=tenant.id,
        kind=DOCUMENT_KIND,
        content=b"{}",
        public={
            "holding": "notify.messages",
            "rows": 1200,
            "older_than": "2020-01-01",
            "destroyed": "2020-02-18",
        },
    )

    said, _text = check(client, paper.code, "en")

    assert said["Rows destroyed"] == "1,200"
    assert said["Issued by"] == "和平区"


@pytest.mark.parametrize(("language", "marked"), [("en", True), ("zh-hans", False)])
def test_chinese_names_are_marked_on_a_page_in_english_only(client, badge, language, marked):
    client.cookies["muster_language"] = language
    with clock.frozen(MORNING):
        page = client.get(f"/verify/{badge.code}/").content.decode()

    assert ('<dd lang="zh">王伟</dd>' in page) is marked
    assert ("<dd>王伟</dd>" in page) is not marked
