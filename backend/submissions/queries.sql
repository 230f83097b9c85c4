-- name: take_in
-- One submission in one statement: what is stored already, the cell, the station and why, then the report with
-- all that hangs on it. `lon`, `lat` in degrees, EPSG:4326, or null. The person's context is bound to `id`.
-- why: scanned (the code's own station, while the place lies in its area or its township, or is not given),
-- nearest_of_deputy (nearest in the deputy's area), nearest, of_deputy (no place), chosen (from the list).
with old as materialized (
  select s.author_id, s.digest, s.answer from stored(array[cast(:id as uuid)]) s),
day as materialized (select (now() at time zone 'Asia/Shanghai')::date as today),
spot as materialized (
  select st_setsrid(st_makepoint(cast(:lon as float8), cast(:lat as float8)), 4326) as geom, cube(array[
      cos(radians(cast(:lat as float8))) * cos(radians(cast(:lon as float8))),
      cos(radians(cast(:lat as float8))) * sin(radians(cast(:lon as float8))), sin(radians(cast(:lat as float8)))]) as unit
  where cast(:lon as float8) is not null and not exists (select from old)),
cell as materialized (
  select c.id, c.code, c.name, c.area_code from spot join grid_cell c on st_covers(c.geom, spot.geom), day
  where c.in_force_from <= day.today and (c.in_force_to is null or c.in_force_to > day.today)
  order by c.id limit 1),
open as (
  select s.* from station s, day
  where s.opened_on <= day.today and (s.closed_on is null or s.closed_on > day.today) and not s.mobile),
reach as materialized (select a.prefix from area a where a.code = cast(:scope_area as text)),
own as materialized (
  select s.id, s.name, s.area_code, s.geom, cast(:own_why as text) as why from open s join area a on a.code = s.area_code
  where s.id = :station_id and (not exists (select from spot) or exists (
    select from cell where cell.area_code ^@ a.prefix or left(cell.area_code, 9) = left(s.area_code, 9)))),
scoped as materialized (
  select k.id, k.name, k.area_code, k.geom, 'nearest_of_deputy' as why from spot cross join lateral (
    select s.id, s.name, s.area_code, s.geom from open s
    where s.geom is not null and s.area_code ^@ (select prefix from reach)
    order by s.unit <-> spot.unit limit 4) k
  where exists (select from reach) and not exists (select from own)
  order by st_distancesphere(k.geom, spot.geom), k.id limit 1),
near as materialized (
  select k.id, k.name, k.area_code, k.geom, 'nearest' as why from spot cross join lateral (
    select s.id, s.name, s.area_code, s.geom from open s where s.geom is not null
    order by s.unit <-> spot.unit limit 4) k
  where not exists (select from own) and not exists (select from scoped)
  order by st_distancesphere(k.geom, spot.geom), k.id limit 1),
home as materialized (
  select s.id, s.name, s.area_code, s.geom, 'of_deputy' as why from open s
  where exists (select from reach) and not exists (select from spot) and not exists (select from own)
    and (s.id = :home_id or s.area_code ^@ (select prefix from reach))
  order by (s.id = :home_id) desc nulls last, length(s.area_code), s.id limit 1),
chosen as materialized (
  select * from own union all select * from scoped union all select * from near union all select * from home),
judged as materialized (
  select chosen.id as station_id, coalesce(cell.area_code, chosen.area_code) as area_code, cell.id as cell_id,
    spot.geom as place,
    to_char(day.today, 'YYYY-') || lpad(n.seq::text, greatest(6, length(n.seq::text)), '0') as number,
    json_build_object('station', json_build_object('id', chosen.id, 'name', chosen.name, 'why', chosen.why,
        'distance_m', round(st_distancesphere(chosen.geom, spot.geom)), 'deputy', cast(:deputy as text)),
      'cell', cell.code, 'accept_by', cast(:accept_by as date),
      'number', to_char(day.today, 'YYYY-') || lpad(n.seq::text, greatest(6, length(n.seq::text)), '0'),
      'received_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as answer
  from chosen cross join day left join spot on true left join cell on true,
    lateral (select nextval('report_number') as seq) n
  where not exists (select from old)
    and exists (select from category k where k.code = :category and (k.retired_on is null or k.retired_on > day.today))),
ins as (
  insert into report (id, number, kind, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at,
      place, source_crs, accuracy_m, fixed_at, digest, answer)
  select :id, number, 'submission', area_code, cell_id, station_id, :category, :channel, false, now(), now(),
    place, case when place is null then null else :crs end,
    :accuracy_m, :fixed_at, :digest, answer from judged
  on conflict (id) do nothing returning id),
good as (select judged.* from judged, ins),
txt as (
  insert into report_text (report_id, area_code, hidden, body, place_words)
  select :id, area_code, false, :text, :place_words from good),
con as (
  insert into contact (id, area_code, hidden, suite, key_id, name_sealed, phone_sealed, phone_index)
  select :id, area_code, false, :suite, :key_id, :name_sealed, :phone_sealed, :phone_index from good
  where cast(:contact_id as uuid) is not null),
sub as (
  insert into submission (report_id, area_code, hidden, receipt, code_id, deputy_id, reply_way, contact_id, language)
  select :id, area_code, false, :receipt, :code_id, :deputy_id, :reply_way, :contact_id, :language from good),
att as (
  insert into report_attachment (report_id, nth, area_code, ticket, hidden, sent_sha256)
  select :id, p.nth, area_code, :ticket, false, decode(p.sha256, 'hex')
  from good, unnest(cast(:attachments as text[])) with ordinality p(sha256, nth)),
cas as (
  insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, due_on)
  select :id, number, 'pending', :category, area_code, cell_id, station_id, false, :accept_by from good),
lnk as (
  insert into case_report (case_id, report_id, area_code, hidden) select :id, :id, area_code, false from good)
select old.digest as old_digest, old.author_id as old_author, old.answer as old_answer, good.answer as new_answer,
  good.area_code, exists (select from chosen) as has_station, exists (select from judged) as was_judged
from (select 1) one left join old on true left join good on true;

-- name: stored
-- What is stored under an id: a racing twin's row, seen in a second statement.
select s.author_id, s.digest, s.answer from stored(array[cast(:id as uuid)]) s;

-- name: progress
-- The matter of one receipt: its case, its station; the context is bound to the report and the case.
select s.receipt, r.number, r.received_at, c.state, c.state_since, c.due_on, t.name as station, t.phone,
  k.name as category, k.name_en as category_en
from report r join submission s on s.report_id = r.id join case_report l on l.report_id = r.id
  join cases c on c.id = l.case_id join station t on t.id = c.station_id join category k on k.code = c.category
where r.id = :report_id;

-- name: steps
-- What happened to the case since it was opened, newest first: times, states, roles; no names, no words.
select e.at, e.to_state as state, e.actor_role as role from case_event e where e.case_id = :case_id and e.kind = 'move' order by e.version desc;
