-- name: clusters
-- Cases of one category that came up in one area (the first :digits of its code) in a period, where there are at least :least of them,
-- the most first; ids and numbers of the newest two hundred, first words of fifty. Hidden and restricted ones enter no pattern, for nobody; what was
-- withdrawn, refused or went into another case is none. :topic  NULL for all
-- Usage: cases_area_idx.
with found as (
  select c.id, c.number, c.category, left(c.area_code, :digits) as place, c.opened_at, c.state,
    row_number() over (partition by c.category, left(c.area_code, :digits) order by c.opened_at desc, c.id) as nth
  from cases c
  where c.area_code >= :low and c.area_code < :high and not c.hidden and not c.restricted
    and c.opened_at >= :since and c.opened_at < :until and c.state not in ('joined', 'withdrawn', 'refused')
    and (cast(:topic as text) is null or exists (select from category_topic x where x.category = c.category and x.topic = :topic)
      or exists (select from case_topic y where y.case_id = c.id and y.topic = :topic))
), grouped as (
  select f.category, f.place, count(*) as n, count(*) filter (where f.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn')) as still_open,
    min(f.opened_at) as first, max(f.opened_at) as last,
    array_agg(f.id order by f.nth) filter (where f.nth <= 200) as ids, array_agg(f.number order by f.nth) filter (where f.nth <= 200) as numbers
  from found f group by f.category, f.place having count(*) >= :least
)
select g.category, k.name, k.name_en, g.place, a.name as area_name, g.n, g.still_open, g.first, g.last, g.ids, g.numbers,
  (select coalesce(array_agg(left(t.body, 200) order by t.report_id), '{}') from report_text t where t.report_id = any (g.ids[1:50])) as texts
from grouped g join category k on k.code = g.category join area a on a.code = g.place
order by g.n desc, g.last desc, g.category, g.place limit 50
