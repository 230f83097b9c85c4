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
select distinct name, cell_code from workers_gone(:edition) order by cell_code, name

-- name: edition
-- An edition, its area's prefix, and whether another one has ended cells of it.
select e.id, e.name, e.area_code, e.in_force_from, a.prefix,
  exists (select from grid_cell c where c.edition_id = e.id and c.in_force_to is not null) as followed
from grid_edition e join area a on a.code = e.area_code where e.id = :edition

-- name: note_withdrawal
-- That an edition is taken back on the command line.
insert into edition_withdrawn (edition_id, area_code, name, in_force_from)
select e.id, e.area_code, e.name, e.in_force_from from grid_edition e where e.id = :edition

-- name: take_back
-- Takes an edition back with all that hangs on it, as the owner.
select take_back(:edition)

-- name: withdraw
-- The same, by a person who may.
select withdraw_edition(:edition, :name, :reason)

-- name: tell
-- Tells those concerned of an edition; one row a message that is new.
select notice_id, account_id from tell_edition(:edition)

-- name: listed
-- Editions that have to do with a scope, the newest first: what of their cells lies in it, and what became of the cells there before them.
-- :low, :high, :prefixes  the scope · :edition  only this one · :day, :id  after these · :on  today
select e.id, e.name, e.area_code, t.name as area_name, e.in_force_from, e.in_force_to, e.source, e.file_name, e.imported_by, e.imported_at, e.synthetic,
  (select count(*) from grid_cell c where c.edition_id = e.id
    and c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))) as cells,
  b.kept, b.renamed, b.split, b.merged, b.redrawn,
  e.in_force_from > cast(:on as date) and holds_role('liaison', t.prefix) as keeps,
  -- asked of what is ahead alone: all cells of the edition are looked at
  case when e.in_force_from > cast(:on as date) then exists (
    select from grid_cell c where c.edition_id = e.id and c.in_force_to is not null) else false end as followed
from grid_edition e join area t on t.code = e.area_code
cross join lateral (
  select count(*) filter (where k.kind = 4 and not k.renamed) as kept, count(*) filter (where k.kind = 4 and k.renamed) as renamed,
    count(*) filter (where k.kind = 1) as split,
    count(*) filter (where k.kind = 2) as merged, count(*) filter (where k.kind = 3) as redrawn
  from (
    select min(array_position(array['split', 'merged', 'redrawn', 'kept'], h.kind)) as kind, bool_or(h.former_code <> h.code) as renamed
    from cell_change h join grid_cell f on f.id = h.former_id
    where h.edition_id = e.id and f.area_code >= :low and f.area_code < :high and f.area_code ^@ any (cast(:prefixes as text[]))
    group by h.former_id) k) b
where (t.prefix ^@ any (cast(:prefixes as text[])) or exists (select from unnest(cast(:prefixes as text[])) p where p ^@ t.prefix))
  and (cast(:edition as bigint) is null or e.id = :edition)
  and (cast(:day as date) is null or (e.in_force_from, e.id) < (cast(:day as date), cast(:id as bigint)))
order by e.in_force_from desc, e.id desc limit :most

-- What an edition moved in a scope, by kind, each row with a key of its own by which the list is sorted; as `domain.Moved`.
-- :edition, :low, :high, :prefixes · :after  the key of the last row read · :most

-- name: moved_cells
-- What became of cells that did not stay as they were: each former one with what took over of it, new ones, and those that are gone.
select x.key, x.former, x.cell, x.what, x.share, 1 as n, x.name, cast(null as uuid) as case_id, cast(null as bigint) as station_id, cast(null as float8) as distance_m from (
  select (h.former_code || ' ' || h.code) collate "C" as key, h.former_code as former, h.code as cell, h.kind as what, h.share_of_former as share, v.name
  from cell_change h join grid_cell f on f.id = h.former_id join area v on v.code = f.area_code
  where h.edition_id = :edition and (h.kind <> 'kept' or h.former_code <> h.code)
    and f.area_code >= :low and f.area_code < :high and f.area_code ^@ any (cast(:prefixes as text[]))
  union all
  select (' ' || n.code) collate "C", null, n.code, 'new', null, v.name from grid_cell n join area v on v.code = n.area_code
  where n.edition_id = :edition and not exists (select from cell_change h where h.cell_id = n.id)
    and n.area_code >= :low and n.area_code < :high and n.area_code ^@ any (cast(:prefixes as text[]))
  union all
  select f.code collate "C", f.code, null, 'gone', null, v.name from grid_edition e join area a on a.code = e.area_code
  join grid_cell f on f.area_code ^@ a.prefix and f.in_force_to = e.in_force_from and f.edition_id <> e.id
  join area v on v.code = f.area_code
  where e.id = :edition and not exists (select from cell_change h where h.former_id = f.id and h.edition_id = e.id)
    and f.area_code >= :low and f.area_code < :high and f.area_code ^@ any (cast(:prefixes as text[]))) x
