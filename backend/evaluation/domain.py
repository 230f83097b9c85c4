"""What an indicator comes to, how stations are ranked and a budget is shared: pure, in exact decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
# What is in proportion to households is told for so many of them.
HOUSEHOLDS, THOUSAND = "households", 1000
YEAR = 12
SPANS = (1, 3, YEAR)
# How far back a period may begin, in years.
OLDEST = 10
# Stations in one evaluation, records on one page.
MOST_STATIONS = 300
DIMENSIONS = ("system", "team", "premises", "activities", "opinions", "results", "content")
# What the records are counted by, and what each counts, in words.
MEASURES: Mapping[str, str] = {
    "hours": "站点资料里写了开放时间",
    "duties": "本级和上级写下的岗位责任",
    "standards": "检查过的规范化标准",
    "standards_met": "检查达标的规范化标准",
    "head": "期末在任的负责人",
    "staff": "期末在任的负责人和联络员",
    "trainings": "期内举办的培训",
    "sessions": "期内的流动站点场次",
    "receptions": "期内的接待日",
    "equipment": "站点资料里的设施",
    "activities": "期内举办的活动（不含培训和接待）",
    "activities_shown": "其中留有证据、签到、纪要或征集记录的",
    "opinions": "期内收到的对草案的意见",
    "opinions_valid": "其中没有判为不予登记的",
    "opinions_reported": "其中期内已上报的",
    "opinions_adopted": "其中期内采纳或部分采纳的",
    "cases": "期内受理的公开事项",
    "cases_answered": "其中期内已答复的",
    "cases_in_time": "其中答复前没有被催办的",
    "ratings": "期内的满意度评价（每张反馈单一次）",
    "ratings_content": "其中满意和基本满意的",
}
# Of what each may be a share: the larger one that holds it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "standards_met": ("standards",), "activities_shown": ("activities",), "opinions_valid": ("opinions",),
    "opinions_reported": ("opinions",), "opinions_adopted": ("opinions_reported", "opinions"), "cases_answered": ("cases",),
    "cases_in_time": ("cases_answered", "cases"), "ratings_content": ("ratings",),
}  # fmt: skip
# What a station may name for what it says of itself.
RECORDS = ("case", "opinion", "activity", "reception", "visit")
# What shows how much a station does, for the estimate of subsidies.
WORK = ("trainings", "sessions", "receptions", "activities", "opinions", "cases")


class State(StrEnum):
    """Where an evaluation stands."""

    DRAFT = "draft"
    CHECKING = "checking"
    SETTLED = "settled"
    DROPPED = "dropped"


# As `evaluation_move` has them: from, to, whether a reason is needed; by the word that asks for them.
MOVES: Mapping[tuple[State, str], State] = {
    (State.DRAFT, "open"): State.CHECKING,
    (State.CHECKING, "settle"): State.SETTLED,
    (State.DRAFT, "drop"): State.DROPPED,
    (State.CHECKING, "drop"): State.DROPPED,
}


@dataclass(frozen=True)
class Indicator:
    """A row of a scheme: `measure` in proportion to `per` (None: as counted), full points at `target` for each `pace`."""

    code: str
    dimension: str
    name: str
    name_en: str
    measure: str
    per: str | None
    direction: str
    pace: str
    target: Decimal
    weight: Decimal

    def fits(self) -> bool:
        """Return whether `measure` may stand in proportion to `per`, and the target be meant as `pace` says."""
        if self.per is None:
            return True
        if self.per == HOUSEHOLDS:
            return True
        return self.per in PARTS.get(self.measure, ()) and self.pace == "whole"


@dataclass(frozen=True)
class Weights:
    """Indicators under a name; the three weights of subsidies are per cent."""

    id: UUID
    name: str
    workload: int
    population: int
    effect: int
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Scheme(Weights):
    """A version of the weights; `area` None: the one that comes with the installation."""

    area: str | None
    version: int
    area_name: str | None = None


@dataclass(frozen=True)
class NewScheme(Weights):
    """A version of the weights, under an id of its maker's; `after`: the version it was made from, None where nobody says."""

    area: str
    after: UUID | None = None


