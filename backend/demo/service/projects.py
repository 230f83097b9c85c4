"""The demo's livelihood projects: one town's year, with a ballot of 45 that is over. Names and figures are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from backend.ballots import service as ballots
from backend.ballots.domain import Candidate, State, digest_of_code, digest_of_device
from backend.ballots.domain import Draft as Poll
from backend.clock import today
from backend.demo import queries
from backend.demo.domain import TOWN, VILLAGE
from backend.demo.service.stories import BODY, Stage
from backend.projects import queries as kept
from backend.projects import service as projects
from backend.projects.domain import CATEGORY, Draft, Plan, Report
from backend.submissions import service as submissions
from backend.submissions.domain import NewSubmission, Reply

BUILDER = {"pipes": "LT-SWJ", "lights": "LT-ZJJ"}
TITLES = {"pipes": "东关供水管网改造", "lights": "北街老旧小区照明改造", "crossing": "中学门口过街设施"}
TEXTS = {
    "pipes": "改造老旧供水管网一千八百米，惠及三百六十户。",
    "lights": "更换路灯和楼道灯二百二十盏，增设充电桩遮雨棚六处。",
    "crossing": "在中学门口建过街安全岛和信号灯。",
    "care": "在村部旁建日间照料点，供老人吃饭、休息。",
}
WISHES = {"pipes": ("东关的水管老是爆，盼着换成新的。",), "lights": ("北街路灯坏了一半，晚上不敢走。",), "care": ("村里老人多，想有个吃饭歇脚的地方。",)}  # fmt: skip
MEMBERS = [f"代表{n:02d}" for n in range(1, 46)]
BY_LINK = 5
# 42 of 45 in favour of the first: 93.3 per cent.
PAPERS = ["ffa"] * 33 + ["faf"] * 4 + ["aff"] * 3
TO_THE_BALLOT = (
    ("zhenzhang", "screen", "镇政府组织住建、水务实地看过"), ("zhenzhang", "nominate", "群众需要，资金有来源，受益面大"),
    ("zhenrenda", "endorse", "镇党委会议研究同意"), ("zhenrenda", "deliberate", "材料会前五天发给代表"),
    ("zhenrenda", "put_to_ballot", "代表审议后同意交付票决"),
)  # fmt: skip


def build(stage: Stage, key: bytes) -> None:
    """Let one town's projects of a year happen; `key` seals the box of the ballot."""
    ids = {name: ask_for(stage, name) for name in (*TITLES, "care")}
    for name in TITLES:
        for login, which, words in TO_THE_BALLOT:
            go(stage, ids[name], login, which, words)
    hold(stage, [(TITLES[name], ids[name]) for name in TITLES], key)
    go(stage, ids["crossing"], "zhenrenda", "lose", "这次票决没有当选，列入储备，明年再议。")
    for nth, name in enumerate(BUILDER):
        go(stage, ids[name], "zhenrenda", "win", "代表票决当选，今年办。")
        with stage.owner.transaction() as session:
            body = int(session.scalar(BODY, {"code": BUILDER[name]}) or 0)
        plan = Plan(body, 1_260_000 if nth == 0 else 680_000, today() + timedelta(days=120))
        go(stage, ids[name], "zhenzhang", "break_down", "责任到单位，按季度报进度", plan)
        go(stage, ids[name], "zhenzhang", "begin", "施工队已经进场")
        follow(stage, ids[name], ((35, 420_000), (60, 756_000)) if nth == 0 else ((50, 300_000), (100, 640_000)))
    finish(stage, ids["lights"])


def ask_for(stage: Stage, name: str) -> UUID:
    """Let people ask for a project, and make it of that."""
    numbers = []
    for words in WISHES.get(name, ()):
        with stage.owner.transaction() as session:
            station = queries.station_in(session, VILLAGE)
        wish = NewSubmission(uuid4(), CATEGORY, words, Reply("receipt"), station_id=station, consents=("handling",))
        with stage.owner.transaction(submissions.context_of(wish)) as session:
            numbers.append(submissions.record(session, wish).number)
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "zhenrenda")
        title = TITLES.get(name, "云谷村老人日间照料点")
        draft = Draft(uuid4(), TOWN, today().year, title, TEXTS[name], tuple(numbers))
        return projects.make(session, actor, draft).head.id


