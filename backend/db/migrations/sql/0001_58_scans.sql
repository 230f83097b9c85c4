-- What becomes of the codes on posters (扫码统计): how often the page of a code was seen and how often somebody began to write on it, by
-- day. Nothing of who (docs/decisions/0081).
create table code_day (
  code_id bigint not null references representative_code,
  day date not null,
  -- where the code counted that day
  area_code text collate "C" not null references area,
  opened integer not null constraint code_day_opened_bounds check (opened >= 0),
  begun integer not null constraint code_day_begun_bounds check (begun >= 0),
  primary key (code_id, day)
);
-- Usage: the figures of a scope in a time.
create index code_day_area_idx on code_day (area_code, day);
-- Usage: all codes of a deputy, those that were ended too.
create index code_of_deputy_idx on representative_code (deputy_id) where deputy_id is not null;
-- Usage: the opinions that came by the codes of one deputy.
create index opinion_code_idx on opinion (code_id) where code_id is not null;
@guard code_day@
grant select on code_day to @app@;
grant select, insert, update (opened, begun) on code_day to @definer@;
create policy definer on code_day for all to @definer@ using (true) with check (true);
-- Read by the staff of the place, and by the deputy whose code it is; written by the counting alone.
create policy read on code_day for select to @app@ using (@area@);
create policy own on code_day for select to @app@ using ((code_id = any ((select array(
  select c.id from deputy d join representative_code c on c.deputy_id = d.id where d.account_id = @viewer@))::bigint[])) is true);
grant select on representative_code, station to @definer@;
-- One more person who saw the page of a code, or began to write there.
@definer count_code(scanned bigint, began boolean)@
returns void
begin atomic
  insert into code_day as c (code_id, day, area_code, opened, begun)
  select k.id, china_today(), coalesce(d.area_code, s.area_code), (not began)::integer, began::integer
  from representative_code k left join deputy d on d.id = k.deputy_id left join station s on s.id = k.station_id where k.id = scanned
  on conflict (code_id, day) do update set opened = c.opened + excluded.opened, begun = c.begun + excluded.begun;
end;
-- What came of the viewer's own codes as a deputy, who has no scope of area: how many on a day, not one word of them. Hidden matters are in
-- no figure.
@definer own_code_use(since timestamptz, until timestamptz)@
returns table (code_id bigint, day date, submissions integer, opinions integer)
begin atomic
  select c.id, china_day(r.received_at), 1, 0
  from deputy d join representative_code c on c.deputy_id = d.id join submission m on m.deputy_id = d.id and m.code_id = c.id
  join report r on r.id = m.report_id
  where d.account_id = nullif(current_setting('app.viewer', true), '')::bigint and not m.hidden
    and r.received_at >= since and r.received_at < until
  union all
  select c.id, china_day(o.received_at), 0, 1
  from deputy d join representative_code c on c.deputy_id = d.id join opinion o on o.code_id = c.id
  where d.account_id = nullif(current_setting('app.viewer', true), '')::bigint and o.received_at >= since and o.received_at < until;
end;
