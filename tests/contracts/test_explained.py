"""Every named statement of every room is explained at volume by one of the files test_explain_*, or is excused with a reason."""

from __future__ import annotations

import pytest

from backend.db.sql import NamedSql
from tests.contracts import (
    test_explain_books,
    test_explain_cases,
    test_explain_hotspots,
    test_explain_intake,
    test_explain_rest,
    test_explain_territory,
)
from tests.contracts.test_architecture import BACKEND

EXPLAINED = [
    part.EXPLAINED
    for part in (
        test_explain_books, test_explain_cases, test_explain_hotspots, test_explain_intake, test_explain_rest, test_explain_territory,
    )
]  # fmt: skip
# Statements nobody waits for, each group with its reason; `room.*`: all of a room.
EXCUSED = {
    "fills an empty database for a demonstration, once": {"demo.*"},
    "an import reads a whole file, county or edition on purpose, on the command line": {
        "deputies.known_cells", "deputies.known_stations", "deputies.place", "deputies.upsert_deputies", "deputies.upsert_groups", "bodies.upsert_bodies", "grid.add_aliases", "grid.add_neighbours", "grid.all_neighbours", "grid.forget_neighbours", "grid.keep_neighbours", "grid.note_refresh", "grid.bound", "grid.changes", "grid.record_changes", "grid.bounds", "grid.cells_in_the_way", "grid.clear_stage",
        "grid.codes_in_the_way", "grid.covered_twice", "grid.draw_outlines", "grid.editions_in_the_way", "grid.end_former_cells", "grid.fallen",
        "grid.fill_stage", "grid.gaps", "grid.generations", "grid.import_lock", "grid.index_stage", "grid.invalid_polygons",
        "grid.known_areas", "grid.outlines_against_cells", "grid.outlines_against_children", "grid.outlines_against_parents",
        "grid.outlines_against_siblings", "grid.overlapping_polygons", "grid.polygons_outside", "grid.stage", "grid.store_cells",
        "grid.store_outlines", "grid.unknown_outlines", "grid.upsert_areas", "stations.detach_posts", "stations.far_posts",
        "stations.open_editions", "stations.outside_outline", "stations.unattached_posts", "stations.upsert_stations",
    },
    "counts or takes back a whole edition on purpose, with its import and once on its first day": {
        "editions.cases_ahead", "editions.count_moves", "editions.due", "editions.edition", "editions.forget_moves", "editions.fresh", "editions.moves",
        "editions.note_count", "editions.note_withdrawal", "editions.take_back", "editions.tell", "editions.withdraw", "editions.workers_without",
    },
    "puts in rows of its own, or takes a lock, and reads nothing": {
        "alerts.raise", "attachments.keep", "attachments.file_lock", "attachments.file_lock_shared", "retention.one_at_a_time", "audit.add_links", "cases.event", "cases.judge", "cases.note_split", "cases.split", "cases.urge", "cases.words", "links.issue", "stations.write_duty", "stations.write_fact", "feedback.numbers", "feedback.record", "feedback.record_ask",
    },
    "the one row of audit_seal, or one of the chain by its key": {"audit.seal", "audit.seal_from", "audit.move_seal", "audit.link_at"},
    "reads the whole record on purpose, piece by piece along the chain": {"audit.chain"},
    "notes the cells of one alert, by its key": {"alerts.last"},
    "calls one look-up for one alert or bulletin, by its key": {"alerts.tell", "bulletins.tell"},
    "calls one look-up, which test_explain_definers.py explains": {"opinions.thanked", "front.brought", "cases.list_by_code", "cases.left_by_own_move", "cases.give_reports", "cases.own_handovers", "hotspots.hidden_matters"},
    "the few rows of one case, by its key": {"cases.consents", "cases.levels", "cases.split_words"},
    "the deputies of a county, a thousand at most": {"deputies.homes", "deputies.levels", "deputies.listed"},
    "a few dozen rows": {"opinions.open_drafts", "opinions.leads", "cases.limits", "retention.rules", "cases.thresholds", "bodies.serving", "bodies.mine", "stations.duties", "stations.duty_versions", "stations.cards", "stations.facts", "stations.fact_versions", "stations.network", "stations.grown", "stations.picture"},
    "counts or shows for the operator, on the command line": {"retention.due", "retention.register"},
    "throws away most of an unlogged counter on purpose": {"retention.forget_counters"},
    "one row by its key, which lock_case holds already": {"cases.change"},
    "rows by their keys, which opinions.lock holds already": {"opinions.tell_moves", "opinions.make_moves"},
    "one row by its key, only when the issuing of a link is sent again": {"links.issued"},
    "the partners of an office, a handful": {"exchange.partners"},
}  # fmt: skip


def everything() -> set[str]:
    """Return the names of all statements that stand in a queries.sql, as `room.name`."""
    files = sorted(BACKEND.rglob("queries.sql"))
    assert len(files) > 10
    found = {path: NamedSql(path.read_text("utf-8")) for path in files}
    return {f"{path.parent.relative_to(BACKEND)}.{name}" for path, statements in found.items() for name in statements}


def test_every_named_statement_is_explained_or_excused() -> None:
    names, said = everything(), set().union(*EXPLAINED)
    excused = {name for group in EXCUSED.values() for name in group if not name.endswith(".*")}
    excused |= {name for name in names if f"{name.partition('.')[0]}.*" in set().union(*EXCUSED.values())}
    assert names - said - excused == set(), "explain it, or say why nobody waits for it"
    assert said - names == set()
    assert excused - names == set()
    assert said & excused == set()


@pytest.mark.parametrize("part", EXPLAINED)
def test_no_part_is_empty(part: set[str]) -> None:
    assert part
