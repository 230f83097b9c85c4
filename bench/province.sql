-- name: areas
-- One province, one city, one county over all of it: the phones file anywhere inside.
insert into area (code, name, level, parent_code) values ('990000', '试验省', 'province', null),
  ('999000', '试验市', 'city', '990000'), ('999001', '试验县', 'county', '999000')

-- name: towns
-- Townships of twelve by twelve cells, as they lie.
insert into area (code, name, level, parent_code)
select '999001' || lpad(n::text, 3, '0'), '试验镇' || n, 'town', '999001'
from generate_series(1, (ceil(:side / 12.0)^2)::integer) n

-- name: villages
-- Nine villages of four by four cells in each.
insert into area (code, name, level, parent_code)
select t.code || lpad(n::text, 3, '0'), t.name || '村' || n, 'village', t.code
from area t cross join generate_series(1, 9) n where t.level = 'town'

-- name: village_of
-- Code of the village of a column and a row, a township of the square being twelve wide.
create or replace function pg_temp.village_of(col integer, line integer, side integer) returns text language sql immutable as
$$ select '999001' || lpad((1 + line / 12 * ((side + 11) / 12) + col / 12)::text, 3, '0')
  || lpad((1 + line % 12 / 4 * 3 + col % 12 / 4)::text, 3, '0') $$

-- name: edition
insert into grid_edition (area_code, name, in_force_from, synthetic, source, source_crs)
values ('999001', '试验版', '2020-01-01', true, 'bench', 'EPSG:4326')

-- name: cells
-- A square of :side columns, 0.01 degrees a cell, each edge with nine points: 37 vertices.
insert into grid_cell (edition_id, code, name, area_code, households, in_force_from, geom)
select (select max(id) from grid_edition), '999' || n, '格' || n, pg_temp.village_of(n % :side, n / :side, :side), 400, '2020-01-01',
  st_multi(st_segmentize(st_makeenvelope(100 + (n % :side) * 0.01, 30 + (n / :side) * 0.01, 100.01 + (n % :side) * 0.01, 30.01 + (n / :side) * 0.01, 4326), 0.00112))
from generate_series(0, :cells - 1) n

-- name: outlines
-- As an import leaves them.
select draw_outlines(array['9'], '2020-01-01')

-- name: stations
-- At random places, each of the village it stands in.
insert into station (code, name, kind, area_code, geom)
select 'S' || n, '站' || n, 'workstation', pg_temp.village_of(floor(x)::integer, floor(y)::integer, :side),
  st_setsrid(st_makepoint(100 + x * 0.01, 30 + y * 0.01), 4326)
from (select n, random() * :side as x, random() * (:cells / :side) as y from generate_series(1, :stations) n) place

-- name: reports
-- Facts with their cases, numbers :first to :last, over the days from :old to :young days ago.
with made as materialized (
  select n, md5(n::text)::uuid as id, 1 + floor(random() * :cells)::integer as c,
    now() - make_interval(secs => (:young + random() * (:old - :young)) * 86400) as at
  from generate_series(:first, :last) n
), fact as (
  insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at, digest, answer)
  select made.id, 'B' || n, 'sighting', (select min(id) from account), k.area_code, k.id, 1 + n % :stations,
    (array['land','family','neighbours','traffic'])[1 + n % 4], 'door', false, at, at, sha256(made.id::text::bytea), '{}'
  from made join grid_cell k on k.id = made.c
), opened as (
  insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, opened_at)
  select made.id, 'B' || n, 'closed', (array['land','family','neighbours','traffic'])[1 + n % 4], k.area_code, k.id, 1 + n % :stations, false, at
  from made join grid_cell k on k.id = made.c
)
select count(*) from made
