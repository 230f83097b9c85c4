-- The books. Each statement gives the rows of one: `at` and `id` put them in order, `area_code` says whose they are, `hidden` whether only
-- the village may stand there; the other columns are the book's own (domain/books.py), a word of the office's with its English as `…_en`.
-- Row-level security leaves what the reader sees; what is hidden gives its number, its village and its days, to its handlers too: books
-- are passed on. `queries.py` puts them in order, counts and sums them. What hangs on an entry is joined to the left, though it is always
-- there: who asks for the order of a book, or for its number alone, then reads none of it.
-- :low, :high, :prefixes  the area · :since, :until  moments, the end not counted · :first, :last  the same as days, both counted
-- :category, :channel, :station  NULL for all · :viewer_low, :viewer_high, :viewer_prefixes  all that the reader's roles read

-- name: reports
-- What was seen or said, once each: what the map counts, and what is hidden besides.
-- Usage: report_area_idx; report_text and case_report by their keys.
select r.received_at as at, r.id, r.area_code, r.hidden, r.number, china_day(r.received_at) as day, r.kind,
  case when not r.hidden then h.name end as channel, case when not r.hidden then h.name_en end as channel_en,
  case when not r.hidden then k.name end as category, case when not r.hidden then k.name_en end as category_en,
  r.area_code || ' ' || a.name as village, case when not r.hidden then g.code || ' ' || g.name end as cell,
  case when not r.hidden then s.name end as station, c.number as case_number, case when not r.hidden then left(t.body, 200) end as said
from report r
left join category k on k.code = r.category
left join report_channel h on h.code = r.channel
left join area a on a.code = r.area_code
left join station s on s.id = r.station_id
left join grid_cell g on g.id = r.cell_id
left join report_text t on t.report_id = r.id
left join case_report l on l.report_id = r.id
left join cases c on c.id = l.case_id
where r.area_code >= :low and r.area_code < :high and r.area_code ^@ any (cast(:prefixes as text[]))
  and r.received_at >= :since and r.received_at < :until and r.corrects_id is null
  and (cast(:category as text) is null or r.category = :category)
  and (cast(:channel as text) is null or r.channel = :channel)
  and (cast(:station as bigint) is null or r.station_id = :station)

-- name: reports_first_wide
-- The first :most entries of that book in a county and more, of any channel and station: the first of each category as they stand in time,
-- then the first of those. Usage: report_count_idx, without the table.
select p.id from category k cross join lateral (
  select r.id, r.received_at from report r
  where r.category = k.code and r.received_at >= :since and r.received_at < :until and r.corrects_id is null
    and r.area_code ^@ any (cast(:prefixes as text[]))
  order by r.received_at, r.id limit :most) p
where cast(:category as text) is null or k.code = :category
order by p.received_at, p.id limit :most

-- name: disputes
-- Cases, those that went into another one left out, as the list of cases has them: what does not stand on a row does not choose it either.
-- `sees_inside` is dear and asked of restricted ones only. Usage: cases_area_idx or cases_opened_idx; what hangs on a case by its key.
select c.opened_at as at, c.id, c.area_code, c.hidden, c.number, china_day(c.opened_at) as day, c.state,
  case when not c.hidden then k.name end as category, case when not c.hidden then k.name_en end as category_en,
  c.area_code || ' ' || a.name as village, case when v.inside then g.code || ' ' || g.name end as cell,
  case when v.inside then s.name end as station, level_name(c.hidden, c.restricted) as level, c.due_on,
  case when c.state in ('closed', 'withdrawn', 'archived') then china_day(c.state_since) end as ended_on, c.urged, c.rated,
  case when v.inside then n.reports end as reports,
  (c.state = 'closed' or c.state = 'archived')::integer as resolved, case when v.inside then left(t.body, 200) end as said
