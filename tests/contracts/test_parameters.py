"""A parameter of an SQL function is not called like a column that it reads: the column would be meant, silently."""

from __future__ import annotations

import re

from tests.make import Maker

FUNCTIONS = (
    "select p.proname as name, p.proargnames[1:p.pronargs] as given, pg_get_functiondef(p.oid) as body from pg_proc p"
    " join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'public'"
    " where p.prosqlbody is not null and p.pronargs > 0 and not exists ("
    "   select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')"
)
# Where the column is meant, named by its table, beside a parameter of the same name.
MEANT = {("public_activities", "place")}


def test_no_parameter_is_taken_for_a_column(make: Maker) -> None:
    found = make.rows(FUNCTIONS)
    assert len(found) > 30
    hidden = {
        (each.name, name)
        for each in found
        for name in each.given or []
        if name and re.search(rf"\b(?!{re.escape(each.name)}\.)\w+\.{re.escape(name)}\b", each.body)
    }
    assert hidden == MEANT
