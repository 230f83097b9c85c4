-- name: known_stations
-- Which of these station codes there are.
select code from station where code = any(:codes);

-- name: upsert_deputies
-- Store deputies; a row that is as it was is left alone.
with stored as (
  insert into deputy (code, name, level, area_code, station_id, term_to)
  select r.code, r.name, r.level, r.area_code, s.id, r.term_to
  from jsonb_to_recordset(cast(:rows as jsonb))
    as r(code text, name text, level text, area_code text, station_code text, term_to date)
  left join station s on s.code = r.station_code
  order by r.code
  on conflict (code) do update set name = excluded.name, level = excluded.level, area_code = excluded.area_code,
    station_id = excluded.station_id, term_to = excluded.term_to
  where (deputy.name, deputy.level, deputy.area_code, deputy.station_id, deputy.term_to)
    is distinct from (excluded.name, excluded.level, excluded.area_code, excluded.station_id, excluded.term_to)
  returning (xmax = 0) as fresh
)
select count(*) filter (where fresh) as added, count(*) filter (where not fresh) as changed from stored;


-- name: upsert_groups
-- Store the groups that a file names, each at its station.
insert into deputy_group (code, name, station_id)
select r.code, r.name, s.id from jsonb_to_recordset(cast(:rows as jsonb)) as r(code text, name text, station_code text)
join station s on s.code = r.station_code
on conflict (code) do update set name = excluded.name, station_id = excluded.station_id
where (deputy_group.name, deputy_group.station_id) is distinct from (excluded.name, excluded.station_id);

-- name: known_cells
-- The cells in force on a day, of these codes, with the village of each.
select c.code, c.area_code from grid_cell c
where c.code = any(:codes) and c.in_force_from <= :day and (c.in_force_to is null or c.in_force_to > :day);

-- name: place
-- Place deputies in groups and at cells from a day on, where they do not stand already; the group a deputy leaves ends the day before.
with wanted as (
  select d.id as deputy_id, g.id as group_id, null::text as cell_code, s.area_code, r.id
  from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, code text, group_code text, cell text)
  join deputy d on d.code = r.code join deputy_group g on g.code = r.group_code join station s on s.id = g.station_id
  union all
  select d.id, null, c.code, c.area_code, r.id
  from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, code text, group_code text, cell text)
  join deputy d on d.code = r.code join grid_cell c on c.code = r.cell
    and c.in_force_from <= :day and (c.in_force_to is null or c.in_force_to > :day)
), fresh as (
  select w.* from wanted w where not exists (
    select from deputy_place p where p.deputy_id = w.deputy_id and (p.group_id = w.group_id or p.cell_code = w.cell_code)
      and (p.until_day is null or p.until_day >= :day))
    and (w.group_id is null or not exists (
      select from deputy_place p where p.deputy_id = w.deputy_id and p.group_id is not null and (p.until_day is null or p.until_day >= :day)))
)
insert into deputy_place (id, deputy_id, group_id, cell_code, area_code, from_day)
select id, deputy_id, group_id, cell_code, area_code, :day from fresh returning id;

-- name: listed
-- Deputies of an area: whose own area or whose home station lies in it. Each with where they are placed on a day.
-- :level, :group_id, :cell, :one  NULL for any; :after  the id of the last one read.
-- Usage: deputy_area_idx, deputy_station_idx, deputy_place_deputy_idx.
select d.id, d.code, d.name, d.level, d.area_code, a.name as area_name, d.station_id, s.name as station_name, d.term_to, p.places
from deputy d join area a on a.code = d.area_code left join station s on s.id = d.station_id
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', p.id, 'group_id', p.group_id, 'cell', p.cell_code, 'name', coalesce(g.name, c.name, p.cell_code),
    'area_code', p.area_code, 'from', p.from_day, 'until', p.until_day) order by p.group_id, p.cell_code), '[]') as places
  from deputy_place p left join deputy_group g on g.id = p.group_id
  left join grid_cell c on c.code = p.cell_code and c.in_force_from <= :day and (c.in_force_to is null or c.in_force_to > :day)
  where p.deputy_id = d.id and p.from_day <= :day and (p.until_day is null or p.until_day >= :day)) p
where (d.term_to is null or d.term_to >= :day)
  and (cast(:low as text) is null or (d.area_code >= :low and d.area_code < :high) or (s.area_code >= :low and s.area_code < :high))
  and (cast(:level as text) is null or d.level = :level)
  and (cast(:one as bigint) is null or d.id = :one)
  and (cast(:group_id as bigint) is null or exists (select from deputy_place x where x.deputy_id = d.id and x.group_id = :group_id
    and x.from_day <= :day and (x.until_day is null or x.until_day >= :day)))
  and (cast(:cell as text) is null or exists (select from deputy_place x where x.deputy_id = d.id and x.cell_code = :cell
    and x.from_day <= :day and (x.until_day is null or x.until_day >= :day)))
  and d.id > :after
order by d.id limit :most;

-- name: levels
-- How many deputies of each level an area has in office on a day.
select d.level, count(*) as n from deputy d left join station s on s.id = d.station_id
where (d.term_to is null or d.term_to >= :day)
  and ((d.area_code >= :low and d.area_code < :high) or (s.area_code >= :low and s.area_code < :high))
group by d.level;

-- name: homes
-- The stations of an area that have a group or somebody who holds them, with both as they stand on a day.
-- Usage: station_area_idx, deputy_group_station_idx, station_officer_station_idx.
select s.id, s.name, s.kind, s.area_code, a.name as area_name, g.groups, o.officers
from station s join area a on a.code = s.area_code
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'members', (
    select count(*) from deputy_place p where p.group_id = g.id and p.from_day <= :day and (p.until_day is null or p.until_day >= :day))) order by g.id), '[]') as groups
  from deputy_group g where g.station_id = s.id) g
cross join lateral (
  select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'duty', o.duty, 'name', o.name, 'from', o.from_day, 'until', o.until_day) order by o.duty, o.seat), '[]') as officers
  from station_officer o where o.station_id = s.id and o.from_day <= :day and (o.until_day is null or o.until_day >= :day)) o
where s.area_code >= :low and s.area_code < :high and s.opened_on <= :day and (s.closed_on is null or s.closed_on > :day)
  and (s.kind <> 'collection_post' or jsonb_array_length(g.groups) > 0 or jsonb_array_length(o.officers) > 0)
order by s.area_code, s.id limit 300;
