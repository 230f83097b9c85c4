"""A case that is led about at random: who may try what, with which words, and what its rows must then prove."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from sqlalchemy import Row

from backend.accounts.domain import CONGRESS
from backend.cases.domain import BY_ID, MOVES, Evidence, Move, State
from backend.clock import today
from tests.make import Maker
from tests.story import LATER, STAFF, Story, deputy_code, offices, people, sat_together, submit

# Roles of a body to the people who act for one.
ACTING = {
    "mediator": ("tiao",), "department": ("zhu", "shui"), "court": ("fa",), "research_centre": ("yan",), "working_body": ("gong",),
    "chairpersons": ("hui",), "organ": ("fu",), "deputy": ("ma",), "liaison": ("lian", "shuang"), "verifier": ("he", "shuang"),
    "town_congress": ("ren",),
}  # fmt: skip
EVERYBODY = (*STAFF, "tiao", "zhu", "shui", "fa", "yan", "gong", "hui", "fu", "balitiao", "ma", "shuang")
# What may lie in the way of a move: evidence that lacks, is too short, is of the wrong kind, or was not asked for.
FLAWS = ("lacking", "blank", "kind", "unknown", "reason")
ORGANS = frozenset({"B7", "exit-returned-2"})
OF_THE_CONGRESS = CONGRESS | {"research_centre", "working_body", "chairpersons"}
# What must not change when a move is refused; refusals themselves are noted apart.
STANDING = """
select to_jsonb(c) #>> '{}' as case, (select count(*) from case_event e where e.case_id = c.id) as events,
  (select count(*) from audit_entry a where a.subject_id = c.id::text and a.action like 'case.%') as entries,
  (select count(*) from audit_entry a where a.action not like 'request.%') as all_entries,
  (select count(*) from case_level l where l.case_id = c.id) as levels, (select count(*) from case_seat s where s.until is null) as seats,
  (select count(*) from feedback_sheet) as sheets, (select count(*) from procrastinate_jobs) as jobs, c.version, c.state
from cases c where c.id = :case
"""
SEATS = "select body_id, role from case_seat where case_id = :case and until is null"
EVENTS = """
select e.version, e.move, e.kind, e.from_state, e.to_state, e.actor_id, e.actor_role, e.body_id, k.role as body_role,
  coalesce(t.reason, '') as reason, coalesce(t.evidence, '{}') as evidence
