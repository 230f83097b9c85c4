"""100,000 opinions on one draft, over forty articles and all on one: what may belong together, and the funnel beside the bare SQL."""

from __future__ import annotations

import io
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.accounts.service import create
from backend.db import Context, Database
from backend.digests import queries, service
from backend.settings import Settings
from bench.province import PASSWORD

OPINIONS, SPREADS, TURNS, SEED, COUNTY = 100_000, (40, 1), 9, 32, "999001"
# What people say, in parts that are put together: of each matter a handful of ways to say it.
MATTERS = tuple(
    (f"{who}{what}", f"{what}{who}")
    for who in ("物业公司", "幼儿园", "村委会", "社区", "业主", "学校", "乡镇", "开发商")
    for what in (
        "应当每年公示收费标准",
        "不得另外收取费用",
        "要有专人值守并登记",
        "的补助由县里承担",
        "维修资金怎么用要公开",
        "夜里不能停水停电",
    )
)
OPENINGS = ("建议", "希望", "条例里要写明", "我认为", "请加上一条：", "")
ENDS = ("，违反的要处罚", "，并公布电话", "，老百姓才放心", "，不能再拖", "")
# The harder half: words of a language that nobody speaks, the frequent ones often, no two opinions alike.
CHINESE = tuple(chr(0x4E00 + n) for n in range(2000))
# The figures of the funnel as somebody writes them by hand, without policies.
FUNNEL = text(
    "select o.station_id, count(*), count(i.batch_id), count(*) filter (where i.outcome in ('adopted', 'partly')), count(d.answered_at),"
    " count(d.answered_at) filter (where d.by_notice or u.sheet_id is null) from opinion o left join digest_opinion d on d.opinion_id = o.id"
    " left join digest_item i on i.id = d.item_id left join feedback_unreached u on u.sheet_id = d.sheet_id"
    " where o.solicitation_id = :law and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn') group by 1"
)
# :own sets the ids of one draft apart from the other's; half of its opinions stand in 400 items.
FILL = (
    ("insert into solicitation (id, number, kind, title, about, issuer, issued_on, state, area_code, opens_on, closes_on, made_as, made_by, asked)"
    " values (:law, :own, 'draft_law', '条例（草案）', '请大家说说', '人大', '2026-01-01', 'collecting', :county, '2026-01-01', '2099-01-01', 'liaison', :by, '')"),
    "insert into draft_version (id, solicitation_id, nth, title, made_by, asked) values (:law, :law, 1, '草案', :by, '')",
    ("insert into draft_article (id, version_id, solicitation_id, position, label, text) select md5(:own || 'article' || n)::uuid, :law, :law, n,"
    " '第' || n || '条', '条文' from generate_series(1, :articles) n"),
    ("insert into opinion (id, number, solicitation_id, version_id, article_id, area_code, station_id, channel, said_at, received_at, state,"
    " reply_way, receipt, digest, answer) select md5(:own || 'opinion' || n)::uuid, :own || n, :law, :law, md5(:own || 'article' || 1 + n % :articles)::uuid,"
    " :county, s.ids[1 + n % cardinality(s.ids)], 'web', now(), now() - make_interval(secs => n), 'registered', 'receipt', lpad((:series + n)::text, 12, '0'),"
    " sha256('x'), '{}' from generate_series(1, :opinions) n, (select array_agg(id order by id) as ids from (select id from station order by id limit 50) few) s"),
    ("insert into digest_item (id, number, solicitation_id, kind, title, text, area_code, made_by, asked) select md5(:own || 'item' || n)::uuid,"
    " 'ZL' || :own || n, :law, 'draft_law', '条目' || n, '整理稿的文字' || n, :county, :by, '' from generate_series(1, 400) n"),
    ("insert into opinion_text (opinion_id, area_code, said) select md5(:own || 'opinion' || n)::uuid, :county, said from said"),
)  # fmt: skip
JOIN = text(
    "insert into digest_opinion (opinion_id, item_id, area_code, joined_by) select md5(:own || 'opinion' || n)::uuid,"
    " md5(:own || 'item' || 1 + n % 400)::uuid, :county, :by from generate_series(1, :opinions, 2) n"
)


def said(dice: random.Random) -> str:
    """Return one opinion: a matter said in one of its ways, or two of them."""
    ways = [dice.choice(dice.choice(MATTERS)) for _ in range(1 + (dice.random() < 0.3))]
    return dice.choice(OPENINGS) + "，".join(ways) + dice.choice(ENDS)