from cases c
left join category k on k.code = c.category
left join area a on a.code = c.area_code
left join station s on s.id = c.station_id
left join grid_cell g on g.id = c.cell_id
left join report_text t on t.report_id = c.origin_id
left join lateral (select not c.hidden and (not c.restricted or sees_inside(c.restricted, c.area_code, c.id)) as inside offset 0) v on true
left join lateral (select count(*) as reports from case_report l join report r on r.id = l.report_id
  where l.case_id = c.id and r.corrects_id is null) n on true
where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
  and c.opened_at >= :since and c.opened_at < :until and c.joined_to is null
  and (cast(:category as text) is null or c.category = :category)
  and (cast(:channel as text) is null or v.inside and exists (
    select from case_report l join report r on r.id = l.report_id where l.case_id = c.id and r.channel = :channel))
  and (cast(:station as bigint) is null or v.inside and c.station_id = :station)

-- name: opinions
-- What people said of drafts, in their words, and how far it came.
-- Usage: opinion_area_idx; what hangs on one by its key.
select o.received_at as at, o.id, o.area_code, false as hidden, coalesce(o.number, '') as number, china_day(o.received_at) as day,
  d.title as draft, f.label as article, o.area_code || ' ' || a.name as village, s.name as station, h.name as channel, h.name_en as channel_en,
  o.unit_name as unit, o.state, i.number as item, b.number as batch, b.sent_on, i.outcome_reason as reason, left(t.said, 500) as said
from opinion o
left join solicitation d on d.id = o.solicitation_id
left join draft_article f on f.id = o.article_id
left join area a on a.code = o.area_code
left join station s on s.id = o.station_id
left join report_channel h on h.code = o.channel
left join opinion_text t on t.opinion_id = o.id
left join digest_opinion j on j.opinion_id = o.id
left join digest_item i on i.id = j.item_id
left join report_batch b on b.id = i.batch_id
where o.area_code >= :low and o.area_code < :high and o.area_code ^@ any (cast(:prefixes as text[]))
  and o.received_at >= :since and o.received_at < :until
  and (cast(:channel as text) is null or o.channel = :channel)
  and (cast(:station as bigint) is null or o.station_id = :station)

-- name: transfers
-- A matter handed to a body (转办、交办): to whom, when, until when. One row for each time that a body takes its place at a case's table.
-- Usage: cases_area_idx; case_seat and case_event by their keys.
select e.at, c.id || '-' || x.version as id, c.area_code, c.hidden, c.number as case_number, china_day(e.at) as day, e.to_state,
  case when not c.hidden then k.name end as category, case when not c.hidden then k.name_en end as category_en, c.area_code || ' ' || a.name as village,
  case when not c.hidden then b.name end as body, china_day(x.until) as left_on, c.due_on, c.state
from cases c
join case_seat x on x.case_id = c.id
join case_event e on e.case_id = c.id and e.version = x.version
join body b on b.id = x.body_id
join category k on k.code = c.category
join area a on a.code = c.area_code
where c.area_code >= :low and c.area_code < :high and c.area_code ^@ any (cast(:prefixes as text[]))
  and c.opened_at < :until and e.at >= :since and e.at < :until
  and (cast(:category as text) is null or c.category = :category)
  and (cast(:station as bigint) is null or c.station_id = :station and not c.hidden and (not c.restricted or sees_inside(c.restricted, c.area_code, c.id)))

-- name: activities
-- What was held, with what was counted there. Usage: activity_area_idx.
select cast(a.held_on as timestamptz) as at, a.id, a.area_code, false as hidden, a.held_on as day, t.name as kind, t.name_en as kind_en, a.title,
  a.area_code || ' ' || r.name as village, coalesce(nullif(a.place, ''), s.name) as place, coalesce(b.name, s.name) as host,
  (select count(*) from activity_attendance n where n.activity_id = a.id) as people,
  (select count(*) from commitment m where m.subject_kind = 'activity' and m.subject_id = a.id and m.state <> 'withdrawn') as promises,
  (select count(*) from commitment m where m.subject_kind = 'activity' and m.subject_id = a.id and m.state = 'kept') as kept
