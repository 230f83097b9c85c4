"""What the demo's people have in hand: a few matters on their long way, by the same services as everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.activities import service as activities
from backend.activities.domain import JOINT_MEETING, Plan, Point
from backend.alerts import service as alerts
from backend.cases import service as cases
from backend.cases.domain import Actor, working_days_after
from backend.clock import CHINA, now, today
from backend.codes import service as codes
from backend.commitments.domain import Keeper
from backend.db import Context, Database, apply_context
from backend.demo import queries
from backend.demo.domain import LINTAO, PEOPLE, STORIES, TOWN, VILLAGE, Step
from backend.initiatives import service as initiatives
from backend.initiatives.domain import Draft
from backend.jobs.registry import everywhere
from backend.mediation import service as mediation
from backend.mediation.domain import NewParty, NewRecord
from backend.routing import service as routing
from backend.routing.domain import Wanted
from backend.submissions import service as submissions
from backend.submissions.domain import NewSubmission, Reply

BODY = text("select id from body where code = :code")
PERSON = text("select id, name from account where login = :login")
DEPUTY = text("select id from deputy where code = 'DB-621124100-03'")
POSITION, DAYS = 10, 20


@dataclass
class Stage:
    """The demo's people at work on one database; each step is a transaction of its person's."""

    owner: Database

    def enter(self, session: Session, login: str) -> Actor:
        """Let a person act in this transaction; who acts for a body has no role of an area."""
        made = next(each for each in PEOPLE if each.login == login)
        person = session.execute(PERSON, {"login": login}).one()
        roles = () if made.body else ((made.role, made.area),)
        areas = tuple(area for _, area in roles)
        apply_context(session, Context(viewer=person.id, roles=roles, areas=areas, hidden_areas=areas))
        return Actor(person.id, person.name, roles)

    def step(self, case: UUID, step: Step) -> None:
        """Make one move of a case."""
        with self.owner.transaction() as session:
            actor = self.enter(session, step.login)
            head = cases.head_of(session, case)
            evidence = dict(step.evidence)
            if "body" in evidence:
                evidence["body"] = str(session.scalar(BODY, {"code": evidence["body"]}))
            if "due" in evidence:
                evidence["due"] = str(working_days_after(today(), int(evidence["due"])))
            if "met_on" in evidence:
                evidence["met_on"] = str(today())
            cases.move(
                session, case, actor, step.to, version=head.version, row=step.row, reason=step.reason, evidence=evidence
            )


def play(owner: Database) -> None:
    """Let the demo's people do their work, so that each of them finds something to do."""
    stage = Stage(owner)
    with owner.transaction() as session:
        fresh = iter(queries.fresh_cases(session, TOWN, 12))
    routing_rules(stage)
    for way in STORIES.values():
        case = next(fresh)
        for step in way:
            stage.step(case, step)
        if way[-1].to == "mediating":
            mediate(stage, case)
    meet_and_suggest(stage, fresh)
    speak_to_the_deputy(stage)
    speak_again(stage)
    with owner.transaction(everywhere("alerts.look")) as session:
        alerts.look(session)


def routing_rules(stage: Stage) -> None:
    """Write three rules of dispatch."""
    usual: dict[str, Any] = dict.fromkeys(("from_day", "until_day", "weekdays", "from_hour", "until_hour"))
    rules: tuple[tuple[str | None, str, str | None, int | None, str], ...] = (
        ("property", "industry", "LT-ZJJ", 15, "物业和住房归住建"), ("environment", "industry", "LT-SWJ", 15, "沟渠河道归水务"),
        ("neighbours", "industry", "LT-TJW-100", 20, "邻里纠纷先调解"),
    )  # fmt: skip
    with stage.owner.transaction() as session:
        stage.enter(session, "xianlianluo")
        for nth, (category, channel, body, days, note) in enumerate(rules, 1):
            named = session.scalar(BODY, {"code": body})
            area = TOWN if body == "LT-TJW-100" else LINTAO
            says = Wanted(category, area, **usual, channel=channel, body_id=named, days=days, note=note, disabled=False)
            routing.add(session, uuid4(), nth * POSITION, says)


def mediate(stage: Stage, case: UUID) -> None:
    """Note the parties and the first sitting of a mediation."""
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "tiaojie")
        for side, name, relation in (("claimant", "王守田", "东邻"), ("respondent", "李长河", "西邻")):
            mediation.add_party(session, case, actor, NewParty(uuid4(), side, name, None, relation, None))
        held = now()
        said = "双方到院墙下看过，都同意先量清楚，下次再谈怎么分担。"
        mediation.add_record(session, case, actor, NewRecord(uuid4(), held, "村委会调解室", "马德明", said, None))


def meet_and_suggest(stage: Stage, fresh: Iterator[UUID]) -> None:
    """Call a joint meeting on one matter, and make a supervision topic of another."""
    on, other = next(fresh), next(fresh)
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "zhenrenda")
        assert actor.id is not None  # noqa: S101 - whoever has a login has an id
        keeper = Keeper(actor.id, actor.name, actor.roles)
        bodies = tuple(int(session.scalar(BODY, {"code": code}) or 0) for code in ("LT-SWJ", "LT-ZJJ"))
        starts = datetime.combine(working_days_after(today(), 3), time(9, 30), CHINA)
        plan = Plan(uuid4(), JOINT_MEETING, "本月联席会议", TOWN, "镇政府二楼会议室", starts, bodies=bodies)
        file = activities.plan(session, plan, keeper)
        number = cases.head_of(session, on).number
        point = Point(uuid4(), number, "", "水务、住建都管一段，要坐到一起说清楚")
        activities.put(session, plan.id, keeper, point, version=file.head.version)
        draft = Draft(
            uuid4(),
            "supervision_topic",
            "老旧小区物业收费公示",
            "三个月里多次反映收费没有公示，建议列为监督议题。",
            ("property",),
        )
        initiatives.make(session, other, actor, draft)


def speak_again(stage: Stage) -> None:
    """Let one person send in three matters from one phone, so that an alert has something to find."""
    with stage.owner.transaction() as session:
        station = queries.station_in(session, VILLAGE)
    said = (
        ("neighbours", "楼上漏水说了两回，还没人来看。"),
        ("property", "物业收费一直没有公示。"),
        ("traffic", "巷口的路牙石翘起来，孩子摔过。"),
    )
    for category, words in said:
        reply = Reply("phone", name="王守田", phone="13900000000")
        new = NewSubmission(
            uuid4(),
            category,
            words,
            reply,
            place_words="北街",
            station_id=station,
            consents=("handling", "whereabouts"),
        )
        with stage.owner.transaction(submissions.context_of(new)) as session:
            submissions.record(session, new)


def speak_to_the_deputy(stage: Stage) -> None:
    """Send in a matter by the deputy's own code, so that it waits for the deputy."""
    with stage.owner.transaction() as session:
        code = codes.good_codes(session, deputy_id=session.scalar(DEPUTY))[0]
        station = queries.station_in(session, VILLAGE)
    new = NewSubmission(
        uuid4(), "public_service", "公交站牌挪走以后，老人要多走两里路，能不能挪回来？", Reply("receipt"), place_words="东关十字",
        code=code, station_id=station, consents=("handling", "whereabouts"),
    )  # fmt: skip
    with stage.owner.transaction(submissions.context_of(new)) as session:
        submissions.record(session, new)