@dataclass(frozen=True)
class Period:
    """Whole months from `since`, both days counted."""

    since: date
    months: int

    @property
    def after(self) -> date:
        """Return the day after the last."""
        months = self.since.month - 1 + self.months
        return date(self.since.year + months // YEAR, months % YEAR + 1, 1)

    @property
    def until(self) -> date:
        """Return the last day."""
        return self.after - timedelta(days=1)


@dataclass(frozen=True)
class Computed:
    """What an indicator comes to: `n` records of `of_n`; no value where there is none. `counted`: there was something to judge by."""

    n: int
    of_n: int | None
    value: Decimal | None
    counted: bool


def rounded(value: Decimal | Fraction) -> Decimal:
    """Return a number with two places, halves away from zero."""
    exact = value if isinstance(value, Decimal) else Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP)


def compute(indicator: Indicator, counts: Mapping[str, int], households: int | None) -> Computed:
    """Return what an indicator comes to for one station.

    Nothing recorded is no value, and no points; where nothing is there to be in proportion to, its weight counts nowhere.
    """
    n = counts.get(indicator.measure, 0)
    if indicator.per is None:
        return Computed(n, None, Decimal(n) if n else None, counted=True)
    of_n = (households or 0) if indicator.per == HOUSEHOLDS else counts.get(indicator.per, 0)
    if of_n == 0:
        return Computed(n, of_n, None, counted=False)
    if indicator.per == HOUSEHOLDS:
        return Computed(n, of_n, rounded(Fraction(n * THOUSAND, of_n)) if n else None, counted=True)
    return Computed(n, of_n, rounded(Fraction(n * 100, of_n)), counted=True)


def points(indicator: Indicator, value: Decimal | None, months: int, *, counted: bool) -> Decimal | None:
    """Return the points of a value, 0 to 100; None where there was nothing to judge by."""
    if value is None:
        return Decimal(0) if counted else None
    pace = {"month": Fraction(months), "year": Fraction(months, YEAR), "whole": Fraction(1)}[indicator.pace]
    target, reached = Fraction(indicator.target) * pace, Fraction(value)
    if indicator.direction == "less":
        return HUNDRED if reached <= target else rounded(100 * target / reached)
    return rounded(min(Fraction(100), 100 * reached / target))


