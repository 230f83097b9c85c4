"""Expands the macros of the migration files: role names, context settings, guards.

A macro is written `@name@` or `@name argument@` and stands for the text below, so that a policy
reads as the rule it is and the same rule reads the same everywhere.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from backend.settings import Roles

TEXTS = Path(__file__).with_name("sql")


def _setting(name: str) -> str:
    """A setting of this transaction, NULL when there is none; in a subquery, so that it is read once a statement."""
    return f"(select nullif(current_setting('app.{name}', true), ''))"


def _list(name: str) -> str:
    # Everything begins with the empty text: an empty element would open every row.
    return f"((select array_remove(string_to_array(current_setting('app.{name}', true), ','), ''))::text[])"


# A range that an index can use, then the exact prefixes, then sensitivity (patterns: section 3).
AREA = f"area_code >= {_setting('lo')} and area_code < {_setting('hi')} and area_code ^@ any ({_list('areas')})"
READS = f"({AREA} and (not hidden or area_code ^@ any ({_list('hidden_areas')})))"
FILES = f"(area_code ^@ any ({_list('file_areas')}))"
PARTNERS = f"(area_code ^@ any ({_list('partner_areas')}))"
PLAIN = {
    "reads": READS,
    # The same of what is never hidden.
    "area": f"({AREA})",
    "files": FILES,
    "partners": PARTNERS,
    "viewer": "(select nullif(current_setting('app.viewer', true), '')::bigint)",
    "receipt": "(select nullif(current_setting('app.receipt', true), '')::uuid)",
    "case": "(select nullif(current_setting('app.case', true), '')::uuid)",
    "ticket": "(select decode(nullif(current_setting('app.ticket', true), ''), 'hex'))",
    "holder": _setting("holder"),
    "service": _setting("service"),
    # Where the viewer administers people, and whether a role (`r`, or the table itself) is held there.
    "people_areas": _list("people_areas"),
    "people": f"(area_code ^@ any ({_list('people_areas')}))",
    "audits": f"(area_code ^@ any ({_list('audit_areas')}))",
    # A role counts in its term, once confirmed.
    "in_term": (
        "(from_day <= (now() at time zone 'Asia/Shanghai')::date"
        " and coalesce(until_day >= (now() at time zone 'Asia/Shanghai')::date, true) and confirmed_at is not null)"
    ),
}


def first_files() -> list[Path]:
    """Return the files that make a database, in their order."""
    return [*sorted(TEXTS.glob("0001_*.sql")), TEXTS / "jobs.sql"]


def digest() -> str:
    """Return the digest of the text that makes a database."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in first_files())).hexdigest()


def expand(sql: str, roles: Roles, owner: str) -> str:
    """Return `sql` with every macro replaced; `owner` is the role that runs the migration."""
    plain = PLAIN | {"app": roles.app, "worker": roles.worker, "definer": roles.definer}
    sql = re.sub(r"@definer (\w+)\(([^@]*)\)( for worker)?@(.*?)\nend;", _definer, sql, flags=re.DOTALL)
    sql = re.sub(r"@kept (\w+)\(([^@]*)\)@(.*?)\nend;", _kept, sql, flags=re.DOTALL)
    sql = re.sub(r"@mine (\w+) (\w+) ([\w.]+)@\n(.*?)end;", _mine, sql, flags=re.DOTALL)
    sql = re.sub(r"@linked (\w+) (\S+)@\n(.*?)end;", _linked, sql, flags=re.DOTALL)
    sql = re.sub(r"@hook (\w+)@", lambda m: _owned(f"{m[1]}()"), sql)
    sql = re.sub(r"@guard (\w+)@", lambda m: _guard(m[1], owner), sql)
    sql = re.sub(r"@append_only (\w+)@", lambda m: _append_only(m[1]), sql)
    sql = re.sub(r"@facts (\w+)@", lambda m: _facts(m[1], owner), sql)
    return re.sub(r"@(\w+)@", lambda m: plain[m[1]], sql)


def _guard(table: str, owner: str) -> str:
    return (
        f"alter table {table} enable row level security;"
        f" alter table {table} force row level security;"
        f' create policy owner on {table} to "{owner}" using (true) with check (true);'
    )


