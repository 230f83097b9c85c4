-- Links for who handles a matter without an account: one case, one body, one device, a few days. The token is stored as its digest alone.
create table case_link (
  id uuid primary key,
  case_id uuid not null references cases,
  body_id bigint not null references body,
  role text not null,
  -- the seat it was issued for: the body that comes back later gets another link
  seat_version integer not null,
  token_hash bytea not null unique,
  -- of what the first device that opened it keeps in a cookie
  device_hash bytea unique,
  issued_at timestamptz not null default now(),
  issued_by bigint not null references account,
  issued_name text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  opened_at timestamptz,
  seen_at timestamptz,
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint case_link_days check (expires_at > issued_at and expires_at <= issued_at + interval '14 days')
);
-- Usage: the links of a case.
create index case_link_case_idx on case_link (case_id, issued_at);
-- How a link stands: live, revoked, expired, or over: the case has left the body's hands, or was closed since.
create function link_state(of_case uuid, seated integer, issued timestamptz, expires timestamptz, revoked timestamptz) returns text language sql stable as $$
  select case when revoked is not null then 'revoked' when expires <= now() then 'expired'
    when not exists (select from case_seat s where s.case_id = of_case and s.seat = 'handler' and s.version = seated and s.until is null)
      or exists (select from case_event e where e.case_id = of_case and e.to_state = 'closed' and e.at >= issued) then 'over'
    else 'live' end
$$;
@guard case_link@
grant select (id, case_id, body_id, role, seat_version, issued_at, issued_by, issued_name, expires_at, revoked_at, opened_at, seen_at, area_code, hidden),
  insert, update (revoked_at) on case_link to @app@;
grant select, update (device_hash, opened_at, seen_at) on case_link to @definer@;
create policy definer on case_link for all to @definer@ using (true) with check (true);
create policy read on case_link for select to @app@ using (@reads@);
create policy seated on case_link for select to @app@ using (@viewer@ is not null and case_id = any ((select my_cases())::uuid[]));
-- Issued by who may make the move that gave the body its seat, for that seat; recalled by such a person too.
create policy write on case_link for insert to @app@ with check (issued_by = @viewer@ and device_hash is null and exists (
  select from case_seat s join case_event e on e.case_id = s.case_id and e.version = s.version join case_move m on m.id = e.move
  where s.case_id = case_link.case_id and s.seat = 'handler' and s.until is null and s.version = seat_version
    and (s.body_id, s.role, s.area_code, s.hidden) = (case_link.body_id, case_link.role, case_link.area_code, case_link.hidden)
    and exists (select from unnest(m.roles) as able where holds_role(able, case_link.area_code)
      or exists (select from case_seat d where d.case_id = s.case_id and d.until is null and d.role = able and d.body_id = any ((select my_bodies())::bigint[])))));
create policy recall on case_link for update to @app@ using (issued_by = @viewer@ or holds_role('liaison', area_code) or holds_role('town_congress', area_code))
  with check (revoked_at is not null);
@definer link_found(wanted bytea)@
returns table (id uuid, case_id uuid, role text, body_name text, area_code text, expires_at timestamptz, device_hash bytea, state text)
begin atomic
  select l.id, l.case_id, l.role, b.name, l.area_code, l.expires_at, l.device_hash, link_state(l.case_id, l.seat_version, l.issued_at, l.expires_at, l.revoked_at)
  from case_link l join body b on b.id = l.body_id where l.token_hash = wanted;
end;
-- The first device to come keeps it; of two at once one gets nothing.
@definer link_bound(wanted bytea, device bytea)@
returns uuid
begin atomic
  update case_link set device_hash = device, opened_at = now(), seen_at = now() where token_hash = wanted and device_hash is null returning id;
end;
@definer link_of(device bytea)@
returns table (id uuid, case_id uuid, role text, body_name text, area_code text, expires_at timestamptz, device_hash bytea, state text)
begin atomic
  select l.id, l.case_id, l.role, b.name, l.area_code, l.expires_at, l.device_hash, link_state(l.case_id, l.seat_version, l.issued_at, l.expires_at, l.revoked_at)
  from case_link l join body b on b.id = l.body_id where l.device_hash = device;
end;
@definer link_seen(device bytea)@
returns void
begin atomic
  update case_link set seen_at = now() where device_hash = device and seen_at < now() - interval '1 minute';
end;
-- The one case that the transaction's link opens, and the role in which it acts there; nothing once the link is no longer live.
-- In PL/pgSQL, as `my_cases()`; without a link they read nothing.
@linked linked_case uuid@
select l.case_id from case_link l
end;
@linked linked_role text@
select l.role from case_link l
end;
@linked linked_reports uuid[]@
select coalesce(array_agg(r.report_id), '{}') from case_link l join case_report r on r.case_id = l.case_id
end;
-- What a link opens: the case, its words, what happened to it, the body's own seat. No contact, no photo, no sheet, no other case of the body.
create policy linked on cases for select to @app@ using (id = (select linked_case()));
create policy change_linked on cases for update to @app@ using (id = (select linked_case())) with check (id = (select linked_case()));
create policy linked on case_seat for select to @app@ using (until is null and seat = 'handler' and case_id = (select linked_case()));
create policy linked on case_event for select to @app@ using (case_id = (select linked_case()));
create policy write_linked on case_event for insert to @app@ with check (
  case_id = (select linked_case()) and actor_role = (select linked_role()) and actor_id is null and @viewer@ is null);
create policy linked on case_event_text for select to @app@ using (exists (
  select from case_event e where e.id = event_id and e.case_id = (select linked_case())));
create policy write_linked on case_event_text for insert to @app@ with check (exists (
  select from case_event e where e.id = event_id and e.case_id = (select linked_case())));
create policy linked on case_report for select to @app@ using ((case_id = (select linked_case())) is true);
create policy linked on report for select to @app@ using ((id = any ((select linked_reports())::uuid[])) is true);
create policy linked on report_text for select to @app@ using ((report_id = any ((select linked_reports())::uuid[])) is true);
