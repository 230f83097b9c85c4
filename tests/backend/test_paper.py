"""Lines as Chinese is set, pages that go on, the same words the same bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2
from hypothesis import given
from hypothesis import strategies as st

from backend.paper import Paper, folded
from tests.pdf import words_of

MADE = datetime(2026, 11, 22, 6, tzinfo=UTC)


@given(st.text("水渠12ab（）。，“” ", max_size=60), st.integers(3, 12))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, wide: int) -> None:
    lines = folded(text, wide, len)
    assert all(len(line) <= wide for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_figures_stay_whole_and_no_line_begins_with_what_closes() -> None:
    assert folded("水渠于11月21日清通。", 5, len) == ["水渠于11", "月21日清", "通。"]
    assert folded("已经清通。谢谢（您）", 4, len) == ["已经清", "通。谢谢", "（您）"]
    assert folded("a" * 9, 4, len) == ["aaaa", "aaaa", "a"]
    assert folded("", 4, len) == [""]


def made(lines: int) -> bytes:
    """Return a paper of many lines."""
    paper = Paper("卷宗", "LT-2026-000001", MADE, "zh-CN")
    paper.title("卷宗", "LT-2026-000001")
    paper.facts([("类别", "水渠"), ("站点", ""), ("日期", "2026年11月22日")], columns=2)
    for n in range(lines):
        paper.heading(f"第{n}节")
        paper.boxed("说过的话\n" * 3)
    return paper.bytes()


def test_it_goes_on_over_pages_and_each_says_which() -> None:
    document = pypdfium2.PdfDocument(made(60))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert len(pages) > 9
    for n, words in enumerate(pages, 1):
        assert f"{n}/{len(pages)}" in words
        assert "LT-2026-000001" in words
    assert "站点" not in pages[0]
    assert made(2) == made(2)


def test_a_long_label_does_not_run_into_its_value() -> None:
    paper = Paper("报告", "X", MADE, "zh-CN")
    paper.facts([("新办件数", "148"), ("制表时逾期没有办完的件数", "7")], columns=2)
    document = pypdfium2.PdfDocument(paper.bytes())
    page = document[0].get_textpage()
    words = page.get_text_range()
    label, value = words.index("的件数") + 2, words.index("7")
    assert page.get_charbox(label)[2] + 5 < page.get_charbox(value)[0], (
        "right end of the one, left of the other, in points"
    )
    document.close()


def test_a_character_without_a_glyph_leaves_a_gap_that_is_seen() -> None:
    paper = Paper("卷宗", "X", MADE, "zh-CN")
    paper.words("王𠮷，ئۇ，1\t2，❤\ufe0f\u200d")
    words = words_of(paper.bytes())
    assert "王□，□□，1 2，□" in words, words
    assert words.count("□") == 4, "a joiner and a selector have no shape, no gap stands for them"


def test_words_that_look_like_the_number_of_pages_stay_as_they_were_written() -> None:
    paper = Paper("卷宗", "{nb}", MADE, "zh-CN")
    paper.boxed("一共{nb}户")
    words = words_of(paper.bytes())
    assert "一共{nb}户" in words
    assert "1/1" in words


def test_a_long_name_below_a_paper_stands_on_it_whole() -> None:
    paper = Paper("反馈单", "X", MADE, "zh-CN")
    name = (
        "临洮县某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某某委员会"
    )
    paper.signed([name, "李", "2026年11月22日"], "盖章处")
    document = pypdfium2.PdfDocument(paper.bytes())
    page = document[0].get_textpage()
    left = min(page.get_charbox(n)[0] for n in range(page.count_chars()) if page.get_text_range(n, 1).strip())
    words = page.get_text_range().replace("\r\n", "")
    document.close()
    assert left > 0, "it begins beyond the edge"
    assert name in words
