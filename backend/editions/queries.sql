-- name: forget_moves
-- What was counted of an edition before. Usage: edition_move_once.
delete from edition_move where edition_id = :edition

-- name: count_moves
-- Counts anew which reports an edition takes from which cell to which on the map; not hidden ones, nor what somebody put right.
-- The cells that changed drive the index of reports: those filed in each, or in what it came of, are held against the few new cells
-- on its ground (`offset 0` keeps the planner from turning that round). Each report is looked at once; what lies on an edge, or
-- outside all, or has no place, is asked for one by one.
-- In the order of the former cells: pages that were read are still at hand, and rows go in behind each other.
-- What is kept is not looked at, so that little work is done where little changed.
-- Usage: cell_change_moved_idx, cell_change_cell_idx, report_cell_idx, report_unplaced_idx.
with recursive line(origin_id, former_id, sole) as (
  select distinct h.former_id, h.former_id, true from cell_change h where h.edition_id = :edition and h.kind <> 'kept'
  union
  select h.former_id, line.former_id,
    line.sole and not exists (select from cell_change o where o.former_id = h.former_id and o.cell_id <> h.cell_id)
  from line cross join lateral (select k.former_id, k.cell_id from cell_change k where k.cell_id = line.origin_id offset 0) h
), matched as materialized (
  select l.origin_id, l.former_id, found.cell_id, found.area_code, found.n
  from (
    select line.*, (select count(*) from cell_change c where c.former_id = line.former_id and c.edition_id = :edition) as heirs
    from line where line.sole order by line.former_id, line.origin_id offset 0) l
  cross join lateral (
    select h.cell_id, r.area_code, count(*) as n
    from (select s.area_code, s.place from report s where s.cell_id = l.origin_id and not s.hidden and s.corrects_id is null offset 0) r
    left join (
      select c.cell_id, g.geom from cell_change c join grid_cell g on g.id = c.cell_id
      where c.former_id = l.former_id and c.edition_id = :edition offset 0) h on l.heirs = 1 or (h.geom ~ r.place and st_contains(h.geom, r.place))
    group by h.cell_id, r.area_code) found
), one_by_one as (
  select w.was as former_id, w.now as cell_id, w.area_code, count(*) as n
  from (
    select m.former_id as was, r.area_code, coalesce(cell_now(null, r.place, :day), (
      select c.cell_id from cell_change c where c.former_id = m.former_id order by c.share_of_former desc, c.cell_id limit 1)) as now
    from (select distinct origin_id, former_id from matched where cell_id is null) m
    cross join lateral (
      select s.area_code, s.place from report s where s.cell_id = m.origin_id and not s.hidden and s.corrects_id is null
        -- by keys, not by a join over all cells: `limit 1` keeps it so
        and (select true from cell_change c join grid_cell g on g.id = c.cell_id
          where c.former_id = m.former_id and c.edition_id = :edition and st_contains(g.geom, s.place) limit 1) is null offset 0) r
    union all
    -- what an earlier edition divided: where each of its reports counted until now is asked for too
    select counted_in(r.cell_id, r.place, cast(:day as date) - 1), r.area_code, counted_in(r.cell_id, r.place, :day)
    from (select distinct origin_id from line where not sole) o
    cross join lateral (select s.* from report s where s.cell_id = o.origin_id and not s.hidden and s.corrects_id is null offset 0) r
    -- `offset 0`, here and above: what is dear is asked once, of those left only
    offset 0
  ) w
  where w.was is distinct from w.now
    and (select k.kind from cell_change k where k.former_id = w.was and k.cell_id = w.now) is distinct from 'kept'
  group by w.was, w.now, w.area_code
), outside as (
  select w.was as former_id, n.id as cell_id, r.area_code, count(*) as n
  from report r join grid_cell n on n.edition_id = :edition and st_covers(n.geom, r.place)
  cross join lateral (select cell_now(null, r.place, cast(:day as date) - 1) as was, cell_now(null, r.place, :day) as now offset 0) w
  where r.cell_id is null and not r.hidden and r.corrects_id is null and w.now = n.id
    and (select k.kind from cell_change k where k.former_id = w.was and k.cell_id = n.id) is distinct from 'kept'
  group by w.was, n.id, r.area_code
)
insert into edition_move (edition_id, former_id, cell_id, area_code, reports)
select :edition, former_id, cell_id, area_code, sum(n) from (
  select former_id, cell_id, area_code, n from matched where cell_id is not null
  union all select former_id, cell_id, area_code, n from one_by_one
  union all select former_id, cell_id, area_code, n from outside) moved
