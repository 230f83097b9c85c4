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
  version integer not null default 1,
  -- the case that took its reports in
  joined_to uuid references cases,
  constraint cases_joined check ((state = 'joined') = (joined_to is not null))
);
alter table case_report add constraint case_report_case_fkey foreign key (case_id) references cases deferrable initially deferred;
-- Usage: the inbox: open cases of a scope by state.
create index cases_area_idx on cases (area_code, state, state_since);
-- Usage: the cases of a cell.
create index cases_cell_idx on cases (cell_id, opened_at);
-- Usage: newest first, of a scope.
create index cases_opened_idx on cases (opened_at, id);
-- Usage: what waits for somebody or is overdue: open cases by deadline, those without one last.
create index cases_due_idx on cases ((coalesce(due_on, 'infinity')), opened_at, id) where state not in ('answered', 'closed', 'joined', 'withdrawn');
-- Usage: the sweep that tells the stations.
create index cases_pending_idx on cases (opened_at) where state = 'pending';
-- Usage: what moves by itself when its time has come.
create index cases_lapsing_idx on cases (state, state_since) where state in ('answered', 'lacking');
-- Time limits are the office's own (the sources give none): days, working days of the official calendar or plain ones.
create table case_limit (
  name text primary key,
  days integer not null constraint case_limit_days check (days between 1 and 1000),
  working boolean not null
);
grant select on case_limit to @app@, @worker@;
insert into case_limit (name, days, working) values
  ('pending', 5, true), ('accepted', 10, true), ('verifying', 5, true), ('answering', 3, true),
  ('reopened', 3, true), ('refused', 3, true), ('lacking', 5, false), ('objection', 14, false);
-- The allowed changes, as `cases/domain/moves.py` has them (a contract test holds the two together); the trigger below refuses the rest.
create table case_move (
  id text primary key,
  from_state text not null,
  to_state text not null,
  -- by a role held where the case lies; by a code that opens this one case
  roles text[] not null default '{}',
  holders text[] not null default '{}',
  -- name and least length of each text that must be given
  needs jsonb not null default '{}',
  reason_required boolean not null default false,
  only_skipping boolean not null default false,
  not_handler boolean not null default false,
  within text references case_limit,
  after text references case_limit,
  follows text references case_move,
  handles boolean not null default false,
  joins boolean not null default false,
  signs boolean not null default false,
  tells boolean not null default false,
  alone boolean not null default false,
  constraint case_move_congress_closes_nothing check (to_state <> 'closed' or not (roles || holders)
    && '{chairpersons,deputy,research_centre,town_congress,working_body}')
);
grant select on case_move to @app@, @worker@;
insert into case_move (id, from_state, to_state, roles) values
  ('7', 'pending', 'accepted', '{liaison,town_congress}'),
  ('exit-refused', 'refused', 'answering', '{liaison}'),
  ('exit-reopened', 'reopened', 'accepted', '{liaison}');
insert into case_move (id, from_state, to_state, holders, alone) values
  ('2', 'pending', 'withdrawn', '{citizen}', true);
insert into case_move (id, from_state, to_state, roles, needs, reason_required, tells) values
  ('3', 'pending', 'refused', '{liaison,town_congress}', '{"ways": 5}', true, true),
  ('5', 'pending', 'lacking', '{liaison}', '{"asked": 5}', false, true);
insert into case_move (id, from_state, to_state, roles, holders, needs, after) values
  ('6-1', 'lacking', 'pending', '{}', '{citizen}', '{"more": 2}', null),
  ('6-2', 'lacking', 'pending', '{system}', '{}', '{}', 'lacking');
insert into case_move (id, from_state, to_state, roles, needs, joins) values
  ('4', 'pending', 'joined', '{liaison}', '{"into": 5}', true);
insert into case_move (id, from_state, to_state, roles, needs, handles, only_skipping) values
  ('7a-1', 'accepted', 'verifying', '{liaison}', '{"handling": 5}', true, false),
  ('7a-2', 'accepted', 'answering', '{liaison}', '{"handling": 5}', true, true);
