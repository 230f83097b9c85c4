-- name: map_counts
-- Reports of a month in the cells of a county by cell and category, as they were filed. Hidden and restricted matters are left out, a
-- correction counts once.
-- Usage: report_area_idx.
select g.code as cell, r.category, count(*) as n
from report r join grid_cell g on g.id = r.cell_id
where r.area_code >= :county and r.area_code < :county || '~' and r.received_at >= :low and r.received_at < :high
  and not r.hidden and r.corrects_id is null and not exists (
    select from case_report k join cases c on c.id = k.case_id where k.report_id = r.id and (c.hidden or c.restricted))
group by 1, 2
-- name: map_cells
-- Code and township of the cells in force on a day in a county.
-- Usage: grid_cell_area_idx.
select c.code, left(c.area_code, 9) as town from grid_cell c
where c.area_code >= :county and c.area_code < :county || '~' and c.in_force_from <= :day and (c.in_force_to is null or c.in_force_to > :day)
order by c.code
-- name: map_shapes
-- The townships of a county (:deep 9), or the cells of a township (:deep 0), as paths of a picture `:width` wide, in the plane of its
-- middle latitude, y upwards from minus the height to 0 as SVG has it; `x`, `y`: inside the shape. Public: the grid is.
-- Usage: grid_cell_area_idx.
with drawn as materialized (
  select case when :deep = 9 then left(c.area_code, 9) else c.code end as code, c.name, c.geom, c.edition_id from grid_cell c
  where c.area_code >= :area and c.area_code < :area || '~' and c.in_force_from <= :day and (c.in_force_to is null or c.in_force_to > :day)),
box as (select st_xmin(e) as x, st_ymin(e) as y, st_xmax(e) - st_xmin(e) as dx, st_ymax(e) - st_ymin(e) as dy, cos(radians((st_ymin(e) + st_ymax(e)) / 2)) as k
  from (select st_extent(geom) as e from drawn) one),
scale as (select x, y, dx, dy, :width / greatest(dx, dy / k) as sx, :width / greatest(dx, dy / k) / k as sy from box where dx > 0 and dy > 0),
placed as (
  select d.code, min(d.name) as name, min(d.edition_id) as edition_id,
    st_union(st_simplifypreservetopology(st_transscale(d.geom, -b.x, -b.y, b.sx, b.sy), 1)) as geom, b.dx * b.sx as wide, b.dy * b.sy as high
  from drawn d cross join scale b group by d.code, b.dx, b.dy, b.sx, b.sy)
select p.code, case when :deep = 9 then coalesce((select a.name from area a where a.code = p.code), p.name) else p.name end as name,
  st_assvg(p.geom, 1, 0) as path, st_x(st_pointonsurface(p.geom)) as x, -st_y(st_pointonsurface(p.geom)) as y, p.wide, p.high,
  (select e.attribution from grid_edition e where e.id = p.edition_id) as attribution
from placed p order by p.code limit 600
