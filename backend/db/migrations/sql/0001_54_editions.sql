-- What an edition of the grid moved on the map. Reports keep the cell of their day; the map counts them in today's, and here stands
-- how many of them an edition took from which cell to which.
-- When that was counted: with the import, and again on the first day in force.
create table edition_record (
  edition_id bigint primary key references grid_edition,
  counted_on date not null
);
create table edition_move (
  -- Of grid_edition and grid_cell, without their keys: rows are made by one statement out of those tables, a million reports at
  -- a time, and go with the edition.
  edition_id bigint not null,
  -- null: in no cell
  former_id bigint,
  cell_id bigint,
  -- the village of the reports
  area_code text collate "C" not null,
  reports integer not null constraint edition_move_some check (reports > 0),
  -- Usage: what an edition moved.
  constraint edition_move_once unique nulls not distinct (edition_id, former_id, cell_id, area_code)
);
@guard edition_move@
grant select on edition_record, edition_move to @app@, @worker@;
grant insert, update on edition_record to @worker@;
grant insert, delete on edition_move to @worker@;
create policy read on edition_move for select to @app@, @worker@ using (@area@);
create policy write on edition_move for insert to @worker@ with check (@area@ and @service@ is not null);
create policy anew on edition_move for delete to @worker@ using (@area@ and @service@ is not null);
-- The cell in force on a day in which the map counts a report that was filed in `filed` (NULL: in none) at `place`: that very cell,
-- else the one that took it over whole, else the one that covers the place, else the one that took over most of it.
create function counted_in(filed bigint, place geometry, day date) returns bigint language sql stable as $$
  select coalesce((select min(h.id) from cell_heirs(filed, day) h having count(*) = 1), cell_now(filed, place, day))
$$;
