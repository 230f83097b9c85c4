-- name: cell_at
-- The cell in force on a day that covers a place; on a shared edge the one with the lowest id.
select c.id, c.code, c.name, c.kind, c.area_code, c.households, e.name as edition, e.synthetic, e.attribution
from grid_cell c join grid_edition e on e.id = c.edition_id
where st_covers(c.geom, st_setsrid(st_makepoint(:lon, :lat), 4326))
  and c.in_force_from <= :on and (c.in_force_to is null or c.in_force_to > :on)
order by c.id
limit 1;

-- name: cell_by_code
-- The cell of this code in force on a day.
select c.id, c.code, c.name, c.kind, c.area_code, c.households, e.name as edition, e.synthetic, e.attribution
from grid_cell c join grid_edition e on e.id = c.edition_id
where c.code = :code and c.in_force_from <= :on and (c.in_force_to is null or c.in_force_to > :on)
order by c.id
limit 1;

-- name: prefix
-- What the codes of an area begin with.
select a.prefix from area a where a.code = :code

-- name: areas_up
-- What stands for an area on a day and all above it, the smallest first.
with recursive up as (
  select a.code, a.name, a.level, a.parent_code, 1 as step from area_span a
  where a.code = area_standing(:code, :on) and a.valid_from <= :on and (a.valid_to is null or a.valid_to > :on)
  union all
  select a.code, a.name, a.level, a.parent_code, up.step + 1
  from up join area_span a on a.code = area_standing(up.parent_code, :on)
    and a.valid_from <= :on and (a.valid_to is null or a.valid_to > :on)
)
select code, name, level from up order by step;

-- name: generations
-- Every generation of these codes, the oldest first.
select code, name, level, parent_code, valid_from, valid_to, successor_code from area_span
where code = any(:codes) order by code, valid_from;

-- name: fallen
-- Which of these areas do not stand on a day.
select c.code from unnest(cast(:codes as text[])) as c(code)
where area_standing(c.code, :on) is distinct from c.code order by c.code;

-- name: known_areas
-- Which of these areas exist, with their level, parent and name.
select code, level, parent_code, name from area where code = any(:codes);

-- name: import_lock
-- One import at a time, until the transaction ends.
select pg_advisory_xact_lock(7460003);

-- name: upsert_areas
-- Store all generations of some codes; a row that is as it was is left alone. `newest`: the one that stands in `area`, which
-- keeps its outline; a former one takes the outline along that it had. A name that is given up becomes an alias.
with incoming as materialized (
  select * from jsonb_to_recordset(cast(:rows as jsonb))
    as r(code text, name text, level text, parent_code text, valid_from date, valid_to date, successor_code text, newest boolean)
), renamed as (
  insert into area_alias (alias, area_code, kind)
  select a.name, a.code, 'old_name' from incoming i join area a on a.code = i.code and a.name <> i.name where i.newest
  on conflict do nothing
), stored as (
  insert into area (code, name, level, parent_code, valid_from, valid_to, successor_code)
  select code, name, level, parent_code, valid_from, valid_to, successor_code from incoming where newest
  on conflict (code) do update set name = excluded.name, level = excluded.level, parent_code = excluded.parent_code,
    valid_from = excluded.valid_from, valid_to = excluded.valid_to, successor_code = excluded.successor_code
  where (area.name, area.level, area.parent_code, area.valid_from, area.valid_to, area.successor_code) is distinct from
    (excluded.name, excluded.level, excluded.parent_code, excluded.valid_from, excluded.valid_to, excluded.successor_code)
)
insert into area_former (code, name, level, parent_code, valid_from, valid_to, successor_code, geom)
select i.code, i.name, i.level, i.parent_code, i.valid_from, i.valid_to, i.successor_code, a.geom
from incoming i left join area a on a.code = i.code and a.valid_from = i.valid_from
where not i.newest
on conflict (code, valid_from) do update set name = excluded.name, level = excluded.level,
  parent_code = excluded.parent_code, valid_to = excluded.valid_to, successor_code = excluded.successor_code
where (area_former.name, area_former.level, area_former.parent_code, area_former.valid_to, area_former.successor_code)
  is distinct from (excluded.name, excluded.level, excluded.parent_code, excluded.valid_to, excluded.successor_code);

