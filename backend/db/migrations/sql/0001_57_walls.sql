-- A station's read-only screen (站点大屏): opened by a link, without a login, and shows what everybody may know anyway. The token is stored
-- as its digest alone; taken back, the link opens nothing.
create table wall_link (
  id uuid primary key,
  station_id bigint not null references station,
  -- where the screen hangs
  name text not null constraint wall_link_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  token_hash bytea not null unique,
  area_code text collate "C" not null references area,
  issued_at timestamptz not null default now(),
  issued_by bigint not null references account,
  issued_name text not null,
  revoked_at timestamptz,
  seen_at timestamptz
);
-- Usage: the screens of a station.
create index wall_link_station_idx on wall_link (station_id, issued_at);
@guard wall_link@
grant select (id, station_id, name, area_code, issued_at, issued_by, issued_name, revoked_at, seen_at), insert, update (revoked_at) on wall_link to @app@;
grant select, update (seen_at) on wall_link to @definer@;
create policy definer on wall_link for all to @definer@ using (true) with check (true);
create policy read on wall_link for select to @app@ using (@area@);
create policy write on wall_link for insert to @app@ with check (issued_by = @viewer@ and revoked_at is null
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code) or holds_role('town_head', area_code))
  and exists (select from station s where s.id = station_id and s.area_code = wall_link.area_code));
create policy recall on wall_link for update to @app@ using (
    holds_role('liaison', area_code) or holds_role('town_congress', area_code) or holds_role('town_head', area_code))
  with check (revoked_at is not null);
-- Which station's screen a token opens; `state`: live, revoked, or closed with its station.
@definer wall_found(wanted bytea)@
returns table (station_id bigint, state text)
begin atomic
  select w.station_id, case when w.revoked_at is not null then 'revoked'
    when s.closed_on <= china_today() then 'closed' else 'live' end
  from wall_link w join station s on s.id = w.station_id where w.token_hash = wanted;
end;
@definer wall_seen(wanted bytea)@
returns void
begin atomic
  update wall_link set seen_at = now() where token_hash = wanted and (seen_at is null or seen_at < now() - interval '1 minute');
end;
