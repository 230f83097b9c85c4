-- Which station gets a submission, and why: one rule for the page that tells it before and the statement that stores it.
-- A place is (lon, lat) in degrees, EPSG:4326, or null. `own_id`: the station whose code was scanned or that was chosen;
-- `scope_area`: the area of the deputy whose code was scanned; `home_id`: that deputy's own station.
-- Areas are those that stand on the day: a cell or a station of an abolished village counts for the one that took over.
-- A station serves a cell of its own township, of its village, of its county: its staff may read what comes from there.
-- why: scanned or chosen (while it serves the place, or none is given), nearest_of_deputy, nearest_here (the nearest of
-- those that serve the place; a mobile station's session stands among them while it runs), nearest (of all, where none serves it), of_deputy (a deputy's code without a place). The index gives the nearest four in order; of equals the lowest id.
create function station_for(
  lon float8, lat float8, own_id bigint, own_why text, scope_area text, home_id bigint, today date)
returns table (station_id bigint, name text, area_code text, geom geometry, why text,
  cell_id bigint, cell_code text, cell_area text)
language sql stable set search_path = pg_catalog, public, pg_temp begin atomic
with spot as materialized (
  select st_setsrid(st_makepoint(station_for.lon, station_for.lat), 4326) as geom, cube(array[
    cos(radians(station_for.lat)) * cos(radians(station_for.lon)),
    cos(radians(station_for.lat)) * sin(radians(station_for.lon)), sin(radians(station_for.lat))]) as unit
  where station_for.lon is not null and station_for.lat is not null),
cell as materialized (
  select c.id, c.code, area_standing(c.area_code, station_for.today) as area_code from spot join grid_cell c on st_covers(c.geom, spot.geom)
  where c.in_force_from <= station_for.today and (c.in_force_to is null or c.in_force_to > station_for.today)
  order by c.id limit 1),
reach as materialized (select a.prefix from area a where a.code = station_for.scope_area),
-- Stations without a fixed place, where they stand just now: few, so they are looked through beside the index.
moving as materialized (select m.* from sessions_now(station_for.today) m),
own as materialized (
  select s.id, s.name, s.area_code, coalesce((select m.geom from moving m where m.id = s.id), s.geom) as geom, station_for.own_why as why
  from station s join area a on a.code = area_standing(s.area_code, station_for.today)
  where s.id = station_for.own_id
    and s.opened_on <= station_for.today and (s.closed_on is null or s.closed_on > station_for.today)
    and (not exists (select from spot) or exists (
      select from cell where cell.area_code ^@ a.prefix or left(cell.area_code, 9) = left(a.code, 9)
        or exists (select from moving m where m.id = s.id and left(m.of_area, 9) = left(cell.area_code, 9))))),
serving as materialized (
  select k.id, k.name, k.area_code, k.geom, case when exists (select from reach) then 'nearest_of_deputy' else 'nearest_here' end as why
  from spot cross join cell cross join lateral (
    (select s.id, s.name, s.area_code, s.geom, s.unit from station s
    where s.unit is not null and not s.mobile
      and (s.area_code ^@ left(cell.area_code, 9) or s.area_code = any (array[left(cell.area_code, 6), cell.area_code]))
      and (not exists (select from reach) or s.area_code ^@ (select prefix from reach))
      and s.opened_on <= station_for.today and (s.closed_on is null or s.closed_on > station_for.today)
    order by s.unit <-> spot.unit limit 4)
    union all
    select m.id, m.name, m.area_code, m.geom, m.unit from moving m
    where left(m.of_area, 9) = left(cell.area_code, 9) and (not exists (select from reach) or m.area_code ^@ (select prefix from reach))) k
  where not exists (select from own)
  order by k.unit <-> spot.unit, k.id limit 1),
scoped as materialized (
  select k.id, k.name, k.area_code, k.geom, 'nearest_of_deputy' as why from spot cross join lateral (
    (select s.id, s.name, s.area_code, s.geom, s.unit from station s
    where s.unit is not null and not s.mobile and s.area_code >= (select prefix from reach) and s.area_code < (select prefix || '~' from reach)
      and s.opened_on <= station_for.today and (s.closed_on is null or s.closed_on > station_for.today)
    order by s.unit <-> spot.unit limit 4)
    union all
    select m.id, m.name, m.area_code, m.geom, m.unit from moving m where m.area_code ^@ (select prefix from reach)) k
  where exists (select from reach) and not exists (select from own) and not exists (select from serving)
  order by k.unit <-> spot.unit, k.id limit 1),
near as materialized (
  select k.id, k.name, k.area_code, k.geom, 'nearest' as why from spot cross join lateral (
    (select s.id, s.name, s.area_code, s.geom, s.unit from station s
    where s.unit is not null and not s.mobile
      and s.opened_on <= station_for.today and (s.closed_on is null or s.closed_on > station_for.today)
    order by s.unit <-> spot.unit limit 4)
    union all
    select m.id, m.name, m.area_code, m.geom, m.unit from moving m) k
  where not exists (select from own) and not exists (select from serving) and not exists (select from scoped)
  order by k.unit <-> spot.unit, k.id limit 1),
home as materialized (
  select s.id, s.name, s.area_code, s.geom, 'of_deputy' as why from station s
  where exists (select from reach) and not exists (select from spot) and not exists (select from own)
    and s.opened_on <= station_for.today and (s.closed_on is null or s.closed_on > station_for.today)
    and (s.id = station_for.home_id or (not s.mobile and s.area_code >= (select prefix from reach) and s.area_code < (select prefix || '~' from reach)))
  order by (s.id = station_for.home_id) desc nulls last, length(s.area_code), s.id limit 1),
chosen as (
  select * from own union all select * from serving union all select * from scoped union all select * from near union all select * from home)
select chosen.id, chosen.name, area_standing(chosen.area_code, station_for.today), chosen.geom, chosen.why, cell.id, cell.code, cell.area_code
from chosen left join cell on true;
end;
revoke all on function station_for(float8, float8, bigint, text, text, bigint, date) from public;
grant execute on function station_for(float8, float8, bigint, text, text, bigint, date) to @app@, @worker@;
