"""The tree of stations (contact point → liaison point → collection post) as a file and what is stored make it together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy.orm import Session

from backend.grid.domain import LEVELS, level_of, prefix_of
from backend.imports.domain import Finding, Table
from backend.stations import queries
from backend.stations.domain import ALONE, PARENTS, Node


@dataclass(frozen=True)
class Tree:
    """The stations that a file touches, by code: as its rows tell them, else as they are stored."""

    nodes: dict[str, Node]

    def fault(self, code: str) -> str:
        """Return what is wrong between a station and what stands above it; "" when nothing is."""
        node = self.nodes[code]
        if not node.parent_code:
            return "" if node.kind in ALONE or node.kind not in PARENTS else f"a {node.kind} has a parent"
        parent = self.nodes.get(node.parent_code)
        if parent is None:
            return f"unknown parent code {node.parent_code}"
        if node.kind in PARENTS and parent.kind not in PARENTS[node.kind]:
            wanted = " or ".join(PARENTS[node.kind])
            return f"its parent {parent.code} is a {parent.kind}; above a {node.kind} stands {wanted}"
        if self._circular(code):
            return "stands above itself"
        if not belongs(node.area_code, parent.area_code):
            return f"its area {node.area_code} is not in the area {parent.area_code} of its parent {parent.code}"
        return ""

    def _circular(self, code: str) -> bool:
        """Return whether a station stands on a circle; what only hangs below one is not to blame."""
        seen: set[str] = set()
        above = self.nodes[code].parent_code
        while above and above != code and above in self.nodes and above not in seen:
            seen.add(above)
            above = self.nodes[above].parent_code
        return above == code


def belongs(area: str, parent_area: str) -> bool:
    """Return whether a station of `area` may hang below one of `parent_area`: inside it, or in the same county.

    An area that has no such form is listed by itself, so nothing is said of it here.
    """
    level = level_of(parent_area)
    if level is None or level_of(area) is None or area.startswith(prefix_of(parent_area, level)):
        return True
    county = LEVELS["county"]
    return level not in {"province", "city"} and area[:county] == parent_area[:county]


def tree_findings(session: Session, rows: Table) -> list[Finding]:
    """Return what breaks the tree: rows that do not fit what is above them, and stored stations below them that then would not.

    A row whose parent stands in a row that could not be read is let pass: that row is listed itself.
    """
    told = {row.cells["code"]: row for row in rows}
    named = set(told) | {row.cells["parent_code"] for row in rows} - {""}
    nodes = {node.code: node for node in queries.tree_around(session, named)}
    unread = {finding.code for finding in rows.findings}
    for code, row in told.items():
        cells = row.cells
        nodes[code] = Node(code, cells["kind"], cells["parent_code"] or None, cells["area_code"])
    tree = Tree(nodes)
    findings = []
    for row in rows:
        what = "" if row.cells["parent_code"] in unread else tree.fault(row.cells["code"])
        if what:
            findings.append(Finding(row.where, row.cells["code"], what))
    below = defaultdict(list)
    for node in nodes.values():
        if node.code not in told and node.parent_code in told:
            below[node.parent_code].append(node.code)
    for parent, codes in below.items():
        faults = [(code, tree.fault(code)) for code in sorted(codes)]
        findings += [Finding(told[parent].where, parent, f"below it {code}: {what}") for code, what in faults if what]
    return findings
