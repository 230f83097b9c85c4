-- name: earlier
-- Other petitions by the people of one case's petitions, found by the blind index of the phone; only what the viewer may see.
-- Usage: case_report and registration by their primary keys, contact_phone_idx.
select c.id as case_id, c.number, c.state, h.name as channel_name, h.name_en as channel_name_en, max(g.came_on) as came_on
from case_report k
join registration o on o.report_id = k.report_id
join report_channel p on p.code = o.channel and p.petition
join contact a on a.id = k.report_id
join contact b on b.phone_index = a.phone_index and b.id <> a.id
join registration g on g.report_id = b.id
join report_channel h on h.code = g.channel and h.petition
join case_report l on l.report_id = b.id
join cases c on c.id = l.case_id
where k.case_id = :case_id
group by c.id, c.number, c.state, h.name, h.name_en order by came_on desc, c.id;

-- name: backlog
-- Open cases that began before a moment, were redone so often, or whose people have petitioned more than once; the oldest first,
-- after a cursor, each with who is in charge of it.
-- Usage: cases_due_idx or cases_area_idx; contact_phone_idx; case_charge_case_idx.
with again as materialized (
  select distinct k.case_id
  from registration o
  join report_channel p on p.code = o.channel and p.petition
  join contact a on a.id = o.report_id
  join case_report k on k.report_id = o.report_id
  where exists (
    select from contact b join registration g on g.report_id = b.id join report_channel h on h.code = g.channel and h.petition
    where b.phone_index = a.phone_index and b.id <> a.id)
), found as (
  select c.*, c.opened_at < :before as old, c.redos >= :redos as redone, c.id in (select case_id from again) as again
  from cases c
  where c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn')
    and (c.opened_at < :before or c.redos >= :redos or c.id in (select case_id from again))
    and (cast(:last_at as timestamptz) is null or (c.opened_at, c.id) > (cast(:last_at as timestamptz), cast(:last_id as uuid)))
  order by c.opened_at, c.id limit :most
)
select f.id, f.number, f.state, k.name as category_name, k.name_en as category_name_en, f.area_code, a.name as area_name, f.hidden,
  f.opened_at, f.redos, f.old, f.redone, f.again, h.leader, h.due_on
from found f join category k on k.code = f.category join area a on a.code = f.area_code
left join lateral (select g.leader, g.due_on from case_charge g where g.case_id = f.id order by g.nth desc limit 1) h on true
order by f.opened_at, f.id
