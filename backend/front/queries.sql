-- name: counties
-- Counties that have a station open today, for finding one without a code; each by the county that stands today.
select a.code, a.name, sum(o.n)::bigint as stations
from (
  select s.area_code, count(*) as n from station s
  where s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
  group by s.area_code) o
join area_span a on a.code = area_standing(left(area_standing(o.area_code, :today), 6), :today)
  and a.valid_from <= :today and (a.valid_to is null or a.valid_to > :today)
group by a.code, a.name order by a.code;

-- name: towns
-- Townships of a county that have a station open today; a station of the county itself stands under the county. A station
-- of a township or village that was abolished is found under the one that took over.
with held as (
  select cast(:county as text) collate "C" as code
  union
  select a.code from area_span a
  where a.valid_to <= :today and not a.code ^@ :county and area_standing(a.code, :today) ^@ :county
), open as (
  select s.area_code, count(*) as n
  from held h join station s on s.area_code >= h.code and s.area_code < h.code || '~'
  where s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
  group by s.area_code
)
select a.code, a.name, sum(open.n)::bigint as stations
from open
join area_span a on a.code = area_standing(left(area_standing(open.area_code, :today), 9), :today)
  and a.valid_from <= :today and (a.valid_to is null or a.valid_to > :today)
where a.code ^@ :county
group by a.code, a.name order by a.code;

-- name: stations
-- Stations of an area that are open today: those of a county itself, or all of a township, as `towns` counts them.
with held as (
  select cast(:area as text) collate "C" as code
  union
  select a.code from area_span a where a.valid_to <= :today and area_standing(a.code, :today) ^@ :area
)
select distinct array_position(array['contact_point', 'workstation', 'deputy_home', 'liaison_point', 'collection_post'], s.kind) as nth,
  s.id, s.name, s.kind, s.address, s.phone, s.opening_hours as hours
from held h join station s on s.area_code = h.code or (length(h.code) >= 9 and s.area_code >= h.code and s.area_code < h.code || '~')
where s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
  and area_standing(left(area_standing(s.area_code, :today), 9), :today) = :area
order by nth, s.id;

-- name: area_standing
-- The area that stands for a code on a day, with its name of that day; no row for an unknown code.
select a.code, a.name from area_span a
where a.code = area_standing(:area, :today) and a.valid_from <= :today and (a.valid_to is null or a.valid_to > :today);

-- name: is_open
-- Whether a station is open on the day.
select exists (select from station s
  where s.id = :id and s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today));


-- name: brought
-- What was brought to a deputy before a day, and how much of it was answered.
select brought, answered from deputy_figures(:deputy, :before)
