-- How sensitive a matter is. Of an open one all readers of the area see all; a restricted one shows others its number, category,
-- village and state; a hidden one that it exists, in its village. So what hangs on a case is `hidden` from restricted on,
-- the case itself when it is hidden.
alter table cases
  add column restricted boolean not null default false,
  -- the case this one was split off
  add column parent_id uuid references cases,
  -- the report whose place is that of the case, when it was not opened by one
  add column place_of uuid references report,
  -- the report that says where it lies: the one that opened it, or that of `place_of`
  add column origin_id uuid not null generated always as (coalesce(place_of, id)) stored,
  add constraint cases_level check (not (hidden and restricted)),
  add constraint cases_split check ((parent_id is null) = (place_of is null));
create policy splits on cases as restrictive for insert to @app@ with check (parent_id is null or holds_role('liaison', area_code));
-- Usage: the children of a case.
create index cases_parent_idx on cases (parent_id) where parent_id is not null;
-- Usage: how many hidden matters a village has.
create index cases_hidden_idx on cases (area_code) where hidden and state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn');
-- How near in place and time another matter of the category may be the same one: metres, days. The office's own.
alter table category
  add column near_m integer not null default 200 constraint category_near_m check (near_m between 10 and 5000),
  add column near_days integer not null default 30 constraint category_near_days check (near_days between 1 and 1000);
update category set near_m = 100 where code in ('neighbours', 'family');
update category set near_m = 500, near_days = 90 where code in ('land', 'relocation');
create function level_name(hidden boolean, restricted boolean) returns text language sql immutable as $$
  select case when hidden then 'hidden' when restricted then 'restricted' else 'open' end
$$;
-- Whether the viewer handles a restricted case: by area, by a code that opens it, by a body at its table (whose seat others do not see).
create function sees_inside(restricted boolean, at text, wanted uuid) returns boolean language sql stable as $$
  select not restricted or at ^@ any ((select array_remove(string_to_array(current_setting('app.hidden_areas', true), ','), ''))::text[])
    or wanted = @case@ or exists (select from case_seat s where s.case_id = wanted and s.until is null)
$$;
-- Each judging anew of how sensitive a case is; the trigger marks the case and all that hangs on it. Whoever is no handler reads none of it.
create table case_level (
  id bigint generated always as identity primary key,
  case_id uuid not null references cases,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  actor_role text not null constraint case_level_role check (actor_role in ('liaison', 'town_congress')),
  from_level text not null,
  to_level text not null,
  reason text not null constraint case_level_reason check (length(btrim(reason)) >= 2),
  area_code text collate "C" not null,
  hidden boolean not null default true constraint case_level_hidden check (hidden),
  constraint case_level_raised check ((from_level, to_level) in (('open', 'restricted'), ('open', 'hidden'), ('restricted', 'hidden'))
    or actor_role = 'town_congress' and (to_level, from_level) in (('open', 'restricted'), ('open', 'hidden'), ('restricted', 'hidden')))
);
-- Usage: how the level of a case was changed.
create index case_level_case_idx on case_level (case_id, id);
@guard case_level@
create trigger append_only before update or delete on case_level for each row execute function facts_stay('reason');
create trigger never_emptied before truncate on case_level for each statement execute function refuse_change();
grant select, insert on case_level to @app@;
grant select on case_level to @worker@;
create policy read on case_level for select to @app@, @worker@ using (@reads@);
create policy seated on case_level for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on case_level for insert to @app@ with check (@reads@ and holds_role(actor_role, area_code) and actor_id = @viewer@);
-- What was split off another case, by whom, and in which words when it was not a report.
create table case_split (
  case_id uuid primary key references cases,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  words text not null,
  area_code text collate "C" not null,
  hidden boolean not null
);
@guard case_split@
grant select, insert on case_split to @app@;
grant select on case_split to @worker@;
create policy read on case_split for select to @app@, @worker@ using (@reads@);
create policy seated on case_split for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on case_split for insert to @app@ with check (@reads@ and holds_role('liaison', area_code) and actor_id = @viewer@);
-- All that hangs on a case says itself whether it is hidden: every table with that column and the id of a case, report, event or
-- sheet (a contract test holds the rest against its reasons). The definer may mark the column and, of what is never changed, nothing else.
create view hangs_on_case with (security_invoker = true) as
select c.relname::text as name, k.attname::text as key from pg_class c
join pg_attribute h on h.attrelid = c.oid and h.attname = 'hidden' and not h.attisdropped
cross join lateral (select a.attname from pg_attribute a where a.attrelid = c.oid and not a.attisdropped
  and a.attname = any (array['case_id', 'report_id', 'event_id', 'sheet_id', 'subject_id', 'id'])
  and (a.attname <> 'id' or c.relname in ('report', 'contact'))
  order by array_position(array['case_id', 'report_id', 'event_id', 'sheet_id', 'subject_id', 'id'], a.attname::text) limit 1) k
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('cases', 'case_level');
revoke all on hangs_on_case from public;
grant select on hangs_on_case to @definer@;
-- What is put to a case that is not open is hidden from the first.
create function keep_inside() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  new.hidden := new.hidden or exists (select from cases c
    where c.id = (to_jsonb(new) ->> tg_argv[0])::uuid and (c.hidden or c.restricted));
  return new;
