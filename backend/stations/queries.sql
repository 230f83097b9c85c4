-- name: locate
-- What is at a place on a day, in one trip: the cell, the areas above it, the nearest stations in operation.
-- (:x, :y, :z) is the place on the unit sphere. The cell is the one of lowest id that covers the place; outside every
-- cell the areas come from the smallest outline around it. A mobile station counts only while a session of it runs.
with recursive here as materialized (
  select c.id, c.code, c.name, c.kind, c.area_code, c.households, e.name as edition, e.synthetic, e.attribution
  from grid_cell c join grid_edition e on e.id = c.edition_id
  where st_covers(c.geom, st_setsrid(st_makepoint(:lon, :lat), 4326))
    and c.in_force_from <= :on and (c.in_force_to is null or c.in_force_to > :on)
  order by c.id
  limit 1
), up as (
  -- what stands for the cell's village on the day: a cell may outlive the village it was drawn in
  select a.code, a.name, a.level, a.parent_code, 1 as step
  from area_span a
  where a.code = area_standing(coalesce((select area_code from here), (
      select o.code from area_span o
      where st_covers(o.geom, st_setsrid(st_makepoint(:lon, :lat), 4326))
        and o.valid_from <= :on and (o.valid_to is null or o.valid_to > :on)
      order by length(o.prefix) desc, o.code
      limit 1)), :on)
    and a.valid_from <= :on and (a.valid_to is null or a.valid_to > :on)
  union all
  select a.code, a.name, a.level, a.parent_code, up.step + 1
  from up join area_span a on a.code = area_standing(up.parent_code, :on)
    and a.valid_from <= :on and (a.valid_to is null or a.valid_to > :on)
), near as (
  select k.id, k.code, k.name, k.kind, k.area_code, st_distancesphere(k.geom, st_setsrid(st_makepoint(:lon, :lat), 4326)) as distance_m
  from (
    (select s.id, s.code, s.name, s.kind, s.area_code, s.geom, s.unit
    from station s
    where s.unit is not null and not s.mobile and s.opened_on <= :on and (s.closed_on is null or s.closed_on > :on)
    -- by distance alone: a second key would make the planner sort every station
    order by s.unit <-> cube(array[cast(:x as float8), cast(:y as float8), cast(:z as float8)])
    limit :most)
    union all
    select m.id, m.code, m.name, m.kind, m.area_code, m.geom, m.unit from sessions_now(:on) m) k
  order by k.unit <-> cube(array[cast(:x as float8), cast(:y as float8), cast(:z as float8)])
  limit :most
)
select
  (select to_jsonb(here) - 'id' from here) as cell,
  (select coalesce(jsonb_agg(jsonb_build_array(code, name, level) order by step), '[]') from up) as areas,
  (select coalesce(jsonb_agg(to_jsonb(near) || jsonb_build_object('of_cell', exists (
      select from station_cell l join here on here.id = l.cell_id where l.station_id = near.id)) order by distance_m, id), '[]')
    from near) as stations;

-- name: nearest
-- The nearest stations in operation on a day, within areas of some prefixes (none given: anywhere).
-- :lon, :lat  degrees in EPSG:4326, longitude first · :x, :y, :z  the same place on the unit sphere · distance_m  great circle
select k.id, k.code, k.name, k.kind, k.area_code,
  st_distancesphere(k.geom, st_setsrid(st_makepoint(:lon, :lat), 4326)) as distance_m
from (
  (select s.id, s.code, s.name, s.kind, s.area_code, s.geom
  from station s
  where s.unit is not null and not s.mobile and s.opened_on <= :on and (s.closed_on is null or s.closed_on > :on)
    and (cardinality(cast(:within as text[])) = 0 or s.area_code ^@ any (cast(:within as text[])))
  order by s.unit <-> cube(array[cast(:x as float8), cast(:y as float8), cast(:z as float8)])
  limit :most)
  union all
  select m.id, m.code, m.name, m.kind, m.area_code, m.geom from sessions_now(:on) m
  where cardinality(cast(:within as text[])) = 0 or m.area_code ^@ any (cast(:within as text[]))) k
