"""What the other files of EXPLAIN leave out: photos, the citizen's intake, messages, the small lists; 100,000 rows of each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy.orm import Session

from backend.alerts import queries as alerts
from backend.alerts.domain import Rule
from backend.attachments import queries as attachments
from backend.attachments.queries import Owner
from backend.bulletins import queries as bulletins
from backend.cases import queries as cases
from backend.cases.domain import OVER, in_hands
from backend.coverage import queries as coverage
from backend.db import Context
from backend.db.sql import NamedSql
from backend.digests import queries as digests
from backend.editions import queries as editions
from backend.editions.domain import KINDS
from backend.exchange import queries as exchange
from backend.feedback import queries as feedback
from backend.front import queries as front
from backend.grid import queries as grid
from backend.grid.domain import Scope
from backend.hotspots import queries as hotspots
from backend.hotspots.domain import Period
from backend.links import queries as links
from backend.mediation import queries as mediation
from backend.opinions import queries as opinions
from backend.petitions import queries as petitions
from backend.ratings import queries as ratings
from backend.releases import queries as releases
from backend.reports import queries as reports
from backend.reports.model import WHAT
from backend.retention import queries as retention
from backend.scans import queries as scans
from backend.settings import Settings
from backend.sightings import queries as sightings
from backend.stations import queries as stations
from backend.submissions import queries as submissions
from tests.contracts import plans

ONE = UUID(int=775)
# The opinion of that number, and one of the twenty drafts; md5 of a word.
SAID = UUID("f" + str(ONE)[1:])
DRAFT = UUID(hashlib.md5(b"draft 7", usedforsecurity=False).hexdigest())
TODAY = date(2026, 11, 21)
NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
SINCE, LATELY = datetime(2026, 7, 5, tzinfo=UTC), datetime(2026, 10, 3, tzinfo=UTC)
TOWN, COUNTY = "621124204", "621124"
PLACE = {"lon": 104.3, "lat": 34.3}
SQL: dict[str, NamedSql] = {
    "alerts": alerts.SQL, "reports": reports.Q, "retention": retention.Q, "attachments": attachments.SQL, "cases": cases.Q, "exchange": exchange.SQL, "feedback": feedback.Q,
    "front": front.SQL, "sightings": sightings.Q, "grid": grid.SQL, "hotspots": hotspots.SQL, "links": links.SQL, "mediation": mediation.Q, "petitions": petitions.Q, "ratings": ratings.Q, "stations": stations.SQL,
    "digests": digests.SQL, "opinions": opinions.SQL, "coverage": coverage.SQL,
    "submissions": submissions.SQL, "releases": releases.SQL, "bulletins": bulletins.SQL, "scans": scans.SQL, "editions": editions.SQL,
}  # fmt: skip
Call = Callable[[Session], object]


def digest(n: int) -> bytes:
    """Return the digest of the n-th photo."""
    return hashlib.sha256(str(n).encode()).digest()


def sent() -> dict[str, Any]:
    """Return a submission as the intake statement has it."""
    return {
        "id": UUID(int=2**100), "category": "land", "text": "水", "place_words": "", "digest": b"d" * 32, "cell_code": None, "crs": "wgs84",
        "accuracy_m": None, "fixed_at": None, "code_id": None, "deputy_id": None, "channel": "web", "receipt": "0" * 11 + "Z",
        "reply_way": "receipt", "contact_id": None, "language": "zh-CN", "ticket": None, "attachments": [], "accept_by": TODAY,
        "suite": 1, "key_id": 1, "name_sealed": None, "phone_sealed": None, "phone_index": None, "station_id": None,
        "own_why": "chosen", "scope_area": None, "deputy": None, "home_id": None, "written": False, "village": None, "hidden": False, "kept": False,
        "seen_at": None, "has_contact": False,
    } | PLACE  # fmt: skip


def runs(sql: NamedSql, name: str, **values: object) -> Call:
    """Return a call of a named statement that has no typed caller of its own shape."""
    return lambda session: session.execute(sql[name], values)


STAFF = Context(viewer=2, roles=(("liaison", TOWN),), areas=(TOWN,), hidden_areas=(TOWN,))
CITIZEN = Context(receipt=ONE, case=ONE)
WORKER = Context.of_service("test", (COUNTY,))
OWN = Context(receipt=ONE, case=ONE, holder="citizen")
KEEPER = Context.of_service("retention", tuple("12345678"))
SENDER = Context.of_service("exchange", (COUNTY,))
PARTNERS = Context(viewer=2, partner_areas=(COUNTY,))
LINKED = Context(link=hashlib.sha256(b"dn775").digest())
TOWN_HERE, MARCH = Scope((TOWN,)), Period(date(2026, 3, 1), date(2026, 3, 31))
IN_MARCH: dict[str, Any] = {
    "low": TOWN_HERE.low, "high": TOWN_HERE.high, "prefixes": [TOWN], "since": MARCH.since, "until": MARCH.until, "today": TODAY,
}  # fmt: skip
BOUND = Context(receipt=UUID(int=2**100))
# Tables that erasing one report's contents reaches, each by an index.
ERASING = {"report_text_pkey", "feedback_sheet_report_idx", "report_attachment_pkey", "push_follow_report_idx"}
# Name, role, context, call, the indexes it needs (`a|b`: one of them), and the most rows it may go through in a table.
EVERY: list[tuple[str, str, Context, Call, set[str], int]] = [
    ("attachments.own", "app", Context(viewer=1), lambda s: attachments.own(s, Owner(author_id=1), digest(777)), {"attachment_sent_idx"}, 2),
    ("attachments.visible", "app", STAFF, lambda s: attachments.visible(s, digest(784)), {"attachment_sent_idx", "report_attachment_sent_idx"}, 2),
    ("attachments.of_deputy", "app", Context(viewer=13), lambda s: attachments.of_deputy(s, digest(50), 13), {"report_attachment_sent_idx", "submission_pkey"}, 2),
    ("attachments.needed", "worker", KEEPER, lambda s: attachments.needed(s, [digest(7).hex()]), {"attachment_kept_idx"}, 2),
    ("attachments.gone", "worker", KEEPER, lambda s: attachments.gone(s, 9), set(), 1),
    ("attachments.removed", "worker", KEEPER, lambda s: attachments.removed(s, digest(7).hex()), set(), 1),
    ("attachments.forget", "worker", KEEPER, lambda s: attachments.forget(s, 40, 9), set(), 300_000),
    ("reports.contents", "app", OWN, lambda s: reports.contents(s, ONE), {"report_pkey", "report_corrects_idx"}, 12),
    ("reports.erased", "app", OWN, lambda s: reports.erased(s, ONE), set(), 5),
    ("reports.photos", "app", OWN, lambda s: reports.photos(s, ONE), {"report_attachment_pkey", "attachment_sent_idx|attachment_once"}, 12),
    ("reports.erase", "app", OWN, lambda s: reports.erase(s, ONE, WHAT, "citizen"), ERASING, 60),
    ("digests.opinions", "app", STAFF, lambda s: digests.opinions(s, DRAFT, free=True, most=50), {"opinion_draft_idx|opinion_area_idx"}, 6000),
    ("digests.free", "app", STAFF, lambda s: digests.free(s, DRAFT, None, most=50, characters=4000), {"opinion_draft_idx|opinion_area_idx"}, 6000),
    ("digests.drafts", "app", STAFF, lambda s: digests.drafts(s, after=None, most=50), {"opinion_draft_idx|opinion_area_idx|opinion_station_idx"}, 120_000),
    ("digests.articles", "app", STAFF, lambda s: digests.articles(s, DRAFT), {"opinion_draft_idx|opinion_area_idx"}, 12_000),
    ("digests.funnel", "app", STAFF, lambda s: digests.funnel(s, "station", solicitation=DRAFT), {"opinion_draft_idx|opinion_area_idx"}, 6000),
    ("digests.to_answer", "app", STAFF, lambda s: digests.to_answer(s, ONE, 50), set(), 100),
    ("digests.results", "app", Context(), lambda s: digests.results(s, DRAFT), set(), 10),
    ("digests.results_counts", "app", Context(), lambda s: digests.results_counts(s, DRAFT), set(), 10),
    ("opinions.draft_now", "app", Context(), lambda s: opinions.draft_now(s, DRAFT, DRAFT, TODAY), {"draft_article_former_idx", "draft_article_version"}, 100),
    ("opinions.way_in", "app", Context(), runs(opinions.SQL, "way_in", solicitation=DRAFT, day=TODAY, cell_code="G5-5", station_id=None, scope_area=None, home_id=None), {"grid_cell_code_idx", "station_unit_idx"}, 200),
    ("opinions.stored", "app", Context(), lambda s: opinions.stored(s, SAID), {"opinion_pkey", "report_pkey"}, 2),
    ("opinions.lock", "app", STAFF, lambda s: opinions.lock(s, [SAID]), {"opinion_pkey"}, 30),
    ("opinions.counts", "app", STAFF, lambda s: opinions.counts(s, DRAFT), {"opinion_draft_idx|opinion_station_idx"}, 6000),
    ("opinions.due", "worker", KEEPER, lambda s: opinions.due(s, 1, 20), set(), 20_000),
    ("opinions.erase_due", "worker", KEEPER, lambda s: opinions.erase_due(s, [SAID]), {"opinion_pkey", "feedback_sheet_report_idx", "push_follow_report_idx"}, 60),
    ("retention.erase_due", "worker", KEEPER, lambda s: retention.erase_due(s, "words", 1, 20), {"cases_over_idx"}, 500),
    ("retention.erase_due", "worker", KEEPER, lambda s: retention.erase_due(s, "photos", 1, 20), {"cases_over_idx"}, 500),
    ("retention.forget_sessions", "worker", KEEPER, lambda s: retention.forget_sessions(s, 30), set(), 100_000),
    ("submissions.own_words", "app", OWN, lambda s: submissions.own_words(s, ONE, ONE), {"case_event_once"}, 5),
    ("cases.notice_new", "worker", WORKER, cases.notice_new, {"cases_pending_idx", "notice_once"}, 10_000),
    ("alerts.repeat_people", "worker", WORKER, lambda s: alerts.repeat_people(s, Rule(3, 7), SINCE, LATELY), {"report_count_idx|report_area_idx", "contact_pkey", "contact_phone_idx"}, 30_000),
    ("alerts.of_cells", "worker", WORKER, lambda s: alerts.of_cells(s, TOWN, [7, 8], SINCE, LATELY, TODAY), {"report_cell_idx"}, 5000),
    ("alerts.lasting", "worker", WORKER, lambda s: alerts.lasting(s, COUNTY, TODAY, TODAY), set(), 5000),
    ("alerts.hot_counties", "worker", KEEPER, lambda s: alerts.counties(s, TODAY), {"grid_cell_area_idx"}, 5000),
    ("alerts.towns_of", "worker", WORKER, lambda s: alerts.towns(s, COUNTY, TODAY), set(), 5000),
    ("alerts.overdue", "worker", WORKER, lambda s: alerts.overdue(s, Rule(5, 7), SINCE, date(2026, 3, 5)), {"cases_due_idx|cases_area_idx"}, 120_000),
    ("editions.listed", "app", STAFF, lambda s: editions.listed(s, TOWN_HERE, TODAY, 20), {"grid_cell_area_idx"}, 16_000),
    ("editions.sums", "app", STAFF, lambda s: editions.sums(s, TOWN_HERE, 1, TODAY), {"grid_cell_area_idx|grid_cell_once"}, 24_000),
    *((f"editions.moved_{kind}", "app", STAFF, lambda s, kind=kind: editions.moved(s, kind, TOWN_HERE, 1, TODAY, "", 50), set(), 16_000) for kind in KINDS),  # type: ignore[misc]
    ("bulletins.tallies", "worker", WORKER, lambda s: bulletins.tallies(s, TOWN_HERE, MARCH), {"report_area_idx"}, 5000),
    ("bulletins.begun", "worker", WORKER, lambda s: bulletins.begun(s, TOWN_HERE, MARCH), {"report_area_idx"}, 5000),
    ("bulletins.work", "worker", WORKER, runs(bulletins.SQL, "work", **IN_MARCH), {"cases_area_idx|cases_opened_idx|cases_due_idx"}, 120_000),
    ("bulletins.came", "worker", WORKER, runs(bulletins.SQL, "came", **IN_MARCH), {"case_event_came_idx"}, 120_000),
    ("bulletins.voices", "worker", WORKER, lambda s: bulletins.voices(s, TOWN_HERE, MARCH), {"opinion_area_idx|opinion_received_idx"}, 120_000),
    ("bulletins.warned", "worker", WORKER, lambda s: bulletins.warned(s, TOWN_HERE, MARCH), set(), 5000),
    ("bulletins.shapes", "app", STAFF, lambda s: bulletins.shapes(s, [7, 8]), {"grid_cell_pkey"}, 10),
    ("bulletins.due", "worker", KEEPER, lambda s: bulletins.due(s, "week", date(2026, 11, 16), TODAY), {"station_area_idx"}, 5000),
    ("cases.forewarn", "worker", WORKER, lambda s: cases.forewarn(s, in_hands(), date(2026, 3, 5)), {"cases_due_idx", "notice_once"}, 100_000),
    ("cases.give_deadline", "worker", WORKER, lambda s: cases.give_deadline(s, date(2026, 3, 1), TODAY), {"cases_pending_idx|cases_area_idx"}, 5000),
    ("cases.reports_held", "app", CITIZEN, lambda s: cases.reports_held(s, ONE), set(), 5),
    ("cases.remapped", "worker", WORKER, lambda s: cases.remapped(s, 7), {"case_remap_edition_idx"}, 200),
    ("mediation.remind", "worker", WORKER, mediation.remind, {"case_event_agreed_idx", "case_seat_pkey|case_seat_open_idx", "cases_pkey"}, 2000),
    ("petitions.earlier", "app", STAFF, lambda s: petitions.earlier(s, ONE), set(), 300),
    ("petitions.backlog", "app", STAFF, lambda s: petitions.backlog(s, before=NOON, redos=2, last=None, most=50), {"cases_area_idx|cases_due_idx|cases_opened_idx"}, 10_000),
    ("ratings.figures", "app", STAFF, lambda s: ratings.figures(s, None, None), {"cases_area_idx|cases_opened_idx"}, 10_000),
    ("submissions.take_in", "app", BOUND, runs(submissions.SQL, "take_in", **sent()), {"grid_cell_geom_idx", "station_unit_idx", "report_pkey"}, 200),
    ("submissions.stored", "app", Context(), lambda s: submissions.stored(s, ONE), {"report_pkey"}, 1),
    ("submissions.progress", "app", CITIZEN, lambda s: submissions.progress(s, ONE), {"case_report_report_idx", "cases_pkey", "report_pkey", "submission_pkey"}, 12),
    ("submissions.steps", "app", CITIZEN, lambda s: submissions.steps(s, ONE), {"case_event_once"}, 1),
    ("submissions.told", "app", CITIZEN, lambda s: submissions.told(s, ONE), {"case_event_once", "cases_pkey"}, 20),
    ("submissions.foretell", "app", Context(), runs(submissions.SQL, "foretell", **sent()), {"grid_cell_geom_idx", "station_unit_idx"}, 200),
    ("exchange.publish", "worker", SENDER, lambda s: exchange.publish(s, "case.moved", "new", ONE, 2), {"cases_pkey", "partner_delivery_once"}, 30),
    ("exchange.claim", "worker", SENDER, lambda s: exchange.claim(s, ONE, 0, 15), {"partner_delivery_pkey"}, 10),
    ("exchange.facts", "worker", SENDER, lambda s: exchange.facts(s, ONE, 2, opening=True), {"cases_pkey", "case_event_once", "report_text_pkey"}, 5),
    ("exchange.settle", "worker", SENDER, lambda s: exchange.settle(s, ONE, "delivered", 204), {"partner_delivery_pkey"}, 1),
    ("exchange.rest", "worker", SENDER, lambda s: exchange.rest(s, UUID(int=3), 60), {"partner_delivery_due_idx"}, 1000),
    ("exchange.due", "worker", SENDER, lambda s: exchange.due(s, 100), {"partner_delivery_due_idx"}, 2500),
    ("exchange.deliveries", "app", PARTNERS, lambda s: exchange.deliveries(s, UUID(int=3), status=None, before=None, most=50), {"partner_delivery_list_idx"}, 60),
    ("exchange.notes", "app", STAFF, lambda s: exchange.notes(s, ONE, 200), {"partner_note_case_idx"}, 5),
    ("feedback.gateway_attempt", "worker", WORKER, lambda s: feedback.gateway_attempt(s, ONE), {"delivery_key"}, 5),
    ("feedback.accepted", "worker", WORKER, lambda s: feedback.accepted(s, ONE, 202), {"delivery_pkey"}, 1),
    ("feedback.about", "app", STAFF, lambda s: feedback.about(s, ONE, after=None, most=50), {"feedback_sheet_subject_idx"}, 100),
    ("feedback.unreached", "app", STAFF, lambda s: feedback.unreached(s, 7, after=None, most=50), {"feedback_unreached_area_idx"}, 6000),
    ("feedback.asks", "app", STAFF, lambda s: feedback.asks(s, ask_id=ONE), {"ask_pkey"}, 2),
    ("feedback.asks", "app", CITIZEN, lambda s: feedback.asks(s, report_id=ONE), {"ask_report_idx", "ask_delivery_key"}, 2),
    ("feedback.asks", "app", STAFF, lambda s: feedback.asks(s, subject_id=ONE), {"ask_once"}, 2),
    ("feedback.last_ask_attempt", "worker", WORKER, lambda s: feedback.last_ask_attempt(s, ONE, "inbox"), {"ask_delivery_key"}, 2),
    ("feedback.settle_ask", "worker", WORKER, lambda s: feedback.settle_ask(s, ONE, "failed", 500), {"ask_delivery_pkey"}, 2),
    ("sightings.versions", "app", OWN, lambda s: sightings.versions(s, ONE), {"report_pkey", "report_corrects_idx"}, 12),
    ("links.handler_seat", "app", STAFF, lambda s: links.handler_seat(s, ONE), {"case_seat_open_idx|case_seat_pkey"}, 200),
    ("links.links", "app", STAFF, lambda s: links.links(s, ONE), {"case_link_case_idx"}, 200),
    ("links.found", "app", Context(), lambda s: links.found(s, hashlib.sha256(b"tn775").digest()), {"case_link_token_hash_key"}, 200),
    ("links.bound", "app", Context(), lambda s: links.bound(s, digest(7), digest(8)), {"case_link_token_hash_key"}, 2),
    ("links.of_device", "app", Context(), lambda s: links.of_device(s, hashlib.sha256(b"dn775").digest()), {"case_link_device_hash_key"}, 200),
    ("links.revoke", "app", STAFF, lambda s: links.revoke(s, ONE, ONE), {"case_link_pkey|case_link_case_idx"}, 2),
    ("releases.map_counts", "worker", WORKER, lambda s: releases.counted(s, COUNTY, date(2026, 3, 1)), {"report_area_idx|report_count_idx"}, 120_000),
    ("releases.map_cells", "worker", WORKER, runs(releases.SQL, "map_cells", county=COUNTY, day=TODAY), set(), 100_000),
    ("releases.map_shapes", "app", Context(), lambda s: releases.shapes(s, TOWN, TODAY, 640), {"grid_cell_area_idx"}, 10_000),
    ("front.counties", "app", Context(), lambda s: front.counties(s, TODAY), set(), 10_000),
    ("front.towns", "app", Context(), lambda s: front.towns(s, "522702", TODAY), {"station_area_idx"}, 10_000),
    ("front.stations", "app", Context(), runs(front.SQL, "stations", area=TOWN, today=TODAY), {"station_area_idx"}, 10_000),
    ("front.area_standing", "app", Context(), runs(front.SQL, "area_standing", area=TOWN, today=TODAY), {"area_pkey"}, 10),
    ("front.is_open", "app", Context(), lambda s: front.is_open(s, 7, TODAY), {"station_pkey"}, 1),
    ("hotspots.editions", "app", STAFF, lambda s: hotspots.editions(s, Scope((TOWN,)), TODAY), set(), 10_000),
    ("hotspots.open_cases", "app", STAFF, lambda s: hotspots.open_cases(s, 7, OVER), {"cases_cell_idx"}, 5_000),
    ("hotspots.workers_of", "app", STAFF, lambda s: hotspots.workers_of(s, f"{TOWN}001001"), set(), 200),
    ("grid.neighbours", "app", STAFF, lambda s: grid.neighbours(s, [TOWN], TODAY), set(), 10_000),
    ("hotspots.areas", "app", STAFF, lambda s: hotspots.areas(s, Scope((TOWN,))), set(), 10_000),
    ("grid.prefix", "app", STAFF, lambda s: grid.prefix_of_area(s, TOWN), {"area_pkey"}, 1),
    ("stations.post_coverage", "app", STAFF, lambda s: stations.post_coverage(s, [TOWN], TODAY), {"grid_cell_area_idx"}, 10_000),
    ("coverage.size", "app", STAFF, lambda s: coverage.size(s, Scope((TOWN,)), TODAY), {"grid_cell_area_idx"}, 10_000),
    ("coverage.cells", "app", STAFF, lambda s: coverage.cells(s, Scope((TOWN,)), TODAY), {"grid_cell_area_idx", "station_unit_idx", "station_cell_cell_idx"}, 30_000),
    ("coverage.posts", "app", STAFF, lambda s: coverage.posts(s, Scope((TOWN,)), np.array([-0.21, 0.79, 0.56]), np.array([-0.2, 0.8, 0.57]), TODAY), {"station_area_idx", "station_unit_idx"}, 10_000),
    ("coverage.reports", "app", STAFF, lambda s: coverage.counted(s, "reports", Scope((TOWN,)), SINCE, TODAY), {"report_area_idx"}, 20_000),
    ("coverage.opinions", "app", STAFF, lambda s: coverage.counted(s, "opinions", Scope((TOWN,)), SINCE, TODAY), {"opinion_area_idx"}, 20_000),
    ("coverage.harder", "app", STAFF, lambda s: coverage.counted(s, "harder", Scope((TOWN,)), SINCE, TODAY), {"cases_area_idx|cases_opened_idx"}, 120_000),
    ("coverage.places", "app", STAFF, lambda s: coverage.places(s, Scope((TOWN,)), [(104.3, 34.3), (104.4, 34.3)], TODAY), {"grid_cell_geom_idx"}, 1000),
    ("scans.codes", "app", STAFF, lambda s: scans.codes(s, Scope((TOWN,)), None, MARCH), set(), 40_000),
    ("scans.figures", "app", STAFF, lambda s: scans.figures(s, [1, 7], Scope((TOWN,)), MARCH, "week"), {"code_day_area_idx|code_day_pkey", "report_area_idx", "opinion_area_idx|opinion_code_idx"}, 20_000),
    ("scans.own_figures", "app", Context(viewer=13), lambda s: scans.figures(s, [1, 7], None, MARCH, "week"), {"code_day_pkey"}, 2000),
    ("stations.field_towns", "app", Context(viewer=1), lambda s: stations.field_towns(s, 1, [f"{TOWN}001"], TODAY), {"grid_cell_code_idx"}, 10_000),
    ("stations.attach_posts", "owner", Context(), lambda s: stations.attach_posts(s, 1, TOWN), {"grid_cell_geom_idx"}, 100_000),
    ("stations.moved_posts", "owner", Context(), lambda s: stations.moved_posts(s, 1), set(), 100_000),
    ("stations.tree_around", "owner", Context(), lambda s: stations.tree_around(s, ["S5", "S8"]), {"station_code_key"}, 100_000),
]  # fmt: skip


def judge(done: plans.Plans, indexes: set[str], most: int) -> None:
    """Check that a call used its indexes and went through no more rows than it may."""
    assert [each for each in indexes if not set(each.split("|")) & done.indexes()] == [], done.indexes()
    assert {table: rows for table, rows in done.touched().items() if rows > most} == {}, done.whole()


@pytest.mark.parametrize(("name", "who", "context", "call", "indexes", "most"), EVERY, ids=[each[0] for each in EVERY])
def test_it_reads_what_it_needs_by_index(
    country: Settings, name: str, who: str, context: Context, call: Call, indexes: set[str], most: int
) -> None:
    room, _, named = name.partition(".")
    done = plans.of_call(country, who, context, call)
    assert done.sent == [plans.as_sent(SQL[room], named)]
    judge(done, indexes, most)


EXPLAINED = {name for name, *_ in EVERY}
