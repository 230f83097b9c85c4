-- Texts that people read are short and without control characters (…_plain): a page shows them all, a terminal obeys none.
-- Areas (行政区划), public. code: 2-level codes of GB/T 2260 with six digits for province, city and county; nine for a township; twelve for a village.
create table area (
  code text collate "C" primary key constraint area_code_form check (code ~ '^[0-9]{6}([0-9]{3}([0-9]{3})?)?$'),
  name text not null constraint area_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  level text not null constraint area_level_known check (level in ('province', 'city', 'county', 'town', 'village')),
  parent_code text collate "C" references area,
  -- what every code inside begins with: 62, 6211, 621124, 621124100, 621124100005
  prefix text collate "C" not null generated always as (
    case level when 'province' then left(code, 2) when 'city' then left(code, 4) else code end) stored,
  geom geometry(MultiPolygon, 4326) constraint area_geom_valid check (st_isvalid(geom)),
  valid_from date not null default '2000-01-01',
  -- the first day it no longer stands, and which area took over on it
  valid_to date constraint area_days check (valid_to > valid_from),
  successor_code text collate "C" references area,
  constraint area_succeeded check (successor_code is null or (valid_to is not null and successor_code <> code)),
  constraint area_parent check ((level = 'province') = (parent_code is null)),
  constraint area_code_length check (length(code) = case level when 'town' then 9 when 'village' then 12 else 6 end)
);
-- Usage: children of an area.
create index area_parent_idx on area (parent_code);
-- Usage: the area whose outline covers a point outside every cell.
create index area_geom_idx on area using gist (geom);
-- Usage: what was abolished, for the lists of whoever took over.
create index area_ended_idx on area (valid_to) where valid_to is not null;
-- Former generations (代际) of a code: what it was called and where it hung in days gone by; `area` has the newest.
create table area_former (
  code text collate "C" not null references area,
  name text not null constraint area_former_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  level text not null constraint area_former_level_known check (level in ('province', 'city', 'county', 'town', 'village')),
  parent_code text collate "C" references area,
  prefix text collate "C" not null generated always as (
    case level when 'province' then left(code, 2) when 'city' then left(code, 4) else code end) stored,
  geom geometry(MultiPolygon, 4326) constraint area_former_geom_valid check (st_isvalid(geom)),
  valid_from date not null,
  valid_to date not null constraint area_former_days check (valid_to > valid_from),
  successor_code text collate "C" references area,
  primary key (code, valid_from)
);
-- Every generation of every code: ask for a day and there is at most one row a code.
create view area_span with (security_invoker = true) as
select code, name, level, parent_code, prefix, geom, valid_from, valid_to, successor_code from area
union all
select code, name, level, parent_code, prefix, geom, valid_from, valid_to, successor_code from area_former;
-- The area that stands for a code on a day: itself, else whoever took over, else what was above it; null for an unknown code.
-- It ends: a successor stands on the day it takes over, so the days rise, and what is above is of a higher level.
create function area_standing(wanted text, day date) returns text language plpgsql stable parallel safe as $$
begin
  for step in 1..40 loop
    if wanted is null or exists (
      select from area_span a where a.code = wanted and a.valid_from <= day and (a.valid_to is null or a.valid_to > day)) then
      return wanted;
    end if;
    select case when a.valid_to <= day then coalesce(a.successor_code, a.parent_code) else a.parent_code end into wanted
    from area_span a where a.code = wanted
    order by (a.valid_to <= day) is true desc, abs(a.valid_from - day) limit 1;
  end loop;
  return null;
