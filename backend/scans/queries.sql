-- name: codes
-- The codes of a scope, or of one account as a deputy (:person), that were issued before the end of a time, the oldest first.
-- One for each station, post and deputy and a few more, so they are gone through.
-- :low, :high, :prefixes  the scope · :person  NULL for the scope
select c.id, c.kind, c.key_id, coalesce(d.id, s.id) as owner_id, coalesce(d.name, s.name) as name, a.code as area_code, a.name as area,
  k.name as category, k.name_en as category_en, china_day(c.issued_at) as issued_on, china_day(c.revoked_at) as ended_on
from representative_code c
left join deputy d on d.id = c.deputy_id
left join station s on s.id = c.station_id
join area a on a.code = coalesce(d.area_code, s.area_code)
left join category k on k.code = c.category
where c.issued_at < :until and (d.account_id = cast(:person as bigint)
  or cast(:person as bigint) is null and a.code >= :low and a.code < :high and a.code ^@ any (cast(:prefixes as text[])))
order by c.id

-- name: figures
-- Some codes (:codes) in a time: by code (`begins` null), and by week or month (`code_id` null). What came is counted out of the records
-- themselves: those that the viewer may see, in all of the viewer's scope; hidden and restricted ones are in no figure.
-- Usage: code_day_area_idx, report_area_idx, opinion_area_idx; submission_pkey.
-- :low, :high, :prefixes  the viewer's whole scope · :since, :until  moments, the end not counted · :first, :last  days, both counted
with used as (
  select u.code_id, u.day, u.opened, u.begun, 0 as submissions, 0 as opinions from code_day u
  where u.area_code >= :low and u.area_code < :high and u.area_code ^@ any (cast(:prefixes as text[])) and u.day between :first and :last
  union all
  select m.code_id, china_day(r.received_at), 0, 0, 1, 0 from report r
  -- of each report of the area and time, not of all that ever came by a code
  cross join lateral (select s.code_id from submission s where s.report_id = r.id offset 0) m
  where r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[]))
    and r.received_at >= :since and r.received_at < :until and r.kind = 'submission' and not r.hidden
  union all
  select o.code_id, china_day(o.received_at), 0, 0, 0, 1 from opinion o
  where o.area_code >= :low and o.area_code < :high and o.area_code ^@ any (cast(:prefixes as text[]))
    and o.received_at >= :since and o.received_at < :until
), stepped as (
  select u.*, date_trunc(:step, u.day::timestamp)::date as begins from used u where u.code_id = any (cast(:codes as bigint[]))
)
select code_id, begins, sum(opened)::integer as opened, sum(begun)::integer as begun, sum(submissions)::integer as submissions,
  sum(opinions)::integer as opinions
from stepped group by grouping sets ((code_id), (begins)) order by begins, code_id

-- name: own_figures
-- The same of the viewer's own codes as a deputy, who has no scope of area.
-- Usage: code_day_pkey, submission_deputy_idx, opinion_code_idx.
with used as (
  select u.code_id, u.day, u.opened, u.begun, 0 as submissions, 0 as opinions from code_day u
  where u.code_id = any (cast(:codes as bigint[])) and u.day between :first and :last
  union all
  select o.code_id, o.day, 0, 0, o.submissions, o.opinions from own_code_use(:since, :until) o
), stepped as (
  select u.*, date_trunc(:step, u.day::timestamp)::date as begins from used u where u.code_id = any (cast(:codes as bigint[]))
)
select code_id, begins, sum(opened)::integer as opened, sum(begun)::integer as begun, sum(submissions)::integer as submissions,
  sum(opinions)::integer as opinions
from stepped group by grouping sets ((code_id), (begins)) order by begins, code_id
