-- name: counts
-- Reports of a period that are not hidden by cell and step of time, of a scope, those of closed cases too, not what somebody put right in one. Hidden ones are left out for everybody.
-- For townships and villages. One value: of each cell and step its number (`Counted`), eight bytes, and its reports, four; rows would cost more than counting.
-- Usage: report_area_idx, without the table.
-- :low, :high, :prefixes  the scope · :since, :until  moments · :edges  where steps begin, and the end; NULL for one step
-- :category, :topic, :channel  NULL for all; a topic by the category or by hand
select coalesce(string_agg(int8send(found.place) || int4send(found.n), ''), '') from (
  select coalesce(r.cell_id, 0) * 64 + coalesce(width_bucket(r.received_at, cast(:edges as timestamptz[])), 1) as place, count(*)::integer as n
  from report r
  where r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[]))
    and r.received_at >= :since and r.received_at < :until and not r.hidden and r.corrects_id is null
    and (cast(:category as text) is null or r.category = :category)
    and (cast(:channel as text) is null or r.channel = :channel)
    and (cast(:topic as text) is null or r.category = any (array(select x.category from category_topic x where x.topic = :topic))
      or r.id = any (array(select k.report_id from case_topic t join case_report k on k.case_id = t.case_id where t.topic = :topic)))
  group by 1) found

-- name: counts_wide
-- The same for counties and more: time narrows better than place there, so each category's days are read.
-- No range of codes stands here, it would draw the planner to the other index. Usage: report_count_idx, without the table.
select coalesce(string_agg(int8send(found.place) || int4send(found.n), ''), '') from (
  select coalesce(r.cell_id, 0) * 64 + coalesce(width_bucket(r.received_at, cast(:edges as timestamptz[])), 1) as place, count(*)::integer as n
  from report r
  where r.category = any (case when cast(:category as text) is null then array(select k.code from category k) else array[cast(:category as text)] end)
    and r.received_at >= :since and r.received_at < :until and not r.hidden and r.corrects_id is null
    and r.area_code ^@ any (cast(:prefixes as text[]))
    and (cast(:channel as text) is null or r.channel = :channel)
    and (cast(:topic as text) is null or r.category = any (array(select x.category from category_topic x where x.topic = :topic))
      or r.id = any (array(select k.report_id from case_topic t join case_report k on k.case_id = t.case_id where t.topic = :topic)))
  group by 1) found

-- name: heirs
-- The cell of today for each former cell that one single cell took over whole or in part.
select f.id as former_id, h.id from unnest(cast(:former as bigint[])) f(id) cross join cell_heir(f.id, :on) h(id) where h.id is not null

-- name: counts_by_place
-- The same count for reports of cells that several have taken over, and of those filed in no cell, by the cell of today that
-- covers their place, else by the largest heir, else by their own.
-- Usage: report_cell_idx.
select coalesce(string_agg(int8send(found.place) || int4send(found.n), ''), '') from (
  select coalesce(cell_now(r.cell_id, r.place, :on), r.cell_id, 0) * 64 + coalesce(width_bucket(r.received_at, cast(:edges as timestamptz[])), 1) as place,
    count(*)::integer as n
  from report r
  where (r.cell_id = any (cast(:former as bigint[])) or r.cell_id is null)
    and r.received_at >= :since and r.received_at < :until and not r.hidden and r.corrects_id is null
    and r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[]))
    and (cast(:category as text) is null or r.category = :category)
    and (cast(:channel as text) is null or r.channel = :channel)
    and (cast(:topic as text) is null or r.category = any (array(select x.category from category_topic x where x.topic = :topic))
      or r.id = any (array(select k.report_id from case_topic t join case_report k on k.case_id = t.case_id where t.topic = :topic)))
  group by 1) found

-- name: hidden_counts
-- Hidden reports of a period by village; row-level security leaves the rows of who handles them.
-- Usage: report_count_idx, without the table.
select v.code, v.name, sum(found.n)::bigint as n from (
  select r.area_code, count(*) as n from report r
  where r.category = any (case when cast(:category as text) is null then array(select k.code from category k) else array[cast(:category as text)] end)
    and r.received_at >= :since and r.received_at < :until and r.hidden and r.corrects_id is null
    and r.area_code ^@ any (cast(:prefixes as text[]))
    and (cast(:channel as text) is null or r.channel = :channel)
    and (cast(:topic as text) is null or r.category = any (array(select x.category from category_topic x where x.topic = :topic))
      or r.id = any (array(select k.report_id from case_topic t join case_report k on k.case_id = t.case_id where t.topic = :topic)))
  group by r.area_code) found
