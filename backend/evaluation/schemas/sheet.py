"""A settled evaluation as a table that leaves the house, in the caller's language: its ranking, and a line for who signs it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from backend.clock import minute, now
from backend.evaluation.queries import Row, View
from backend.evaluation.schemas.told import dimensions_wire, in_order
from backend.exports.domain import Frame
from backend.exports.service import Cell
from backend.http.viewer import Viewer
from backend.http.words import say
from backend.stations.domain.duties import STATION_KINDS

# Characters of a column of points, and of the others.
POINTS = 11
COLUMNS = (("名次", 7), ("站点", 26), ("行政区划代码", 15), ("户数", 9), ("总分", 9))


def ranking_frame(view: View, viewer: Viewer) -> Frame:
    """Return what stands round the ranking of a settled evaluation: title, period, version of the weights, who published and who took it."""
    head, scheme, at = view.head, view.scheme, now()
    marks = (
        say("期间{since}至{until}。{name}，第{n}版", since=head.period.since, until=head.period.until, name=scheme.name, n=scheme.version),
        say("{name}于{day}公布，公布后数字不再变动。", name=head.settled_name, day=minute(head.settled_at) if head.settled_at else ""),
        f"{say('导出人{name}（{login}）', name=viewer.name, login=viewer.login)} {minute(at)}",
    )  # fmt: skip
    columns = [(say(name), width) for name, width in COLUMNS]
    columns += [
        (say("{name}（{n}%）", name=each["name"], n=plain(each["weight"])), POINTS) for each in dimensions_wire(view)
    ]
    title = say("{area}{kind}评估排名", area=head.area_name, kind=say(STATION_KINDS[head.kind]))
    return Frame(title, marks, [*columns, (say("能评的权重"), POINTS)], f"{viewer.name} {viewer.login}", at)


def ranking_rows(view: View) -> Iterator[list[Cell]]:
    """Yield the stations, the first rank first: a code is text, points are figures, nothing to judge by is an empty cell."""
    codes = [each["code"] for each in dimensions_wire(view)]
    return (_cells(view, row, codes) for row in in_order(view))


def signatures(n: int) -> str:
    """Return the line below the ranking, with room for who signs."""
    blank = "_" * 12
    return say(
        "共{n}个站点。制表人：{blank}　核对人：{blank}　负责人（盖章）：{blank}　日期：{blank}", n=n, blank=blank
    )


def plain(value: Decimal | None) -> Cell:
    """Return a figure as a cell: a whole one without places."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _cells(view: View, row: Row, codes: list[str]) -> list[Cell]:
    standing = view.standings[row.station_id]
    return [
        row.rank, row.name, row.area_code, row.households, plain(row.score), *(plain(standing.dimensions[each][1]) for each in codes),
        plain(standing.covered),
    ]  # fmt: skip
