-- name: counties
-- Counties that have a station open today, for finding one without a code.
select a.code, a.name, count(*) as stations
from station s join area a on a.code = left(s.area_code, 6)
where s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
group by a.code, a.name order by a.code;

-- name: towns
-- Townships of a county that have a station open today; a station of the county itself stands under the county.
select a.code, a.name, count(*) as stations
from station s join area a on a.code = left(s.area_code, greatest(length(:county), least(length(s.area_code), 9)))
where s.area_code ^@ :county and s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
group by a.code, a.name order by a.code;

-- name: stations
-- Stations of an area that are open today: those of a county itself, or all of a township.
select s.id, s.name, s.kind, s.address, s.phone, s.opening_hours as hours from station s
where (s.area_code = :area or (length(:area) >= 9 and s.area_code ^@ :area))
  and s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today)
order by array_position(array['contact_point', 'workstation', 'deputy_home', 'liaison_point', 'collection_post'], s.kind), s.id;

-- name: area_name
-- The name of an area.
select name from area where code = :area;

-- name: is_open
-- Whether a station is open on the day.
select exists (select from station s
  where s.id = :id and s.opened_on <= :today and (s.closed_on is null or s.closed_on > :today));
