"""Articles are found in a pasted text, and a new version knows which former ones it continues."""

from __future__ import annotations

from uuid import UUID

import pytest

from backend.errors import Invalid
from backend.solicitations.domain.drafts import (
    MOST_ARTICLES,
    Article,
    Former,
    check_articles,
    matched,
    read_draft,
)
from backend.solicitations.domain.layout import PREAMBLE

DRAFT = """某省消防条例（草案）
（2026年征求意见稿）
目  录
第一章　总则
第二章　职责
附　则

第一章　总则
第一条　为了预防火灾，制定本条例。
第二条 本省行政区域内的消防工作，适用本条例。
　　第一条规定的事项，由省人民政府负责。
第二章　职责
第一节　政府
第三条政府领导消防工作。
第十二条　村民委员会每月检查：
（一）用火用电；
（二）通道。
附　则
第十二条之一　本条例自公布之日起施行。
"""


def test_articles_stand_under_their_chapters_and_keep_their_paragraphs() -> None:
    found = read_draft(DRAFT)
    assert found.title == "某省消防条例（草案）"
    assert [(each.label, each.heading) for each in found.articles] == [
        ("第一条", "第一章　总则"),
        ("第二条", "第一章　总则"),
        ("第三条", "第二章　职责 第一节　政府"),
        ("第十二条", "第二章　职责 第一节　政府"),
        ("第十二条之一", "附　则"),
    ]
    assert found.articles[1].text.endswith("\n第一条规定的事项，由省人民政府负责。"), "a mention is no article"
    assert found.articles[3].text == "村民委员会每月检查：\n（一）用火用电；\n（二）通道。"


def test_what_stands_before_the_first_article_is_the_preamble() -> None:
    assert read_draft("为了大家好，特作如下规定：\n第一条 好。").title == ""
    assert read_draft("决定\n为了大家好，特作如下规定。\n第一条 好。").articles[0] == Article(
        PREAMBLE, "", "为了大家好，特作如下规定。"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no_articles"),
        ("大家都来提意见。\n没有条款。", "no_articles"),
        ("第一章 总则\n第二章 职责", "no_articles"),
        ("\n".join(f"第{n}条 字" for n in range(1, MOST_ARTICLES + 2)), "invalid"),
        ("第一条 " + "长" * 20_001, "invalid"),
    ],
)
def test_what_is_no_draft_is_told(text: str, code: str) -> None:
    with pytest.raises(Invalid) as told:
        read_draft(text)
    assert (told.value.field, told.value.word) == ("text", code)


OLD = [
    Former(UUID(int=1), "第一条", "为了预防火灾，保护人身财产安全，制定本条例。"),
    Former(UUID(int=2), "第二条", "商铺应当每日巡查并且记录在册，留存两年备查。"),
    Former(UUID(int=3), "第三条", "村民委员会每月检查一次用火用电。"),
]


def test_a_moved_article_is_known_by_its_words_and_a_dropped_one_continues_in_nothing() -> None:
    new = [
        Article("第一条", "", "为了预防和减少火灾，保护人身财产安全，制定本条例。"),
        Article("第二条", "", "村民委员会每月检查一次用火用电。"),
        Article("第三条", "", "本条例自公布之日起施行。"),
    ]
    assert [each.former_id for each in matched(new, OLD)] == [UUID(int=1), UUID(int=3), None]


@pytest.mark.parametrize(
    ("articles", "field"),
    [
        ([], "articles"),
        ([Article("第一条", "", "甲"), Article("第一条", "", "乙")], "articles.1.label"),
        ([Article("第一条", "", "甲", UUID(int=9))], "articles.0.former_id"),
        ([Article("第一条", "", "甲", UUID(int=1)), Article("第二条", "", "乙", UUID(int=1))], "articles.1.former_id"),
    ],
)
def test_what_a_person_left_is_held(articles: list[Article], field: str) -> None:
    with pytest.raises(Invalid) as told:
        check_articles(articles, frozenset({UUID(int=1)}))
    assert told.value.field == field
