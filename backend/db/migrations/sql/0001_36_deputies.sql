-- 代表小组: the deputies of one home station (代表之家、联络站). Public, as deputies are.
create table deputy_group (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null constraint deputy_group_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  station_id bigint not null references station
);
-- Usage: the groups of a station.
create index deputy_group_station_idx on deputy_group (station_id);
grant select on deputy_group to @app@, @worker@;
-- Usage: the deputies of an area; those of a home station; a person's own.
create index deputy_area_idx on deputy (area_code, id);
create index deputy_station_idx on deputy (station_id, id);
create index deputy_account_idx on deputy (account_id) where account_id is not null;
-- Where a deputy is placed (编组、入网格): in one group at a time, in as many cells as there are to serve, from a day to a day.
create table deputy_place (
  id uuid primary key,
  deputy_id bigint not null references deputy,
  group_id bigint references deputy_group,
  cell_code text collate "C",
  -- of the group's station, of the cell
  area_code text collate "C" not null references area,
  from_day date not null,
  until_day date,
  noted_by bigint references account,
  constraint deputy_place_one check ((group_id is null) <> (cell_code is null)),
  constraint deputy_place_days check (until_day >= from_day),
  constraint deputy_place_one_group exclude using gist (deputy_id with =, daterange(from_day, until_day, '[]') with &&) where (group_id is not null),
  constraint deputy_place_cell_once exclude using gist (deputy_id with =, cell_code with =, daterange(from_day, until_day, '[]') with &&) where (cell_code is not null)
);
-- Usage: the places of a deputy; the deputies of a group; those who serve a cell.
create index deputy_place_deputy_idx on deputy_place (deputy_id, from_day);
create index deputy_place_group_idx on deputy_place (group_id) where group_id is not null;
create index deputy_place_cell_idx on deputy_place (cell_code) where cell_code is not null;
-- 负责人1名、联络员1至2名 of a home station: one head and at most two liaisons at a time, each with their days.
create table station_officer (
  id uuid primary key,
  station_id bigint not null references station,
  duty text not null constraint station_officer_duty check (duty in ('head', 'liaison')),
  seat smallint not null,
  name text not null constraint station_officer_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,40}$'),
  area_code text collate "C" not null references area,
  from_day date not null,
  until_day date,
  noted_by bigint references account,
  constraint station_officer_seat check (seat = 1 or (seat = 2 and duty = 'liaison')),
  constraint station_officer_days check (until_day >= from_day),
  constraint station_officer_one exclude using gist (station_id with =, duty with =, seat with =, daterange(from_day, until_day, '[]') with &&)
);
-- Usage: the officers of a station.
create index station_officer_station_idx on station_officer (station_id, from_day);
@guard deputy_place@
@guard station_officer@
grant select, insert on deputy_place, station_officer to @app@;
grant select on deputy_place, station_officer to @worker@;
grant update (until_day) on deputy_place, station_officer to @app@;
-- Everybody may know who serves where; written by who convenes there, within the reach of the deputy.
create policy read on deputy_place for select to @app@, @worker@ using (deputy_id is not null);
create policy read on station_officer for select to @app@, @worker@ using (station_id is not null);
create policy write on deputy_place for insert to @app@ with check (noted_by = @viewer@ and convenes(area_code)
  and exists (select from deputy d join area a on a.code = d.area_code where d.id = deputy_id and deputy_place.area_code ^@ a.prefix)
  and (group_id is null or exists (select from deputy_group g join station s on s.id = g.station_id where g.id = group_id and s.area_code = deputy_place.area_code))
  and (cell_code is null or exists (select from grid_cell c where c.code = cell_code and c.area_code = deputy_place.area_code)));
create policy write on station_officer for insert to @app@ with check (noted_by = @viewer@ and convenes(area_code)
  and exists (select from station s where s.id = station_id and s.area_code = station_officer.area_code));
create policy change on deputy_place for update to @app@ using (convenes(area_code));
create policy change on station_officer for update to @app@ using (convenes(area_code));
-- What was brought to a deputy before a day by the deputy's own code, and how much of it was answered; never of hidden or restricted matters.
@definer deputy_figures(wanted bigint, before timestamptz)@
returns table (brought bigint, answered bigint)
begin atomic
  select count(*), count(*) filter (where c.state in ('answered', 'closed', 'archived'))
  from submission m join report r on r.id = m.report_id join case_report k on k.report_id = m.report_id join cases c on c.id = k.case_id
  where m.deputy_id = wanted and r.received_at < before and r.corrects_id is null and not m.hidden and not c.hidden and not c.restricted;
end;