-- name: add_aliases
-- Short names and former codes of areas; what is there stays.
insert into area_alias (alias, area_code, kind)
select alias, area_code, kind from jsonb_to_recordset(cast(:rows as jsonb)) as r(alias text, area_code text, kind text)
on conflict do nothing;

-- name: clear_stage
-- Forget what a former import of this session staged.
drop table if exists pg_temp.incoming, pg_temp.bound;

-- name: stage
-- The polygons of a file, beside the tables until the transaction ends. `good`: made valid, so that one bad polygon
-- does not hide what is wrong with the others.
create temporary table incoming (
  n integer primary key, code text not null, name text, kind text, area_code text, households integer,
  geom geometry(MultiPolygon, 4326) not null,
  good geometry generated always as (case when st_isvalid(geom) then geom else st_collectionextract(st_makevalid(geom), 3) end) stored
) on commit drop;

-- name: fill_stage
-- Stage a piece of a file.
insert into incoming (n, code, name, kind, area_code, households, geom)
select n, code, name, kind, area_code, households, st_geomfromwkb(decode(wkb, 'hex'), 4326)
from jsonb_to_recordset(cast(:rows as jsonb))
  as r(n integer, code text, name text, kind text, area_code text, households integer, wkb text);

-- name: index_stage
-- Usage: every comparison of staged polygons with each other and with what is stored.
create index on incoming using gist (good);

-- name: invalid_polygons
-- Polygons that are not valid: why and where.
select i.n, i.code, d.reason, st_x(d.location) as lon, st_y(d.location) as lat
from incoming i cross join lateral st_isvaliddetail(i.geom) d
where not d.valid
order by i.n;

