"""Chinese names on a page in English carry their language; nothing else is touched."""

import pytest

from muster.ui.foreign import marked


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("<td>和平区</td>", '<td lang="zh">和平区</td>'),
        ('<a href="/x/">朱海伟</a>', '<a href="/x/" lang="zh">朱海伟</a>'),
        ("<strong>Lead</strong> 静园社区<i></i>",
         '<strong>Lead</strong> <span lang="zh">静园社区</span><i></i>'),
        ("<p>Seen by 王伟 of 区文旅局.</p>",
         '<p>Seen by <span lang="zh">王伟</span> of <span lang="zh">区文旅局</span>.</p>'),
        ('<button class="button">Connect with 王伟</button>',
         '<button class="button">Connect with 王伟</button>'),
        ('<a lang="zh-Hans">简体</a>', '<a lang="zh-Hans">简体</a>'),
        ('<div lang="zh-Hant"><p>邀請 <b>王</b></p></div>',
         '<div lang="zh-Hant"><p>邀請 <b>王</b></p></div>'),
        ("<script>let a = '王';</script>", "<script>let a = '王';</script>"),
        ("<option>Lead · 王伟</option>", "<option>Lead · 王伟</option>"),
        ("<option>王伟</option>", '<option lang="zh">王伟</option>'),
        ("<title>王伟</title>", "<title>王伟</title>"),
        ('<p title="王">plain</p>', '<p title="王">plain</p>'),
        ("<p>a<br>王伟</p>", '<p>a<br><span lang="zh">王伟</span></p>'),
        ('<html lang="en"><td>王</td></html>', '<html lang="en"><td lang="zh">王</td></html>'),
        ("<!-- 王 --><p>x</p>", "<!-- 王 --><p>x</p>"),
        ("<p>no Chinese here & there</p>", "<p>no Chinese here & there</p>"),
    ],
)  # fmt: skip
def test_only_chinese_runs_without_a_language_are_marked(page, wanted):
    assert marked(page) == wanted


def test_marked_page_is_marked_once():
    page = "<td>和平区</td><p>Seen by 王伟 today</p>"

    assert marked(marked(page)) == marked(page)
