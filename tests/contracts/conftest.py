"""A country of 100,000 rows in every table that grows, for the files that look at plans; made once, as they run in one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from backend.audit.service import use_key
from backend.db import Database
from backend.settings import Settings
from tests.conftest import settings_for
from tests.contracts.trials import case, ripe
from tests.database import clone
from tests.make import Maker

__all__ = ["case", "ripe"]
COUNT = 100_000
TOWNS = """
insert into area (code, name, level, parent_code)
select '621124' || t, '镇' || t, 'town', '621124' from generate_series(200, 219) t;
insert into area (code, name, level, parent_code)
select '621124' || t || '001', '村' || t, 'village', '621124' || t from generate_series(200, 219) t
"""
N = f"generate_series(1, {COUNT}) n cross join lateral (select lpad(to_hex(n), 32, '0')::uuid as id, '621124' || 200 + n % 20 || '001' as area, timestamptz '2026-01-01Z' + n * interval '4 minutes' as at) r"
# Both without triggers, which add nothing to these rows; in MORE the n-th photo has the digest of the text n.
FILL = f"""
insert into report (id, number, kind, author_id, area_code, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
select id, 'n' || n, 'sighting', 1, area, 1, 'land', 'door', n % 50 = 0, at, at, sha256(n::text::bytea), '{{}}' from {N};
insert into report_text (report_id, area_code, author_id, hidden, body) select id, area, 1, n % 50 = 0, '水渠' from {N};
insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, opened_at, state_since)
select id, 'n' || n, case when n % 20 = 0 then 'pending' when n % 20 = 1 then 'answered' else 'closed' end, 'land', area,
  case when n % 100 < 3 then (select min(id) from grid_cell) + n % 100 end, 1, n % 50 = 0, at, at from {N};
insert into case_report (case_id, report_id, area_code, author_id, hidden) select id, id, area, 1, n % 50 = 0 from {N};
insert into case_event (case_id, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)
select id, '李', 'liaison', '7', 'pending', 'accepted', 2, area, n % 50 = 0 from {N};
insert into feedback_sheet (id, number, subject_kind, subject_id, subject_number, report_id, report_number, said_at, area_code, hidden,
  reply_way, signed_by, signer_name, signer_role, body_name)
select id, 'F' || n, 'case', id, 'n' || n, id, 'n' || n, at, area, n % 50 = 0, 'inbox', 1, '李', 'liaison', '站' from {N};
insert into feedback_sheet_text (sheet_id, report_id, area_code, hidden, said, answer) select id, id, area, n % 50 = 0, '水', '好' from {N};
insert into delivery (sheet_id, report_id, area_code, hidden, rung, follow_id, state) select id, id, area, n % 50 = 0, 'push', id, 'trying' from {N};
insert into notice (account_id, kind, subject_id, number, created_at) select 1 + n % 2, 'case.opened', id, 'n' || n, at from {N}
"""
MORE = f"""
insert into account (login, name, password_hash) select 'd' || n, 'd', '-' from generate_series(1, 300) n;
insert into account (login, name, password_hash) select 'w' || n, 'w', '-' from generate_series(1, 20000) n;
insert into account_role (account_id, role, area_code)
select id, 'collector', '621124' || 200 + id % 20 || '001' from account where id % 7 = 0 or login ~ '^d';
insert into second_factor (account_id, secret_sealed, confirmed_at) select id, '', now() from account;
insert into deputy (code, name, level, area_code, account_id)
select login, '代表', 'town', '621124' || 200 + id % 20, id from account where login ~ '^d';
insert into representative_code (kind, deputy_id, issued_at) select 'deputy', id, '2026-01-01' from deputy order by id;
insert into submission (report_id, area_code, hidden, receipt, reply_way, deputy_id, code_id)
select id, area_code, hidden, lpad(upper(to_hex(nth)), 12, '0'), 'receipt', case when nth % 10 = 0 then 1 + nth % 300 end, case when nth % 10 = 0 then 1 + nth % 300 end
from (select report.*, row_number() over (order by id) as nth from report) r where nth % 5 = 0;
insert into attachment (author_id, sent_sha256, kept_sha256, media_type, bytes, width, height)
select 1, sha256(n::text::bytea), sha256(n::text::bytea), 'image/jpeg', 1, 1, 1 from generate_series(1, {COUNT}) n;
insert into report_attachment (report_id, nth, area_code, author_id, hidden, sent_sha256)
select id, 1, area_code, 1, hidden, sha256(substr(number, 2)::bytea) from report;
insert into push_subscription (endpoint, endpoint_hash, p256dh, auth)
select 'https://fcm.googleapis.com/' || n, sha256(n::text::bytea), 'a', 'b' from generate_series(1, {COUNT}) n;
insert into push_follow (subscription_id, report_id)
select s.id, lpad(to_hex(row_number() over ()), 32, '0')::uuid from push_subscription s;
insert into station (code, name, kind, parent_id, area_code, geom)
select 'S' || n, 'S', case when n % 4 = 0 then 'collection_post' else 'workstation' end, case when n % 4 = 0 then 1 end, '621124' || 200 + n % 20 || '001',
  st_setsrid(st_makepoint(104 + 0.8 * random(), 34 + 0.8 * random()), 4326) from generate_series(1, 6000) n;