from activity a
left join activity_type t on t.type = a.type
left join area r on r.code = a.area_code
left join station s on s.id = a.station_id
left join body b on b.id = a.body_id
where a.area_code >= :low and a.area_code < :high and a.area_code ^@ any (cast(:prefixes as text[]))
  and a.state = 'held' and a.held_on between :first and :last
  and (cast(:station as bigint) is null or a.station_id = :station)

-- name: visits
-- Visits to enterprises and communities, and what was found and solved there. Usage: activity_area_idx.
select cast(a.held_on as timestamptz) as at, a.id, a.area_code, false as hidden, a.held_on as day, t.name as kind, t.name_en as kind_en, a.title,
  a.area_code || ' ' || r.name as village, coalesce(nullif(a.place, ''), s.name) as place,
  (a.numbers ->> 'enterprises')::numeric::bigint as enterprises, (a.numbers ->> 'communities')::numeric::bigint as communities,
  (a.numbers ->> 'problems')::numeric::bigint as problems, (a.numbers ->> 'solved')::numeric::bigint as solved
from activity a
left join activity_type t on t.type = a.type
left join area r on r.code = a.area_code
left join station s on s.id = a.station_id
where a.area_code >= :low and a.area_code < :high and a.area_code ^@ any (cast(:prefixes as text[]))
  and a.type in ('enterprise_visit', 'community_visit') and a.state = 'held' and a.held_on between :first and :last
  and (cast(:station as bigint) is null or a.station_id = :station)

-- name: feedback
-- Answers that were signed, and whether they have arrived.
-- Usage: feedback_sheet_area_idx; feedback_unreached and feedback_sheet_text by their keys.
select f.issued_at as at, f.id, f.area_code, f.hidden, f.number, china_day(f.issued_at) as day, f.subject_number, f.subject_kind,
  f.area_code || ' ' || a.name as village, case when not f.hidden then f.body_name end as body, china_day(f.said_at) as said_on,
  case when u.sheet_id is null then 'reached' else 'unreached' end as arrived, case when not f.hidden then left(t.answer, 500) end as answer
from feedback_sheet f
left join area a on a.code = f.area_code
left join feedback_unreached u on u.sheet_id = f.id
left join feedback_sheet_text t on t.sheet_id = f.id
where f.area_code >= :low and f.area_code < :high and f.area_code ^@ any (cast(:prefixes as text[]))
  and f.issued_at >= :since and f.issued_at < :until

-- name: suggestions
-- Deputies' suggestions, the class of the last answer (A, B, C) and what the deputy said of it. Usage: initiative_made_idx.
select i.made_at as at, i.id, i.area_code, i.hidden, i.number, china_day(i.made_at) as day, case when not i.hidden then i.title end as title,
  i.area_code || ' ' || a.name as village, case when not i.hidden then b.name end as body, i.due_on, i.state,
  (select e.mark from initiative_event e where e.initiative_id = i.id and e.mark in ('A', 'B', 'C') order by e.version desc limit 1) as class,
  (select china_day(e.at) from initiative_event e where e.initiative_id = i.id and e.to_state = 'answered' order by e.version desc limit 1) as answered_on,
  (select e.mark from initiative_event e where e.initiative_id = i.id and e.mark in ('satisfied', 'fair', 'dissatisfied')
    order by e.version desc limit 1) as rated
from initiative i
left join area a on a.code = i.area_code
left join body b on b.id = i.body_id
where i.area_code >= :low and i.area_code < :high and i.area_code ^@ any (cast(:prefixes as text[]))
  and i.kind = 'deputy_suggestion' and i.made_at >= :since and i.made_at < :until

