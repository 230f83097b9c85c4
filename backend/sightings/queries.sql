-- name: record
-- Stores a list of sightings, each exactly once, in one statement: reports, words, named photos, cases and their
-- links, audit entries. Answers one row an item, in the order of the request, with what became of it.
-- What is stored already is read first, through the definer function: a policy would refuse a moved worker's resend
-- before ON CONFLICT is reached. `lost_race`: another request stored the same id meanwhile; read it again.
-- :items  JSON array, see NewSighting.row · :viewer  account id · :actor  roles as text · :scopes  filing prefixes
with raw as materialized (
  select t.*,
    case when t.lon is not null then st_setsrid(st_makepoint(t.lon, t.lat), 4326) end as geom,
    -- yes or no, not a number: the planner then expects half of the rows, not one, and does not join in loops
    row_number() over (partition by t.id order by t.n) = 1 as first_of_id,
    first_value(t.digest) over (partition by t.id order by t.n) as first_digest
  from json_to_recordset(cast(:items as json)) as t(
    n integer, id uuid, digest text, spelling text, category text, seen_at timestamptz, day date, noticed_by text, risk text,
    hidden boolean, body text, lon float8, lat float8, source_crs text, accuracy_m real, fixed_at timestamptz,
    cell_code text, reason text, visit_id uuid, photos text[], mac text)
), old as materialized (
  select * from stored(array(select id from raw where first_of_id))
), located as materialized (
  select raw.*, coalesce(at_place.id, by_code.id) as cell_id, coalesce(at_place.code, by_code.code) as in_code,
    coalesce(at_place.name, by_code.name) as in_name,
    -- a cell may outlive the village it was drawn in: the report belongs to what stands for it on the day, mostly itself
    case when exists (select from area a where a.code = coalesce(at_place.area_code, by_code.area_code)
        and a.valid_from <= raw.day and (a.valid_to is null or raw.day < a.valid_to))
      then coalesce(at_place.area_code, by_code.area_code)
      else area_standing(coalesce(at_place.area_code, by_code.area_code), raw.day) end as in_area,
    -- from where to look for a station: without any place from the worker's own cell; who answers for no cell, from the first
    -- station of the scope; where there is none, any point will do. Each is read only when it is needed.
    coalesce(raw.geom, by_code.inside,
      (select st_pointonsurface(c.geom) from cell_worker w join grid_cell c on c.code = w.cell_code
       where w.account_id = :viewer order by c.in_force_from desc, c.code limit 1),
      (select s.geom from station s where s.area_code ^@ any (cast(:scopes as text[])) and s.unit is not null order by s.id limit 1),
      st_setsrid(st_makepoint(104, 35), 4326)) as near
  from raw
  left join lateral (
    select c.id, c.code, c.name, c.area_code from grid_cell c
    where st_covers(c.geom, raw.geom) and c.in_force_from <= raw.day and (c.in_force_to is null or raw.day < c.in_force_to)
    order by c.id limit 1) at_place on true
  left join lateral (
    select c.id, c.code, c.name, c.area_code, st_pointonsurface(c.geom) as inside from grid_cell c
    where raw.geom is null and c.code = raw.cell_code
    order by (c.in_force_from <= raw.day and (c.in_force_to is null or raw.day < c.in_force_to)) desc, c.in_force_from desc
    limit 1) by_code on true
  where raw.first_of_id and not exists (select from old where old.id = raw.id)
), judged as materialized (
  -- the nearest of the stations that serve the cell, so that whoever is told of it may also read it; where none does, of all
  select l.*, coalesce(s.id, far.id) as station_id, coalesce(s.name, far.name) as station_name,
    coalesce(l.in_area, far.area_code) as area_code,
    case
      when not exists (select from category k where k.code = l.category and (k.retired_on is null or l.day < k.retired_on))
        then 'bad_category'
      when l.geom is null and l.cell_code is not null and l.cell_id is null then 'bad_cell'
      when coalesce(s.id, far.id) is null then 'no_station'
      when not coalesce(l.in_area, far.area_code) ^@ any (cast(:scopes as text[])) then 'out_of_scope'
      else 'new' end as status
  from located l
  -- computed once, not for each station (offset)
  cross join lateral (select cube(array[
    cos(radians(st_y(l.near))) * cos(radians(st_x(l.near))),
    cos(radians(st_y(l.near))) * sin(radians(st_x(l.near))),
    sin(radians(st_y(l.near)))]) as unit offset 0) spot
  left join lateral (
    select s.id, s.name from station s
    -- a range, which any plan reads by the index: those of the township are few, and the nearest of them is soon found
    where ((s.area_code >= left(l.in_area, 9) and s.area_code < left(l.in_area, 9) || '~') or s.area_code = left(l.in_area, 6))
      and s.area_code ^@ any (cast(:scopes as text[])) and s.unit is not null and not s.mobile
      and s.opened_on <= l.day and (s.closed_on is null or l.day < s.closed_on)
    order by s.unit <-> spot.unit limit 1) s on true
  left join lateral (
    select f.id, f.name, area_standing(f.area_code, l.day) as area_code from station f
    where s.id is null and f.area_code ^@ any (cast(:scopes as text[])) and f.unit is not null and not f.mobile
      and f.opened_on <= l.day and (f.closed_on is null or l.day < f.closed_on)
    order by f.unit <-> spot.unit limit 1) far on true
), weighed as materialized (
  select *, status = 'new' as fine from judged
), numbered as materialized (
  -- drawn inside: with a volatile argument the function would not be read into the statement
  select j.*, paper_number('', now(), j.drawn) as number
  from (select *, nextval('report_number') as drawn from weighed where fine order by n) j
), ins as (
  insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at,
    place, source_crs, accuracy_m, fixed_at, digest, spelling, answer)
  select id, number, 'sighting', :viewer, area_code, cell_id, station_id, category, 'door', hidden, seen_at,
    geom, source_crs, accuracy_m, fixed_at, decode(digest, 'hex'), decode(spelling, 'hex'),
    json_build_object('id', id, 'number', number,
      'cell', case when cell_id is not null then json_build_object('code', in_code, 'name', in_name) end,
      'station', json_build_object('id', station_id, 'name', station_name),
      'received_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
  from numbered order by id
  on conflict (id) do nothing
  returning id, answer
), good as (
  select numbered.* from ins join numbered using (id)
), words as (
  insert into report_text (report_id, area_code, author_id, hidden, body)
  select id, area_code, :viewer, hidden, body from good
), seen as (
  insert into sighting (report_id, area_code, author_id, hidden, noticed_by, risk, out_of_cell, out_of_cell_reason, visit_id)
  select id, area_code, :viewer, hidden, noticed_by, risk,
    coalesce(in_code <> all (array(select cell_code from cell_worker where account_id = :viewer)), true), reason, visit_id from good
), named as (
  insert into report_attachment (report_id, nth, area_code, author_id, hidden, sent_sha256)
  select id, p.nth, area_code, :viewer, hidden, decode(p.sha, 'hex')
  from good cross join lateral unnest(photos) with ordinality as p(sha, nth)
), opened as (
  insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden)
  select id, number, 'pending', category, area_code, cell_id, station_id, hidden from good
), linked as (
  insert into case_report (case_id, report_id, area_code, author_id, hidden)
  select id, id, area_code, :viewer, hidden from good
), recorded as (
  insert into audit_entry (actor_id, actor, action, subject_kind, subject_id, area_code, mac)
  select :viewer, :actor, 'sighting.recorded', 'report', id::text, area_code, decode(mac, 'hex') from good
)
select raw.n, raw.id, coalesce(ins.answer, old.answer)::text as answer,
  case
    when old.id is not null then
      case when old.author_id = :viewer and old.digest = decode(raw.digest, 'hex') then 'same' else 'differs' end
    when raw.digest <> raw.first_digest then 'differs'
    when judged.status = 'new' and ins.id is null then 'lost_race'
    when judged.status = 'new' and not raw.first_of_id then 'same'
    else judged.status end as status
