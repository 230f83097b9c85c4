"""What the texts of many matters have in common: a hint beside a count, which decides nothing; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
# Pairs that stand in every report and say nothing of what it is about.
EMPTY = frozenset(
    [
        "我们",
        "我家",
        "他们",
        "你们",
        "一个",
        "这个",
        "那个",
        "没有",
        "不能",
        "可以",
        "已经",
        "现在",
        "今年",
        "去年",
        "上个",
        "个月",
        "一直",
        "因为",
        "所以",
        "还是",
        "就是",
        "请来",
        "来看",
        "看看",
        "什么",
        "怎么",
        "村里",
        "村民",
        "这里",
        "那里",
    ]
)


def shared_words(texts: Sequence[str], most: int = 4) -> list[str]:
    """Return pairs of characters that at least half of `texts` share, the commonest first; of overlapping pairs one."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update({run[n : n + 2] for run in HAN.findall(text) for n in range(len(run) - 1)} - EMPTY)
    found: list[str] = []
    for pair, n in sorted(counted.items(), key=lambda each: (-each[1], each[0])):
        if n * 2 < len(texts) or n < 2 or len(found) == most:
            break
        if not any(pair[0] == other[1] or pair[1] == other[0] for other in found):
            found.append(pair)
    return found
