"""A draft that is out for opinions, and its next version, for the tests of what people say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.clock import today
from tests.make import Maker, new_id

LABELS = ("第一条", "第二条", "第三条")


@dataclass(frozen=True)
class Draft:
    """A draft by its id, and the articles of its newest version by their labels."""

    id: str
    articles: dict[str, str]


def draft(make: Maker, *, area: str = "621124", lead: str = "LT", days: int = 10, state: str = "collecting") -> Draft:
    """Put out a draft of three articles that closes in so many days; the county and its contact point must be there."""
    made = new_id()
    make.run(
        "with a as (insert into account (login, name, password_hash) values ('d' || cast(:id as text), '经办', '-') returning id)"
        " insert into solicitation (id, number, kind, title, about, issuer, issued_on, state, area_code, opens_on, closes_on, made_as, made_by, asked)"
        " select cast(:id as uuid), 'L' || cast(:id as text), 'draft_law', '物业管理条例（草案）', '管好小区里的事', '省人大常委会', :opens, :state, :area,"
        " :opens, :closes, 'liaison', a.id, '' from a",
        id=made, state=state, area=area, opens=today() - timedelta(days=20), closes=today() + timedelta(days=days),
    )  # fmt: skip
    make.run(
        "insert into solicitation_lead select cast(:id as uuid), id, area_code from station where code = :lead",
        id=made, lead=lead,
    )  # fmt: skip
    return version(make, made, 1, [(label, None) for label in LABELS])


def version(make: Maker, solicitation: str, nth: int, articles: Sequence[tuple[str, str | None]]) -> Draft:
    """Put out a version: each article by its label and the id of the one it continues."""
    known, held = new_id(), {}
    make.run(
        "insert into draft_version (id, solicitation_id, nth, title, made_by, asked)"
        " select cast(:id as uuid), s.id, :nth, s.title, s.made_by, '' from solicitation s where s.id = cast(:of as uuid)",
        id=known, of=solicitation, nth=nth,
    )  # fmt: skip
    for position, (label, former) in enumerate(articles, 1):
        held[label] = new_id()
        make.run(
            "insert into draft_article (id, version_id, solicitation_id, position, label, text, former_id) values"
            " (cast(:id as uuid), cast(:v as uuid), cast(:of as uuid), :position, :label, :text, cast(:former as uuid))",
            id=held[label], v=known, of=solicitation, position=position, label=label, text=f"{label}说的事。", former=former,
        )  # fmt: skip
    return Draft(solicitation, held)


def opinion(of: Draft, article: str | None = None, text: str = "物业费应当每年公示一次", **more: Any) -> dict[str, Any]:
    """Return an opinion as a person without an account sends it."""
    return {
        "id": new_id(), "solicitation_id": of.id, "article_id": of.articles[article] if article else None, "text": text,
        "reply": {"way": "receipt"}, **more,
    }  # fmt: skip


def raised(make: Maker, of: Draft, area: str, said: str = "物业费应当每年公示一次") -> str:
    """Store an opinion that is registered; return its id."""
    made = new_id()
    make.run(
        "insert into opinion (id, number, solicitation_id, version_id, area_code, station_id, channel, said_at, state, reply_way, receipt, digest,"
        " answer) select cast(:id as uuid), 'Y' || cast(:id as text), v.solicitation_id, v.id, :area, (select min(id) from station), 'web', now(),"
        " 'registered', 'receipt', lpad((1000 + nextval('opinion_number'))::text, 12, '0'), sha256('x'), '{}'"
        " from draft_version v where v.solicitation_id = cast(:law as uuid) order by v.nth desc limit 1",
        id=made, law=of.id, area=area,
    )  # fmt: skip
    make.run(
        "insert into opinion_text (opinion_id, area_code, said) values (cast(:id as uuid), :area, :said)",
        id=made,
        area=area,
        said=said,
    )
    return made


def proposed(make: Maker, area: str, mark: str) -> str:
    """Store a proposal for legislation of an area, all of whose words hold `mark`; return its id."""
    made = new_id()
    make.run(
        "insert into proposal (id, number, title, text, raised_on, area_code, made_by, asked) select cast(:id as uuid), 'LX' || :mark, :words, :words,"
        " '2026-01-02', :area, min(account_id), '' from account_role where area_code = :area and role = 'liaison'",
        id=made, area=area, mark=mark, words=f"{mark}立法建议项目",
    )  # fmt: skip
    return made


def digested(make: Maker, of: Draft, area: str, mark: str) -> dict[str, str]:
    """Store an item, an expert and a batch of an area, all of whose words hold `mark`; return their ids."""
    ids = {name: new_id() for name in ("digest_id", "expert_id", "batch_id")}
    who = make.run("select min(account_id) from account_role where area_code = :area and role = 'liaison'", area=area)
    values = {"law": of.id, "area": area, "who": who, "mark": f"{mark}整理条目"}
    make.run(
        "insert into expert (id, name, employer, area_code, made_by, asked) values (cast(:id as uuid), left(:mark, 30), :mark, :area, :who, '')",
        id=ids["expert_id"], **values,
    )  # fmt: skip
    make.run(
        "insert into report_batch (id, number, solicitation_id, recipient, sent_on, area_code, made_by, made_name, asked)"
        " values (cast(:id as uuid), 'SB' || :mark, cast(:law as uuid), :mark, '2026-01-02', :area, :who, '某', '')", id=ids["batch_id"], **values,
    )  # fmt: skip
    make.run(
        "insert into digest_item (id, number, solicitation_id, kind, title, text, area_code, made_by, asked)"
        " values (cast(:id as uuid), 'ZL' || :mark, cast(:law as uuid), 'draft_law', :mark, :mark, :area, :who, '')", id=ids["digest_id"], **values,
    )  # fmt: skip
    return ids