insert into case_move (id, from_state, to_state, roles, needs, not_handler) values
  ('9', 'verifying', 'answering', '{verifier}', '{"check": 2}', true);
insert into case_move (id, from_state, to_state, roles, holders, needs, signs, follows) values
  ('11-1', 'answering', 'answered', '{liaison}', '{deputy}', '{"answer": 5}', true, null),
  ('11-2', 'answering', 'answered', '{liaison,system}', '{deputy}', '{}', false, '11-1');
insert into case_move (id, from_state, to_state, roles, needs, after) values
  ('12-1', 'answered', 'closed', '{liaison}', '{"consent": 2}', null),
  ('12-2', 'answered', 'closed', '{system}', '{}', 'objection');
insert into case_move (id, from_state, to_state, roles, holders, reason_required, within) values
  ('13-1', 'answered', 'reopened', '{}', '{citizen}', true, 'objection'),
  ('13-2', 'answered', 'reopened', '{town_congress}', '{}', true, null),
  ('13-3', 'closed', 'reopened', '{}', '{citizen}', true, 'objection'),
  ('13-4', 'closed', 'reopened', '{town_congress}', '{}', true, null);
create table case_event (
  id bigint generated always as identity primary key,
  case_id uuid not null references cases,
  at timestamptz not null default now(),
  actor_id bigint,
  actor_name text not null,
  actor_role text not null,
  move text not null references case_move,
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
-- How many reports a case holds, whoever asks: a receipt sees but its own.
@definer reports_of_case(wanted uuid)@
returns bigint
begin atomic
  select count(*) from case_report r where r.case_id = wanted;
end;
-- A case moves along the table and in no other way. Its event and the words of it are written first: the trigger reads what was
-- done, by whom and with what from them, and holds it against the row of the table. When and by whom it was handled it sets itself.
create function check_case_move() returns trigger language plpgsql as $$
declare
  viewer text := nullif(current_setting('app.viewer', true), '');
  deed record;
  arrow case_move;
begin
  if new.id <> old.id or new.number <> old.number or new.opened_at <> old.opened_at then
    raise exception 'a case keeps its id and number' using errcode = 'ZT002';
  end if;
  if new.version = old.version and new.state = old.state then
    return new;
  end if;
  if new.version <> old.version + 1 then
    raise exception 'a move counts the version up by one' using errcode = 'ZT006';
  end if;
  select e.move, e.kind, e.from_state, e.to_state, e.actor_role, coalesce(t.reason, '') as reason, coalesce(t.evidence, '{}') as evidence
  into deed from case_event e left join case_event_text t on t.event_id = e.id
  where e.case_id = new.id and e.version = new.version;
  if not found then
    raise exception 'a move has its event' using errcode = 'ZT007';
  end if;
  select * into arrow from case_move m where m.id = deed.move and m.from_state = old.state
    and row (deed.kind, deed.from_state, deed.to_state, new.state) = row (
      case when m.signs then 'signed' else 'move' end, m.from_state,
      case when m.signs then m.from_state else m.to_state end, case when m.signs then m.from_state else m.to_state end);
  if not found then
    raise exception 'no move % from % to %', deed.move, old.state, new.state using errcode = 'ZT003';
  end if;
  if (deed.actor_role = any (arrow.roles) and exists (
        select from unnest(string_to_array(current_setting('app.roles', true), ',')) as held
        where split_part(held, '@', 1) = deed.actor_role and old.area_code ^@ nullif(split_part(held, '@', 2), ''))
      or deed.actor_role = any (arrow.holders) and current_setting('app.holder', true) = deed.actor_role
        and current_setting('app.case', true) = new.id::text) is not true then
    raise exception 'no role that may move from % to % here', old.state, new.state using errcode = 'ZT004';
  end if;
  if arrow.not_handler and old.handler_id::text = viewer then
    raise exception 'who handled it does not verify it' using errcode = 'ZT005';
  end if;
  if arrow.only_skipping and not (select k.skips_verification from category k where k.code = old.category) then
    raise exception 'this category is verified first' using errcode = 'ZT008';
  end if;
  if arrow.within is not null and now() > old.state_since + make_interval(days => (select days from case_limit where name = arrow.within))
    or arrow.after is not null
      and clock_timestamp() < old.state_since + make_interval(days => (select days from case_limit where name = arrow.after)) then
    raise exception 'not at this time' using errcode = 'ZT009';
  end if;
  if arrow.reason_required and btrim(deed.reason) = ''
    or exists (select from jsonb_each_text(arrow.needs) as need(name, least)
      where length(btrim(coalesce(deed.evidence ->> need.name, ''))) < need.least::integer)
    or arrow.follows is not null and not exists (select from case_event e
      where e.case_id = new.id and e.move = arrow.follows and e.at >= old.state_since) then
    raise exception 'what the move % needs is not there', arrow.id using errcode = 'ZT007';
  end if;
  if arrow.alone then -- apart, since only the application's role may ask
    if reports_of_case(new.id) > 1 then
      raise exception 'another person spoke of it too' using errcode = 'ZT014';
    end if;
  end if;
  if arrow.joins then
    -- Into an open case of the same township and the same secrecy: whoever answers that one sees every report of it.
    select c.id into new.joined_to from cases c where c.number = btrim(deed.evidence ->> 'into') and c.id <> old.id
      and c.state in ('pending', 'accepted', 'verifying', 'answering', 'reopened') and c.hidden = old.hidden
      and left(c.area_code, 9) = left(old.area_code, 9)
      and not exists (select from case_event e where e.case_id = c.id and e.kind = 'signed' and e.at >= c.state_since)
    for update;
    if not found then
      raise exception 'no case that % may join', old.number using errcode = 'ZT013';
    end if;
  end if;
  new.state_since := case when new.state = old.state then old.state_since else now() end;
  new.handler_id := case when arrow.handles then viewer::bigint else old.handler_id end;
  return new;
end $$;
create trigger case_move_allowed before update on cases for each row execute function check_case_move();
-- Links of reports change by this alone: nobody may update them.
create function join_reports() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update case_report set case_id = new.joined_to, joined_at = now() where case_id = new.id;
  return null;
end $$;
alter function join_reports() owner to @definer@;
revoke all on function join_reports() from public;
grant update (case_id, joined_at) on case_report to @definer@;
create policy definer_joins on case_report for update to @definer@ using (true) with check (true);
create trigger case_joined after update of joined_to, state on cases for each row
  when (new.joined_to is not null and old.joined_to is null) execute function join_reports();
@guard cases@
@guard case_event@
@guard case_event_text@
@append_only case_event@
grant select, insert on cases, case_event, case_event_text to @app@, @worker@;
grant update (state, due_on, version) on cases to @app@, @worker@;
create policy read on cases for select to @app@, @worker@ using (@reads@);
create policy read on case_event for select to @app@, @worker@ using (@reads@);
create policy read on case_event_text for select to @app@, @worker@ using (@reads@);
create policy own on cases for select to @app@, @worker@ using (id = @case@);
create policy own on case_event for select to @app@, @worker@ using (case_id = @case@);
-- Who was let in by a code reads the own words back, and those of moves that are told to the person; nobody else's.
create policy own on case_event_text for select to @app@ using (exists (select from case_event e join case_move m on m.id = e.move
  where e.id = event_id and e.case_id = @case@
    and (m.tells and @holder@ = 'citizen' or e.actor_role = @holder@ and e.actor_id is not distinct from @viewer@)));
create policy write on cases for insert to @app@ with check (state = 'pending' and (@files@ or id = @receipt@));
create policy change on cases for update to @app@, @worker@ using (@reads@) with check (@reads@);
create policy change_own on cases for update to @app@ using (id = @case@) with check (id = @case@);
create policy write on case_event for insert to @app@, @worker@ with check ((@reads@ or case_id = @case@) and actor_id is not distinct from @viewer@);
create policy write on case_event_text for insert to @app@, @worker@ with check (@reads@ or exists (
  select from case_event e where e.id = event_id and e.case_id = @case@));
