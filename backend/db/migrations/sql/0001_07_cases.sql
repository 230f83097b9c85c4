-- A case is the handling of one matter. It takes the id and the number of the report that opened it.
create table cases (
  id uuid primary key,
  number text not null unique,
  state text not null,
  category text not null references category,
  area_code text collate "C" not null references area,
  cell_id bigint references grid_cell,
  station_id bigint not null references station,
  hidden boolean not null,
  opened_at timestamptz not null default now(),
  state_since timestamptz not null default now(),
  due_on date,
  handler_id bigint references account,
  redo_count integer not null default 0,
  version integer not null default 1
);
alter table case_report add constraint case_report_case_fkey foreign key (case_id) references cases deferrable initially deferred;
-- Usage: the inbox: open cases of a scope by state.
create index cases_area_idx on cases (area_code, state, state_since);
-- Usage: the cases of a cell.
create index cases_cell_idx on cases (cell_id, opened_at);
-- Usage: newest first, of a scope.
create index cases_opened_idx on cases (opened_at, id);
-- Usage: the sweep that tells the stations; the closing of what nobody objected to.
create index cases_pending_idx on cases (opened_at) where state = 'pending';
create index cases_answered_idx on cases (state_since) where state = 'answered';
-- The allowed changes, as `cases/domain.py` has them (a contract test holds the two together); the trigger below refuses the rest.
create table case_move (
  from_state text not null,
  to_state text not null,
  roles text[] not null,
  primary key (from_state, to_state)
);
grant select on case_move to @app@, @worker@;
insert into case_move (from_state, to_state, roles) values
  ('pending', 'accepted', '{liaison,town_congress}'),
  ('accepted', 'verifying', '{liaison}'),
  ('accepted', 'answering', '{liaison}'),
  ('verifying', 'answering', '{verifier}'),
  ('answering', 'answered', '{liaison,deputy,system}'),
  ('answered', 'closed', '{liaison,system}'),
  ('answered', 'reopened', '{citizen,town_congress}'),
  ('closed', 'reopened', '{citizen,town_congress}'),
  ('reopened', 'accepted', '{liaison}');
-- Time limits are the office's own (the sources give none): days, working days of the official calendar or plain ones.
create table case_limit (
  name text primary key,
  days integer not null constraint case_limit_days check (days between 1 and 1000),
  working boolean not null
);
grant select on case_limit to @app@, @worker@;
insert into case_limit (name, days, working) values
  ('pending', 5, true), ('accepted', 10, true), ('verifying', 5, true), ('answering', 3, true),
  ('reopened', 3, true), ('objection', 14, false);
create table case_event (
  id bigint generated always as identity primary key,
  case_id uuid not null references cases,
  at timestamptz not null default now(),
  actor_id bigint,
  actor_name text not null,
  actor_role text not null,
  -- a move changes the state; signing an answer is noted before anybody has received it
  kind text not null default 'move' constraint case_event_kind check (kind in ('move', 'signed')),
  from_state text not null,
  to_state text not null,
  version integer not null,
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint case_event_once unique (case_id, version)
);
-- Reasons and evidence in people's words: apart, because words may have to be erased.
create table case_event_text (
  event_id bigint primary key references case_event,
  area_code text collate "C" not null,
  hidden boolean not null,
  reason text not null default '',
  evidence jsonb not null default '{}'
);
create function check_case_move() returns trigger language plpgsql as $$
declare
  allowed text[];
  viewer text := nullif(current_setting('app.viewer', true), '');
  held text[] := coalesce(string_to_array(nullif(current_setting('app.roles', true), ''), ','), '{}');
begin
  if new.id <> old.id or new.number <> old.number or new.opened_at <> old.opened_at then
    raise exception 'a case keeps its id and number' using errcode = 'ZT002';
  end if;
  if new.state = old.state then
    return new;
  end if;
  select m.roles into allowed from case_move m where m.from_state = old.state and m.to_state = new.state;
  if allowed is null then
    raise exception 'no move from % to %', old.state, new.state using errcode = 'ZT003';
  end if;
  if nullif(current_setting('app.service', true), '') is not null then
    held := held || 'system'::text;
  end if;
  if viewer is null and nullif(current_setting('app.case', true), '') = new.id::text then
    held := held || 'citizen'::text;
  end if;
  if not allowed && held then
    raise exception 'no role that may move from % to %', old.state, new.state using errcode = 'ZT004';
  end if;
  if old.state = 'verifying' and old.handler_id::text is not distinct from viewer then
    raise exception 'who handled it does not verify it' using errcode = 'ZT005';
  end if;
  if new.version <> old.version + 1 then
    raise exception 'a move counts the version up by one' using errcode = 'ZT006';
  end if;
  return new;
end $$;
create trigger case_move_allowed before update on cases for each row execute function check_case_move();
@guard cases@
@guard case_event@
@guard case_event_text@
@append_only case_event@
grant select, insert on cases, case_event, case_event_text to @app@, @worker@;
grant update (state, state_since, due_on, handler_id, redo_count, version, category, cell_id, area_code, station_id) on cases to @app@, @worker@;
create policy read on cases for select to @app@, @worker@ using (@reads@);
create policy read on case_event for select to @app@, @worker@ using (@reads@);
create policy read on case_event_text for select to @app@, @worker@ using (@reads@);
create policy own on cases for select to @app@, @worker@ using (id = @case@);
create policy own on case_event for select to @app@, @worker@ using (case_id = @case@);
create policy write on cases for insert to @app@ with check (state = 'pending' and (@files@ or id = @receipt@));
create policy change on cases for update to @app@, @worker@ using (@reads@) with check (@reads@);
create policy change_own on cases for update to @app@ using (id = @case@) with check (id = @case@);
create policy write on case_event for insert to @app@, @worker@ with check ((@reads@ or case_id = @case@) and actor_id is not distinct from @viewer@);
create policy write on case_event_text for insert to @app@, @worker@ with check (@reads@ or exists (
  select from case_event e where e.id = event_id and e.case_id = @case@));
