-- name: size
-- How many cells a scope has in force on a day. Usage: grid_cell_area_idx.
-- :low, :high, :prefixes  the scope
select count(*) from grid_cell c
where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
  and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)

-- name: cells
-- Every cell of a scope in force on a day with a place that is surely inside it, how many open posts are its own, and the nearest open one,
-- of whatever area: people go over the border. A mobile station counts where it stands now, and nowhere else.
-- distance_m  great circle from that place. Usage: grid_cell_area_idx, station_cell_cell_idx, station_unit_idx.
with running as materialized (
  select m.id, m.name, m.geom, m.unit, m.cell_id from sessions_now(:on) m
), held as materialized (
  select c.id, c.code, c.name, c.area_code, a.name as village, c.households, st_pointonsurface(c.geom) as spot
  from grid_cell c join area a on a.code = c.area_code
  where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
    and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)
), placed as materialized (
  select h.*, cube(array[cos(radians(st_y(h.spot))) * cos(radians(st_x(h.spot))),
    cos(radians(st_y(h.spot))) * sin(radians(st_x(h.spot))), sin(radians(st_y(h.spot)))]) as unit from held h
)
select p.id, p.code, p.name, p.area_code, p.village, p.households, st_x(p.spot) as lon, st_y(p.spot) as lat,
  (select count(*) from station_cell l join station s on s.id = l.station_id
    where l.cell_id = p.id and s.kind = 'collection_post' and not s.mobile and s.opened_on <= :on and (s.closed_on is null or s.closed_on > :on))
  + (select count(*) from running w where w.cell_id = p.id) as posts,
  n.id as post_id, n.name as post_name, n.mobile as post_mobile, st_distancesphere(n.geom, p.spot) as distance_m
from placed p left join lateral (
  select k.id, k.name, k.mobile, k.geom from (
    (select s.id, s.name, false as mobile, s.geom, s.unit from station s
    where s.kind = 'collection_post' and not s.mobile and s.unit is not null and s.opened_on <= :on and (s.closed_on is null or s.closed_on > :on)
    order by s.unit <-> p.unit
    limit 1)
    union all
    select w.id, w.name, true, w.geom, w.unit from running w) k
  order by k.unit <-> p.unit
  limit 1) n on true
order by p.code

-- name: posts
-- Open posts of a scope, and those elsewhere inside a box on the unit sphere; mobile stations where they stand now.
-- `cell`: of the edition in force, in which a post without a place has none. Usage: station_area_idx, station_unit_idx.
with open as (
  select s.id, s.name, s.kind, false as mobile, s.geom, s.area_code, (
    select c.code from station_cell l join grid_cell c on c.id = l.cell_id
    where l.station_id = s.id and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)
    order by c.in_force_from desc, c.id limit 1) as cell
  from station s
  where s.kind = 'collection_post' and not s.mobile and s.opened_on <= :on and (s.closed_on is null or s.closed_on > :on)
    and (s.area_code >= :low and s.area_code < :high and s.area_code ^@ any (cast(:prefixes as text[]))
      or s.unit <@ cube(cast(:least as float8[]), cast(:most as float8[])))
  union all
  select m.id, m.name, m.kind, true, m.geom, m.of_area, c.code from sessions_now(:on) m left join grid_cell c on c.id = m.cell_id
  where m.of_area ^@ any (cast(:prefixes as text[])) or m.unit <@ cube(cast(:least as float8[]), cast(:most as float8[]))
)
select o.id, o.name, o.kind, o.mobile, st_x(o.geom) as lon, st_y(o.geom) as lat, o.cell,
  o.area_code ^@ any (cast(:prefixes as text[])) as ours
from open o order by ours desc, o.name, o.id

-- name: reports
-- Reports since a moment by the cell of today, as the map counts them: not hidden (nor restricted), not what somebody put right in one. What was
-- filed in a former cell that one cell took over counts there; of one that several share, or in none, where its place lies. Usage: report_area_idx.
with counted as materialized (
  select r.cell_id, count(*) as n from report r
  where r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[]))
    and r.received_at >= :since and not r.hidden and r.corrects_id is null
  group by r.cell_id
), former as materialized (
  select k.cell_id, cell_heir(k.cell_id, :on) as heir
  from counted k left join grid_cell c on c.id = k.cell_id
    and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)
  where c.id is null
)
select coalesce(f.heir, k.cell_id) as cell_id, k.n from counted k left join former f using (cell_id)
where k.cell_id is not null and (f.cell_id is null or f.heir is not null)
union all
select found.now, count(*) from (
  select cell_now(r.cell_id, r.place, :on) as now from report r
  where exists (select from former f where f.heir is null)
    and (r.cell_id is null or r.cell_id = any (array(select f.cell_id from former f where f.heir is null)))
    and r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[]))
    and r.received_at >= :since and not r.hidden and r.corrects_id is null) found
where found.now is not null
group by found.now

-- name: opinions
-- Opinions on drafts since a moment by the cell of today, those that count. Usage: opinion_area_idx.
with counted as materialized (
  select o.cell_id, count(*) as n from opinion o
  where o.area_code >= :low and o.area_code < :high and o.area_code ^@ any (cast(:prefixes as text[]))
    and o.received_at >= :since and o.state not in ('withdrawn', 'invalid', 'became_case')
  group by o.cell_id
)
-- those of no cell go here: asked for above, the planner would walk through everybody's by `opinion_cell_idx`
select cell_now(k.cell_id, null, :on) as cell_id, sum(k.n)::bigint as n from counted k where k.cell_id is not null group by 1

-- name: harder
-- Cases that proved hard, by the cell of today: opened since a moment or still open, not hidden nor restricted, and overdue, or longer open than
-- the limit of the backlog, or redone, or once sent back, or reopened. Usage: cases_area_idx, then the events of a case by its key.
with counted as materialized (
  select k.cell_id, count(*) as n from cases k
  where k.area_code >= :low and k.area_code < :high and k.area_code ^@ any (cast(:prefixes as text[]))
    and not k.hidden and not k.restricted and k.cell_id is not null
    and (k.opened_at >= :since or k.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn'))
    and (k.redos > 0
      or k.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn', 'lacking', 'refused') and (k.due_on < :on
        or k.opened_at < now() - make_interval(days => (select l.days from case_limit l where l.name = 'backlog')))
      or exists (select from case_event e where e.case_id = k.id and e.to_state in ('returned', 'sent_back', 'reopened')))
  group by k.cell_id
)
select cell_now(k.cell_id, null, :on) as cell_id, sum(k.n)::bigint as n from counted k group by 1

-- name: places
-- The cell in force on a day at each of some places (the one of lowest id), and what it and its village are called.
-- Usage: grid_cell_geom_idx.
select t.nth, c.id, c.code, c.name, a.name as village
from unnest(cast(:lons as float8[]), cast(:lats as float8[])) with ordinality t(lon, lat, nth)
cross join lateral (
  select g.id, g.code, g.name, g.area_code from grid_cell g
  where st_covers(g.geom, st_setsrid(st_makepoint(t.lon, t.lat), 4326)) and g.in_force_from <= :on and (g.in_force_to is null or :on < g.in_force_to)
  order by g.id limit 1) c
join area a on a.code = c.area_code
where c.area_code ^@ any (cast(:prefixes as text[]))
