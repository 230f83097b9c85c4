-- name: repeat_places
-- Reports of one category within :days before now that lie near each other in a cell (how near, the category says), :n or more; the
-- most of each cell and category. Hidden and restricted matters are left out. None where an alert of it was raised within :days.
-- Usage: report_count_idx for the cells that have so many at all, then report_cell_idx.
with busy as materialized (
  select r.cell_id, r.category from report r
  where r.category = any (array(select k.code from category k)) and r.received_at >= :since and not r.hidden and r.corrects_id is null
    and r.cell_id is not null
  group by r.cell_id, r.category having count(*) >= :n
), fresh as materialized (
  select b.cell_id, b.category from busy b where not exists (
    select from alert a where a.raised_at >= :since and a.kind = 'repeat_place' and (a.cell_id, a.category) = (b.cell_id, b.category))
), best as materialized (
  select f.cell_id, f.category, k.near_m, b.area_code, b.place, b.n from fresh f join category k on k.code = f.category
  cross join lateral (
    select one.area_code, one.place, count(*) as n from report one
    join report other on other.cell_id = f.cell_id and other.received_at >= :since and other.category = f.category and not other.hidden
      and other.corrects_id is null and near_by(one.place, other.place, k.near_m)
    where one.cell_id = f.cell_id and one.received_at >= :since and one.category = f.category and not one.hidden and one.corrects_id is null
    group by one.id order by n desc, one.received_at desc, one.id limit 1) b
  where b.n >= :n
)
select b.area_code, b.n, b.category, b.cell_id, array(
  select distinct l.case_id from report r join case_report l on l.report_id = r.id
  where r.cell_id = b.cell_id and r.received_at >= :since and r.category = b.category and not r.hidden and r.corrects_id is null
    and near_by(b.place, r.place, b.near_m)) as cases
from best b order by b.area_code, b.cell_id, b.category

-- name: repeat_people
-- Who has written since :fresh and from one phone :n times or more since :since, within a township; found by the blind index, which
-- is told to nobody. None where an alert about one of these cases was raised since then.
-- Usage: report_count_idx, contact by its primary key, contact_phone_idx.
with fresh as materialized (
  select distinct c.phone_index from report r join contact c on c.id = r.id
  where r.category = any (array(select k.code from category k)) and r.received_at >= :fresh and not r.hidden and r.corrects_id is null
    and c.phone_index is not null
), again as (
  select f.phone_index, left(r.area_code, 9) as area_code, count(*) as n, array_agg(distinct l.case_id) as cases
  from fresh f join contact c on c.phone_index = f.phone_index join report r on r.id = c.id join case_report l on l.report_id = r.id
  where r.received_at >= :since and not r.hidden and r.corrects_id is null
  group by f.phone_index, left(r.area_code, 9) having count(*) >= :n
)
select g.area_code, g.n, g.cases from again g where not exists (
  select from alert_case e join alert a on a.id = e.alert_id
  where e.case_id = any (g.cases) and a.kind = 'repeat_person' and a.raised_at >= :since)
order by g.area_code, g.n desc

-- name: overdue
-- Open cases past their deadline in one township with one body, or with one station where no body has them, :n or more. None where an alert
-- of it was raised since :since.
-- Usage: cases_due_idx, case_seat_open_idx.
with heap as (
  select left(c.area_code, 9) as area_code, s.body_id, case when s.body_id is null then c.station_id end as station_id,
    count(*) as n, array_agg(c.id order by c.due_on, c.id) as cases
  from cases c left join case_seat s on s.case_id = c.id and s.until is null and s.seat = 'handler'
  where c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn') and coalesce(c.due_on, 'infinity') < :today
    and not c.hidden and not c.restricted
  group by 1, 2, 3 having count(*) >= :n
)
select h.area_code, h.n, h.cases, h.body_id, h.station_id from heap h where not exists (
  select from alert a where a.raised_at >= :since and a.kind = 'overdue' and a.area_code = h.area_code
    and (a.body_id, a.station_id) is not distinct from (h.body_id, h.station_id))
order by h.area_code, h.n desc