order by distance_m, k.id
limit :most;

-- name: station
-- One station, with its place in degrees.
select id, code, name, kind, area_code, phone, opening_hours as hours, address, st_x(geom) as lon, st_y(geom) as lat, mobile
from station where id = :id;

-- name: cell_of_post
-- The cell that "here, at the post" means on a day; none for a mobile post, and for one that is attached to none of its area.
select code, name from cell_of_post(:station_id, :on);

-- name: stations_of
-- Stations in operation on a day below an area's prefix; those with a place only when :placed.
select id, code, name, kind, area_code, phone, opening_hours as hours, address, st_x(geom) as lon, st_y(geom) as lat, mobile
from station
where area_code ^@ :prefix and opened_on <= :on and (closed_on is null or closed_on > :on)
  and (geom is not null or not :placed)
order by code;

-- name: stations_at
-- Stations in operation on a day that belong to these areas themselves, not to one below, and have a place.
select id, code, name, kind, area_code, phone, opening_hours as hours, address, st_x(geom) as lon, st_y(geom) as lat, mobile
from station
where area_code = any(cast(:codes as text[])) and opened_on <= :on and (closed_on is null or closed_on > :on)
  and geom is not null
order by code;

-- name: tree_around
-- Those of these codes that there are, all that stands above them, and what stands directly below them.
with recursive up as (
  select s.id, s.parent_id from station s where s.code = any(:codes)
  union
  select p.id, p.parent_id from up join station p on p.id = up.parent_id
), touched as (
  select id from up
  union
  select c.id from station s join station c on c.parent_id = s.id where s.code = any(:codes)
)
select s.code, s.kind, p.code as parent_code, s.area_code
from touched t join station s on s.id = t.id left join station p on p.id = s.parent_id
order by s.code;

-- name: outside_outline
-- Places outside the outline of their area, or of the smallest area above it that has one.
with recursive place as materialized (
  select n, code, area_code, st_setsrid(st_makepoint(lon, lat), 4326) as geom
  from jsonb_to_recordset(cast(:rows as jsonb)) as r(n integer, code text, area_code text, lon float8, lat float8)
), up as (
  select p.n, a.code, a.parent_code, a.name, a.geom from place p join area a on a.code = p.area_code
  union all
  select up.n, a.code, a.parent_code, a.name, a.geom from up join area a on a.code = up.parent_code where up.geom is null
)
select p.n, p.code, up.code as area, up.name, st_x(p.geom) as lon, st_y(p.geom) as lat
from place p join up on up.n = p.n and up.geom is not null and not st_covers(up.geom, p.geom)
order by p.n;

-- name: upsert_stations
-- Store stations, those higher in the tree first (the caller sends one level at a time).
with incoming as materialized (
  select r.*, p.id as parent_id from jsonb_to_recordset(cast(:rows as jsonb))
    as r(code text, name text, kind text, parent_code text, area_code text, address text, phone text, opening_hours text,
      mobile boolean, opened_on date, closed_on date, lon float8, lat float8)
  left join station p on p.code = r.parent_code
), stored as (
  insert into station (code, name, kind, parent_id, area_code, address, phone, opening_hours, mobile, opened_on, closed_on, geom)
  select code, name, kind, parent_id, area_code, address, phone, opening_hours, mobile,
    coalesce(opened_on, date '2000-01-01'), closed_on, st_setsrid(st_makepoint(lon, lat), 4326)
  from incoming order by code
  on conflict (code) do update set name = excluded.name, kind = excluded.kind, parent_id = excluded.parent_id,
    area_code = excluded.area_code, address = excluded.address, phone = excluded.phone,
    opening_hours = excluded.opening_hours, mobile = excluded.mobile, opened_on = excluded.opened_on,
    closed_on = excluded.closed_on, geom = excluded.geom
  where (station.name, station.kind, station.parent_id, station.area_code, station.address, station.phone,
      station.opening_hours, station.mobile, station.opened_on, station.closed_on, st_asbinary(station.geom))
    is distinct from (excluded.name, excluded.kind, excluded.parent_id, excluded.area_code, excluded.address,
      excluded.phone, excluded.opening_hours, excluded.mobile, excluded.opened_on, excluded.closed_on,
      st_asbinary(excluded.geom))
  returning (xmax = 0) as fresh
)
select count(*) filter (where fresh) as added, count(*) filter (where not fresh) as changed from stored;