insert into representative_code (kind, station_id, issued_at) select 'station', id, '2026-01-01' from station order by id;
insert into code_day (code_id, day, area_code, opened, begun)
select c.id, date '2026-03-01' + 7 * n, coalesce(s.area_code, '621124' || 200 + c.id % 20), 3, 1
from representative_code c left join station s on s.id = c.station_id, generate_series(0, 15) n;
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select 1, 'G' || x || '-' || y, 'G', '621124' || 200 + x % 20 || '001', 400, '2026-01-01',
  st_multi(st_makeenvelope(104 + x * 0.0025, 34 + y * 0.0025, 104 + (x + 1) * 0.0025, 34 + (y + 1) * 0.0025, 4326))
from generate_series(0, 315) x, generate_series(0, 315) y;
insert into session (token_hash, account_id, expires_at)
select sha256(n::text::bytea), 1, now() + interval '1 day' from generate_series(1, {COUNT}) n;
insert into case_remap (case_id, edition_id, former_id, cell_id, area_code, hidden)
select id, 1 + row_number() over () % 1000, 1, 2, area_code, hidden from cases;
insert into body (code, name, kind, area_code) select 'B' || n, '局', 'department', '621124' from generate_series(1, 200) n;
insert into body_member (body_id, account_id, from_day) select 1 + n % 200, n, '2026-01-01' from generate_series(400, 20000) n;
insert into ballot (id, number, area_code, kind, meeting, title, held_on, way, contested, seats, rule, quorum, made_by, asked)
select lpad(to_hex(n), 32, '0')::uuid, 'P' || n, '621124', 'town', '大会', '票决', '2026-12-01', 'each', false, 1, 'most', 'none', 1, '' from generate_series(1, 200) n;
insert into ballot_member (id, ballot_id, name, account_id)
select lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(1 + n % 200), 32, '0')::uuid, 'd' || n, n from generate_series(1, 4000) n;
insert into ballot_teller (ballot_id, account_id, name) select lpad(to_hex(1 + n % 200), 32, '0')::uuid, n, 'd' from generate_series(600, 1600) n;
insert into case_seat (case_id, seat, body_id, role, version, area_code, hidden)
select id, case row_number() over () % 200 when 100 then 'receiver' else 'handler' end, 1 + row_number() over () % 200, 'department', 2, area_code, hidden from cases;
insert into activity (id, type, title, area_code, starts_at, public)
select lpad(to_hex(n), 32, '0')::uuid, 'joint_meeting', '会', '621124', now() + n * interval '1 hour', n % 2 = 0 from generate_series(1, 20000) n;
insert into activity_person (activity_id, nth, area_code, part, account_id, name) select id, 1, '621124', 'guest', 1 + row_number() over () % 500, '王' from activity;
insert into activity_participant (activity_id, body_id, area_code)
select a.id, 1 + (row_number() over ()) % 200, '621124' from activity a;
insert into mediation_party (id, case_id, side, actor_id, actor_name, area_code, hidden)
select gen_random_uuid(), id, side, 1, '', area_code, hidden from cases, unnest(array['claimant', 'respondent']) side;
insert into case_event (case_id, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)
select id, '田', 'mediator', 'A4', 'mediating', 'agreed', 3, area_code, hidden from cases where right(number, 3) = '321';
insert into case_event_text (event_id, area_code, hidden, evidence) select id, area_code, hidden, case move when 'A4' then '{{"perform_by": "2026-02-01"}}' else '{{}}' end::jsonb from case_event;
insert into case_link (id, case_id, body_id, role, seat_version, token_hash, device_hash, issued_by, issued_name, expires_at, area_code, hidden)
select c.id, c.id, s.body_id, s.role, 2, sha256(('t' || c.number)::bytea), sha256(('d' || c.number)::bytea), 1, '李', now() + interval '13 days', c.area_code, c.hidden
from cases c join case_seat s on s.case_id = c.id;
insert into login_link (id, account_id, token_hash, device_hash, expires_at)
select gen_random_uuid(), id, sha256(('t' || id)::bytea), sha256(('d' || id)::bytea), now() + interval '23 hours' from account;
insert into case_urge (case_id, level, actor_name, actor_role, area_code, hidden) select id, 1, '', 'system', area_code, hidden from cases;
insert into cell_worker (account_id, cell_code) values (1, 'G5-5'), (1, 'G5-6');
insert into ask (id, subject_kind, subject_id, subject_number, turn, report_id, reply_way, author_id, area_code, hidden)
select id, 'case', id, 'n' || n, 2, id, 'inbox', 1 + n / 5, area, false from {N} where n <= 20000;
insert into ask_delivery (id, ask_id, report_id, rung, state, area_code, hidden) select id, id, id, 'inbox', 'trying', area_code, false from ask;
insert into area (code, name, level, parent_code)
select '621124' || t || lpad(v::text, 3, '0'), '村', 'village', '621124' || t from generate_series(200, 219) t, generate_series(2, 200) v;
update cases set opened_at = now() - interval '1 day' where state = 'pending' and number in (select 'n' || n from generate_series({COUNT} - 2000, {COUNT}) n);
delete from notice where subject_id in (select id from cases where opened_at > now() - interval '2 days' and right(number, 3) < '500');
insert into station_cell (station_id, edition_id, cell_id, distance_m)
select id, 1, (select min(id) from grid_cell) + id, 5 from station where kind = 'collection_post';
insert into feedback_unreached (sheet_id, area_code, hidden, issued_at) select id, area_code, hidden, said_at from feedback_sheet
on conflict (sheet_id) do update set issued_at = excluded.issued_at;
insert into partner (id, name, area_code, endpoint, events, fields, secret_sealed, created_by)
select lpad(to_hex(n), 32, '0')::uuid, 'p' || n, '621124', 'https://x.cn/', '{{case.moved}}', '{{number}}', '', 1 from generate_series(1, 5) n;
insert into partner_delivery (id, partner_id, area_code, event, key, status, created_at)
select lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(1 + n % 5), 32, '0')::uuid, '621124', 'case.moved', n::text,
  case when n % 100 = 0 or n = 775 then 'waiting' else 'delivered' end, timestamptz '2026-01-01Z' + n * interval '4 minutes' from generate_series(1, {COUNT}) n;