where x.key > :after order by x.key limit :most

-- name: moved_posts
-- Posts that are attached elsewhere; those that came in since had no cell before.
select p.code collate "C" as key, p.before as former, p.after as cell, cast(null as text) as what, cast(null as float8) as share, 1 as n, p.name,
  cast(null as uuid) as case_id, p.station_id, p.distance_m
from moved_posts(:edition) p
where p.before is not null and p.area_code >= :low and p.area_code < :high and p.area_code ^@ any (cast(:prefixes as text[]))
  and p.code collate "C" > :after order by 1 limit :most

-- name: moved_cases
-- The cases that an edition brought into another cell, and the open ones that it will on its first day; as far as the reader sees them.
-- Usage: case_remap_edition_idx, cases_cell_idx.
select x.key, x.former, x.cell, cast(null as text) as what, cast(null as float8) as share, 1 as n, x.number as name, x.id as case_id, cast(null as bigint) as station_id, cast(null as float8) as distance_m
from (
  select c.number collate "C" as key, f.code as former, n.code as cell, c.number, c.id
  from case_remap m join cases c on c.id = m.case_id join grid_cell n on n.id = m.cell_id left join grid_cell f on f.id = m.former_id
  where m.edition_id = :edition
  union all
  select c.number collate "C", f.code, n.code, c.number, c.id from grid_edition e join cell_change h on h.edition_id = e.id
  join grid_cell f on f.id = h.former_id
  join cases c on c.cell_id = h.former_id and c.state not in ('closed', 'archived', 'joined', 'withdrawn')
  join report r on r.id = c.origin_id join grid_cell n on n.id = cell_now(h.former_id, r.place, e.in_force_from)
  where e.id = :edition and e.in_force_from > cast(:on as date) and n.code <> f.code
    and h.cell_id = (select min(o.cell_id) from cell_change o where o.former_id = h.former_id)) x
where x.key > :after order by x.key limit :most

-- name: moved_reports
-- Reports that count in another cell on the map, the most first; not hidden ones.
select x.key, x.former, x.cell, cast(null as text) as what, cast(null as float8) as share, x.n, '' as name, cast(null as uuid) as case_id, cast(null as bigint) as station_id, cast(null as float8) as distance_m
from (
  select (lpad((9999999999 - sum(m.reports))::text, 10, '0') || ' ' || coalesce(f.code, '') || ' ' || coalesce(n.code, '')) collate "C" as key,
    f.code as former, n.code as cell, sum(m.reports) as n
  from edition_move m left join grid_cell f on f.id = m.former_id left join grid_cell n on n.id = m.cell_id
  where m.edition_id = :edition group by f.code, n.code) x
where x.key > :after order by x.key limit :most

-- name: moved_workers
-- Who answered by name for a cell that is gone, for those whose area it lay in.
select x.key, x.cell_code as former, cast(null as text) as cell, cast(null as text) as what, cast(null as float8) as share, 1 as n, x.name,
  cast(null as uuid) as case_id, cast(null as bigint) as station_id, cast(null as float8) as distance_m
from (select (w.cell_code || ' ' || w.account_id) collate "C" as key, w.cell_code, w.name from edition_workers(:edition) w) x
where x.key > :after order by x.key limit :most

-- name: sums
-- How much an edition moved in a scope, by kind.
select
  (select count(*) from grid_cell n where n.edition_id = :edition and not exists (select from cell_change h where h.cell_id = n.id)
    and n.area_code >= :low and n.area_code < :high and n.area_code ^@ any (cast(:prefixes as text[]))) as new,
  (select count(*) from grid_edition e join area a on a.code = e.area_code
    join grid_cell f on f.area_code ^@ a.prefix and f.in_force_to = e.in_force_from and f.edition_id <> e.id
    where e.id = :edition and not exists (select from cell_change h where h.former_id = f.id and h.edition_id = e.id)
      and f.area_code >= :low and f.area_code < :high and f.area_code ^@ any (cast(:prefixes as text[]))) as gone,
  (select count(*) from moved_posts(:edition) p where p.before is not null
    and p.area_code >= :low and p.area_code < :high and p.area_code ^@ any (cast(:prefixes as text[]))) as posts,
  (select count(*) from case_remap m where m.edition_id = :edition)
    + (select count(*) from grid_edition e join cell_change h on h.edition_id = e.id join grid_cell f on f.id = h.former_id
      join cases c on c.cell_id = h.former_id and c.state not in ('closed', 'archived', 'joined', 'withdrawn')
      join report r on r.id = c.origin_id join grid_cell n on n.id = cell_now(h.former_id, r.place, e.in_force_from)
      where e.id = :edition and e.in_force_from > cast(:on as date) and n.code <> f.code
        and h.cell_id = (select min(o.cell_id) from cell_change o where o.former_id = h.former_id)) as cases,
  (select coalesce(sum(m.reports), 0) from edition_move m where m.edition_id = :edition) as reports,
  (select count(*) from edition_workers(:edition)) as workers
