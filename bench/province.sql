-- name: areas
-- One province, one city, one county over all of it: the phones file anywhere inside.
insert into area (code, name, level, parent_code) values ('990000', '试验省', 'province', null),
  ('999000', '试验市', 'city', '990000'), ('999001', '试验县', 'county', '999000'), ('999001001', '试验镇', 'town', '999001')

-- name: villages
-- 999 villages of one township.
insert into area (code, name, level, parent_code)
select '999001001' || lpad(n::text, 3, '0'), '试验村' || n, 'village', '999001001' from generate_series(1, 999) n

-- name: edition
insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs)
values ('999001', '试验版', '2020-01-01', true, 'bench', 'EPSG:4326')

-- name: cells
-- A square of :side columns, 0.01 degrees a cell, each edge with nine points: 37 vertices.
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select (select max(id) from grid_edition), '999' || n, '格' || n, '999001001' || lpad((1 + n % 999)::text, 3, '0'), 400, '2020-01-01',
  st_multi(st_segmentize(st_makeenvelope(100 + (n % :side) * 0.01, 30 + (n / :side) * 0.01, 100.01 + (n % :side) * 0.01, 30.01 + (n / :side) * 0.01, 4326), 0.00112))
from generate_series(0, :cells - 1) n

-- name: stations
insert into station (code, name, kind, area_code, geom)
select 'S' || n, '站' || n, 'workstation', '999001001' || lpad((1 + n % 999)::text, 3, '0'),
  st_setsrid(st_makepoint(100 + random() * :side * 0.01, 30 + random() * :side * 0.01), 4326)
from generate_series(1, :stations) n

-- name: reports
-- Facts with their cases, over 180 days.
with made as materialized (
  select n, md5(n::text)::uuid as id, 1 + floor(random() * :cells)::integer as c, now() - make_interval(secs => random() * 180 * 86400) as at from generate_series(1, :reports) n
), fact as (
  insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
  select made.id, 'B' || n, 'sighting', (select min(id) from account), k.area_code, k.id, 1 + n % 1000,
    (array['land','family','neighbours','traffic'])[1 + n % 4], 'door', false, at, at, sha256(made.id::text::bytea), '{}'
  from made join grid_cell k on k.id = made.c
), opened as (
  insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, opened_at)
  select made.id, 'B' || n, 'closed', (array['land','family','neighbours','traffic'])[1 + n % 4], k.area_code, k.id, 1 + n % 1000, false, at
  from made join grid_cell k on k.id = made.c
)
select count(*) from made