-- name: overlapping_polygons
-- Pairs that share more than :tolerance square degrees. Here and below m2: square metres of the sphere at that
-- place; edges are straight in degrees, so geography's area, which bends them, would count slivers that are none.
select a.n, a.code, b.n as other_n, b.code as other, st_area(shared.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2,
  st_x(spot.geom) as lon, st_y(spot.geom) as lat
from incoming a
join incoming b on b.n > a.n and a.good && b.good and st_relate(a.good, b.good, '2********')
cross join lateral (select st_collectionextract(st_intersection(a.good, b.good), 3) as geom) shared
cross join lateral (select st_pointonsurface(shared.geom) as geom) spot
where st_area(shared.geom) > :tolerance
order by a.n, b.n;

-- name: bound
-- What an edition is held against, beside the tables until the transaction ends. `inside`: the outline that its cells may
-- not leave, the area's own on the day, else that of the nearest area above that has one. `whole`: what they must cover,
-- the area's own outline, else the ground of its cells in force on the day, which are the ones that the edition follows.
create temporary table bound on commit drop as
with recursive up as (
  select a.code, a.parent_code, a.geom from area_span a
  where a.code = :area and a.valid_from <= :day and (a.valid_to is null or a.valid_to > :day)
  union all
  select a.code, a.parent_code, a.geom from up join area_span a on a.code = up.parent_code
    and a.valid_from <= :day and (a.valid_to is null or a.valid_to > :day)
  where up.geom is null
), followed as (
  select count(*) as cells, st_union(c.geom) as geom from grid_cell c
  where c.area_code ^@ :prefix and c.in_force_from <= :day and (c.in_force_to is null or c.in_force_to > :day)
)
select o.code as outline, o.geom as inside, f.cells, case when o.code = :area then o.geom else f.geom end as whole
from followed f left join up o on o.geom is not null;

-- name: bounds
-- What of it there is; the size in square degrees is that of all polygons staged where nothing says what they must cover.
select outline, cells, coalesce(st_area(whole), (select st_area(st_union(good)) from incoming), 0) as size from bound;

-- name: polygons_outside
-- Polygons that reach over the outline they must lie in by more than :tolerance square degrees.
select i.n, i.code, st_area(over.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2, st_x(spot.geom) as lon, st_y(spot.geom) as lat
from bound b
join incoming i on not st_covers(b.inside, i.good)
cross join lateral (select st_collectionextract(st_difference(i.good, b.inside), 3) as geom) over
cross join lateral (select st_pointonsurface(over.geom) as geom) spot
where st_area(over.geom) > :tolerance
order by i.n;

-- name: gaps
-- Parts of what must be covered that no polygon covers, the largest first, when together they are more than :tolerance
-- square degrees; parts that rounding opens, below a tenth of that, are counted but not listed. What an invalid polygon may
-- have been meant to cover is not called a gap, nor is :meant, where those lie that could not be read (WKB in hex).
with covered as (
  select st_union(good) as geom from incoming
), doubtful as (
  select st_union(geom) as geom from (
    select st_convexhull(geom) as geom from incoming where not st_isvalid(geom)
    union all
    select st_geomfromwkb(decode(:meant, 'hex'), 4326)) d
), bare as (
  select st_difference(b.whole, covered.geom) as geom from bound b, covered where b.whole is not null
), rest as (
  select st_difference(bare.geom, doubtful.geom) as geom from bare, doubtful
), part as (
  select geom, row_number() over (order by st_area(geom) desc) as nth
  from (select (st_dump(st_collectionextract(geom, 3))).geom from rest where st_area(geom) > :tolerance) p
)
select st_area(part.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2, st_x(spot.geom) as lon, st_y(spot.geom) as lat
from part cross join lateral (select st_pointonsurface(part.geom) as geom) spot
where part.nth = 1 or st_area(part.geom) > :tolerance / 10
order by part.nth;

-- name: covered_twice
-- How many square degrees all polygons together cover more than once.
select coalesce(sum(st_area(good)) - st_area(st_union(good)), 0) as size from incoming;

-- name: cells_in_the_way
-- Cells of other areas, in force on or after the day, that a staged polygon covers too.
select i.n, i.code, c.code as other, st_area(shared.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2, st_x(spot.geom) as lon, st_y(spot.geom) as lat
from incoming i
join grid_cell c on c.geom && i.good and not c.area_code ^@ :prefix and (c.in_force_to is null or c.in_force_to > :day)
  and st_relate(c.geom, i.good, '2********')
cross join lateral (select st_collectionextract(st_intersection(c.geom, i.good), 3) as geom) shared
cross join lateral (select st_pointonsurface(shared.geom) as geom) spot
where st_area(shared.geom) > :tolerance
order by i.n, c.code;

-- name: codes_in_the_way
-- Cells of other areas, in force on or after the day, that have the code of a staged one.
select i.n, i.code, c.area_code from incoming i join grid_cell c on c.code = i.code
where not c.area_code ^@ :prefix and (c.in_force_to is null or c.in_force_to > :day)
order by i.n;

-- name: editions_in_the_way
-- Editions that a new one for the area cannot follow: same name, or in force from its day or later.
select distinct e.name, e.in_force_from, e.area_code
from grid_edition e join grid_cell c on c.edition_id = e.id
where c.area_code ^@ :prefix and (e.in_force_from >= :day or (e.name = :name and e.area_code = :area))
order by e.in_force_from, e.name;

-- name: store_cells
-- Store the staged cells as one edition.
insert into grid_cell (edition_id, code, name, kind, area_code, households, in_force_from, geom)
select :edition, code, name, kind, area_code, households, :day, geom from incoming order by n;

-- name: end_former_cells
-- End the cells that a new edition follows, and the editions that have no cell left in force.
with ended as (
  update grid_cell set in_force_to = :day
  where area_code ^@ :prefix and edition_id <> :edition and in_force_to is null
  returning edition_id
), former as (
  select distinct edition_id as id from ended
), closed as (
  update grid_edition e set in_force_to = :day from former
  where e.id = former.id and not exists (
    select from grid_cell c where c.edition_id = e.id and c.in_force_to is null and not c.area_code ^@ :prefix)
)
select id from former order by id;

-- name: record_changes
-- What became of each cell under a prefix that an edition ended on its first day: the new cells it shares ground with, and how
-- much. Kept: all of it is all of one new cell. Split: the new cell lies in it, and so does another. Merged: it lies in the new
-- cell, and so does another. Else redrawn. Shares below :noise are what rounding leaves; from :whole on a cell lies in another.
with pair as materialized (
  select f.id as former_id, n.id as cell_id, f.code as former_code, n.code, st_area(f.geom) as former_size, st_area(n.geom) as size,
    case when st_orderingequals(f.geom, n.geom) then st_area(f.geom)
      else st_area(st_collectionextract(st_intersection(f.geom, n.geom), 3)) end as shared
  from grid_cell f join grid_cell n on n.edition_id = :edition and n.geom && f.geom
  where f.area_code ^@ :prefix and f.edition_id <> :edition and f.in_force_to = :day
), share as (
  select *, least(1, shared / former_size) as share_of_former, least(1, shared / size) as share_of_cell from pair where shared > 0
), counted as (
  select *, count(*) filter (where share_of_cell >= :whole) over (partition by former_id) as pieces,
    count(*) filter (where share_of_former >= :whole) over (partition by cell_id) as parts
  from share where greatest(share_of_former, share_of_cell) >= :noise
)
insert into cell_change (edition_id, former_id, cell_id, former_code, code, kind, share_of_former, share_of_cell)
select :edition, former_id, cell_id, former_code, code,
  case when least(share_of_former, share_of_cell) >= 1 - :noise then 'kept'
    when pieces > 1 and share_of_cell >= :whole then 'split'
    when parts > 1 and share_of_former >= :whole then 'merged'
    else 'redrawn' end,
  share_of_former, share_of_cell
from counted;

-- name: changes
-- What an edition changed, by former code, the largest share first.
select former_code, code, kind, share_of_former, share_of_cell from cell_change
where edition_id = :edition order by former_code, share_of_former desc, code;

-- name: unknown_outlines
-- Outlines of areas that do not exist.
select i.n, i.code from incoming i left join area a on a.code = i.code where a.code is null order by i.n;

-- name: outlines_against_parents
-- Staged outlines that reach over the outline of their parent by more than a share of their own size.
select i.n, i.code, p.code as other, st_area(over.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2, st_x(spot.geom) as lon, st_y(spot.geom) as lat
from incoming i
join area a on a.code = i.code
join area p on p.code = a.parent_code
left join incoming q on q.code = p.code
cross join lateral (select st_collectionextract(st_difference(i.good, coalesce(q.good, p.geom)), 3) as geom) over
cross join lateral (select st_pointonsurface(over.geom) as geom) spot
where coalesce(q.good, p.geom) is not null and st_area(over.geom) > :share * st_area(i.good)
order by i.n;

-- name: outlines_against_children
-- Areas with an outline, not staged themselves, that lie below a staged one on some of the same days and reach over it.
with recursive below as (
  select i.n, a.code as top, a.code, null::geometry as geom, a.valid_from, a.valid_to
  from incoming i join area a on a.code = i.code
  union all
  select below.n, below.top, c.code, c.geom, c.valid_from, c.valid_to
  from below join area c on c.parent_code = below.code
    and (c.valid_to is null or below.valid_from < c.valid_to) and (below.valid_to is null or c.valid_from < below.valid_to)
  where below.geom is null and not exists (select from incoming q where q.code = c.code)
)
select i.n, i.code, b.code as other, st_area(over.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2, st_x(spot.geom) as lon, st_y(spot.geom) as lat
from below b
join incoming i on i.n = b.n and b.geom is not null
cross join lateral (select st_collectionextract(st_difference(b.geom, i.good), 3) as geom) over
cross join lateral (select st_pointonsurface(over.geom) as geom) spot
where st_area(over.geom) > :share * st_area(b.geom)
order by i.n, b.code;

-- name: outlines_against_cells
-- Staged outlines that leave out cells of their area that are in force today or will be. Cells from before the days of this
-- generation of the area were drawn in the outline of a former one.
select i.n, i.code, held.cells as other, st_area(over.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2, st_x(spot.geom) as lon, st_y(spot.geom) as lat
from incoming i
join area a on a.code = i.code
cross join lateral (
  select count(*) as cells, st_union(c.geom) as geom from grid_cell c
  where c.area_code ^@ a.prefix and c.in_force_from >= a.valid_from
    and (c.in_force_to is null or c.in_force_to > (now() at time zone 'Asia/Shanghai')::date)
    and not st_covers(i.good, c.geom)) held
cross join lateral (select st_collectionextract(st_difference(held.geom, i.good), 3) as geom) over
cross join lateral (select st_pointonsurface(over.geom) as geom) spot
where st_area(over.geom) > :share * st_area(held.geom)
order by i.n;

-- name: outlines_against_siblings
-- Staged outlines that share ground with another area of the same parent that stands on some of the same days.
select i.n, i.code, s.code as other, st_area(shared.geom) * 111195.08 ^ 2 * cos(radians(st_y(spot.geom))) as m2, st_x(spot.geom) as lon, st_y(spot.geom) as lat
from incoming i
join area a on a.code = i.code
join area s on s.parent_code = a.parent_code and s.code <> a.code
  and (s.valid_to is null or a.valid_from < s.valid_to) and (a.valid_to is null or s.valid_from < a.valid_to)
left join incoming q on q.code = s.code
cross join lateral (select coalesce(q.good, s.geom) as geom) other
cross join lateral (select st_collectionextract(st_intersection(i.good, other.geom), 3) as geom) shared
cross join lateral (select st_pointonsurface(shared.geom) as geom) spot
where other.geom && i.good and (q.n is null or q.n > i.n) and st_area(shared.geom) > :share * st_area(i.good)
order by i.n, s.code;

-- name: store_outlines
-- Store outlines that differ from what is there.
update area a set geom = i.geom from incoming i
where a.code = i.code and (a.geom is null or not st_orderingequals(a.geom, i.geom))
returning a.code;

-- name: draw_outlines
-- What maps draw of townships and villages, anew from a day on.
select draw_outlines(cast(:prefixes as text[]), cast(:since as date));

-- name: keep_neighbours
-- Pairs of which an edition took over one cell as it was, or both, from the pairs of the former ones; a cell that it left alone
-- stands for itself. Usage: cell_change_edition_idx, then both ends of the pairs.
with kept as materialized (
  select h.former_id, h.cell_id from cell_change h join grid_cell f on f.id = h.former_id join grid_cell n on n.id = h.cell_id
  where h.edition_id = :edition and st_orderingequals(f.geom, n.geom)
), told as (
  select k.cell_id as one, n.neighbour_id as other from kept k join cell_neighbour n on n.cell_id = k.former_id
  union all
  select k.cell_id, n.cell_id from kept k join cell_neighbour n on n.neighbour_id = k.former_id
), pair as (
  select told.one, coalesce(kept.cell_id, told.other) as other from told left join kept on kept.former_id = told.other
  join grid_cell c on c.id = coalesce(kept.cell_id, told.other) and (c.in_force_to is null or c.in_force_to > :day)
)
insert into cell_neighbour (cell_id, neighbour_id)
select distinct least(one, other), greatest(one, other) from pair
on conflict do nothing;

-- name: add_neighbours
-- Pairs of the cells of an edition that it did not take over as they were, with all that are in force beside them. They touch
-- within :near degrees: what rounding of coordinates leaves. Usage: grid_cell_geom_idx.
with fresh as materialized (
  select c.id, c.geom from grid_cell c
  where c.edition_id = :edition and not exists (
    select from cell_change h join grid_cell f on f.id = h.former_id
    where h.cell_id = c.id and st_orderingequals(f.geom, c.geom))
), pair as (
  select least(f.id, c.id) as one, greatest(f.id, c.id) as other
  from fresh f join grid_cell c on c.geom && st_expand(f.geom, :near) and c.id <> f.id
    and (c.in_force_to is null or c.in_force_to > :day) and st_dwithin(f.geom, c.geom, :near)
)
insert into cell_neighbour (cell_id, neighbour_id)
select distinct one, other from pair
on conflict do nothing
returning cell_id, neighbour_id;

-- name: forget_neighbours
-- All pairs, before they are found anew.
delete from cell_neighbour;

-- name: note_refresh
-- What processes keep of the editions ends; seen with the new pairs, not before.
update grid_edition set refreshed = refreshed + 1;

-- name: all_neighbours
-- All pairs of cells that are in force on one day at least, anew. Usage: grid_cell_geom_idx.
insert into cell_neighbour (cell_id, neighbour_id)
select a.id, b.id from grid_cell a join grid_cell b on b.geom && st_expand(a.geom, :near) and a.id < b.id
  and (b.in_force_to is null or b.in_force_to > a.in_force_from) and (a.in_force_to is null or a.in_force_to > b.in_force_from)
  and st_dwithin(a.geom, b.geom, :near)
returning cell_id;

-- name: neighbours
-- The pairs of which the first cell lies in a scope and is in force on a day: ids by twos, as one text. Usage: grid_cell_area_idx.
select coalesce(string_agg(n.cell_id || ' ' || n.neighbour_id, ' '), '') from grid_cell c join cell_neighbour n on n.cell_id = c.id
where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
  and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to);