def _append_only(table: str) -> str:
    return (
        f"create trigger append_only before update or delete on {table}"
        f" for each row execute function refuse_change();"
        f" create trigger never_emptied before truncate on {table}"
        f" for each statement execute function refuse_change();"
    )


def _facts(table: str, owner: str) -> str:
    return (
        _guard(table, owner) + f" grant select, insert on {table} to @app@;"
        f" grant select on {table} to @worker@;"
        f" create policy read on {table} for select to @app@, @worker@ using (@reads@);"
    )


def _definer(match: re.Match[str]) -> str:
    """A narrow look-up that runs as the definer role: fixed search path, one role may call it, else nobody."""
    name, arguments, for_worker, body = match.groups()
    volatile = "volatile" if re.search(r"\b(insert into|update|delete from)\b", body) else "stable"
    head = (
        f"create function {name}({arguments}) {{returns}} language sql {volatile} security definer"
        " set search_path = pg_catalog, public, pg_temp begin atomic"
    )
    returns, statements = body.split("begin atomic", 1)
    return f"{head.format(returns=returns.strip())}{statements}\nend;\n" + _owned(
        f"{name}({_kinds(arguments)})", "@worker@" if for_worker else "@app@"
    )


def _kept(match: re.Match[str]) -> str:
    """The same of what every request asks, in PL/pgSQL, whose plans a session keeps: one in SQL is planned at each call."""
    name, arguments, body = match.groups()
    returns, statements = body.split("\nbegin", 1)
    volatile = "volatile" if re.search(r"\bupdate\b", body) else "stable"
    return (
        f"create function {name}({arguments}) {returns.strip()} language plpgsql {volatile} security definer"
        " set search_path = pg_catalog, public, pg_temp as $$\n#variable_conflict use_column\n"
        f"begin{statements}\nend $$;\n"
    ) + _owned(f"{name}({_kinds(arguments)})", "@app@")


def _kinds(arguments: str) -> str:
    return ", ".join(part.split()[-1] for part in arguments.split(",") if part.strip())


def _mine(match: re.Match[str]) -> str:
    """What is in the hands of the viewer's bodies: an array of the keys named, from the bodies for which they act today."""
    name, kind, key, joins = match.groups()
    return _looked(
        name,
        f"{kind}[]",
        "bigint := nullif(current_setting('app.viewer', true), '')::bigint",
        "not exists (select from body_member m where m.account_id = held)",
        f"select coalesce(array_agg({key}), '{{}}') from body_member m\n{joins}"
        "where m.account_id = held and china_today() between m.from_day and coalesce(m.until_day, 'infinity')",
        "'{}'",
    )


def _linked(match: re.Match[str]) -> str:
    """What the link of this context opens, while it is live; the text says what of `case_link l`, by a `where`-less query."""
    name, kind, query = match.groups()
    return _looked(
        name,
        kind,
        "bytea := decode(nullif(current_setting('app.link', true), ''), 'hex')",
        "held is null",
        f"{query}where l.device_hash = held"
        " and link_state(l.case_id, l.seat_version, l.issued_at, l.expires_at, l.revoked_at) = 'live'",
        "'{}'" if kind.endswith("[]") else "null",
    )


def _looked(name: str, kind: str, held: str, without: str, query: str, nothing: str) -> str:
    """A look-up of every policy's. In PL/pgSQL, whose plans a session keeps, and over at once for who holds nothing.

    So what lies elsewhere takes no longer to be refused than what is nowhere.
    """
    return (
        f"create function {name}() returns {kind} language plpgsql stable security definer"
        f" set search_path = pg_catalog, public, pg_temp as $$\ndeclare\n  held {held};\nbegin\n"
        f"  if {without} then\n    return {nothing};\n  end if;\n  return ({query});\nend $$;\n"
        + _owned(f"{name}()", "@app@")
    )


def _owned(signature: str, may: str | None = None) -> str:
    """Give a function to the definer role; nobody but `may` calls it, a trigger's nobody at all."""
    owned = f"alter function {signature} owner to @definer@;\nrevoke all on function {signature} from public;"
    return owned + (f"\ngrant execute on function {signature} to {may};" if may else "")
