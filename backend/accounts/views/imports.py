"""POST /api/accounts/import: many people at once, from a list."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response
from flask.views import MethodView
from werkzeug.datastructures import FileStorage

from backend.accounts import service
from backend.accounts.domain.sheet import COLUMNS, LOGIN, OPTIONAL, plain
from backend.accounts.schemas import (
    ImportedPeopleSchema,
    ImportQuerySchema,
    PeopleFileSchema,
    RefusedRowsSchema,
)
from backend.accounts.views.login import blp
from backend.accounts.views.session import privileged
from backend.errors import Invalid
from backend.http.current import current_settings
from backend.http.problems import problem
from backend.http.transaction import database, transact
from backend.http.viewer import require_viewer
from backend.http.words import say
from backend.imports.domain import Finding, ImportRefused, Table
from backend.imports.service import read_sheet

MOST_ROWS = 500


@blp.route("/accounts/import")
class ImportPeople(MethodView):
    """A list."""

    @blp.arguments(ImportQuerySchema, location="query")
    @blp.arguments(PeopleFileSchema, location="files")
    @blp.response(201, ImportedPeopleSchema)
    @blp.alt_response(403, description="not a system administrator")
    @blp.alt_response(422, schema=RefusedRowsSchema, description="rows to be put right; nobody was made")
    def post(self, asked: dict[str, Any], files: dict[str, FileStorage]) -> dict[str, Any] | Response:
        """Make an account for every row of an XLSX or CSV, or for none: every row that is wrong is named.

        Columns 姓名, 账号, 岗位 (several divided by 、), 区划代码; may have 起, 止, 手机. Passwords are for one login and told
        this once. With `dry_run` all is checked and nothing stored.
        """
        viewer = require_viewer("system_administrator")
        areas = viewer.context().people_areas
        try:
            rows = read(files["file"])
            taken = taken_of(rows)
            given = transact(
                lambda s: service.import_people(
                    s,
                    rows,
                    current_settings().contact_key,
                    taken=taken,
                    areas=areas,
                    waiting=privileged(),
                    dry_run=asked["dry_run"],
                )
            )
        except ImportRefused as refused:
            return refusal(refused.findings)
        return {
            "items": [
                {"id": each.id, "login": each.login, "name": each.name, "password": each.password} for each in given
            ]
        }


def read(file: FileStorage) -> Table:
    """Return the rows of a file that was sent. Raises ImportRefused, Invalid (field `file`) for other kinds and long lists."""
    suffix = Path(file.filename or "").suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise Invalid("只收XLSX或CSV文件", field="file")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"people{suffix}"
        file.save(path)
        rows = read_sheet(path, COLUMNS, OPTIONAL)
    if len(rows) > MOST_ROWS:
        raise Invalid("一次最多导入{n}人，请分几次", field="file", n=MOST_ROWS)
    return rows


def taken_of(rows: Table) -> frozenset[str]:
    """Return the logins of a list that are there already, wherever."""
    logins = {plain(row.cells[LOGIN]).lower() for row in rows}
    with database().look_up() as connection:
        return frozenset(login for login in logins if service.find_login(connection, login))


def refusal(findings: list[Finding]) -> Response:
    """Return the problem that names every row."""
    rows = [
        {
            "row": int(each.where.removeprefix("row ")) if each.where.startswith("row ") else None,
            "login": each.code,
            "what": say(each.key, **each.params) if each.key else each.what,
        }
        for each in findings
    ]
    title = say("名单有{n}处要改，一个账号也没有开", n=len(rows))
    return problem(422, title, "rows_refused", field="file", rows=rows)