from raw left join old using (id) left join judged using (id) left join ins using (id)
order by raw.n;

-- name: known
-- Of a batch: what stands already of this author in the very same spelling; its place in the request and the answer of then.
-- Usage: report by its primary key, through the definer function.
-- :ids, :spellings  as they stand in the batch, digests as hex · :viewer  account id
select w.n - 1 as n, s.id, s.answer::text
from unnest(cast(:ids as uuid[]), cast(:spellings as text[])) with ordinality as w(id, spelling, n)
join stored(:ids) s on s.id = w.id and s.spelling = decode(w.spelling, 'hex')
where s.author_id = :viewer;

-- name: versions
-- The first of one sighting and what was said of it later, in the order in which it was taken.
-- Usage: report by its primary key and report_corrects_idx, all else by report id.
select r.id, coalesce(a.nth, 0) as nth, r.number, r.received_at, a.made_at, r.author_id, coalesce(a.actor_name, '') as actor_name,
  coalesce(a.actor_role, 'author') as actor_role, coalesce(a.fields, '{}') as fields, coalesce(t.body, '') as body,
  r.category, g.noticed_by, g.risk, r.seen_at, coalesce(t.place_words, '') as place_words,
  array(select encode(p.sent_sha256, 'hex') from report_attachment p where p.report_id = r.id order by p.nth) as photos
from report r join sighting g on g.report_id = r.id left join report_text t on t.report_id = r.id
left join sighting_amendment a on a.report_id = r.id
where r.id = :first or r.corrects_id = :first order by coalesce(a.nth, 0)
