"""Whatever may be deleted is deleted without reading the tables that name it whole: each foreign key to it has an index, or says why not."""

from __future__ import annotations

from backend.settings import Settings
from tests.make import Maker

# Foreign keys to tables that lose rows, as `table(columns)`, that go without an index, each with its reason.
NEEDS_NONE = {
    "ballot_objection(member_id)": "a member is struck off before the roster is settled; objections are a handful",
    "station_cell(edition_id)": "editions are deleted one at a time, and there is one row a post and edition",
    "procrastinate_jobs(worker_id)": "procrastinate's own tables",
}
# An index serves when its first columns are those of the key, over all rows or over those in which they are not null.
UNSERVED = """
select k.conrelid::regclass || '(' || string_agg(a.attname, ', ' order by x.n) || ')' as key, k.confrelid::regclass::text as parent
from pg_constraint k cross join unnest(k.conkey) with ordinality x (column_number, n)
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.column_number
where k.contype = 'f' and k.connamespace = 'public'::regnamespace and exists (
  select from unnest(cast(:roles as text[])) r where has_table_privilege(r, k.confrelid, 'delete'))
and not exists (
  select from pg_index i where i.indrelid = k.conrelid and i.indisvalid
    and array(select unnest((i.indkey::int2[])[0:cardinality(k.conkey) - 1]) order by 1) = array(select unnest(k.conkey) order by 1)
    and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\\([a-z_]+ IS NOT NULL\\)$'))
group by k.oid, k.conrelid, k.confrelid
"""


def unserved(make: Maker, settings: Settings) -> dict[str, str]:
    """Return the foreign keys without an index, each with the table it leads to."""
    roles = [settings.roles.app, settings.roles.worker, settings.roles.definer]
    return {row.key: row.parent for row in make.rows(UNSERVED, roles=roles)}


def test_what_names_a_row_that_may_be_deleted_is_found_by_an_index(make: Maker, settings: Settings) -> None:
    assert unserved(make, settings).keys() == NEEDS_NONE.keys()


def test_an_index_that_is_gone_or_serves_some_rows_only_is_missed(make: Maker, settings: Settings) -> None:
    make.run("drop index alert_cell_idx")
    make.run("create index alert_cell_idx on alert (cell_id) where state = 'open'")
    make.run("drop index opinion_cell_idx")
    found = unserved(make, settings)
    assert (found["alert(cell_id)"], found["opinion(cell_id)"]) == ("grid_cell", "grid_cell")