end $$;
grant select on area_former, area_span to @app@, @worker@;
create table area_alias (
  alias text not null constraint area_alias_alias_plain check (alias ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  area_code text collate "C" not null references area,
  kind text not null constraint area_alias_kind check (kind in ('old_code', 'old_name', 'short_name')),
  primary key (alias, area_code)
);
create table grid_edition (
  id bigint generated always as identity primary key,
  area_code text collate "C" not null references area,
  name text not null constraint grid_edition_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,200}$'),
  in_force_from date not null,
  -- the first day it is no longer in force
  in_force_to date constraint grid_edition_days check (in_force_to > in_force_from),
  synthetic boolean not null,
  source text not null constraint grid_edition_source_plain check (source ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  source_crs text not null,
  attribution text not null default '' constraint grid_edition_attribution_plain check (attribution ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  imported_at timestamptz not null default now(),
  -- what the file was called, and who brought it, as they said; empty when nobody did
  file_name text not null default '' constraint grid_edition_file_name_plain check (file_name ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  imported_by text not null default '' constraint grid_edition_imported_by_plain check (imported_by ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  -- how often the neighbours of its cells were found anew: what a process keeps of them ends with it
  refreshed integer not null default 0,
  constraint grid_edition_once unique (area_code, in_force_from)
);
create table grid_cell (
  id bigint generated always as identity primary key,
  edition_id bigint not null references grid_edition,
  code text collate "C" not null constraint grid_cell_code_form check (length(code) between 1 and 40),
  name text not null constraint grid_cell_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  kind text not null default 'base' constraint grid_cell_kind check (kind in ('base', 'dedicated')),
  area_code text collate "C" not null references area,
  households integer not null constraint grid_cell_households check (households >= 0),
  in_force_from date not null,
  in_force_to date constraint grid_cell_days check (in_force_to > in_force_from),
  geom geometry(MultiPolygon, 4326) not null constraint grid_cell_valid check (st_isvalid(geom) and not st_isempty(geom)),
  geom_3857 geometry(MultiPolygon, 3857) not null generated always as (st_transform(geom, 3857)) stored,
  constraint grid_cell_once unique (edition_id, code)
);
-- Usage: the cell that covers a point (locate, intake).
create index grid_cell_geom_idx on grid_cell using gist (geom);
-- Usage: vector tiles.
create index grid_cell_geom_3857_idx on grid_cell using gist (geom_3857);
-- Usage: cells of a scope, of a village; a code in force on a day.
create index grid_cell_area_idx on grid_cell (area_code, code);
create index grid_cell_code_idx on grid_cell (code);
-- What became of the cells that an edition ended, by the ground they share: a row a pair of former and new cell. Shares of
-- areas in square degrees (EPSG:4326), which within one cell are those on the ground.
create table cell_change (
  edition_id bigint not null references grid_edition,
  former_id bigint not null references grid_cell,
  cell_id bigint not null references grid_cell,
  former_code text collate "C" not null,
  code text collate "C" not null,
  kind text not null constraint cell_change_kind check (kind in ('kept', 'split', 'merged', 'redrawn')),
  share_of_former double precision not null constraint cell_change_share check (share_of_former > 0 and share_of_former <= 1),
  share_of_cell double precision not null constraint cell_change_share_of_cell check (share_of_cell > 0 and share_of_cell <= 1),
  primary key (former_id, cell_id)
);
-- Usage: what an edition changed; the cases it moves.
create index cell_change_edition_idx on cell_change (edition_id, former_code);
-- Usage: the reports an edition moves, where it changed little of much.
create index cell_change_moved_idx on cell_change (edition_id) where kind <> 'kept';
-- Usage: which cells a cell's ground was before.
create index cell_change_cell_idx on cell_change (cell_id);
grant select on cell_change to @app@, @worker@;
-- The cells in force on a day that took over ground of a cell, by themselves or through editions between, with their share of it.
create function cell_heirs(former bigint, day date) returns table (id bigint, share double precision) language sql stable as $$
  with recursive line(id, share) as (
    select former, 1::double precision
    union all
    select h.cell_id, line.share * h.share_of_former from line join cell_change h on h.former_id = line.id
  )
  select n.id, sum(line.share) from line join grid_cell n on n.id = line.id
  where n.in_force_from <= day and (n.in_force_to is null or day < n.in_force_to)
  group by n.id
$$;
-- The one cell in force on a day that took over what is left of a former cell (itself, while it is in force); NULL where several share it.
create function cell_heir(former bigint, day date) returns bigint language sql stable as $$
  select min(h.id) from cell_heirs(former, day) h having count(*) = 1
$$;
-- The cell in force on a day in which something counts that was filed in `former` (NULL: in none) at a place (may be NULL): that
-- very cell, else the one that covers the place, else the one that took over most of it; NULL when there is none.
create function cell_now(former bigint, place geometry, day date) returns bigint language sql stable as $$
  select coalesce(
    (select n.id from grid_cell n where n.id = former and n.in_force_from <= day and (n.in_force_to is null or day < n.in_force_to)),
    (select n.id from grid_cell n where st_covers(n.geom, place)
      and n.in_force_from <= day and (n.in_force_to is null or day < n.in_force_to) order by n.id limit 1),
    (select h.id from cell_heirs(former, day) h order by h.share desc, h.id limit 1))
$$;
-- The cells that have or had a code, and all whose ground they took over.
create function cell_line(asked text) returns setof bigint language sql stable as $$
  with recursive line(id) as (
    select c.id from grid_cell c where c.code = asked
    union
    select h.former_id from line join cell_change h on h.cell_id = line.id
  )
  select id from line
$$;
-- A cell, all whose ground it took over, and the former ones beside them: what was filed in these on an edge may lie on its ground.
create function cell_grounds(wanted bigint, day date) returns setof bigint language sql stable as $$
  with recursive line(id) as (
    select wanted
    union
    select h.former_id from line join cell_change h on h.cell_id = line.id
  )
  select id from line
  union
  select c.id from grid_cell g join grid_cell c on c.geom && g.geom
  where g.id = wanted and not (c.in_force_from <= day and (c.in_force_to is null or day < c.in_force_to))
$$;
-- Which cells a grid worker answers for; by code, so that it outlives an edition.
create table cell_worker (
  account_id bigint not null references account,
  cell_code text collate "C" not null,
  since date not null default current_date,
  primary key (account_id, cell_code)
);
-- Usage: who answers for a cell.
create index cell_worker_cell_idx on cell_worker (cell_code);
-- Stations: contact point 立法联系点 → liaison point 立法联络点 → collection post 信息采集点; other kinds beside them.
create table station (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null constraint station_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  kind text not null constraint station_kind_known check (kind in ('contact_point', 'liaison_point', 'collection_post', 'workstation', 'deputy_home')),
  parent_id bigint references station,
  area_code text collate "C" not null references area,
  address text not null default '' constraint station_address_plain check (address ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  phone text not null default '',
  opening_hours text not null default '' constraint station_opening_hours_plain check (opening_hours ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  mobile boolean not null default false,
  opened_on date not null default '2000-01-01',
  -- the first day it is no longer in operation
  closed_on date constraint station_days check (closed_on > opened_on),
  geom geometry(Point, 4326),
  -- the point on the unit sphere: chord order is great-circle order, so one index probe gives the true nearest
  unit cube generated always as (case when geom is null then null else cube(array[
    cos(radians(st_y(geom))) * cos(radians(st_x(geom))),
    cos(radians(st_y(geom))) * sin(radians(st_x(geom))),
    sin(radians(st_y(geom)))]) end) stored,
  constraint station_tree check (kind <> 'collection_post' or parent_id is not null)
);
-- Usage: nearest station (locate, intake).
create index station_unit_idx on station using gist (unit);
-- Usage: stations of an area.
create index station_area_idx on station (area_code);
create index station_parent_idx on station (parent_id);
-- The tree holds whoever writes: kinds stand in their order (as stations/domain has it; a test tries each pair), a station's
-- area lies in its parent's or in the same county, and nothing stands above itself. Looked at when the transaction ends, since
-- an import changes parents before children; under the lock of the imports, so that no two halves of a circle meet unseen.
create function check_station_tree() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7460003);
  if exists (
    select from station s join station p on p.id = s.parent_id
    where (s.id = new.id or p.id = new.id) and (s.kind, p.kind) not in (
      ('contact_point', 'contact_point'), ('workstation', 'contact_point'),
      ('deputy_home', 'contact_point'), ('deputy_home', 'workstation'), ('deputy_home', 'liaison_point'),
      ('liaison_point', 'contact_point'), ('liaison_point', 'workstation'),
      ('collection_post', 'contact_point'), ('collection_post', 'workstation'), ('collection_post', 'liaison_point'),
      ('collection_post', 'deputy_home'))) then
    raise exception 'station % is of a kind that does not fit above or below it', new.code using errcode = 'ZT010';
  end if;
  if exists (
    select from station s join station p on p.id = s.parent_id join area a on a.code = p.area_code
    where (s.id = new.id or p.id = new.id) and not s.area_code ^@ a.prefix
      and (a.level in ('province', 'city') or left(s.area_code, 6) <> left(p.area_code, 6))) then
    raise exception 'station % is not in the area of what is above it, or leaves what is below', new.code using errcode = 'ZT011';
  end if;
  if exists (
    with recursive up as (
      select s.parent_id as id from station s where s.id = new.id
      union
      select p.parent_id from up join station p on p.id = up.id)
    select from up where up.id = new.id) then
    raise exception 'station % stands above itself', new.code using errcode = 'ZT012';
  end if;
  return null;
end $$;
create constraint trigger station_tree_of_new after insert on station deferrable initially deferred
  for each row when (new.parent_id is not null) execute function check_station_tree();
create constraint trigger station_tree_of_changed after update of kind, parent_id, area_code on station deferrable initially deferred
  for each row execute function check_station_tree();
-- Each post is attached to exactly one cell of each edition (就近就便); done again when a new edition comes into force.
create table station_cell (
  station_id bigint not null references station,
  edition_id bigint not null references grid_edition,
  cell_id bigint not null references grid_cell,
  distance_m double precision not null,
  primary key (station_id, edition_id)
);
-- Usage: posts of a cell.
create index station_cell_cell_idx on station_cell (cell_id);
-- Posts whose cell in an edition has another code than in the ones whose cells it ended (before NULL: it had none), and how far outside it they lie.
create function moved_posts(wanted bigint) returns table (station_id bigint, code text, name text, area_code text, before text, after text, distance_m double precision)
language sql stable as $$
  select * from (
    select distinct on (s.id) s.id, s.code, s.name, s.area_code, b.code as before, c.code as after, l.distance_m
    from grid_edition e join station_cell l on l.edition_id = e.id join station s on s.id = l.station_id join grid_cell c on c.id = l.cell_id
    left join (station_cell f join grid_cell b on b.id = f.cell_id)
      on f.station_id = l.station_id and f.edition_id <> e.id and b.in_force_to = e.in_force_from
    where e.id = wanted order by s.id, b.in_force_from desc) m
  where m.before is distinct from m.after
$$;
create table deputy (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null constraint deputy_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,40}$'),
  level text not null constraint deputy_level_known check (level in ('national', 'province', 'city', 'county', 'town', 'street_council')),
  area_code text collate "C" not null references area,
  station_id bigint references station,
  account_id bigint references account,
  term_to date
);
create table representative_code (
  id bigint generated always as identity primary key,
  kind text not null constraint code_kind_known check (kind in ('deputy', 'station', 'post')),
  deputy_id bigint references deputy,
  station_id bigint references station,
  -- what the form has chosen beforehand for whoever scans it
  category text references category,
  key_id smallint not null default 1,
  issued_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_reason text,
  constraint code_of_one check ((deputy_id is null) <> (station_id is null)),
  constraint code_kind_fits check ((kind = 'deputy') = (deputy_id is not null))
);
-- Usage: the codes of a station that still count; one for each category, and one without.
create unique index code_station_idx on representative_code (station_id, category) nulls not distinct
  where revoked_at is null and station_id is not null;
-- Usage: the same of a deputy.
create unique index code_deputy_idx on representative_code (deputy_id, category) nulls not distinct
  where revoked_at is null and deputy_id is not null;
grant select on area, area_alias, grid_edition, grid_cell, station, station_cell, deputy, representative_code to @app@, @worker@;
@guard cell_worker@
grant select on cell_worker to @app@, @worker@;
-- Where and when a mobile station stands (流动站点): it counts among the stations of a place only while it runs. `unit`: as of a station.
create table station_session (
  id uuid primary key,
  station_id bigint not null references station,
  area_code text collate "C" not null references area,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text not null constraint station_session_place_plain check (place ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  theme text not null constraint station_session_theme_plain check (theme ~ '^[^\u0001-\u001f\u007f-\u009f]{0,100}$'),
  geom geometry(Point, 4326) not null,
  cell_id bigint references grid_cell,
  unit cube not null generated always as (cube(array[
    cos(radians(st_y(geom))) * cos(radians(st_x(geom))),
    cos(radians(st_y(geom))) * sin(radians(st_x(geom))),
    sin(radians(st_y(geom)))])) stored,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  cancelled_reason text not null default '',
  constraint station_session_times check (ends_at > starts_at and ends_at <= starts_at + interval '24 hours'),
  -- a station stands in one place at a time
  constraint station_session_alone exclude using gist (int8range(station_id, station_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&) where (cancelled_reason = '')
);
-- Usage: what runs now, for the nearest station; what comes.
create index station_session_ends_idx on station_session (ends_at) where cancelled_reason = '';
-- Usage: cells that are taken back with an edition.
create index station_session_cell_idx on station_session (cell_id) where cell_id is not null;
grant select on station_session to @app@, @worker@;
-- The mobile stations that stand somewhere now, where the day that is asked about is today.
create function sessions_now(today date) returns table (id bigint, name text, area_code text, code text, kind text, geom geometry, unit cube, cell_id bigint, of_area text)
language sql stable begin atomic
select s.id, s.name, s.area_code, s.code, s.kind, w.geom, w.unit, w.cell_id, w.area_code
from station_session w join station s on s.id = w.station_id
where w.cancelled_reason = '' and w.starts_at <= now() and w.ends_at > now() and sessions_now.today = china_today()
  and s.opened_on <= sessions_now.today and (s.closed_on is null or s.closed_on > sessions_now.today);
end;
revoke all on function sessions_now(date) from public;
grant execute on function sessions_now(date) to @app@, @worker@;
-- The cell that "here, at the post" means on a day: the one a fixed post is attached to, where it lies in the post's own area.
-- A mobile post has the one it stands in while a session of it runs, and none otherwise. `area_code`: what stands for the cell's village on the day.
create function cell_of_post(post_id bigint, today date) returns table (id bigint, code text, name text, area_code text)
language sql stable begin atomic
(select c.id, c.code, c.name, v.code
from station s
join area a on a.code = area_standing(s.area_code, cell_of_post.today)
join station_cell l on l.station_id = s.id
join grid_cell c on c.id = l.cell_id
cross join lateral (select area_standing(c.area_code, cell_of_post.today) as code) v
where s.id = cell_of_post.post_id and not s.mobile
  and c.in_force_from <= cell_of_post.today and (c.in_force_to is null or c.in_force_to > cell_of_post.today)
  and (v.code ^@ a.prefix or left(v.code, 9) = left(a.code, 9))
order by c.in_force_from desc, c.id
limit 1)
union all
select c.id, c.code, c.name, m.of_area from sessions_now(cell_of_post.today) m join grid_cell c on c.id = m.cell_id where m.id = cell_of_post.post_id
limit 1;
end;
revoke all on function cell_of_post(bigint, date) from public;
grant execute on function cell_of_post(bigint, date) to @app@, @worker@;
create policy own on cell_worker for select to @app@, @worker@ using (account_id = @viewer@);
