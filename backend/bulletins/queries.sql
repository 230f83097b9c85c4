-- Figures of an area (:low, :high, :prefixes) and a period (:since, :until, the end not counted). Hidden and restricted matters are left
-- out of every one of them, for everybody: a report says itself that it is hidden from restricted on.

-- name: tallies
-- Reports of a period in all, by category, by channel and by day. Usage: report_area_idx.
select r.category, r.channel, china_day(r.received_at) as day, count(*) as n from report r
where r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[]))
  and r.received_at >= :since and r.received_at < :until and not r.hidden and r.corrects_id is null
group by grouping sets ((r.category), (r.channel), (china_day(r.received_at)), ())

-- name: begun
-- Whether there are records of an area from before a moment. Usage: report_area_idx, without the table.
select exists (select from report r
  where r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[])) and r.received_at < :until
    and not r.hidden and r.corrects_id is null)

-- name: work
-- Cases opened in a period, and those that are open and past their day now. Usage: cases_area_idx, cases_due_idx.
select (select count(*) from cases c
    where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
      and c.opened_at >= :since and c.opened_at < :until and c.joined_to is null and not c.hidden and not c.restricted) as opened,
  (select count(*) from cases c
    where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
      and c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn') and coalesce(c.due_on, 'infinity') < :today
      and not c.hidden and not c.restricted) as overdue

-- name: came
-- Cases answered and given back in a period; of the answered those that had a promised day, and those of them that came after it.
-- Usage: case_event_came_idx.
select count(distinct c.id) filter (where e.to_state = 'answered') as answered,
  count(distinct c.id) filter (where e.to_state = 'answered' and c.promised_on is not null) as dated,
  count(distinct c.id) filter (where e.to_state = 'answered' and china_day(e.at) > c.promised_on) as late,
  count(distinct c.id) filter (where e.to_state = 'returned') as returned
from case_event e join cases c on c.id = e.case_id
where e.at >= :since and e.at < :until and e.kind = 'move' and e.to_state in ('answered', 'returned')
  and not c.hidden and not c.restricted
  and c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))

-- name: voices
-- Opinions received in a period, and those that were reported, adopted and answered in it. Usage: opinion_area_idx, opinion_event_came_idx.
select (select count(*) from opinion o
    where o.area_code >= :low and o.area_code < :high and o.area_code ^@ any (cast(:prefixes as text[]))
      and o.received_at >= :since and o.received_at < :until and o.state not in ('invalid', 'became_case', 'withdrawn')) as raised,
  count(distinct e.opinion_id) filter (where e.to_state = 'reported') as reported,
  count(distinct e.opinion_id) filter (where e.to_state in ('adopted', 'partly_adopted')) as adopted,
  count(distinct e.opinion_id) filter (where e.to_state = 'answered') as answered
from opinion_event e
where e.at >= :since and e.at < :until and e.to_state in ('reported', 'adopted', 'partly_adopted', 'answered')
  and e.area_code >= :low and e.area_code < :high and e.area_code ^@ any (cast(:prefixes as text[]))

-- name: warned
-- Alerts raised in a period by kind, and how many of them nobody has judged. Usage: alert_raised_idx.
select a.kind, count(*) as n, count(*) filter (where a.state = 'open') as open from alert a
where a.raised_at >= :since and a.raised_at < :until and a.state <> 'withdrawn'
  and a.area_code >= :low and a.area_code < :high and a.area_code ^@ any (cast(:prefixes as text[]))
group by a.kind order by a.kind

-- name: shapes
-- Cells by id with simplified outlines in degrees, as they were: cells are never edited. What is thinner than a line of the drawing goes.
with edge as (
  select greatest(st_xmax(b) - st_xmin(b), st_ymax(b) - st_ymin(b)) / 1500 as fine
  from (select st_extent(c.geom) as b from grid_cell c where c.id = any (cast(:ids as bigint[]))) x)
select c.id, c.code, c.name, st_asgeojson(st_simplifypreservetopology(c.geom, edge.fine), 6) as outline
from grid_cell c cross join edge where c.id = any (cast(:ids as bigint[])) order by c.id

-- name: due
-- Counties and townships with a station in operation on :on that have no bulletin of a kind from :first_day on. Usage: station_area_idx, bulletin_once.
select a.code from area a
where a.level in ('county', 'town') and (a.valid_to is null or a.valid_to > :on)
  and exists (select from station s where s.area_code >= a.code and s.area_code < a.code || '~'
    and s.opened_on <= :on and (s.closed_on is null or :on < s.closed_on))
  and not exists (select from bulletin b where (b.area_code, b.kind, b.first_day) = (a.code, :kind, :first_day))
order by a.code

-- name: tell
-- Tells the heads of the area of a bulletin.
select notice_id, account_id from tell_bulletin(:id)
