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
  select coalesce(cell_heir(filed, day), cell_now(filed, place, day))
$$;
-- Who answered by name for a cell that an edition ended without leaving one of that code.
create function workers_gone(wanted bigint) returns table (account_id bigint, name text, cell_code text, area_code text) language sql stable as $$
  select distinct a.id, a.name, w.cell_code, f.area_code from grid_edition e join area t on t.code = e.area_code
  join grid_cell f on f.area_code ^@ t.prefix and f.in_force_to = e.in_force_from
  join cell_worker w on w.cell_code = f.code join account a on a.id = w.account_id and a.disabled_at is null
  where e.id = wanted and not exists (select from grid_cell n where n.code = f.code and n.in_force_from <= e.in_force_from
    and (n.in_force_to is null or e.in_force_from < n.in_force_to))
$$;
-- The same for those whose area the cell lay in; officials, who are known at every door.
@definer edition_workers(p_edition bigint)@
returns table (account_id bigint, name text, cell_code text, area_code text)
begin atomic
  select g.account_id, g.name, g.cell_code, g.area_code from workers_gone(p_edition) g
  where g.area_code ^@ any ((select array_remove(string_to_array(current_setting('app.areas', true), ','), ''))::text[]);
end;
-- Editions that were taken back before their day: what stood there, who took it back and why.
create table edition_withdrawn (
  edition_id bigint primary key,
  area_code text collate "C" not null references area,
  name text not null,
  in_force_from date not null,
  -- null: on the command line
  withdrawn_by bigint references account,
  withdrawn_name text not null default '',
  reason text not null default '',
  withdrawn_at timestamptz not null default now(),
  constraint edition_withdrawn_why check (withdrawn_by is null or length(btrim(reason)) >= 2)
);
@guard edition_withdrawn@
@append_only edition_withdrawn@
grant select on edition_withdrawn to @app@;
grant select, insert on edition_withdrawn to @definer@;
create policy read on edition_withdrawn for select to @app@ using (@area@);
create policy definer on edition_withdrawn for all to @definer@ using (true) with check (true);
-- An edition that is not in force yet and that none follows: it alone can be taken back.
create function edition_ahead(wanted bigint) returns bigint language sql stable as $$
  select e.id from grid_edition e where e.id = wanted and e.in_force_from > china_today()
    and not exists (select from grid_cell c where c.edition_id = e.id and c.in_force_to is not null)
$$;
-- Messages about an edition have a key of its number.
create function edition_subject(wanted bigint) returns uuid language sql immutable as $$ select lpad(to_hex(wanted), 32, '0')::uuid $$;
-- Takes an edition back that is ahead, with all that hangs on it and the messages of it; the cells that it was to end go on.
create function take_back(wanted bigint) returns void language plpgsql as $$
declare
  gone grid_edition;
  inside text;
begin
  perform pg_advisory_xact_lock(7460003);
  select * into gone from grid_edition e where e.id = edition_ahead(wanted);
  if gone.id is null then
    raise exception 'edition % is in force, followed by another, or not there', wanted using errcode = 'ZT076';
  end if;
  select a.prefix into inside from area a where a.code = gone.area_code;
  delete from notice where subject_id = edition_subject(wanted) and kind = 'edition.moved';
  delete from edition_move where edition_id = wanted;
  delete from edition_record where edition_id = wanted;
  delete from cell_change where edition_id = wanted;
  delete from station_cell where edition_id = wanted;
  delete from cell_neighbour p using grid_cell c where c.edition_id = wanted and c.id in (p.cell_id, p.neighbour_id);
  delete from grid_cell where edition_id = wanted;
  with cells as (
    update grid_cell set in_force_to = null where area_code ^@ inside and in_force_to = gone.in_force_from returning edition_id
  )
  update grid_edition set in_force_to = null where in_force_to = gone.in_force_from and id in (select edition_id from cells);
  delete from grid_edition where id = wanted;
  perform draw_outlines(array[inside], gone.in_force_from);
end $$;
grant select, delete on edition_move, edition_record, cell_change, station_cell, cell_neighbour, grid_cell, grid_edition to @definer@;
grant update (in_force_to) on grid_cell, grid_edition to @definer@;
create policy definer on edition_move for all to @definer@ using (true) with check (true);
-- The liaison whose area the whole edition lies in takes it back.
@definer withdraw_edition(p_edition bigint, p_name text, p_reason text)@
returns void
begin atomic
  insert into edition_withdrawn (edition_id, area_code, name, in_force_from, withdrawn_by, withdrawn_name, reason)
  select e.id, e.area_code, e.name, e.in_force_from, @viewer@, p_name, p_reason from grid_edition e join area a on a.code = e.area_code
  where e.id = edition_ahead(p_edition) and @viewer@ is not null and holds_role('liaison', a.prefix);
  select take_back(w.edition_id) from edition_withdrawn w
  where w.edition_id = p_edition and w.withdrawn_by = @viewer@ and exists (select from grid_edition e where e.id = w.edition_id);
end;
-- The nearest heads and liaisons of each township in which an edition moved a report, a post, an open case that is not hidden, or left
-- a worker without a cell are told of it, once; one row a message that is new.
@definer tell_edition(wanted bigint) for worker@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with moved as (
    select m.area_code from edition_move m where m.edition_id = wanted
    union all select p.area_code from moved_posts(wanted) p where p.before is not null
    union all select g.area_code from workers_gone(wanted) g
    union all select r.area_code from case_remap r where r.edition_id = wanted and not r.hidden
    union all
    select c.area_code from grid_edition e join cell_change h on h.edition_id = e.id
    join cases c on c.cell_id = h.former_id and c.state not in ('closed', 'archived', 'joined', 'withdrawn') and not c.hidden and not c.restricted
    join report r on r.id = c.origin_id join grid_cell f on f.id = h.former_id
    join grid_cell n on n.id = cell_now(h.former_id, r.place, e.in_force_from)
    where e.id = wanted and n.code <> f.code
  ), towns as (select distinct left(m.area_code, 9) as code from moved m),
  near as (
    select t.code, r.account_id, rank() over (partition by t.code, r.role order by length(p.prefix) desc) as nearness
    from towns t join account_role r on r.role in ('liaison', 'town_head')
    join area p on p.code = r.area_code and t.code ^@ p.prefix where @in_term@),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct n.account_id, 'edition.moved', edition_subject(wanted), e.name from near n join grid_edition e on e.id = wanted
    join account p on p.id = n.account_id and p.disabled_at is null and p.locked_at is null where n.nearness = 1
    on conflict on constraint notice_once do nothing returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
