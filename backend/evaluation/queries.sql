-- name: take_stations
-- The stations of a kind in an area that were open in the period, with the households of the cells they serve on its last day: those of
-- their area, of a collection post those of its own cell.
insert into evaluation_station (evaluation_id, station_id, area_code, name, households)
select cast(:evaluation as uuid), s.id, s.area_code, s.name, (select sum(h.households) from (
  select c.households, c.in_force_from, c.in_force_to from grid_cell c
  where s.kind <> 'collection_post' and c.area_code >= a.prefix and c.area_code < a.prefix || ':'
  union all
  select c.households, c.in_force_from, c.in_force_to from station_cell k join grid_cell c on c.id = k.cell_id
  where s.kind = 'collection_post' and k.station_id = s.id) h
  where h.in_force_from <= :until and (h.in_force_to is null or h.in_force_to > :until))
from station s join area a on a.code = s.area_code
where s.kind = :kind and s.area_code ^@ :area and s.opened_on <= :until and (s.closed_on is null or s.closed_on > :since)
order by s.id limit :most

-- name: take_sources
-- Every record that some measure counts, of all stations of an evaluation at once; what is hidden or restricted counts nowhere. What a
-- station's collection posts took in is the station's. What stands in a station's file counts as it stands now, by the days it names.
insert into evaluation_source (evaluation_id, station_id, measure, kind, ref, day, label, case_id, area_code)
with recursive placed as materialized (
  select e.station_id as root, e.area_code, s.opening_hours, a.prefix from evaluation_station e
  join station s on s.id = e.station_id join area a on a.code = e.area_code where e.evaluation_id = cast(:evaluation as uuid)),
family as (
  select p.root, p.root as id from placed p
  union
  select f.root, c.id from family f join station c on c.parent_id = f.id where c.kind = 'collection_post'),
fact as materialized (
  select p.root, f.id, f.kind, f.value, f.words, f.met, f.written_at, t.name from placed p join station_fact f on f.station_id = p.root
  join station_term t on (t.kind, t.value) = (f.kind, f.value)
  where f.kind in ('standard', 'staff', 'equipment') and not f.removed and coalesce(f.from_day, :since) <= :until and coalesce(f.until_day, :until) >= :until
    and not exists (select from station_fact n where n.id = f.id and n.version > f.version)),
done as materialized (
  select f.root, a.id, a.type, a.held_on, a.title from family f join activity a on a.station_id = f.id
  where a.held_on between :since and :until and a.state = 'held' and a.type <> 'reception'
  union
  select p.root, a.id, a.type, a.held_on, a.title from placed p join activity a on a.area_code >= p.prefix and a.area_code < p.prefix || ':'
  where a.station_id is null and a.held_on between :since and :until and a.state = 'held' and a.type <> 'reception'),
said as materialized (
  select f.root, o.id, coalesce(o.number, '') as number, o.received_at, o.area_code,
    coalesce(bool_or(e.to_state = 'invalid'), false) as invalid, coalesce(bool_or(e.to_state = 'reported'), false) as reported,
    coalesce(bool_or(e.to_state in ('adopted', 'partly_adopted')), false) as adopted
  from family f join opinion o on o.station_id = f.id left join opinion_event e on e.opinion_id = o.id and e.at < :high
  where o.received_at >= :low and o.received_at < :high and o.state not in ('withdrawn', 'became_case') group by f.root, o.id),
brought as materialized (
  select f.root, c.id, c.number, c.opened_at, (
      select min(e.at) from case_event e where e.case_id = c.id and e.to_state = 'answered' and e.kind = 'move' and e.at < :high) as answered_at
  from family f join cases c on c.station_id = f.id and c.area_code ^@ left(cast(:area as text), 6)
  where c.opened_at >= :low and c.opened_at < :high and not c.hidden and not c.restricted and c.state not in ('joined', 'refused', 'withdrawn')),
rated as materialized (
  select distinct on (r.sheet_id) f.root, r.id, r.verdict, r.at, c.number, c.id as case_id from family f
  join cases c on c.station_id = f.id and c.area_code ^@ left(cast(:area as text), 6) join rating r on r.case_id = c.id
  where r.at >= :low and r.at < :high and not r.hidden and not c.hidden and not c.restricted order by r.sheet_id, r.nth desc),