def weighted(parts: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Return the mean of points by weight, 0 to 100, of what could be judged; None where nothing could."""
    counted = [(Fraction(weight), Fraction(got)) for weight, got in parts if got is not None]
    whole = sum((weight for weight, _ in counted), Fraction(0))
    return rounded(sum((weight * got for weight, got in counted), Fraction(0)) / whole) if whole else None


def ranked(scores: Mapping[int, Decimal | None]) -> dict[int, int | None]:
    """Return the rank of each: equal scores share one, the next has as many above it; without a score none."""
    known = [score for score in scores.values() if score is not None]
    return {key: None if score is None else 1 + sum(other > score for other in known) for key, score in scores.items()}


def balanced(weights: Sequence[Decimal]) -> bool:
    """Return whether weights come to 100."""
    return sum(weights, Decimal(0)) == HUNDRED


@dataclass(frozen=True)
class Effort:
    """What an estimate of subsidies goes by: records of work, households, score."""

    work: int
    households: int
    score: Decimal


@dataclass(frozen=True)
class Subsidy:
    """A station's part of a budget: each share per cent, by weight together, and the money in cents."""

    work: Decimal | None
    population: Decimal | None
    effect: Decimal | None
    share: Decimal
    cents: int


def subsidies(budget: int, weights: tuple[int, int, int], efforts: Mapping[int, Effort]) -> dict[int, Subsidy] | None:
    """Return how `budget` (cents) is shared by work, households and score; the parts come to it exactly, by the largest remainders, and their shares to 100.

    What is zero for all stations shares nothing: its weight goes to the others in proportion. None where nothing is left to go by.
    """
    columns = (
        {key: Fraction(one.work) for key, one in efforts.items()}, {key: Fraction(one.households) for key, one in efforts.items()},
        {key: Fraction(one.score) for key, one in efforts.items()},
    )  # fmt: skip
    sums = [sum(column.values(), Fraction(0)) for column in columns]
    live = [weight if whole else 0 for weight, whole in zip(weights, sums, strict=True)]
    if not sum(live):
        return None
    parts = {
        key: [column[key] / whole if whole else None for column, whole in zip(columns, sums, strict=True)]
        for key in efforts
    }
    shares = {
        key: sum((weight * (part or Fraction(0)) for weight, part in zip(live, of, strict=True)), Fraction(0))
        / sum(live)
        for key, of in parts.items()
    }
    cents, hundredths = shared(budget, shares), shared(100 * 100, shares)

    def told(key: int) -> Subsidy:
        work, population, effect = (None if part is None else rounded(100 * part) for part in parts[key])
        return Subsidy(work, population, effect, hundredths[key] * CENT, cents[key])

    return {key: told(key) for key in efforts}


def shared(budget: int, shares: Mapping[int, Fraction]) -> dict[int, int]:
    """Return whole cents by shares that come to 1: rounded down, what is left over to the largest remainders, the lower key first."""
    exact = {key: budget * share for key, share in shares.items()}
    cents = {key: int(each) for key, each in exact.items()}
    left = budget - sum(cents.values())
    for key in sorted(exact, key=lambda one: (cents[one] - exact[one], one))[:left]:
        cents[key] += 1
    return cents


@dataclass(frozen=True)
class Told:
    """A value as it was computed, and what a person made of it: `checked`, with `reviewed` where they corrected it."""

    computed: Computed
    checked: bool = False
    reviewed: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """Return the value that counts."""
        return self.computed.value if self.reviewed is None else self.reviewed


@dataclass(frozen=True)
class Standing:
    """How a station stands: points of each indicator and dimension, as computed and as they count; `covered`: weight that could be judged."""

    points: Mapping[str, tuple[Decimal | None, Decimal | None]]
    dimensions: Mapping[str, tuple[Decimal | None, Decimal | None]]
    score: Decimal | None
    covered: Decimal


def stand(scheme: Scheme, months: int, told: Mapping[str, Told]) -> Standing:
    """Return how a station stands by what is told of each indicator."""
    got: dict[str, tuple[Decimal | None, Decimal | None]] = {}
    for each in scheme.indicators:
        one = told[each.code]
        computed = points(each, one.computed.value, months, counted=one.computed.counted)
        final = computed if one.reviewed is None else points(each, one.reviewed, months, counted=True)
        got[each.code] = (computed, final)
    dimensions = {
        name: (weighted([(each.weight, got[each.code][0]) for each in rows]), weighted([(each.weight, got[each.code][1]) for each in rows]))
        for name in DIMENSIONS if (rows := [each for each in scheme.indicators if each.dimension == name])
    }  # fmt: skip
    finals = [(each.weight, got[each.code][1]) for each in scheme.indicators]
    covered = sum((weight for weight, point in finals if point is not None), Decimal(0))
    return Standing(got, dimensions, weighted(finals), covered)


@dataclass(frozen=True)
class Verdict:
    """A word on a value: as computed (`value` None), or another one for a reason."""

    indicator: str
    value: Decimal | None
    reason: str


@dataclass(frozen=True)
class NewClaim:
    """What a station says of its own value, for a reason; `evidence`: kind and id of the records that show it."""

    indicator: str
    value: Decimal
    reason: str
    evidence: tuple[tuple[str, UUID], ...] = ()


@dataclass(frozen=True)
class NewEvaluation:
    """Which stations are evaluated, over which months; `scheme` None: the newest version of the area, or of the nearest above it."""

    id: UUID
    area: str
    kind: str
    since: date
    months: int
    scheme: UUID | None


@dataclass(frozen=True)
class NewHonour:
    """What is asked for a station, under an id of its maker's; `evaluation`: a settled one whose figures stand beside it."""

    id: UUID
    station: int
    kind: str
    evaluation: UUID | None
    words: str