from case_event e left join case_event_text t on t.event_id = e.id left join body b on b.id = e.body_id
left join body_kind k on k.kind = b.kind where e.case_id = :case order by e.version
"""


class World:
    """Two counties, a person for every role, a body of every kind, and the case that is led about."""

    def __init__(self, app: Flask, make: Maker) -> None:
        self.app, self.make = app, make
        people(make)
        self.bodies = offices(make)
        make.account("shuang", ("liaison", "621124100"), ("verifier", "621124100"))
        self.code = deputy_code(make, make.account("ma", ("deputy", "621124")))
        self.story = Story(make)
        for login in EVERYBODY:
            self.story.who(login)
        self.into = str(make.run("select number from cases where id = :id", id=submit(app)["id"]))
        self.case = ""
        self.receipt: dict[str, Any] = {}

    def begin(self, category: str, *, by_code: bool) -> None:
        """Let somebody speak, so that there is a new case to lead about."""
        self.receipt = submit(self.app, category=category, code=self.code if by_code else None)
        self.case = str(self.receipt["id"])

    def standing(self) -> Row[Any]:
        """Return what the rows of the case are now."""
        (row,) = self.make.rows(STANDING, case=self.case)
        return row

    def events(self) -> Sequence[Row[Any]]:
        """Return what happened to the case, oldest first."""
        return self.make.rows(EVENTS, case=self.case)

    def offered(self, login: str) -> dict[str, dict[str, Any]]:
        """Return the moves that the API offers a person, by their row; none to who may not see the case."""
        file = self.story.who(login).get(f"/api/cases/{self.case}")
        return {move["id"]: move for move in file.get_json()["moves"]} if file.status_code == 200 else {}

    def attempt(self, login: str, move: Move, version: int, reason: str, evidence: Mapping[str, str]) -> Any:
        """Ask for a move."""
        return self.story.who(login).post(
            f"/api/cases/{self.case}/transitions", headers={"If-Match": f'"{version}"'},
            json={"to": move.to, "move": move.id, "reason": reason, "evidence": dict(evidence)},
        )  # fmt: skip

    def by_receipt(self, to: str, reason: str, evidence: Mapping[str, str]) -> Any:
        """Ask for a move as the person who spoke."""
        return self.app.test_client().post(
            f"/api/submissions/{self.receipt['receipt']}/transitions", headers={"Query-Code": self.receipt["query_code"]},
            json={"to": to, "reason": reason, "evidence": dict(evidence)},
        )  # fmt: skip

    def own_moves(self) -> list[dict[str, Any]]:
        """Return the moves that are offered behind the receipt."""
        path, headers = f"/api/submissions/{self.receipt['receipt']}", {"Query-Code": self.receipt["query_code"]}
        return list(self.app.test_client().get(path, headers=headers).get_json()["moves"])

    def sit(self) -> None:
        """Let both sides sit together, once, so that they may agree."""
        if not self.make.run("select talked from cases where id = :case", case=self.case):
            sat_together(self.story, self.case)

    def wait(self, days: int) -> None:
        """Let days go by: what is due of the case was due so much earlier."""
        self.make.run(
            "update cases set state_since = state_since - make_interval(days => :n), due_on = due_on - :n where id = :case",
            n=days, case=self.case,
        )  # fmt: skip

    def able(self, move: Move) -> list[str]:
        """Return who has the role for a move: of bodies those at the table, when there are any."""
        seats = {str(body): role for body, role in self.make.rows(SEATS, case=self.case)}
        seated = [login for login, body in self.bodies.items() if seats.get(body) in move.roles]
        return seated or [login for role in sorted(move.roles | move.holders) for login in ACTING.get(role, ())]

    def right(self, move: Move, offered: Mapping[str, Any] | None, nth: int = 0) -> dict[str, str]:
        """Return evidence that just suffices: for what is offered as the offer has it, else by the table; `nth` chooses."""
        if offered is None:
            return {need.key: self.word(need.key, need.kind, need.least, [], nth) for need in move.needs}
        return {
            each["key"]: self.word(each["key"], each["kind"], each["least"], [c["value"] for c in each["choices"]], nth)
            for each in offered["fields"]
        }

    def word(self, key: str, kind: str, least: int, choices: Sequence[str], nth: int) -> str:
        """Return one right piece of evidence."""
        if key == "into":
            return self.into
        if key == "agreed":
            return ""  # nobody left a contact here that could be given on
        if kind in {"day", "due"}:
            return str(today()) if kind == "day" else LATER
        if kind == "body":
            return choices[nth % len(choices)] if choices else next(iter(self.bodies.values()))
        if kind in {"choice", "choices"}:
            return choices[nth % len(choices)] if choices and (least or nth % 5 == 4) else ""
        return "字" * least


def spoiled(needs: Mapping[str, str], move: Move, flaw: str) -> tuple[str, dict[str, str]] | None:
    """Return reason and evidence with one flaw, None where the move has nothing that could be so."""
    least: list[Evidence] = [need for need in move.needs if need.least]
    given, reason = dict(needs), "讲清楚的理由"
    kinds = [need for need in least if need.kind != "text"]
    if flaw == "unknown":
        return reason, given | {"made_up": "字字字字字"}
    if flaw == "reason" and move.reason_required:
        return " \u3000 ", given
    if flaw == "lacking" and least:
        given.pop(least[-1].key)
    elif flaw == "blank" and least:
        given[least[0].key] = " \u3000" + "字" * (least[0].least - 1) if least[0].kind == "text" else "  "
    elif flaw == "kind" and kinds:
        given[kinds[0].key] = "下周三"
    else:
        return None
    return reason, given


def unproven(events: Sequence[Row[Any]], state: str, *, skips: bool) -> list[str]:
    """Return what the rows of a case do not prove of how it came where it stands; `skips`: its category needs no verification."""
    wrong, at, handler, approved, signed = [], State.PENDING.value, None, False, False
    for n, row in enumerate(events):
        move, words = BY_ID[row.move], row.evidence if isinstance(row.evidence, dict) else json.loads(row.evidence)
        lands = move.lands.value
        checks = {
            "version": row.version == n + 2,
            "chain": (row.from_state, row.to_state) == (at, lands) and move.source.value == at,
            "who": row.actor_role in move.roles | move.holders,
            "reason": not move.reason_required or bool(row.reason.strip()),
            "evidence": all(
                len(words.get(need.key, "").strip()) >= (1 if need.kind == "body" else need.least) for need in move.needs if need.least
            ),
            "body": move.seat is None or row.body_role in move.bodies,
            "approval": row.move not in ORGANS or approved,
            "congress": lands != State.CLOSED or row.actor_role not in OF_THE_CONGRESS,
            "verified by another": not move.not_handler or row.actor_id is None or row.actor_id != handler,
            "verified at all": not move.only_skipping or skips,
            "signed": row.move != "11-2" or signed,
        }  # fmt: skip
        wrong += [f"{row.move}: {name}" for name, holds in checks.items() if not holds]
        handler = row.actor_id if move.handles else handler
        approved = (approved or row.move == "B6-1") and lands != State.TRIAGE
        signed = move.signs or (signed and lands == at)
        at = lands
    return wrong if at == state else [*wrong, f"stands at {state}, its events end at {at}"]


def all_moves() -> tuple[Move, ...]:
    """Return every move that somebody may ask for."""
    return tuple(move for move in MOVES if not move.unasked)