end $$;
@hook keep_inside@
do $$
declare t record;
begin
  for t in select * from hangs_on_case loop
    execute format('grant select, update (hidden) on %I to @definer@', t.name);
    execute format('create policy marks_see on %I for select to @definer@ using (true)', t.name);
    execute format('create policy marks on %I for update to @definer@ using (true) with check (true)', t.name);
    -- the intake and the moves of a case say it themselves
    if t.key in ('case_id', 'subject_id') and t.name not in ('case_report', 'case_event', 'case_seat', 'feedback_sheet') then
      execute format('create trigger kept_inside before insert on %I for each row execute function keep_inside(%L)', t.name, t.key);
    end if;
  end loop;
end $$;
grant update (hidden, restricted) on cases to @definer@;
grant delete on notice to @definer@;
create function mark_level() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  t record;
begin
  update cases c set hidden = new.to_level = 'hidden', restricted = new.to_level = 'restricted'
  where c.id = new.case_id and c.area_code = new.area_code and level_name(c.hidden, c.restricted) = new.from_level;
  if not found then
    raise exception 'the case is of another level' using errcode = 'ZT018';
  end if;
  for t in select * from hangs_on_case loop
    execute format('update %I set hidden = $1 where hidden <> $1 and %I %s', t.name, t.key, case
      when t.key in ('case_id', 'subject_id') then '= $2'
      when t.key = 'event_id' then 'in (select e.id from case_event e where e.case_id = $2)'
      when t.key = 'sheet_id' then 'in (select s.id from feedback_sheet s where s.subject_id = $2)'
      else 'in (select k.report_id from case_report k where k.case_id = $2)' end) using new.to_level <> 'open', new.case_id;
  end loop;
  -- whose only part in it was that it was late hears no more of it
  delete from notice n using account_role r where new.to_level = 'hidden' and n.subject_id = new.case_id
    and r.account_id = n.account_id and r.role = 'town_head' and not exists (select from account_role o
      where o.account_id = n.account_id and o.role in ('liaison', 'verifier', 'town_congress'));
  return null;
end $$;
@hook mark_level@
grant select on account_role to @definer@;
create trigger level_marked after insert on case_level for each row execute function mark_level();
-- How many open hidden matters the villages of some areas have, for who reads there; nothing else of them.
@definer hidden_matters(prefixes text[])@
returns table (area_code text, n bigint)
begin atomic
  select c.area_code, count(*) from cases c
  where c.hidden and c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn') and c.area_code ^@ any (prefixes)
    and c.area_code ^@ any ((select array_remove(string_to_array(current_setting('app.areas', true), ','), ''))::text[])
  group by c.area_code;
end;
-- Reports go over to a child of their case, by its liaison; nobody may update their links otherwise.
@definer give_reports(child uuid, reports uuid[])@
returns table (report_id uuid)
begin atomic
  update case_report r set case_id = c.id, joined_at = now() from cases c
  where c.id = child and r.case_id = c.parent_id and r.report_id = any (reports) and holds_role('liaison', c.area_code)
  returning r.report_id;
end;
-- What a worker's phone holds to ask "is it the same?": the worker's own open matters and those of the worker's cells that are
-- open to all readers, with a place rounded to some 50 m.
@definer near_the_field(person bigint, on_day date)@
returns table (number text, category text, opened_at timestamptz, lon float8, lat float8, cell_code text, mine boolean)
begin atomic
  select c.number, c.category, c.opened_at, round(st_x(r.place) * 2000) / 2000, round(st_y(r.place) * 2000) / 2000, g.code,
    r.author_id is not distinct from person
  from cell_worker w join grid_cell g on g.code = w.cell_code
  join cases c on c.cell_id = g.id join category k on k.code = c.category
  left join report r on r.id = c.origin_id
  where w.account_id = person and person = (select nullif(current_setting('app.viewer', true), '')::bigint)
    and c.opened_at >= on_day - k.near_days and c.state not in ('closed', 'archived', 'joined', 'withdrawn')
    and (not c.hidden and not c.restricted or r.author_id = person)
  order by c.opened_at desc limit 500;
end;
grant select on cell_worker, grid_cell, category to @definer@;
create policy definer on cell_worker for select to @definer@ using (true);
