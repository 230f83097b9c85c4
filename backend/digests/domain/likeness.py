"""Which opinions say nearly the same: a suggestion to who digests them, with the words they share; pure.

Texts are compared by the pairs of characters they hold, each weighed by how rare it is among them (cosine). No dictionary is asked:
see docs/decisions for what words instead of pairs gave.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# From how alike on two texts are said to mean the same; see the decision on likeness.
ALIKE = 0.2
RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
LEAST_SHARED, MOST_WORDS = 2, 4
Weighed = Mapping[str, float]


@dataclass(frozen=True)
class Group:
    """Texts that say nearly the same as their `centre`, by their places in the list; `likeness` of each to it; `words`: what most share."""

    centre: int
    members: tuple[int, ...]
    likeness: tuple[float, ...]
    words: tuple[str, ...]


def pairs_of(text: str) -> list[str]:
    """Return the pairs of characters of a text: within runs of Chinese; a run of letters or figures is one."""
    found: list[str] = []
    for run in RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[n : n + 2] for n in range(len(run) - 1))
    return found


def groups(texts: Sequence[str], alike: float = ALIKE) -> list[Group]:
    """Return groups of two and more of `texts` that are alike, the largest first; each text stands in one group at most.

    The same texts in the same order give the same groups. Every member is like the group's centre, so that no chain leads from one
    matter to another; who holds what most others hold is a centre first.
    """
    same: dict[frozenset[str], list[int]] = defaultdict(list)
    for nth, text in enumerate(texts):
        if pairs := frozenset(pairs_of(text)):
            same[pairs].append(nth)
    rows = weigh(list(same))
    among = Counter(pair for pairs, places in same.items() for pair in pairs for _ in places)
    places = list(same.values())
    middle = [sum(among[pair] * much for pair, much in row.items()) / math.sqrt(len(row)) for row in rows]
    stars: dict[int, list[tuple[int, float]]] = {}
    centres: dict[str, list[int]] = defaultdict(list)
    for at in sorted(range(len(rows)), key=lambda each: (-len(places[each]), -middle[each], places[each])):
        head = _head(rows[at], alike)
        best, how = _most_like(rows, at, {each for pair in head for each in centres[pair]}, alike)
        if best is None:
            stars[at] = [(at, 1.0)]
            for pair in head:
                centres[pair].append(at)
        else:
            stars[best].append((at, how))
    found = []
    for centre, near in stars.items():
        members = sorted((nth, round(how, 3)) for at, how in near for nth in places[at])
        if len(members) >= LEAST_SHARED:
            first = places[centre][0]
            words = shared([texts[nth] for nth, _ in members], texts[first])
            found.append(Group(first, tuple(nth for nth, _ in members), tuple(how for _, how in members), words))
    return sorted(found, key=lambda each: (-len(each.members), each.centre))


def nearest(texts: Sequence[str], known: Sequence[str], alike: float = ALIKE) -> list[int | None]:
    """Return for each of `texts` which of `known` it is most like, by its place; None where none is alike."""
    rows = weigh([frozenset(pairs_of(text)) for text in [*texts, *known]])
    others = range(len(texts), len(rows))
    best = [_most_like(rows, at, set(others), alike)[0] for at in range(len(texts))]
    return [None if each is None else each - len(texts) for each in best]


def weigh(sets: Sequence[frozenset[str]]) -> list[Weighed]:
    """Return the pairs of each set with their weights, the rarest among all first; the squares of one set sum to 1."""
    counted = Counter(pair for each in sets for pair in each)
    weight = {pair: math.log1p(len(sets) / n) for pair, n in counted.items()}
    order = {pair: n for n, pair in enumerate(sorted(counted, key=lambda pair: (counted[pair], pair)))}
    rows: list[Weighed] = []
    for each in sets:
        length = math.sqrt(sum(weight[pair] ** 2 for pair in sorted(each)))
        rows.append({pair: weight[pair] / length for pair in sorted(each, key=order.__getitem__)})
    return rows


def shared(texts: Sequence[str], centre: str) -> tuple[str, ...]:
    """Return the runs of `centre` whose every pair at least half of `texts` hold, the longest first; at most four."""
    counted = Counter(pair for text in texts for pair in set(pairs_of(text)))
    runs: list[str] = []
    for run in RUN.findall(unicodedata.normalize("NFKC", centre).lower()):
        line = ""
        for pair in pairs_of(run):
            if counted[pair] * 2 < len(texts) or counted[pair] < LEAST_SHARED:
                runs, line = [*runs, line], ""
            else:
                line = line + pair[-1] if line else pair
        runs.append(line)
    words = dict.fromkeys(sorted((run for run in runs if len(run) > 1), key=lambda each: -len(each)))
    return tuple(words)[:MOST_WORDS]


def _head(row: Weighed, alike: float) -> list[str]:
    """Return the rarest pairs of a row, so many that the rest is shorter than `alike`: who shares none of them is not alike."""
    rest, head = 1.0, []
    for pair, much in row.items():
        if rest < alike**2:
            break
        head.append(pair)
        rest -= much**2
    return head


def _most_like(rows: Sequence[Weighed], at: int, others: set[int], alike: float) -> tuple[int | None, float]:
    row, best, most = rows[at], None, alike
    for other in sorted(others):
        one = rows[other]
        how = sum(much * one[pair] for pair, much in row.items() if pair in one)
        if how > most or (how == most and best is None):
            best, most = other, how
    return best, most