-- name: attach_posts
-- Attach every collection post below a prefix to one cell of an edition: the one that covers it (lowest id), else the
-- nearest on the ellipsoid among the eight nearest by degrees.
insert into station_cell (station_id, edition_id, cell_id, distance_m)
select s.id, :edition, c.id, c.distance_m
from station s
cross join lateral (
  select k.id, st_distance(k.geom::geography, s.geom::geography) as distance_m, st_covers(k.geom, s.geom) as covers
  from (select g.id, g.geom from grid_cell g where g.edition_id = :edition order by g.geom <-> s.geom limit 8) k
  order by covers desc, case when st_covers(k.geom, s.geom) then k.id end, distance_m, k.id
  limit 1
) c
where s.kind = 'collection_post' and s.area_code ^@ :prefix and s.geom is not null
on conflict (station_id, edition_id) do update set cell_id = excluded.cell_id, distance_m = excluded.distance_m
where (station_cell.cell_id, station_cell.distance_m) is distinct from (excluded.cell_id, excluded.distance_m);

-- name: detach_posts
-- What is no collection post any more, or has lost its place, belongs to no cell; a post that went to another area, to none
-- of an edition that does not reach there.
delete from station_cell l using station s, grid_edition e, area a
where s.id = l.station_id and e.id = l.edition_id and a.code = e.area_code
  and (s.kind <> 'collection_post' or s.geom is null or not s.area_code ^@ a.prefix);

-- name: moved_posts
-- Posts whose cell in an edition has another code than in the edition before (none: it had no cell).
select code, name, before, after, distance_m from moved_posts(:edition) order by code;

-- name: far_posts
-- Posts that lie farther than :farthest_m metres from the cell they are attached to in an edition.
select s.code, c.code as cell, l.distance_m
from station_cell l join station s on s.id = l.station_id join grid_cell c on c.id = l.cell_id
where l.edition_id = :edition and l.distance_m > :farthest_m
order by s.code;

-- name: unattached_posts
-- Posts below a prefix that have no place and so no cell.
select code, name from station where kind = 'collection_post' and geom is null and area_code ^@ :prefix order by code;

-- name: post_coverage
-- Every cell in force on a day in a scope, and how many open collection posts are attached to it. A mobile station counts in the cell
-- in which it stands now, and nowhere else.
-- :low, :high, :prefixes  the scope. Usage: grid_cell_area_idx.
with running as materialized (select m.cell_id from sessions_now(:on) m)
select c.code, c.name, c.area_code, a.name as village, c.households, (
  select count(*) from station_cell l join station s on s.id = l.station_id
  where l.cell_id = c.id and not s.mobile and s.opened_on <= :on and (s.closed_on is null or s.closed_on > :on))
  + (select count(*) from running w where w.cell_id = c.id) as posts
from grid_cell c join area a on a.code = c.area_code
where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
  and c.in_force_from <= :on and (c.in_force_to is null or c.in_force_to > :on)
order by c.code;

-- name: open_editions
-- Editions with cells in force on or after a day, with the prefix of their area.
select e.id, a.prefix from grid_edition e join area a on a.code = e.area_code
where e.in_force_to is null or e.in_force_to > :on
order by e.id;

