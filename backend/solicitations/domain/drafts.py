"""Finding the articles of a draft in its text, and which former article each one continues: pure.

What is found is a proposal: a person joins, splits and renames before anything is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from backend.errors import Invalid
from backend.solicitations.domain.layout import (
    ARTICLE,
    BRACKETS,
    CONTENTS,
    DIVISION,
    ORDER,
    PREAMBLE,
    STOPS,
    division_of,
    number_of,
)

MOST_TEXT = 300_000
MOST_ARTICLES = 600
MOST_ARTICLE = 20_000
# From this likeness on (of pairs of characters, 0 to 1) a text is taken for the former one, changed; with the same label from less.
LIKE, LIKE_BY_LABEL = 0.5, 0.25


@dataclass(frozen=True)
class Article:
    """An article; `heading`: chapter and section; `former_id`: the one of the version before that it continues."""

    label: str
    heading: str
    text: str
    former_id: UUID | None = None


@dataclass(frozen=True)
class Former:
    """An article of the version before."""

    id: UUID
    label: str
    text: str


@dataclass(frozen=True)
class Reading:
    """What was found in a text: its title (empty when none stands there) and its articles."""

    title: str
    articles: list[Article]


def read_draft(text: str) -> Reading:
    """Return title and articles of a draft as it was pasted.

    Raises Invalid (field `text`) for one without articles, with too many, or with one that is too long.
    """
    lines = [line.strip(" \t\u3000") for line in text.splitlines()]
    lines = [line for line in lines if line]
    title, lines = _title(lines)
    articles = list(_articles(lines))
    if not any(ARTICLE.fullmatch(each.label) for each in articles):
        raise Invalid("没有找到条款：每条要另起一行，以“第一条”这样的条号开头", field="text", code="no_articles")
    if len(articles) > MOST_ARTICLES:
        raise Invalid("最多{n}条", field="text", n=MOST_ARTICLES)
    for each in articles:
        if len(each.text) > MOST_ARTICLE:
            raise Invalid("{label}太长，最多{n}个字", field="text", label=each.label, n=MOST_ARTICLE)
    return Reading(title, articles)


def _title(lines: list[str]) -> tuple[str, list[str]]:
    """Return the title, when the first line is one, and the lines after it."""
    first = lines[0] if lines else ""
    if not first or ARTICLE.fullmatch(first) or DIVISION.fullmatch(first) or len(first) > 100 or first[-1] in STOPS:
        return "", lines
    return first, lines[1:]


def _articles(lines: Sequence[str]) -> Iterator[Article]:
    """Yield the articles; what stands before the first, and is no contents, is the preamble."""
    divisions: dict[str, str] = {}
    current: Article | None = None
    before: list[str] = []
    last = 0
    for line in lines:
        if heading := division_of(line):
            if current:
                yield current
                current = None
            rank = ORDER.index(heading)
            divisions = {key: kept for key, kept in divisions.items() if ORDER.index(key) < rank} | {heading: line}
            continue
        found = ARTICLE.fullmatch(line)
        number = number_of(found[1]) if found else 0
        # 第十二条规定的… in the midst of an article is no article: a blank follows the label, or its turn has come
        if found and (found[2] or not found[3] or number == last + 1):
            if current:
                yield current
            elif last == 0 and before:
                yield Article(PREAMBLE, "", "\n".join(before))
            heading_now = " ".join(divisions[key] for key in ORDER if key in divisions)
            current, last = Article(found[1], heading_now[:120], found[3].strip(" \t\u3000")), number
        elif current:
            current = replace(current, text=f"{current.text}\n{line}".strip())
        elif last == 0 and not CONTENTS.fullmatch(line) and line[0] not in BRACKETS:
            before.append(line)
    if current:
        yield current


def check_articles(articles: Sequence[Article], formers: frozenset[UUID]) -> None:
    """Hold articles as a person left them: some, each with text and a label of its own, each former one continued once.

    `formers`: ids of the version before. Raises Invalid naming the field.
    """
    if not articles:
        raise Invalid("没有条款的草案不能征询", field="articles", code="no_articles")
    labels, continued = set(), set()
    for nth, each in enumerate(articles):
        if each.label in labels:
            raise Invalid("“{label}”出现了两次", field=f"articles.{nth}.label", label=each.label)
        if each.former_id is not None and (each.former_id in continued or each.former_id not in formers):
            raise Invalid("上一稿里没有这一条，或者已经对应了别的条", field=f"articles.{nth}.former_id")
        labels.add(each.label)
        continued.add(each.former_id)


def matched(articles: Sequence[Article], formers: Sequence[Former]) -> list[Article]:
    """Return the articles, each with the former one that it seems to continue, by label and likeness; each former one once."""
    left = {each.id: each for each in formers}
    found: dict[int, UUID] = {}
    pairs = {each.id: _pairs(each.text) for each in formers}
    own = [_pairs(each.text) for each in articles]

    def take(nth: int, former: UUID) -> None:
        found[nth] = former
        del left[former]

    for nth, each in enumerate(articles):
        same = next((f.id for f in left.values() if f.text == each.text), None)
        if same:
            take(nth, same)
    for nth, each in enumerate(articles):
        if nth in found:
            continue
        named = next((f.id for f in left.values() if f.label == each.label), None)
        if named and _likeness(own[nth], pairs[named]) >= LIKE:
            take(nth, named)
    scored = sorted(
        (
            (-score, nth, former)
            for nth in range(len(articles))
            if nth not in found
            for former in left
            if (score := _likeness(own[nth], pairs[former]))
            >= (LIKE_BY_LABEL if left[former].label == articles[nth].label else LIKE)
        ),
        key=lambda each: (each[0], each[1]),
    )
    for _, nth, former in scored:
        if nth not in found and former in left:
            take(nth, former)
    return [replace(each, former_id=found.get(nth)) for nth, each in enumerate(articles)]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1)) or frozenset(text)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)
