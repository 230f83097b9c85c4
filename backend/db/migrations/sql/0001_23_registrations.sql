-- What staff wrote down of a matter that came by word of mouth, letter or another system: who, where it was received, the day it came, the other system's number.
create table registration (
  report_id uuid primary key references report,
  account_id bigint not null references account,
  account_name text not null,
  role text not null constraint registration_role check (role in ('liaison', 'town_congress', 'deputy', 'grid_worker', 'collector')),
  station_id bigint references station,
  channel text not null references report_channel,
  came_on date not null,
  their_number text not null default '',
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint registration_number check (length(their_number) <= 60)
);
-- Usage: whether the number of another system was registered before, once for a channel and a city.
create unique index registration_number_idx on registration (channel, their_number, "left"(area_code, 4)) where their_number <> '';
@facts registration@
@append_only registration@
create policy write on registration for insert to @app@ with check (report_id = @receipt@ and account_id = @viewer@
  and (holds_role(role, area_code) or (role in ('grid_worker', 'collector') and @files@)));
create policy own on registration for select to @app@ using (report_id = @receipt@);
create policy seated on registration for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
-- The report that has a number already in the same city, whoever may see it.
grant select on registration to @definer@;
create policy definer on registration for select to @definer@ using (true);
@definer registered_as(by text, number text, place text)@
returns table (report_id uuid)
begin atomic
  select r.report_id from registration r where r.channel = by and r.their_number = number and r.their_number <> '' and "left"(r.area_code, 4) = "left"(place, 4);
end;
-- That a matter is in another procedure already, or no more ("none"): the last row counts and marks the case.
create table case_elsewhere (
  id bigint generated always as identity primary key,
  case_id uuid not null references cases,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  actor_role text not null constraint case_elsewhere_role check (actor_role in ('liaison', 'town_congress')),
  procedure text not null constraint case_elsewhere_known check (procedure in ('litigation', 'arbitration', 'petition', 'none')),
  reason text not null constraint case_elsewhere_reason check (length(btrim(reason)) >= 2),
  area_code text collate "C" not null,
  hidden boolean not null
);
-- Usage: in which procedures a case is, newest first.
create index case_elsewhere_case_idx on case_elsewhere (case_id, id);
-- Who is in charge of a case of the backlog (包案领导), named with a reason and the day it is due; the last row counts.
create table case_charge (
  id uuid primary key,
  nth bigint generated always as identity,
  case_id uuid not null references cases,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  actor_role text not null constraint case_charge_role check (actor_role in ('liaison', 'town_congress', 'town_head')),
  leader text not null constraint case_charge_leader check (length(btrim(leader)) between 2 and 60),
  reason text not null constraint case_charge_reason check (length(btrim(reason)) >= 2),
  due_on date not null,
  area_code text collate "C" not null,
  hidden boolean not null
);
-- Usage: who is and was in charge of a case.
create index case_charge_case_idx on case_charge (case_id, nth);
@guard case_elsewhere@
@guard case_charge@
create trigger append_only before update or delete on case_elsewhere for each row execute function facts_stay('reason');
create trigger append_only before update or delete on case_charge for each row execute function facts_stay('reason');
create trigger never_emptied before truncate on case_elsewhere for each statement execute function refuse_change();
create trigger never_emptied before truncate on case_charge for each statement execute function refuse_change();
grant select, insert on case_elsewhere, case_charge to @app@;
grant select on case_elsewhere, case_charge to @worker@;
create policy read on case_elsewhere for select to @app@, @worker@ using (@reads@);
create policy seated on case_elsewhere for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on case_elsewhere for insert to @app@ with check (@reads@ and holds_role(actor_role, area_code) and actor_id = @viewer@);
create policy read on case_charge for select to @app@, @worker@ using (@reads@);
create policy seated on case_charge for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on case_charge for insert to @app@ with check (@reads@ and holds_role(actor_role, area_code) and actor_id = @viewer@);
create function mark_elsewhere() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update cases c set elsewhere = nullif(new.procedure, 'none') where c.id = new.case_id;
  return null;