-- name: tallies
-- Cells of :day and categories with :n or more reports since :since, beside those from :past on before, as the map counts them: what was filed in a
-- former cell counts where it went, so that a new edition is no rise. `first`: since when the county has any in that time; `area_code`: the
-- smallest area that all of them lie in; `cases`: of those since :since. Hidden and restricted matters are left out. None where an alert of it was raised since :since.
-- Usage: report_count_idx, without the table; report_cell_idx for cells that several took over, and for what is that much.
with counted as materialized (
  select r.area_code, r.cell_id, r.category, count(*) filter (where r.received_at >= :since) as now,
    count(*) filter (where r.received_at < :since) as before, min(r.received_at) as first
  from report r
  where r.category = any (array(select k.code from category k)) and r.received_at >= :past and not r.hidden and r.corrects_id is null
    and r.cell_id is not null
  group by r.area_code, r.cell_id, r.category
), former as materialized (
  select f.cell_id, cell_heir(f.cell_id, :day) as heir
  from (select distinct k.cell_id from counted k) f left join grid_cell c on c.id = f.cell_id
    and c.in_force_from <= :day and (c.in_force_to is null or :day < c.in_force_to)
  where c.id is null
), placed as (
  select k.area_code, coalesce(f.heir, k.cell_id) as cell_id, k.category, k.now, k.before, k.first
  from counted k left join former f using (cell_id) where f.cell_id is null or f.heir is not null
  union all
  select r.area_code, coalesce(cell_now(r.cell_id, r.place, :day), r.cell_id), r.category, (r.received_at >= :since)::integer, (r.received_at < :since)::integer,
    r.received_at
  from former f join report r on r.cell_id = f.cell_id and r.received_at >= :past and not r.hidden and r.corrects_id is null
  where f.heir is null
), known as (
  select min(p.area_code) as low, max(p.area_code) as high, p.cell_id, p.category, sum(p.now)::integer as now, sum(p.before)::integer as before,
    min(min(p.first)) over (partition by left(min(p.area_code), 6)) as since
  from placed p group by p.cell_id, p.category
)
select case when k.low = k.high then k.low when left(k.low, 9) = left(k.high, 9) then left(k.low, 9) else left(k.low, 6) end as area_code,
  k.cell_id, k.category, k.now, k.before, extract(epoch from :since - k.since) / 86400 as past_days, array(
    select distinct l.case_id from cell_grounds(k.cell_id, :day) g(id) join report r on r.cell_id = g.id join case_report l on l.report_id = r.id
    where r.category = k.category and r.received_at >= :since and not r.hidden and r.corrects_id is null
      and coalesce(counted_in(r.cell_id, r.place, :day), r.cell_id) = k.cell_id) as cases
from known k
where k.now >= :n and not exists (
  select from alert a where a.raised_at >= :since and a.kind = 'rise' and a.category = k.category and cell_now(a.cell_id, null, :day) = k.cell_id)
order by area_code, k.cell_id, k.category

-- name: of_cells
-- The reports of an area from :since to :until that the map counts in some cells today, those filed in none too: how many, and their cases.
-- Usage: report_cell_idx, report_area_idx, case_report_report_idx.
with ground as materialized (
  select distinct x.id from unnest(cast(:cells as bigint[])) c(id) cross join lateral cell_grounds(c.id, :day) x(id)
), near as (
  select r.id, r.cell_id, r.place from ground g join report r on r.cell_id = g.id
  where r.area_code ^@ :area and r.received_at >= :since and r.received_at < :until and not r.hidden and r.corrects_id is null
  union all
  select r.id, r.cell_id, r.place from report r
  where r.area_code >= :area and r.area_code < :area || '~' and r.cell_id is null
    and r.received_at >= :since and r.received_at < :until and not r.hidden and r.corrects_id is null
)
select count(distinct r.id) as n, coalesce(array_agg(distinct l.case_id) filter (where l.case_id is not null), '{}') as cases
from near r left join case_report l on l.report_id = r.id
where counted_in(r.cell_id, r.place, :day) = any (cast(:cells as bigint[]))

-- name: lasting
-- The hot cells of alerts of an area and those inside it that were hot since a day, as cells of today, with the area of each.
-- Usage: alert_cell_area_idx.
select c.alert_id, c.area_code, cell_now(c.cell_id, null, :day) as cell_id from alert_cell c
where c.area_code >= :area and c.area_code < :area || '~' and c.lasted_on >= :since

-- name: last
-- That cells of an alert are hot on a day; those that joined it too.
insert into alert_cell (alert_id, cell_id, area_code, z, lasted_on)
select :alert, u.cell_id, :area, u.z, :day from unnest(cast(:cells as bigint[]), cast(:z as float8[])) u(cell_id, z)
on conflict (alert_id, cell_id) do update set lasted_on = excluded.lasted_on

-- name: hot_counties
-- Counties with cells in force on a day. Usage: grid_cell_area_idx.
select a.code from area a where a.level = 'county' and (a.valid_to is null or a.valid_to > :day) and exists (
  select from grid_cell c where c.area_code >= a.code and c.area_code < a.code || '~'
    and c.in_force_from <= :day and (c.in_force_to is null or :day < c.in_force_to))
order by a.code

-- name: towns_of
-- The townships of a county that stand on a day. Usage: area_parent_idx.
select a.code from area a where a.parent_code = :county and a.level = 'town' and (a.valid_to is null or a.valid_to > :day) order by a.code

-- name: raise
-- One alert with the cases it is about.
with made as (
  insert into alert (kind, area_code, category, cell_id, body_id, station_id, n, days, mean, odds, z, p, since, trend)
  values (:kind, :area_code, :category, :cell_id, :body_id, :station_id, :n, :days, :mean, :odds, :z, :p, :since, :trend) returning id
), linked as (
  insert into alert_case (alert_id, case_id, area_code, hidden)
  select made.id, c.id, c.area_code, c.hidden or c.restricted from made cross join cases c where c.id = any (cast(:cases as uuid[]))
)
select id from made

-- name: tell
-- Tells the nearest heads and liaisons; one row a message that is new.
select notice_id, account_id from tell_alert(:alert)
