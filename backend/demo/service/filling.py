"""Filling a fresh installation with the demo, and saying how to get in."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import click
import segno
from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.accounts.domain import role_label
from backend.accounts.service import create
from backend.activities.commands import venues
from backend.audit.service import append
from backend.bodies.commands import bodies
from backend.bodies.domain import BODY_ROLES
from backend.bodies.service import appoint
from backend.cases.domain import Limit
from backend.cases.queries import limits
from backend.clock import CHINA, today
from backend.codes import service as codes
from backend.db import Context, Database
from backend.demo import queries
from backend.demo.domain import FUQUAN, LINTAO, LIYANG, PASSWORD, PEOPLE
from backend.demo.service import bulletins
from backend.demo.service.activities import gather
from backend.demo.service.evaluation import evaluate
from backend.demo.service.examples import tell
from backend.demo.service.figures import figures
from backend.demo.service.networks import enlist
from backend.demo.service.opinions import speak
from backend.demo.service.projects import build
from backend.demo.service.proposals import propose
from backend.demo.service.receptions import receive
from backend.demo.service.solicitations import solicit
from backend.demo.service.stories import Stage, play
from backend.demo.service.trainings import train
from backend.demo.service.visits import visit
from backend.demo.service.wishes import wish
from backend.deputies.commands import deputies
from backend.editions.commands import cells
from backend.errors import Conflict
from backend.grid.commands import areas
from backend.releases import service as releases
from backend.settings import Settings
from backend.stations.commands import stations

DATA = Path(__file__).parents[3] / "gis_data"
# Where more is reported than chance explains; and where much is, because many households live in one cell.
HOT = ("621124100005001", "621124106201001", "621124111201001")
BAIT = ("621124101201001", "621124110201001")
PLANS = (queries.Plan(LINTAO, 4200, 180, HOT), queries.Plan(FUQUAN, 300, 120, ("522702001001001",)))
# 002, 福泉: 化解矛盾纠纷260余起.
RESOLVED = 260
# Days of made-up scans.
SCANNED = 120
IN_FORCE_FROM = "2026-01-01"
SOURCE = "Zhitong: synthetic inner lines over real codes and a real outline"
GIVE_CELLS = text(
    "insert into cell_worker (account_id, cell_code) select :person, code from grid_cell"
    " where area_code = :village and in_force_to is null"
)
COUNTY_LIAISON = text("select id from account where login = 'fuquan'")
FILLED = text("select demo from installation")
# The planner knows nothing yet of what was just put in, and may go through all of it once for each of it.
MEASURE = text("analyze")
MARK = text("update installation set demo = true")
BIND_DEPUTY = text("update deputy set account_id = :person where code = 'DB-621124100-03'")
EDITIONS = text("select area_code from grid_edition")
POST = text("select id from station where code = 'LT-100-005'")


def fill(settings: Settings) -> bool:
    """Fill the installation with the demo, once; return whether anything was done.

    Raises Conflict outside demo mode (ZHITONG_DEMO=1) and on an installation that holds real reports.
    """
    if not settings.demo:
        raise Conflict("演示数据只能装进演示系统（ZHITONG_DEMO=1）")
    owner = Database(settings.database_url, options="-c statement_timeout=300000")
    try:
        with owner.transaction() as session:
            if session.scalar(FILLED):
                return False
            if queries.reports(session):
                raise Conflict("这里已有真实登记，不能装演示数据")
        import_territory(settings)
        with owner.transaction() as session:
            add_people_and_reports(session)
        play(owner)
        solicit(Stage(owner))
        speak(Stage(owner))
        receive(Stage(owner))
        build(Stage(owner), settings.derive("ballot box"))
        wish(Stage(owner))
        visit(Stage(owner))
        gather(Stage(owner))
        train(Stage(owner))
        tell(Stage(owner))
        propose(Stage(owner))
        enlist(Stage(owner))
        with owner.transaction() as session:
            figures(session, signer=int(session.scalar(COUNTY_LIAISON) or 0))
            queries.scan(session, SCANNED)
            session.execute(MEASURE)
        with owner.transaction() as session:
            releases.release(session, today())
        release_maps(owner, settings)
        evaluate(Stage(owner))
        bulletins.tell(Stage(owner), settings)
    finally:
        owner.engine.dispose()
    return True


def release_maps(owner: Database, settings: Settings) -> None:
    """Release the maps of the months that are over, as each night does."""
    with owner.transaction(Context.of_service("releases.month", (LINTAO, FUQUAN))) as session:
        releases.release_maps(session, today(), settings.map_least)


def import_territory(settings: Settings) -> None:
    """Import both counties with the same commands a person would type."""
    call(areas, settings, "import", DATA / "areas.csv", "--outlines", DATA / "outlines.geojson")
    with Database(settings.database_url).transaction() as session:
        drawn = set(session.scalars(EDITIONS))  # of a first try that was cut short
    for county, name in ((LINTAO, "临洮县2026年版"), (FUQUAN, "福泉市2026年版")):
        if county in drawn:
            continue
        call(
            cells, settings, "import", DATA / f"cells_{county}.geojson", "--area", county, "--edition", name,
            "--in-force-from", IN_FORCE_FROM, "--source", SOURCE, "--synthetic",
        )  # fmt: skip
    call(stations, settings, "import", DATA / "stations.csv", "--crs", "wgs84")
    for city in ("410700", LIYANG):
        call(areas, settings, "import", DATA / f"areas_{city}.csv")
        call(stations, settings, "import", DATA / f"stations_{city}.csv")
    call(stations, settings, "facts", DATA / "station_facts.csv")
    call(venues, settings, "import", DATA / "venues.csv", "--crs", "wgs84")
    for name in ("deputies", f"deputies_{LIYANG}"):
        call(deputies, settings, "import", DATA / f"{name}.csv")
    call(bodies, settings, "import", DATA / "bodies.csv")


def call(command: click.Group, settings: Settings, *words: object) -> None:
    """Run one command of ours with `words`."""
    command.main([str(word) for word in words], obj=settings, standalone_mode=False)


def add_people_and_reports(session: Session) -> None:
    """Add the invented people, a code for every station and deputy, and the made-up reports."""
    ids = {}
    for person in PEOPLE:
        roles = [] if person.body else [(person.role, person.area)]
        ids[person.login] = create(session, person.login, person.name, PASSWORD, roles, demo=True)
        if person.body:
            appoint(session, person.login, person.body, since=today())
        session.execute(GIVE_CELLS, {"person": ids[person.login], "village": person.cells})
    session.execute(BIND_DEPUTY, {"person": ids["daibiao"]})
    issue_all(session)
    due = deadlines(limits(session), today(), max(plan.days for plan in PLANS))
    for plan in PLANS:
        queries.make_up(session, plan, signer=ids["lianluo"], receipt=receipt_of, due=due)
    left = RESOLVED - queries.resolved(session, FUQUAN)
    older = queries.Plan(FUQUAN, left, 900, least=60, categories=queries.DISPUTES)
    queries.make_up(session, older, signer=ids["fuquan"], receipt=receipt_of, due=due)
    session.execute(MARK)
    append(session, "demo.filled", "installation", "-")


def issue_all(session: Session) -> None:
    """Issue a code for every station, post and deputy."""
    for row in session.execute(text("select id, kind from station order by id")).all():
        codes.issue(session, "post" if row.kind == "collection_post" else "station", row.id)
    for deputy in session.scalars(text("select id from deputy order by id")).all():
        codes.issue(session, "deputy", deputy)


def deadlines(known: Mapping[str, Limit], until: date, days: int) -> dict[str, dict[str, str]]:
    """Return by name of a limit and day it counts from, of the `days` before `until` and that one, the last day of the time."""
    began = [until - timedelta(days=n) for n in range(days + 1)]
    noons = {str(day): datetime.combine(day, time(12), CHINA) for day in began}
    return {name: {day: str(limit.due(noon)) for day, noon in noons.items()} for name, limit in known.items()}


def receipt_of(report: UUID) -> str:
    """Return the receipt of a made-up submission, as it is stored."""
    return codes.receipt_number(report)


def accounts() -> list[tuple[str, str, str, str]]:
    """Return login, what the person is called, role and area code of each demo account."""
    called = [BODY_ROLES.get(each.role) or role_label(each.role, each.area) for each in PEOPLE]
    return [(person.login, name, person.role, person.area) for person, name in zip(PEOPLE, called, strict=True)]


def welcome(settings: Settings) -> str:
    """Return what a newcomer needs: addresses, one account a role, a code to scan."""
    with Database(settings.database_url).transaction() as session:
        station = session.scalar(POST)
        code = codes.good_codes(session, station_id=station)[0]
    address = f"{settings.public_url}/c/{code}"
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=False)
    console.print(f"\nZhitong 直通\n\n  群众 citizens      {address}")
    console.print(f"  网格员 workers     {settings.public_url}/app/")
    console.print(
        f"  工作台 desk        {settings.public_url}/desk/\n  大屏 wall           {bulletins.wall(settings)}\n"
    )
    table = Table("account", "role", "", "area", title=f"demo accounts, password {PASSWORD}", title_justify="left")
    for row in accounts():
        table.add_row(*row)
    console.print(table)
    segno.make(address, error="m").terminal(out=out, compact=True)
    out.write("\n  scan: the code of 城中社区信息采集点\n")
    return out.getvalue()