end $$;
@hook mark_elsewhere@
create trigger elsewhere_marked after insert on case_elsewhere for each row execute function mark_elsewhere();
-- How content one person is with the answer on one sheet: the last row of a sheet counts. Said behind the receipt, or to staff by phone or at the door.
create table rating (
  id uuid primary key,
  nth bigint generated always as identity,
  case_id uuid not null references cases,
  sheet_id uuid not null references feedback_sheet,
  report_id uuid not null references report,
  at timestamptz not null default now(),
  verdict text not null constraint rating_known check (verdict in ('satisfied', 'fair', 'dissatisfied')),
  reason text not null default '',
  way text not null constraint rating_way_known check (way in ('receipt', 'phone', 'door')),
  -- who wrote it down for the person
  actor_id bigint,
  actor_name text not null default '',
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint rating_reason check (verdict <> 'dissatisfied' or length(btrim(reason)) >= 2),
  constraint rating_way check ((way = 'receipt') = (actor_id is null))
);
-- Usage: what was said of the answers to a case; of the answer on one sheet, newest first.
create index rating_case_idx on rating (case_id, sheet_id, nth);
@guard rating@
create trigger append_only before update or delete on rating for each row execute function facts_stay('reason');
create trigger never_emptied before truncate on rating for each statement execute function refuse_change();
grant select, insert on rating to @app@;
grant select on rating to @worker@;
create policy read on rating for select to @app@, @worker@ using (@reads@);
create policy seated on rating for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy own on rating for select to @app@ using (report_id = @receipt@ and @holder@ = 'citizen');
create policy write_own on rating for insert to @app@ with check (
  report_id = @receipt@ and case_id = @case@ and @holder@ = 'citizen' and @viewer@ is null and actor_id is null);
-- Staff write down what a person told them, but nobody does so of what they, or a body of theirs, handled.
create policy write on rating for insert to @app@ with check (@reads@ and actor_id = @viewer@ and not exists (
  select from cases c where c.id = case_id and c.handler_id = @viewer@) and not exists (
  select from case_seat s where s.case_id = rating.case_id and s.until is null and s.seat = 'handler' and s.body_id = any ((select my_bodies())::bigint[])));
create function check_rating() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (
      select from feedback_sheet f join cases c on c.id = new.case_id and c.state <> 'archived'
      where f.id = new.sheet_id and f.subject_id = new.case_id and f.report_id = new.report_id and not exists (
        select from feedback_sheet g where g.subject_id = f.subject_id and g.report_id = f.report_id and g.issued_at > f.issued_at)) then
    raise exception 'the answer of another matter or time' using errcode = 'ZT022';
  end if;
  return new;
end $$;
create function mark_rated() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update cases c set rated = (
    select case when bool_or(last.verdict = 'dissatisfied') then 'dissatisfied' when bool_or(last.verdict = 'fair') then 'fair' else 'satisfied' end
    from (select distinct on (f.report_id) f.report_id, f.id from feedback_sheet f where f.subject_id = new.case_id
      order by f.report_id, f.issued_at desc) f
    cross join lateral (select r.verdict from rating r where r.case_id = new.case_id and r.sheet_id = f.id order by r.nth desc limit 1) last)
  where c.id = new.case_id;
  return null;
end $$;
@hook check_rating@
@hook mark_rated@
create trigger rating_checked before insert on rating for each row execute function check_rating();
create trigger rating_marks after insert on rating for each row execute function mark_rated();
grant select, update (reason) on rating, case_charge, case_elsewhere to @definer@;
grant update (elsewhere, rated) on cases to @definer@;
create policy definer_erases on rating for all to @definer@ using (true) with check (true);
create policy definer_erases on case_charge for all to @definer@ using (true) with check (true);
create policy definer_erases on case_elsewhere for all to @definer@ using (true) with check (true);
-- They hang on a case like the tables before them (0001_21).
do $$
declare t record;
begin
  for t in select * from hangs_on_case where name in ('registration', 'case_elsewhere', 'case_charge', 'rating') loop
    execute format('grant select, update (hidden) on %I to @definer@', t.name);
    execute format('create policy marks_see on %I for select to @definer@ using (true)', t.name);
    execute format('create policy marks on %I for update to @definer@ using (true) with check (true)', t.name);
    if t.key = 'case_id' then
      execute format('create trigger kept_inside before insert on %I for each row execute function keep_inside(%L)', t.name, t.key);
    end if;
  end loop;
end $$;