def babbled(dice: random.Random) -> str:
    """Return one opinion of ten words and more, each rarer than the one before it in the list of all words."""
    places = (min(int(dice.paretovariate(0.6)), 8000) for _ in range(dice.randint(8, 20)))
    return "".join(CHINESE[place % 2000] + CHINESE[place * 7 % 1999] for place in places)


def fill(owner: Database, by: int, articles: int, say: Callable[[random.Random], str]) -> dict[str, Any]:
    """Store a draft with all its opinions in no item yet; return its values."""
    dice, own = random.Random(SEED), f"{say.__name__}{articles}"
    series = (articles + 50 * (say is babbled)) * OPINIONS * 10
    law = UUID(int=series)
    values = {
        "law": law,
        "series": series,
        "own": own,
        "county": COUNTY,
        "by": by,
        "articles": articles,
        "opinions": OPINIONS,
    }
    with owner.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        session.execute(text("create temporary table said (n integer, said text) on commit drop"))
        lines = "".join(f"{n}\t{say(dice)}\n" for n in range(1, OPINIONS + 1))
        cursor: Any = session.connection().connection.cursor()
        cursor.copy_expert("copy said from stdin", io.StringIO(lines))
        for statement in FILL:
            session.execute(text(statement), {name: value for name, value in values.items() if f":{name}" in statement})
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    return values


def timed(
    times: int, database: Database, context: Context | None, what: Callable[[Session], Any]
) -> tuple[float, float]:
    """Return the middle of so many turns, seconds by the clock and of processor here and in the database.

    Each turn is a transaction of its own that finds nothing prepared; beside other work the clock tells how crowded the machine is.
    """
    found = []
    for _ in range(times):
        with database.transaction(context) if context else database.transaction() as session:
            server = session.scalar(text("select pg_backend_pid()"))
            begun, before = time.perf_counter(), time.process_time() + spent(server)
            what(session)
            found.append((time.perf_counter() - begun, time.process_time() + spent(server) - before))
    return median(clock for clock, _ in found), median(processor for _, processor in found)


def spent(process: int) -> float:
    """Return the seconds of processor that a process of this machine has had."""
    ran = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(ran[11]) + int(ran[12])) / os.sysconf("SC_CLK_TCK")


def run(settings: Settings, seconds: float) -> None:
    """Print seconds and ratio; the middle of nine counts. `seconds` has no meaning here."""
    del seconds
    owner = Database(settings.database_url, options="-c statement_timeout=0")
    ours = Database(settings.app_database_url)
    with owner.transaction() as session:
        person = create(session, "digester", "县联络员", PASSWORD, [("liaison", COUNTY)], demo=True)
    seen = Context(viewer=person, roles=(("liaison", COUNTY),), areas=(COUNTY,), hidden_areas=(COUNTY,))
    for articles, say in [*((n, said) for n in SPREADS), (1, babbled)]:
        draft = fill(owner, person, articles, say)
        law = draft["law"]
        with owner.transaction() as session:
            article = session.scalar(
                text("select id from draft_article where solicitation_id = :law order by position desc"), {"law": law}
            )
        with ours.transaction(seen) as session:
            free, groups, _ = service.suggestions(session, law, article)
        clock, processor = timed(TURNS, ours, seen, lambda session: service.suggestions(session, law, article))  # noqa: B023 - called at once
        print(
            f"suggestions, {OPINIONS} opinions ({say.__name__}) over {articles} articles: {clock:5.2f} s, {processor:.2f} s of processor   (goal ≤ 2; {len(free)} compared,"
            f" the largest of {len(groups)} groups has {len(groups[0].members)})", flush=True,
        )  # fmt: skip
    with owner.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        session.execute(
            JOIN, {name: value for name, value in draft.items() if name in {"own", "county", "by", "opinions"}}
        )
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    funnel = timed(TURNS * 3, ours, seen, lambda session: queries.funnel(session, "station", solicitation=law))
    bare = timed(TURNS * 3, owner, None, lambda session: session.execute(FUNNEL, {"law": law}).all())
    print(
        f"funnel of {OPINIONS} opinions, half in items / bare SQL {funnel[1] / bare[1]:6.2f} of processor, {funnel[0] / bare[0]:.2f} by the clock   (goal ≤ 3;"
        f" {bare[1] * 1000:.0f} ms bare)"
    )
    owner.engine.dispose()
    ours.engine.dispose()