-- name: projects
-- Livelihood projects, with money and progress as reported last. Usage: project_area_idx.
select p.made_at as at, p.id, p.area_code, false as hidden, p.number, china_day(p.made_at) as day, p.year::integer as year, p.title,
  p.area_code || ' ' || a.name as village, b.name as body, p.state, p.planned_yuan, g.paid_yuan, g.percent::integer as percent, p.due_on,
  (select count(*) from project_source s where s.project_id = p.id) as sources
from project p
left join area a on a.code = p.area_code
left join body b on b.id = p.body_id
left join lateral (select n.paid_yuan, n.percent from project_progress n where n.project_id = p.id order by n.at desc limit 1) g on true
where p.area_code >= :low and p.area_code < :high and p.area_code ^@ any (cast(:prefixes as text[]))
  and p.made_at >= :since and p.made_at < :until

-- name: scans
-- Codes and months in which somebody scanned or sent something in: `day` is the first of the month. What came is counted out of the records,
-- by row-level security of all that the reader sees, wherever it lies; hidden and restricted matters are in no figure.
-- Usage: code_day_area_idx, report_area_idx, opinion_area_idx; submission_pkey.
select m.begins::timestamp at time zone 'Asia/Shanghai' as at, c.id, a.code as area_code, false as hidden, m.begins as day, c.kind,
  coalesce(d.name, s.name) as owner, c.id::text as serial, k.name as category, k.name_en as category_en, a.code || ' ' || a.name as village,
  m.opened, m.begun, m.submissions, m.opinions, china_day(c.revoked_at) as ended_on
from (
  select u.code_id, date_trunc('month', u.day::timestamp)::date as begins, sum(u.opened)::integer as opened, sum(u.begun)::integer as begun,
    sum(u.submissions)::integer as submissions, sum(u.opinions)::integer as opinions
  from (
    select y.code_id, y.day, y.opened, y.begun, 0 as submissions, 0 as opinions from code_day y
    where y.area_code >= :viewer_low and y.area_code < :viewer_high and y.area_code ^@ any (cast(:viewer_prefixes as text[]))
      and y.day between :first and :last
    union all
    select t.code_id, china_day(r.received_at), 0, 0, 1, 0 from report r
    cross join lateral (select n.code_id from submission n where n.report_id = r.id offset 0) t
    where r.area_code >= :viewer_low and r.area_code < :viewer_high and r.area_code ^@ any (cast(:viewer_prefixes as text[]))
      and r.received_at >= :since and r.received_at < :until and r.kind = 'submission' and not r.hidden and t.code_id is not null
    union all
    select o.code_id, china_day(o.received_at), 0, 0, 0, 1 from opinion o
    where o.area_code >= :viewer_low and o.area_code < :viewer_high and o.area_code ^@ any (cast(:viewer_prefixes as text[]))
      and o.received_at >= :since and o.received_at < :until and o.code_id is not null) u
  group by 1, 2) m
join representative_code c on c.id = m.code_id
left join deputy d on d.id = c.deputy_id
left join station s on s.id = c.station_id
join area a on a.code = coalesce(d.area_code, s.area_code)
left join category k on k.code = c.category
where a.code >= :low and a.code < :high and a.code ^@ any (cast(:prefixes as text[]))
  and (cast(:station as bigint) is null or s.id = :station or d.station_id = :station)

-- name: fund
-- Money in and out of the charity funds, with the balance after each. Usage: fund_entry_once.
select cast(f.day as timestamptz) as at, f.fund || lpad(f.nth::text, 9, '0') as id, f.area_code, false as hidden, f.day, f.fund,
  f.area_code || ' ' || a.name as village, f.purpose, f.party, case when f.way = 'in' then f.amount end as received,
  case when f.way = 'out' then f.amount end as paid, f.balance
from fund_entry f
join area a on a.code = f.area_code
where f.area_code >= :low and f.area_code < :high and f.area_code ^@ any (cast(:prefixes as text[])) and f.day between :first and :last