-- name: field_cells
-- The cells in force on a day of the townships :towns, as GeoJSON with seven decimals (1 cm); `own`: those that an
-- account answers for by name, or, when it has none by name, those below the areas of its role.
select c.code, c.name, c.area_code, c.households, e.synthetic, e.attribution, st_asgeojson(c.geom, 7) as shape,
  case when exists (select from cell_worker where account_id = :viewer)
    then exists (select from cell_worker w where w.account_id = :viewer and w.cell_code = c.code)
    else c.area_code ^@ any (cast(:prefixes as text[])) end as own
from unnest(cast(:towns as text[])) town
join grid_cell c on c.area_code >= town and c.area_code < town || '~'
join grid_edition e on e.id = c.edition_id
where c.in_force_from <= :on and (c.in_force_to is null or c.in_force_to > :on)
order by c.code;

-- name: field_towns
-- The townships that hold the areas of a worker's role, and the cells the worker answers for.
select distinct a.code, a.name from (
  select left(p, 9) as town, p from unnest(cast(:prefixes as text[])) p
  union all
  select left(c.area_code, 9), c.area_code from cell_worker w
  join grid_cell c on c.code = w.cell_code and c.in_force_from <= :on and (c.in_force_to is null or c.in_force_to > :on)
  where w.account_id = :viewer
) held join area a on a.level = 'town' and (a.code = held.town or a.code ^@ held.p)
order by a.code;

-- name: duties
-- What each post answers for at a place: of each post the newest version of the nearest area that has one.
-- Usage: area_pkey, post_duty_once.
select distinct on (d.post) d.id, d.area_code, a.name as area_name, d.post, d.version, d.text, d.written_name, d.written_at
from post_duty d join area a on a.code = d.area_code
where d.area_code = any (cast(:chain as text[])) order by d.post, length(a.prefix) desc, d.version desc

-- name: duty_versions
-- Every version of what a post answers for in one area, the newest first.
-- Usage: post_duty_once.
select d.id, d.area_code, a.name as area_name, d.post, d.version, d.text, d.written_name, d.written_at
from post_duty d join area a on a.code = d.area_code where d.area_code = :area and d.post = :post order by d.version desc

-- name: write_duty
-- The version after the one that was read; nothing when somebody else was first, or the id is taken.
insert into post_duty (id, area_code, post, version, text, written_by, written_name)
values (:id, :area, :post, :version, :text, :person, :name) on conflict do nothing returning id

-- name: cards
-- The stations at work on a day in and above an area, the nearest level first.
-- Usage: station_area_idx.
select s.id, s.code, s.name, s.kind, s.area_code, a.name as area_name, p.name as parent_name, s.address, s.phone, s.opening_hours
from station s join area a on a.code = s.area_code left join station p on p.id = s.parent_id
where (s.area_code = any (cast(:chain as text[])) or s.area_code >= :prefix and s.area_code < :past)
  and s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
order by length(a.prefix), s.area_code, array_position(array['contact_point', 'workstation', 'deputy_home', 'liaison_point', 'collection_post'], s.kind), s.name, s.id
limit 500

-- name: facts
-- What stands of a station: of each fact its last version, in the order of the kinds' values.
-- Usage: station_fact_station_idx.
select f.id, f.version, f.kind, f.value, f.words, f.count, f.place, f.met, f.about, f.from_day, f.until_day, f.note, f.removed,
  t.name, t.name_en, f.written_by, f.written_name, f.written_at
from (select distinct on (id) * from station_fact where station_id = :station order by id, version desc) f
join station_term t on t.kind = f.kind and t.value = f.value
order by f.kind, t.position, f.from_day nulls first, f.words, f.id
limit 1000

-- name: fact_versions
-- Every version of one fact, the newest first.
-- Usage: station_fact_pkey.
select f.id, f.version, f.kind, f.value, f.words, f.count, f.place, f.met, f.about, f.from_day, f.until_day, f.note, f.removed,
  t.name, t.name_en, f.written_by, f.written_name, f.written_at
from station_fact f join station_term t on t.kind = f.kind and t.value = f.value
where f.id = :id and f.station_id = :station order by f.version desc limit 200