insert into partner_note (partner_id, message_id, digest, case_id, area_code, hidden, partner_name, their_number, note)
select lpad(to_hex(1 + n % 5), 32, '0')::uuid, n::text, '', lpad(to_hex(n), 32, '0')::uuid, '621124' || 200 + n % 20 || '001', false, 'p', 'x', '' from generate_series(1, 20000) n;
insert into contact (id, area_code, hidden, suite, key_id, phone_sealed, phone_index)
select report_id, area_code, hidden, 1, 1, '', sha256(right(receipt, 3)::bytea) from submission;
insert into solicitation (id, number, kind, title, about, issuer, issued_on, state, area_code, opens_on, closes_on, made_as, made_by, asked)
select md5('draft ' || n)::uuid, 'LX' || n, 'draft_law', '条例', '管好小区里的事', '人大', '2026-01-01', 'collecting', '621124', '2026-01-01', '2099-01-01', 'liaison', 1, '' from generate_series(1, 20) n;
insert into solicitation_lead (solicitation_id, station_id, area_code) select id, 1, '621124' from solicitation;
insert into draft_version (id, solicitation_id, nth, title, made_by, asked) select id, id, 1, title, 1, '' from solicitation where number ~ '^LX';
insert into draft_article (id, version_id, solicitation_id, position, label, text)
select case n when 1 then s.id else md5(s.id::text || n)::uuid end, s.id, s.id, n, '第' || n || '条', '物业' from solicitation s, generate_series(1, 40) n where s.number ~ '^LX';
insert into opinion (id, solicitation_id, version_id, article_id, area_code, station_id, channel, said_at, received_at, state, state_since, reply_way, receipt, digest, answer)
select ('f' || substr(id::text, 2))::uuid, md5('draft ' || 1 + n % 20)::uuid, md5('draft ' || 1 + n % 20)::uuid, null, area, 1, 'web', at, at, case when n % 2 = 0 then 'answered' else 'registered' end, at, 'receipt', lpad(upper(to_hex(n)), 12, '0'),
  sha256(n::text::bytea), '{{}}' from {N} where n % 5 = 0;
insert into opinion_text (opinion_id, area_code, said) select id, area_code, '物业费要公示' from opinion;
insert into audit_entry (actor, action, subject_kind, subject_id, mac) select 'x', 'x', 'report', n::text, '' from generate_series(1, {COUNT}) n
"""


@pytest.fixture(scope="session")
def country(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Cases with all that hangs on them, photos, followers, cells, stations; vacuumed and analysed."""
    with clone(template) as name:
        settings = settings_for(name, tmp_path_factory.mktemp("var"))
        use_key(settings.audit_key)
        make = Maker(Database(settings.database_url), None)  # type: ignore[arg-type]
        make.counties()
        for login in ("a", "b"):
            make.account(f"worker-{login}", ("liaison", "621124"))
        make.owner.engine.dispose()
        with closing(psycopg2.connect(settings.database_url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(TOWNS)
                cursor.execute("set session_replication_role = replica;" + FILL + ";" + MORE)
                cursor.execute("vacuum analyze")
        yield settings
