"""Which texts are one group."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.digests.domain.likeness import ALIKE, groups, nearest
from backend.digests.domain.pairs import pairs_of

# What people wrote of one matter in two ways; any two of different rows are of different matters.
SAME = (
    ("幼儿园收费要公开，兴趣班不能再另收费用", "幼儿园收费应当公开，不能另外再收兴趣班的费用"),
    ("乡村幼儿园老师工资低、没有编制，希望提高待遇增加编制", "希望增加农村幼儿园教师的编制和工资待遇"),
    ("幼儿园食堂的食材从哪里来应该让家长看得到，公开来源", "幼儿园食堂应当公开食材来源，家长可以查看"),
    ("校车要有专人照管接送孩子，不照管的处罚", "校车接送应有专人照管，违反的要处罚"),
    ("残疾孩子随班就读要有保障措施", "建议明确残疾儿童随班就读的保障措施"),
    ("小区配套的幼儿园什么时候移交，条例要写时间", "建议将小区配套幼儿园移交时间写进条例"),
    ("农村消防水源不够，建议每村建消防水池", "建议农村每个村配建消防水池，解决消防水源问题"),
)


def test_two_ways_to_say_it_are_one_group_and_no_two_matters_are() -> None:
    texts = [text for pair in SAME for text in pair]
    found = groups(texts)
    assert sorted(group.members for group in found) == [(2 * n, 2 * n + 1) for n in range(len(SAME))]
    assert {word for group in found for word in group.words} >= {"幼儿园收费", "随班就读", "接送"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_same_words_are_one_group_in_any_order_and_the_answer_is_always_the_same(order: tuple[int, ...]) -> None:
    texts = [("收费要公开。", "收费要公开！", "楼道里不能给电动车充电")[n] for n in order]
    (group,) = groups(texts)
    assert {texts[n][:5] for n in group.members} == {"收费要公开"} and group.likeness == (1.0, 1.0)
    assert groups(texts) == [group]


def test_empty_words_and_marks_are_like_nothing() -> None:
    assert groups(["", "。。", "！", "  "]) == groups([]) == groups(["一条意见"]) == []
    assert nearest(["收费要公开"], []) == [None]
    assert nearest(["幼儿园收费要公开", "校车"], ["食堂公开食材", "幼儿园收费公开"]) == [1, None]


def likeness(texts: list[str]) -> dict[tuple[int, int], float]:
    """Return how alike every two texts are, by the book."""
    sets = [frozenset(pairs_of(text)) for text in texts]
    once = set(sets) - {frozenset()}
    counted = Counter(pair for each in once for pair in each)
    weight = {pair: math.log1p(len(once) / n) for pair, n in counted.items()}
    long = [math.sqrt(sum(weight[pair] ** 2 for pair in each)) for each in sets]
    both = ((a, b) for a, b in combinations(range(len(texts)), 2) if sets[a] and sets[b])
    return {(a, b): sum(weight[pair] ** 2 for pair in sets[a] & sets[b]) / long[a] / long[b] for a, b in both}


@given(some.lists(some.text("收费公开学校车Ab1，\n𠮷", max_size=12), max_size=14))
def test_nothing_alike_is_missed_and_nothing_else_is_grouped(texts: list[str]) -> None:
    found, alike = groups(texts), likeness(texts)
    centre = {member: group.centre for group in found for member in group.members}
    assert len(centre) == sum(len(group.members) for group in found)
    for group in found:
        for member, how in zip(group.members, group.likeness, strict=True):
            by_book = 1.0 if member == group.centre else alike[min(member, group.centre), max(member, group.centre)]
            assert by_book > ALIKE - 1e-9 and abs(by_book - how) < 0.0011
    assert not [both for both, how in alike.items() if how > ALIKE + 1e-9 and not set(both) & set(centre)]


def test_what_is_spent_and_what_is_told_is_bounded() -> None:
    texts = [text for pair in SAME for text in pair]
    assert groups(texts, effort=0) == [] and groups(texts, most=2) == groups(texts)[:2]
