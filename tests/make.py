"""Makes what a test needs: a small county on the map, its stations, people, and browsers logged in as them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pyotp
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Row, text

from backend.accounts.service import enrol, factor
from backend.clock import today
from backend.db import Database
from tests.draw import draw, middle

PASSWORD = "mu-lan-xi-9713"
# Dear hashes are the product's business (tests/backend/accounts): a login is checked at the price its hash names.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
COUNTY, OTHER_COUNTY = "621124", "522702"

COUNTIES = """
insert into area (code, name, level, parent_code, geom) values
('620000', '甘肃省', 'province', null, null), ('621100', '定西市', 'city', '620000', null),
('621124', '临洮县', 'county', '621100', null), ('520000', '贵州省', 'province', null, null),
('522700', '黔南州', 'city', '520000', null), ('522702', '福泉市', 'county', '522700', null),
('522702100', '金山街道', 'town', '522702', null), ('522702100001', '金山社区', 'village', '522702100', null),
('621124100', '洮阳镇', 'town', '621124', null), ('621124101', '八里铺镇', 'town', '621124', null),
('621124100001', '文峰社区', 'village', '621124100', st_geomfromtext(%(A)s, 4326)),
('621124100002', '东街社区', 'village', '621124100', st_geomfromtext(%(B)s, 4326)),
('621124101001', '王家磨村', 'village', '621124101', st_geomfromtext(%(C)s, 4326)) on conflict do nothing;
with e as (insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs)
values ('621124', '测试版', '2026-01-01', true, 'drawn', 'EPSG:4326') returning id)
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select e.id, area_code || '001', name || '1格', area_code, 400, '2026-01-01', st_geomfromtext(wkt, 4326)
from e cross join (values ('621124100001', '文峰社区', %(A)s), ('621124100002', '东街社区', %(B)s),
('621124101001', '王家磨村', %(C)s)) v (area_code, name, wkt);
with c as (insert into station (code, name, kind, area_code, geom, phone) values
('LT', '临洮县基层立法联系点', 'contact_point', '621124100001', st_geomfromtext(%(contact)s, 4326), '0932-000-0000')
returning id)
insert into station (code, name, kind, area_code, parent_id, geom, phone)
select code, v.name, kind, area_code, c.id, st_geomfromtext(wkt, 4326), '0932-000-0000' from c cross join (values
('LT-WF', '文峰社区信息采集点', 'collection_post', '621124100001', %(wf)s),
('LT-DJ', '东街社区信息采集点', 'collection_post', '621124100002', %(dj)s),
('LT-WJM', '王家磨村信息采集点', 'collection_post', '621124101001', %(wjm)s)) v (code, name, kind, area_code, wkt);
insert into station (code, name, kind, area_code, geom, phone) values
('FQ-JS', '金山街道工作站', 'workstation', '522702100001', st_geomfromtext('POINT(107.52 26.68)', 4326), '0932-000-0000')
"""


class Maker:
    """Makes things as the owner, and clients of the application."""

    def __init__(self, owner: Database, app: Flask) -> None:
        self.owner = owner
        self.app = app

    def run(self, sql: str, **values: object) -> Any:
        """Run one statement as the owner; return the first column of its first row, if any."""
        with self.owner.transaction() as session:
            result = session.execute(text(sql), values)
            return result.scalar() if result.returns_rows else None

    def unwatched(self, sql: str, **values: object) -> None:
        """Run one statement as the owner for which no trigger and no foreign key counts, as if the rows had come so.

        Without a change of the table, after which every connection plans everything anew and the database is lent to nobody else.
        """
        with self.owner.transaction() as session:
            session.execute(text("set local session_replication_role = replica"))
            session.execute(text(sql), values)

    def rows(self, sql: str, **values: object) -> Sequence[Row[Any]]:
        """Run one query as the owner and return its rows."""
        with self.owner.transaction() as session:
            return session.execute(text(sql), values).all()

    def area(self, code: str, name: str, level: str, parent: str | None, wkt: str | None = None) -> str:
        """Make an area and return its code."""
        self.run(
            "insert into area (code, name, level, parent_code, geom) values"
            " (:code, :name, :level, :parent, st_geomfromtext(:wkt, 4326)) on conflict do nothing",
            code=code, name=name, level=level, parent=parent, wkt=wkt,
        )  # fmt: skip
        return code

    def counties(self) -> None:
        """Make two small counties.

        临洮县 621124 has two townships, 洮阳镇 …100 (villages …100001 文峰, …100002 东街; squares A, B)
        and 八里铺镇 …101 (village …101001 王家磨; square C), side by side `ABC`; 福泉市 522702 has one
        township and one village far south, without geometry. Each village has one cell, code + `001`,
        and each township a station with a collection post.
        """
        shapes = draw("ABC")
        values = {letter: shapes[letter] for letter in "ABC"} | {
            "contact": middle(0, 0).wkt, "wf": middle(0.2, 0).wkt, "dj": middle(1, 0).wkt, "wjm": middle(2, 0).wkt,
        }  # fmt: skip
        with self.owner.transaction() as session:
            session.connection().exec_driver_sql(COUNTIES, values)

    def edition(self, area: str, since: str = "2026-01-01") -> int:
        """Make an edition of the grid and return its id."""
        return int(self.run(
            "insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs)"
            " values (:area, '测试版', :since, true, 'drawn', 'EPSG:4326') returning id", area=area, since=since,
        ))  # fmt: skip

    def cell(self, edition: int, code: str, name: str, area: str, wkt: str, since: str = "2026-01-01") -> int:
        """Make a cell and return its id."""
        return int(self.run(
            "insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom) values"
            " (:edition, :code, :name, :area, 400, :since, st_geomfromtext(:wkt, 4326)) returning id",
            edition=edition, code=code, name=name, area=area, since=since, wkt=wkt,
        ))  # fmt: skip

    def station(self, code: str, name: str, kind: str, area: str, wkt: str | None, parent: int | None = None) -> int:
        """Make a station and return its id."""
        return int(self.run(
            "insert into station (code, name, kind, area_code, parent_id, geom, phone) values"
            " (:code, :name, :kind, :area, :parent, st_geomfromtext(:wkt, 4326), '0932-000-0000') returning id",
            code=code, name=name, kind=kind, area=area, parent=parent, wkt=wkt,
        ))  # fmt: skip

    def account(self, login: str, *roles: tuple[str, str], name: str = "", cells: Sequence[str] = ()) -> int:
        """Make an account with (role, area) pairs and the cells it answers for; return its id."""
        with self.owner.transaction() as session:
            account_id = enrol(session, login, name or login, HASH, roles)
            for cell in cells:
                session.execute(
                    text("insert into cell_worker (account_id, cell_code) values (:id, :cell)"),
                    {"id": account_id, "cell": cell},
                )
            return account_id

    def second_factor(self, account_id: int) -> pyotp.TOTP:
        """Bind a second factor to an account; return the app on the person's phone."""
        key = self.app.extensions["zhitong.settings"].derive("second factor")
        with self.owner.transaction() as session:
            begun = factor.begin(session, account_id, "-", key)
            session.execute(
                text("update second_factor set confirmed_at = now() where account_id = :id"), {"id": account_id}
            )
        return pyotp.TOTP(begun.secret)

    def administrator(self, login: str, role: str, area: str) -> Browser:
        """Make an administrator with a second factor and return their client, logged in."""
        account_id = self.account(login, (role, area))
        code = self.second_factor(account_id).now()
        return self.login(login, code=code)

    def login(self, login: str, password: str = PASSWORD, code: str = "") -> Browser:
        """Return a client logged in as `login`, which sends its CSRF token by itself."""
        client = self.app.test_client()
        answer = client.post("/api/login", json={"account": login, "password": password, "code": code})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return Browser(client, answer.get_json()["csrf"])


class Browser:
    """A logged-in client."""

    def __init__(self, client: FlaskClient, csrf: str) -> None:
        self.client = client
        self.csrf = csrf

    def __getattr__(self, verb: str):  # type: ignore[no-untyped-def]
        call = getattr(self.client, verb)

        def send(path: str, **more):  # type: ignore[no-untyped-def]
            headers = {"X-CSRF-Token": self.csrf} | dict(more.pop("headers", {}))
            return call(path, headers=headers, **more)

        return send


def days_on(n: int = 0) -> str:
    """Return the day `n` days from today in China, as it is sent; asked when it is needed: a run may go past midnight."""
    return str(today() + timedelta(days=n))


def new_id() -> str:
    """Return a fresh id as a phone makes it (any UUID will do)."""
    return str(uuid.uuid4())