join area v on v.code = found.area_code
group by v.code, v.name order by v.code

-- name: hidden_matters
-- Open hidden matters of a scope by village, for who does not handle them; the look-up answers with nothing else.
-- Usage: cases_hidden_idx.
select v.code, v.name, h.n from hidden_matters(cast(:prefixes as text[])) h join area v on v.code = h.area_code order by v.code

-- name: cells
-- Cells of a scope in force on a day. Usage: grid_cell_area_idx.
select c.id, c.code, c.name, c.area_code, c.households from grid_cell c
where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
  and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)
order by c.code

-- name: editions
-- Editions in force on a day that have to do with a scope: those inside it, and those it lies inside.
select e.id, e.synthetic, e.attribution, e.refreshed from grid_edition e join area a on a.code = e.area_code
where e.in_force_from <= :on and (e.in_force_to is null or :on < e.in_force_to)
  and (a.prefix ^@ any (cast(:prefixes as text[])) or exists (
    select from unnest(cast(:prefixes as text[])) p where p ^@ a.prefix))
order by e.id

-- name: few
-- Whether a scope has no more than :most cells; more are not counted. Usage: grid_cell_area_idx.
select count(*) <= :most from (
  select from grid_cell c
  where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
  limit :most + 1) found

-- name: bounds
-- West, south, east, north of a scope's cells in degrees; NULLs when it has none.
select st_xmin(b), st_ymin(b), st_xmax(b), st_ymax(b) from (
  select st_extent(c.geom) as b from grid_cell c
  where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
    and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)) extent

-- name: towns
-- Townships of a scope's cells, with the middle of what belongs to them.
select a.code, a.name, st_x(t.middle) as lon, st_y(t.middle) as lat from (
  select left(c.area_code, 9) as code, st_centroid(st_collect(c.geom)) as middle from grid_cell c
  where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
    and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)
  group by 1) t
join area a on a.code = t.code
order by a.code

-- name: areas
-- The areas a scope is made of.
select a.code, a.name from area a where a.prefix = any (cast(:prefixes as text[])) order by a.code

-- name: cell
-- The cell of a scope in force on a day that has a code, with the names of its village and township and a place inside it in degrees.
-- Usage: grid_cell_code_idx.
select c.id, c.code, c.name, c.area_code, c.households, coalesce(v.name, '') as village, coalesce(t.name, '') as town,
  st_x(p.inside) as lon, st_y(p.inside) as lat
from grid_cell c cross join lateral (select st_pointonsurface(c.geom) as inside) p
left join area v on v.code = c.area_code left join area t on t.code = left(c.area_code, 9)
where c.code = :code and c.area_code ^@ any (cast(:prefixes as text[]))
  and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)
order by c.id limit 1

-- name: categories_of
-- Reports of a period that count in a cell of today, and are not hidden, by category; those of former cells and of none as the map
-- counts them: asked for one by one only where several cells took one over. Usage: report_cell_idx, report_area_idx.
with ground as materialized (
  select g.id, cell_heir(g.id, :on) as heir from cell_grounds(:cell, :on) g(id)
)
select k.code, k.name, k.name_en, count(*) as n from (
  select r.category
  from report r left join ground g on g.id = r.cell_id
  where (r.cell_id = any (array(select o.id from ground o where coalesce(o.heir, :cell) = :cell))
      or r.cell_id is null and r.area_code >= :low and r.area_code < :high)
    and (g.heir is not null or cell_now(r.cell_id, r.place, :on) = :cell)
    and r.received_at >= :since and r.received_at < :until and not r.hidden and r.corrects_id is null
    and r.area_code ^@ any (cast(:prefixes as text[]))
    and (cast(:channel as text) is null or r.channel = :channel)
    and (cast(:topic as text) is null or r.category = any (array(select x.category from category_topic x where x.topic = :topic))
      or r.id = any (array(select k.report_id from case_topic t join case_report k on k.case_id = t.case_id where t.topic = :topic)))) found