def go(stage: Stage, project: UUID, login: str, which: str, words: str, plan: Plan | None = None) -> None:
    """Make one move of a project."""
    with stage.owner.transaction() as session:
        actor = stage.enter(session, login)
        head = kept.head(session, project)
        version = head.version if head else 0
        projects.move(session, project, actor, which, words, plan or Plan(), version=version)


def follow(stage: Stage, project: UUID, went: Sequence[tuple[int, int]]) -> None:
    """Report the progress of two quarters."""
    for nth, (percent, paid) in enumerate(went):
        with stage.owner.transaction() as session:
            actor = stage.enter(session, "zhenzhang")
            said = Report(
                uuid4(), quarter(today() - timedelta(days=91 * (1 - nth))), percent, paid, "按计划施工，现场有公示牌"
            )
            projects.report(session, project, actor, said)


def finish(stage: Stage, project: UUID) -> None:
    """Let a project be finished, and judged by one deputy."""
    go(stage, project, "zhenzhang", "finish", "路灯已经全部亮灯")
    go(stage, project, "zhenrenda", "inspect", "代表分组到现场验收")
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "daibiao")
        projects.score(session, project, actor, dict.fromkeys(kept.dimensions(session), 88))


def hold(stage: Stage, standing: Sequence[tuple[str, UUID]], key: bytes) -> None:
    """Hold the ballot: 45 members, five by link and forty on paper, counted by two tellers and published."""
    poll = Poll(
        uuid4(), TOWN, "town", "镇人民代表大会会议", "年度民生实事项目票决", today() - timedelta(days=200), "each", contested=True, seats=2,
        rule="half_all", quorum="half", candidates=tuple(Candidate(title, which) for title, which in standing), from_deputies=False,
        names=tuple(MEMBERS), tellers=("lianluo", "daibiao"),
    )  # fmt: skip
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "zhenrenda")
        ballots.make(session, actor, poll)
        ballots.move(session, poll.id, actor, State.OPEN, "", version=1, key=key)
        roll = ballots.read(session, poll.id).members
        codes = [
            (each.id, ballots.issue(session, poll.id, actor, each.id, "link" if n < BY_LINK else "paper", key)[1])
            for n, each in enumerate(roll)
        ]
    for member, code in codes[:BY_LINK]:
        cast(stage, member, code, key)
    with stage.owner.transaction() as session:
        ballots.move(session, poll.id, stage.enter(session, "zhenrenda"), State.CLOSED, "", version=2, key=key)
    for deed in ("papers", "unseal", "sign"):
        for login in poll.tellers:
            with stage.owner.transaction() as session:
                tell(session, stage, poll.id, login, deed, key)
    with stage.owner.transaction() as session:
        actor = stage.enter(session, "zhenrenda")
        ballots.move(session, poll.id, actor, State.PUBLISHED, "", version=4, key=key)


def cast(stage: Stage, member: UUID, code: str, key: bytes) -> None:
    """Let a member vote by the link they were issued."""
    device = f"demo {member}"
    with stage.owner.transaction(ballots.context_of(digest_of_code(code))) as session:
        ballots.trade(session, code, device)
    with stage.owner.transaction(ballots.context_of(digest_of_device(device, member))) as session:
        ballots.cast(session, member, device, "ffa", key)


def tell(session: Session, stage: Stage, ballot: UUID, login: str, deed: str, key: bytes) -> None:
    """Let a teller do their part."""
    actor = stage.enter(session, login)
    if deed == "papers":
        ballots.enter_papers(session, ballot, actor, PAPERS)
    elif deed == "unseal":
        ballots.unseal(session, ballot, actor, key)
    else:
        ballots.sign(session, ballot, actor)


def quarter(day: date) -> str:
    """Return the quarter of a day: `2026Q3`."""
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"
