"""Issue 4: 100,000 opinions on one draft: what may belong together in an article, and the funnel beside the bare SQL."""

from __future__ import annotations

import random
import time
from statistics import median
from uuid import UUID

from sqlalchemy import text

from backend.accounts.service import create
from backend.db import Context, Database
from backend.digests import queries, service
from backend.settings import Settings
from bench.province import PASSWORD

OPINIONS, ARTICLES, TURNS, SEED = 100_000, 40, 15, 32
LAW, VERSION, COUNTY = UUID(int=0x32), UUID(int=0x33), "999001"
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
FUNNEL = text(
    "select o.station_id, count(*), count(i.batch_id), count(*) filter (where i.outcome in ('adopted', 'partly')), count(d.answered_at)"
    " from opinion o left join digest_opinion d on d.opinion_id = o.id left join digest_item i on i.id = d.item_id"
    " where o.solicitation_id = :law and o.state not in ('submitted', 'invalid') group by 1"
)
FILL = (
    ("insert into solicitation (id, number, kind, title, about, issuer, issued_on, state, area_code, opens_on, closes_on, made_as, made_by, asked)"
    " values (:law, 'B-1', 'draft_law', '条例（草案）', '请大家说说', '人大', '2026-01-01', 'collecting', :county, '2026-01-01', '2099-01-01', 'liaison', :by, '')"),
    "insert into draft_version (id, solicitation_id, nth, title, made_by, asked) values (:version, :law, 1, '草案', :by, '')",
    ("insert into draft_article (id, version_id, solicitation_id, position, label, text) select ('00000000-0000-0000-0001-' ||"
    " lpad(n::text, 12, '0'))::uuid, :version, :law, n, '第' || n || '条', '条文' from generate_series(1, :articles) n"),
    ("insert into opinion (id, number, solicitation_id, version_id, article_id, area_code, station_id, channel, said_at, received_at, state,"
    " reply_way, receipt, digest, answer) select ('00000000-0000-0000-0002-' || lpad(n::text, 12, '0'))::uuid, 'Y' || n, :law, :version,"
    " ('00000000-0000-0000-0001-' || lpad((1 + n % :articles)::text, 12, '0'))::uuid, :county, s.ids[1 + n % cardinality(s.ids)], 'web', now(),"
    " now() - make_interval(secs => n), 'registered', 'receipt', lpad(n::text, 12, '0'), sha256('x'), '{}'"
    " from generate_series(1, :opinions) n, (select array_agg(id order by id) as ids from (select id from station order by id limit 50) few) s"),
    ("insert into digest_item (id, number, solicitation_id, kind, title, text, area_code, made_by, asked) select ('00000000-0000-0000-0003-' ||"
    " lpad(n::text, 12, '0'))::uuid, 'ZL' || n, :law, 'draft_law', '条目' || n, '整理稿的文字' || n, :county, :by, '' from generate_series(1, 400) n"),
    ("insert into digest_opinion (opinion_id, item_id, area_code, joined_by) select o.id, ('00000000-0000-0000-0003-' || lpad((1 + n % 400)::text, 12,"
    " '0'))::uuid, o.area_code, :by from (select id, area_code, row_number() over (order by id) as n from opinion) o where n % 2 = 0 and"
    " o.n > :articles * 5"),
)  # fmt: skip


def said(dice: random.Random) -> str:
    """Return one opinion: a matter said in one of its ways, or two of them."""
    ways = [dice.choice(dice.choice(MATTERS)) for _ in range(1 + (dice.random() < 0.3))]
    return dice.choice(OPENINGS) + "，".join(ways) + dice.choice(ENDS)


def run(settings: Settings, seconds: float) -> None:
    """Print seconds and ratio; the middle of fifteen counts. `seconds` has no meaning here."""
    del seconds
    owner, ours = Database(settings.database_url), Database(settings.app_database_url)
    dice = random.Random(SEED)
    with owner.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        person = create(session, "digester", "县联络员", PASSWORD, [("liaison", COUNTY)], demo=True)
        values = {
            "law": LAW,
            "version": VERSION,
            "county": COUNTY,
            "by": person,
            "articles": ARTICLES,
            "opinions": OPINIONS,
        }
        for statement in FILL:
            session.execute(text(statement), {name: value for name, value in values.items() if f":{name}" in statement})
        ids = session.scalars(text("select id from opinion order by id")).all()
        rows = [{"id": one, "at": COUNTY, "said": said(dice)} for one in ids]
        session.execute(text("insert into opinion_text (opinion_id, area_code, said) values (:id, :at, :said)"), rows)
    with owner.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("vacuum analyze"))
    seen = Context(viewer=person, roles=(("liaison", COUNTY),), areas=(COUNTY,), hidden_areas=(COUNTY,))
    grouping, funnel, bare = [], [], []
    for turn in range(TURNS):
        article = UUID(f"00000000-0000-0000-0001-{1 + turn % ARTICLES:012d}")
        with ours.transaction(seen) as session:
            begun = time.perf_counter()
            free, groups, _ = service.suggestions(session, LAW, article)
            grouping.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            queries.funnel(session, "station", solicitation=LAW)
            funnel.append(time.perf_counter() - begun)
        with owner.transaction() as session:
            begun = time.perf_counter()
            session.execute(FUNNEL, {"law": LAW}).all()
            bare.append(time.perf_counter() - begun)
    print(
        f"suggestions for an article of {OPINIONS} opinions, seconds {median(grouping):6.2f}   (goal ≤ 2; the last of {len(free)} opinions,"
        f" {len(groups)} groups)"
    )
    print(
        f"funnel of {OPINIONS} opinions / bare SQL {median(funnel) / median(bare):6.2f}   (goal ≤ 3; {median(bare) * 1000:.0f} ms bare)"
    )
    owner.engine.dispose()
    ours.engine.dispose()
