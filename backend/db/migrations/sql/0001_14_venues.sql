-- 普法阵地: squares, parks and corridors where people meet the law; imported from a file, public as stations are.
create table venue_kind (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
insert into venue_kind (code, name, name_en, position) values
  ('constitution_square', '宪法广场', 'Constitution square', 1), ('law_park', '法治文化公园', 'Park of the rule of law', 2),
  ('law_corridor', '法治宣传长廊', 'Corridor of law', 3), ('law_yard', '法治文化院坝', 'Village yard of law', 4),
  ('service_window', '群众办事窗口', 'Service window', 5), ('law_shelf', '法律图书角', 'Shelf of law books', 6);
create table venue (
  id bigint generated always as identity primary key,
  code text not null unique,
  kind text not null references venue_kind,
  name text not null constraint venue_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  area_code text collate "C" not null references area,
  address text not null default '' constraint venue_address_plain check (address ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  -- what there is, when it is open, where we know it from
  holds text not null default '' constraint venue_holds_plain check (holds ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  opening_hours text not null default '' constraint venue_opening_hours_plain check (opening_hours ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  note text not null default '' constraint venue_note_plain check (note ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  -- the first day it is no longer there
  closed_on date,
  geom geometry(Point, 4326)
);
-- Usage: the venues of a place.
create index venue_area_idx on venue (area_code);
grant select on venue, venue_kind to @app@, @worker@;