found (root, measure, kind, ref, day, label, case_id) as (
  select p.root, 'hours', 'station', p.root::text, cast(:until as date), p.opening_hours, null::uuid from placed p where p.opening_hours <> ''
  union all
  select distinct on (p.root, d.post) p.root, 'duties', 'duty', d.id::text, china_day(d.written_at), d.post, null
    from placed p join post_duty d on p.area_code ^@ d.area_code where d.written_at < :high
  union all
  select f.root, m.measure, 'fact', f.id::text, china_day(f.written_at), f.name, null from fact f
    cross join lateral unnest(case when f.met then array['standards', 'standards_met'] else array['standards'] end) m(measure) where f.kind = 'standard'
  union all
  select f.root, 'equipment', 'fact', f.id::text, china_day(f.written_at), f.name, null from fact f where f.kind = 'equipment'
  union all
  select f.root, m.measure, 'fact', f.id::text, china_day(f.written_at), f.name, null from fact f
    cross join lateral unnest(case when f.value = 'station_head' then array['head', 'staff'] else array['staff'] end) m(measure)
    where f.kind = 'staff' and f.value in ('station_head', 'liaison')
  union all
  select p.root, m.measure, 'officer', o.id::text, o.from_day, o.name, null from placed p join station_officer o on o.station_id = p.root
    cross join lateral unnest(case o.duty when 'head' then array['head', 'staff'] else array['staff'] end) m(measure)
    where :until between o.from_day and coalesce(o.until_day, :until)
  union all
  select d.root, 'trainings', 'activity', d.id::text, d.held_on, d.title, null from done d where d.type = 'training'
  union all
  select d.root, 'activities', 'activity', d.id::text, d.held_on, d.title, null from done d where d.type <> 'training'
  union all
  select d.root, 'activities_shown', 'activity', d.id::text, d.held_on, d.title, null from done d where d.type <> 'training' and (
    exists (select from activity_evidence e where e.activity_id = d.id) or exists (select from activity_attendance e where e.activity_id = d.id)
    or exists (select from activity_minutes e where e.activity_id = d.id) or exists (select from opinion_sitting e where e.activity_id = d.id))
  union all
  select f.root, 'receptions', 'reception', r.activity_id::text, china_day(r.starts_at), a.title, null
    from family f join reception r on r.station_id = f.id join activity a on a.id = r.activity_id
    where r.starts_at >= :low and r.starts_at < :high and a.state <> 'cancelled'
  union all
  select f.root, 'sessions', 'session', w.id::text, china_day(w.starts_at), w.place, null from family f join station_session w on w.station_id = f.id
    where w.starts_at >= :low and w.starts_at < :high and w.cancelled_reason = ''
  union all
  select s.root, m.measure, 'opinion', s.id::text, china_day(s.received_at), s.number, null from said s
    cross join lateral (values ('opinions', true), ('opinions_valid', not s.invalid), ('opinions_reported', s.reported),
      ('opinions_adopted', s.reported and s.adopted)) m(measure, counts) where m.counts
  union all
  select b.root, m.measure, 'case', b.id::text, china_day(b.opened_at), b.number, b.id from brought b
    cross join lateral (values ('cases', true), ('cases_answered', b.answered_at is not null), ('cases_in_time', b.answered_at is not null
      and not exists (select from case_urge u where u.case_id = b.id and u.at <= b.answered_at))) m(measure, counts) where m.counts
  union all
  select r.root, m.measure, 'rating', r.id::text, china_day(r.at), r.number, r.case_id from rated r
    cross join lateral unnest(case when r.verdict = 'dissatisfied' then array['ratings'] else array['ratings', 'ratings_content'] end) m(measure))
select cast(:evaluation as uuid), f.root, f.measure, f.kind, f.ref, f.day, left(f.label, 200), f.case_id, p.area_code
from found f join placed p using (root)

-- name: counts
-- How many records of each measure stand behind an evaluation, by station.
select station_id, measure, count(*) as n from evaluation_source where evaluation_id = :evaluation group by station_id, measure

-- name: sources
-- The records behind a measure of one station, the newest first, after a cursor. What the viewer may not read any more is left out.
select s.measure, s.kind, s.ref, s.day, s.label, s.case_id from evaluation_source s
where s.evaluation_id = :evaluation and s.station_id = :station and s.measure = :measure
  and (s.case_id is null or exists (select from cases c where c.id = s.case_id and not c.hidden and not c.restricted))
  and (cast(:day as date) is null or (s.day, s.ref) < (cast(:day as date), cast(:ref as text)))
order by s.day desc, s.ref desc limit :most

-- name: sources_counted
-- How many there are, and how many of them the viewer may still read.
select count(*) as n, count(*) filter (where s.case_id is null
  or exists (select from cases c where c.id = s.case_id and not c.hidden and not c.restricted)) as shown
from evaluation_source s where s.evaluation_id = :evaluation and s.station_id = :station and s.measure = :measure

-- name: found
-- Records of an area since a day whose number or title holds some words, the newest first: what a station may name for what it says of itself.
-- Usage: cases_opened_idx, cases_area_idx, opinion_area_idx, activity_area_idx, visit_task_area_idx.
-- :low, :high  the codes of the area · :since, :moment  the first day, and when it began · :words  a pattern of LIKE
select f.kind, f.ref, f.day, left(f.label, 200) as label from (
  (select 'case' as kind, c.id as ref, china_day(c.opened_at) as day, c.number as label from cases c
   where c.area_code >= :low and c.area_code < :high and c.opened_at >= :moment and not c.hidden and not c.restricted and c.number ilike :words
   order by c.opened_at desc limit :most)
  union all
  (select 'opinion', o.id, china_day(o.received_at), o.number from opinion o
   where o.area_code >= :low and o.area_code < :high and o.received_at >= :moment and o.number ilike :words
   order by o.received_at desc limit :most)
  union all
  (select case a.type when 'reception' then 'reception' else 'activity' end, a.id, coalesce(a.held_on, china_day(a.starts_at)), a.title from activity a
   where a.area_code >= :low and a.area_code < :high and coalesce(a.held_on, china_day(a.starts_at)) >= :since
     and a.state <> 'cancelled' and a.title ilike :words
   order by coalesce(a.held_on, china_day(a.starts_at)) desc limit :most)
  union all
  (select 'visit', v.id, china_day(v.done_at), v.what from visit_task v
   where v.area_code >= :low and v.area_code < :high and v.state = 'done' and v.done_at >= :moment and v.what ilike :words
   order by v.done_at desc limit :most)) f
order by f.day desc, f.kind, f.ref limit :most