group by former_id, cell_id, area_code
order by former_id, cell_id, area_code

-- name: note_count
-- When it was counted.
insert into edition_record (edition_id, counted_on) values (:edition, :on)
on conflict (edition_id) do update set counted_on = excluded.counted_on

-- name: due
-- Editions in force on a day that were last counted before their first one, or never though they followed another.
select e.id, e.in_force_from from grid_edition e left join edition_record r on r.edition_id = e.id
where e.in_force_from <= :on and (r.counted_on < e.in_force_from or (r.edition_id is null and exists (
  select from cell_change h where h.edition_id = e.id)))
order by e.in_force_from, e.id

-- name: moves
-- Which cells an edition took reports from and to, the most first.
select f.code as former, n.code as cell, sum(m.reports) as n from edition_move m
left join grid_cell f on f.id = m.former_id left join grid_cell n on n.id = m.cell_id
where m.edition_id = :edition group by f.code, n.code order by n desc, f.code, n.code

-- name: cases_ahead
-- The open cases that an edition will bring into a cell of another code once it is in force, by cell; see the statement `remap` of the cases.
-- Usage: cases_cell_idx.
select f.code as former, n.code as cell, count(*) as n
from cell_change h join grid_cell f on f.id = h.former_id
join cases c on c.cell_id = h.former_id and c.state not in ('closed', 'archived', 'joined', 'withdrawn')
join report r on r.id = c.origin_id
join grid_cell n on n.id = cell_now(h.former_id, r.place, :day)
where h.edition_id = :edition and n.code <> f.code
  and h.cell_id = (select min(o.cell_id) from cell_change o where o.former_id = h.former_id)
group by f.code, n.code order by n desc, f.code, n.code

-- name: fresh
-- Cells of an edition on ground where no cell was before, and cells that it ended and nothing follows.
select n.code, 'new' as what from grid_cell n
where n.edition_id = :edition and not exists (select from cell_change h where h.cell_id = n.id)
union all
select f.code, 'gone' from grid_edition e join area a on a.code = e.area_code
join grid_cell f on f.area_code ^@ a.prefix and f.in_force_to = e.in_force_from and f.edition_id <> e.id
where e.id = :edition and not exists (select from cell_change h where h.former_id = f.id)
order by what, code

-- name: workers_without
-- Who answers by name for cells that an edition ended without leaving one of that code.
select a.name, w.cell_code from grid_edition e join area t on t.code = e.area_code
join grid_cell f on f.area_code ^@ t.prefix and f.in_force_to = e.in_force_from
join cell_worker w on w.cell_code = f.code join account a on a.id = w.account_id and a.disabled_at is null
where e.id = :edition and not exists (select from grid_cell n where n.code = f.code and n.in_force_from <= e.in_force_from
  and (n.in_force_to is null or e.in_force_from < n.in_force_to))
group by a.name, w.cell_code order by w.cell_code, a.name

-- name: edition
-- An edition, its area's prefix, and whether another one has ended cells of it.
select e.id, e.name, e.area_code, e.in_force_from, a.prefix,
  exists (select from grid_cell c where c.edition_id = e.id and c.in_force_to is not null) as followed
from grid_edition e join area a on a.code = e.area_code where e.id = :edition

-- name: reopen
-- Cells that an edition was to end go on, and their editions.
with cells as (
  update grid_cell set in_force_to = null
  where area_code ^@ :prefix and edition_id <> :edition and in_force_to = :day returning edition_id
)
update grid_edition set in_force_to = null where in_force_to = :day and id in (select edition_id from cells)

-- name: drop_record
-- When an edition was counted; with it goes what follows, in this order.
delete from edition_record where edition_id = :edition

-- name: drop_changes
-- What it changed.
delete from cell_change where edition_id = :edition

-- name: drop_posts
-- Its posts.
delete from station_cell where edition_id = :edition

-- name: drop_neighbours
-- Who its cells touch. Usage: both ends of the pairs.
delete from cell_neighbour p using grid_cell c where c.edition_id = :edition and c.id in (p.cell_id, p.neighbour_id)

-- name: drop_cells
-- Its cells.
delete from grid_cell where edition_id = :edition

-- name: drop_edition
-- Itself.
delete from grid_edition where id = :edition