-- name: write_fact
-- The version after the one that was read; nothing when somebody else was first.
insert into station_fact (id, version, station_id, area_code, kind, value, words, count, place, met, about, from_day, until_day, note, removed,
  written_by, written_name)
values (:id, :version, :station, :area, :kind, :value, :words, :count, :place, :met, :about, :from_day, :until_day, :note, :removed, :person, :name)
on conflict do nothing returning id

-- name: network
-- The stations at work in an area and what stands above each, with its level of today if it has one.
-- Usage: station_area_idx, station_fact_station_idx.
select s.id, s.parent_id, s.name, s.kind, a.name as area_name, s.address, l.name as level, l.name_en as level_en
from station s join area a on a.code = s.area_code left join lateral (
  select t.name, t.name_en from (
    select distinct on (f.id) f.* from station_fact f where f.station_id = s.id and f.kind = 'level' order by f.id, f.version desc) f
  join station_term t on t.kind = f.kind and t.value = f.value
  where not f.removed and coalesce(f.from_day <= :today, true) and coalesce(f.until_day >= :today, true)
  order by t.position limit 1) l on true
where s.area_code >= :prefix and s.area_code < :past and s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
order by array_position(array['contact_point', 'workstation', 'deputy_home', 'liaison_point', 'collection_post'], s.kind), s.area_code, s.id
limit 2000

-- name: grown
-- How many contact points and workstations an area had at the end of each year in which one opened or closed (6、10、18).
-- Usage: station_area_idx.
with held as (
  select s.opened_on, s.closed_on from station s
  where s.area_code >= :prefix and s.area_code < :past and s.kind in ('contact_point', 'workstation') and s.opened_on <= :today),
years as (
  select extract(year from opened_on)::integer as year from held
  union select extract(year from closed_on)::integer from held where closed_on <= :today)
select y.year, (select count(*) from held h where extract(year from h.opened_on) <= y.year
  and coalesce(extract(year from h.closed_on) > y.year, true))::integer as stations
from years y order by y.year

-- name: picture
-- The cells around a station as paths of a picture `width` wide, in the plane of its middle latitude; `own`: of its own village or township. No map of
-- anybody else's is asked for.
-- Usage: grid_cell_geom_idx, grid_cell_area_idx.
with spot as (
  select s.area_code, s.geom, left(coalesce(case when length(s.area_code) >= 9 then s.area_code end, (
    select c.area_code from grid_cell c where st_intersects(c.geom, s.geom) and c.in_force_from <= :today
      and (c.in_force_to is null or c.in_force_to > :today) order by c.id limit 1)), 9) as town
  from station s where s.id = :station),
drawn as (
  select c.area_code, c.geom, c.edition_id from spot join grid_cell c on c.area_code >= spot.town and c.area_code < spot.town || '~'
  where c.in_force_from <= :today and (c.in_force_to is null or c.in_force_to > :today)),
box as (select st_xmin(e) as x, st_ymin(e) as y, st_xmax(e) - st_xmin(e) as dx, st_ymax(e) - st_ymin(e) as dy, cos(radians((st_ymin(e) + st_ymax(e)) / 2)) as k
  from (select st_extent(geom) as e from drawn) one),
scale as (select x, y, dx, dy, :width / greatest(dx, dy / k) as sx, :width / greatest(dx, dy / k) / k as sy from box where dx > 0 and dy > 0)
select st_assvg(st_simplifypreservetopology(st_transscale(d.geom, -b.x, -b.y, b.sx, b.sy), 1), 1, 0) as path,
  length(spot.area_code) >= 12 and d.area_code = spot.area_code as own, b.dx * b.sx as wide, b.dy * b.sy as high,
  (st_x(spot.geom) - b.x) * b.sx as x, (b.y - st_y(spot.geom)) * b.sy as y,
  (select e.attribution from grid_edition e where e.id = d.edition_id) as attribution
from drawn d cross join scale b cross join spot order by own, d.area_code
limit 300