join category k on k.code = found.category
group by k.code, k.name, k.name_en order by n desc, k.code

-- name: open_cases
-- Cases of a cell that are neither hidden nor restricted nor at an end: no figure of a place holds those. Usage: cases_cell_idx.
select count(*) from cases c where c.cell_id = :cell and not c.hidden and not c.restricted and not c.state = any (cast(:over as text[]))

-- name: workers_of
-- Who answers for a cell; the look-up answers for cells of the asker's areas only.
select id, name from cell_workers(:code) order by id

-- name: tile_cells
-- Cells in force as a vector tile, none at a zoom below :near_from when the scope has more than :most. Usage: grid_cell_geom_3857_idx.
-- `materialized` here and below: else each shape is cut twice, for `is not null` too.
with edge as materialized (
  select st_tileenvelope(:z, :x, :y) as exact, st_tileenvelope(:z, :x, :y, margin => 0.015625) as wide
), drawn as materialized (
  select c.code, c.name, c.area_code, c.households, st_asmvtgeom(
    case when :tolerance > 0 then st_simplify(c.geom_3857, :tolerance, true) else c.geom_3857 end, edge.exact) as geom
  from edge join grid_cell c on c.geom_3857 && edge.wide
  where c.area_code ^@ any (cast(:prefixes as text[]))
    and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)
    and (:z >= :near_from or (select count(*) from (
      select from grid_cell k where k.area_code >= :low and k.area_code < :high and k.area_code ^@ any (cast(:prefixes as text[]))
      limit :most + 1) found) <= :most)
)
select st_asmvt(drawn.*, 'cells', 4096, 'geom') from drawn where geom is not null

-- name: tile_areas
-- Outlines of townships, from z11 of villages too; one that reaches out of the scope where a cell of the scope is in sight.
-- Usage: area_outline_geom_idx.
with edge as materialized (
  select st_tileenvelope(:z, :x, :y) as exact, st_tileenvelope(:z, :x, :y, margin => 0.015625) as wide
), drawn as materialized (
  select a.code, a.name, a.level, st_asmvtgeom(
    case when :tolerance > 0 then st_simplify(o.geom_far, :tolerance, true) else o.geom end, edge.exact) as geom
  from edge join area_outline o on o.geom && edge.wide join area a on a.code = o.area_code
  where (:z >= 11 or length(o.area_code) < 12)
    and o.in_force_from <= :on and (o.in_force_to is null or :on < o.in_force_to)
    and (o.area_code ^@ any (cast(:prefixes as text[])) or exists (
      select from grid_cell c where c.geom_3857 && edge.wide and c.area_code ^@ o.area_code and c.area_code ^@ any (cast(:prefixes as text[]))
        and c.in_force_from <= :on and (c.in_force_to is null or :on < c.in_force_to)))
)
select st_asmvt(drawn.*, 'areas', 4096, 'geom') from drawn where geom is not null

-- name: tile_stations
-- Stations in operation as a vector tile, mobile ones where they stand now. Usage: station_area_idx; a scope has few.
with edge as materialized (
  select st_tileenvelope(:z, :x, :y) as exact, st_transform(st_tileenvelope(:z, :x, :y, margin => 0.015625), 4326) as wide
), standing as (
  select s.id, s.name, s.kind, false as mobile, s.geom from edge join station s on s.geom && edge.wide
  where s.area_code >= :low and s.area_code < :high and s.area_code ^@ any (cast(:prefixes as text[]))
    and not s.mobile and s.opened_on <= :on and (s.closed_on is null or :on < s.closed_on)
  union all
  select m.id, m.name, m.kind, true, m.geom from edge join sessions_now(:on) m on m.geom && edge.wide
  where m.of_area ^@ any (cast(:prefixes as text[]))
), drawn as materialized (
  select s.id, s.name, s.kind, s.mobile, st_asmvtgeom(st_transform(s.geom, 3857), edge.exact) as geom from edge cross join standing s
)
select st_asmvt(drawn.*, 'stations', 4096, 'geom', 'id') from drawn where geom is not null
