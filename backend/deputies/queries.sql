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
