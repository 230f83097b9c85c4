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
  -- which way it goes: mediation and departments, or the congress
  channel text constraint cases_channel_known check (channel in ('industry', 'congress')),
  -- by when who handles it has to be done: set with the handing over, moved by an extension
  promised_on date,
  redos smallint not null default 0,
  -- 催办, 督办, 提级督办: 1 to 3, as long as it stays where it is
  urged smallint not null default 0 constraint cases_urged_known check (urged between 0 and 3),
  -- the case that took its reports in
  joined_to uuid references cases,
  -- the procedure it is in already: it is noted, and not handled a second time
  elsewhere text constraint cases_elsewhere_known check (elsewhere in ('litigation', 'arbitration', 'petition')),
  -- the worst that its people say of the present answer
  rated text constraint cases_rated_known check (rated in ('satisfied', 'fair', 'dissatisfied')),
  -- both sides have sat together and a record was made of it
  talked boolean not null default false,
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
create index cases_due_idx on cases ((coalesce(due_on, 'infinity')), opened_at, id) where state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn');
-- Usage: the sweep that tells the stations.
create index cases_pending_idx on cases (opened_at) where state = 'pending';
-- Usage: retention: what has been at an end for long.
create index cases_over_idx on cases (state_since) where state in ('closed', 'archived', 'withdrawn');
-- Usage: what moves by itself when its time has come.
create index cases_lapsing_idx on cases (state, state_since) where state in ('answered', 'closed', 'lacking');
-- Time limits are the office's own (the sources give none): days, working days of the official calendar or plain ones.
create table case_limit (
  name text primary key,
  days integer not null constraint case_limit_days check (days between 1 and 1000),
  working boolean not null
);
grant select on case_limit to @app@, @worker@;
insert into case_limit (name, days, working) values
  ('pending', 5, true), ('lacking', 5, false), ('refused', 3, true), ('accepted', 10, true), ('triage', 3, true),
  ('dispatched', 7, true), ('returned', 3, true), ('mediating', 30, false), ('handling', 15, true), ('extending', 2, true),
  ('agreed', 30, false), ('terminated', 3, true), ('offered', 7, true), ('linked', 30, false),
  ('to_report', 5, true), ('sent_up', 5, true), ('sorting', 10, true), ('studying', 10, true), ('sent_back', 3, true),
  ('tabled', 30, false), ('approved', 5, true), ('not_approved', 3, true), ('to_supplement', 5, true), ('forwarded', 7, true),
  ('organ_signed', 5, true), ('organ_handling', 90, false), ('organ_replied', 5, true),
  ('verifying', 5, true), ('redoing', 3, true), ('answering', 3, true), ('reopened', 3, true), ('objection', 14, false), ('archive', 90, false),
  -- from the day a petition came until it is accepted or not; how long a matter is open before it is one of the backlog
  ('petition', 10, true), ('backlog', 90, false),
  -- how long after its deadline a case is urged, supervised, supervised a level up
  ('urge_1', 1, true), ('urge_2', 3, true), ('urge_3', 7, true),
  -- how long before it who has it in hand is told
  ('forewarn', 2, true);
-- Counts that set something off; the office's own, too.
create table case_threshold (name text primary key, n integer not null constraint case_threshold_n check (n between 1 and 100));
grant select on case_threshold to @app@, @worker@;
insert into case_threshold (name, n) values ('redos', 3), ('returns', 2), ('backlog_redos', 2);
-- The table of moves; its rows stand in 0001_07_moves.sql.
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
  -- only back to where work stood last; only when that move was made since the case was last sorted into a channel
  resumes boolean not null default false,
  proof text references case_move,
  -- the seat that the body named takes, the roles of bodies that may be named, the seat that ends (* for all)
  seat text constraint case_move_seat_known check (seat in ('handler', 'receiver', 'research_centre', 'working_body', 'chairpersons')),
  bodies text[] not null default '{}',
  ends text,
  channel text,
  gathers boolean not null default false,
  constraint case_move_congress_closes_nothing check (to_state <> 'closed' or not (roles || holders)
    && '{chairpersons,deputy,research_centre,town_congress,working_body}')
);
grant select on case_move to @app@, @worker@;
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
  -- the body that takes a seat by it
  body_id bigint references body,
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
  evidence jsonb not null default '{}',
  -- by whose receipt they were written, so that a person's own can be erased
  report_id uuid default nullif(current_setting('app.receipt', true), '')::uuid
);
-- Which body sits at a case: who handles it, and the steps of the congress. Its people act by their body's role and see this case.
create table case_seat (
  case_id uuid not null references cases,
  seat text not null,
  body_id bigint not null references body,
  role text not null,
  -- by which move, and until when
  version integer not null,
  until timestamptz,
  area_code text collate "C" not null,
  hidden boolean not null,
  primary key (case_id, seat, version)
);
-- Usage: the seats of a case; one body at a time on each.
create unique index case_seat_open_idx on case_seat (case_id, seat) where until is null;
-- Usage: what is in a body's hands: every policy of its people asks.
create index case_seat_body_idx on case_seat (body_id, case_id) where until is null;
@guard case_seat@
grant select on case_seat to @app@, @worker@;
grant select, insert, update on case_seat to @definer@;
create policy read on case_seat for select to @app@, @worker@ using (@reads@);
create policy seated on case_seat for select to @app@ using (until is null and body_id = any ((select my_bodies())::bigint[]));
create policy definer on case_seat for all to @definer@ using (true) with check (true);
-- The cases in the hands of the viewer's bodies, and their reports; read once a statement.
@mine my_cases uuid s.case_id@
join case_seat s on s.body_id = m.body_id and s.until is null
end;
@mine my_reports uuid r.report_id@
join case_seat s on s.body_id = m.body_id and s.until is null
join case_report r on r.case_id = s.case_id
end;
-- How many reports a case holds, whoever asks: a receipt sees but its own. What somebody put right is no report of another's.
@definer reports_of_case(wanted uuid)@
returns bigint
begin atomic
  select count(*) from case_report k join report r on r.id = k.report_id where k.case_id = wanted and r.corrects_id is null;
end;
-- Whether this transaction acts in a role that is held at an area.
create function holds_role(wanted text, at text) returns boolean language sql stable as $$
  select exists (select from unnest(string_to_array(current_setting('app.roles', true), ',')) as held
    where split_part(held, '@', 1) = wanted and at ^@ nullif(split_part(held, '@', 2), ''))
$$;
-- A case moves along the table and in no other way. Its event and the words of it are written first: the trigger reads what was
-- done, by whom and with what from them, and holds it against the row of the table. When and by whom it was handled it sets itself.
create function check_case_move() returns trigger language plpgsql as $$
declare
  viewer text := nullif(current_setting('app.viewer', true), '');
  deed record;
  arrow case_move;
  may boolean;
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
  select e.move, e.kind, e.from_state, e.to_state, e.actor_role, coalesce(t.reason, '') as reason, coalesce(t.evidence, '{}') as evidence, e.body_id
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
  may := deed.actor_role = any (arrow.roles) and holds_role(deed.actor_role, old.area_code)
      or deed.actor_role = any (arrow.holders) and current_setting('app.holder', true) = deed.actor_role
        and current_setting('app.case', true) = new.id::text;
  if may is not true and viewer is not null then -- apart, since only the application's role may ask
    may := deed.actor_role = any (arrow.roles) and exists (select from case_seat s
      where s.case_id = new.id and s.until is null and s.role = deed.actor_role and s.body_id = any (my_bodies()));
  end if;
  if may is not true and nullif(current_setting('app.link', true), '') is not null then -- by a link (0001_14), which closes nothing
    may := deed.actor_role = any (arrow.roles) and arrow.to_state <> 'closed' and linked_case() = new.id and linked_role() = deed.actor_role;
  end if;
  if may is not true then
    raise exception 'no role that may move from % to % here', old.state, new.state using errcode = 'ZT004';
  end if;
  if arrow.not_handler and old.handler_id::text = viewer then
    raise exception 'who handled it does not verify it' using errcode = 'ZT005';
  end if;
  if arrow.not_handler and viewer is not null then -- apart, since only the application's role may ask
    if exists (select from case_seat s where s.case_id = new.id and s.until is null and s.seat = 'handler' and s.body_id = any (my_bodies())) then
      raise exception 'the body that handled it does not verify it' using errcode = 'ZT005';
    end if;
  end if;
  if arrow.id = 'A4' and not old.talked then
    raise exception 'both sides have not sat together over %', old.number using errcode = 'ZT007';
  end if;
  if arrow.only_skipping and not (select k.skips_verification from category k where k.code = old.category) then
    raise exception 'this category is verified first' using errcode = 'ZT008';
  end if;
  if arrow.within is not null and (select case when l.working then china_today() > old.due_on
      else now() > old.state_since + make_interval(days => l.days) end from case_limit l where l.name = arrow.within)
    or arrow.after is not null
      and clock_timestamp() < old.state_since + make_interval(days => (select days from case_limit where name = arrow.after)) then
    raise exception 'not at this time' using errcode = 'ZT009';
  end if;
  if arrow.id in ('7', '7b-1', '7b-2') and old.elsewhere is not null then
    raise exception '% is handled elsewhere', old.number using errcode = 'ZT019';
  end if;
  if arrow.id = '12-1' and old.rated = 'dissatisfied' then
    raise exception 'somebody is not satisfied with the answer to %', old.number using errcode = 'ZT019';
  end if;
  if arrow.reason_required and btrim(deed.reason) = ''
    or exists (select from jsonb_each_text(arrow.needs) as need(name, least)
      where length(btrim(coalesce(deed.evidence ->> need.name, ''))) < need.least::integer)
    or arrow.follows is not null and not exists (select from case_event e
      where e.case_id = new.id and e.move = arrow.follows and e.at >= old.state_since) then
    raise exception 'what the move % needs is not there', arrow.id using errcode = 'ZT007';
  end if;
  if (old.hidden or old.restricted) and arrow.seat in ('handler', 'research_centre', 'working_body')
    and length(btrim(coalesce(deed.evidence ->> 'permission', ''))) < 2 then
    raise exception 'handing % over is agreed to', old.number using errcode = 'ZT007';
  end if;
  if arrow.resumes and new.state is distinct from (select e.to_state from case_event e where e.case_id = new.id and e.kind = 'move'
      and e.version < new.version and e.to_state in ('accepted', 'mediating', 'handling', 'organ_handling') order by e.version desc limit 1) then
    raise exception 'work did not stand at %', new.state using errcode = 'ZT003';
  end if;
  if arrow.proof is not null and not exists (select from case_event e where e.case_id = new.id and e.move = arrow.proof and e.version > coalesce(
      (select max(s.version) from case_event s where s.case_id = new.id and s.kind = 'move' and s.to_state = 'triage'), 0)) then
    raise exception 'the move % has not been made', arrow.proof using errcode = 'ZT015';
  end if;
  if arrow.seat is not null and not exists (
      select from body b join body_kind k on k.kind = b.kind join area a on a.code = b.area_code
      where b.id = deed.body_id and k.role = any (arrow.bodies) and old.area_code ^@ a.prefix
        and (b.closed_on is null or b.closed_on > china_today())) then
    raise exception 'no body that may take the seat %', arrow.seat using errcode = 'ZT016';
  end if;
  if new.promised_on is distinct from old.promised_on and new.promised_on < china_today() then
    raise exception 'a deadline lies ahead' using errcode = 'ZT009';
  end if;
  if arrow.alone then -- apart, since only the application's role may ask
    if reports_of_case(new.id) > 1 then
      raise exception 'another person spoke of it too' using errcode = 'ZT014';
    end if;
  end if;
  if arrow.joins then
    -- Into an open case of the same township and the same secrecy: whoever answers that one sees every report of it.
    select c.id into new.joined_to from cases c where c.number = btrim(deed.evidence ->> 'into') and c.id <> old.id
      and c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn', 'lacking', 'refused') and (c.hidden, c.restricted) = (old.hidden, old.restricted)
      and left(c.area_code, 9) = left(old.area_code, 9)
      and not exists (select from case_event e where e.case_id = c.id and e.kind = 'signed' and e.at >= c.state_since)
    for update;
    if not found then
      raise exception 'no case that % may join', old.number using errcode = 'ZT013';
    end if;
  end if;
  new.state_since := case when new.state = old.state then old.state_since else greatest(now(), old.state_since) end;
  new.channel := coalesce(arrow.channel, old.channel);
  new.redos := old.redos + (new.state = 'redoing')::integer;
  -- Who stays where it is stays urged; what was redone too often stays supervised a level up.
  new.urged := case when new.state = old.state then old.urged
    when new.redos >= (select n from case_threshold where name = 'redos') then 3 else 0 end;
  -- Another answer is judged anew.
  new.rated := case when arrow.signs or new.state = 'reopened' then null else old.rated end;
  new.handler_id := case when arrow.handles then viewer::bigint else old.handler_id end;
  return new;
end $$;
-- The time of a case never runs back, whatever the server's clock does: what happens in a state is dated no earlier than the state.
create function keep_case_time() returns trigger language plpgsql as $$
begin
  if new.at = now() then
    new.at := greatest(new.at, (select c.state_since from cases c where c.id = new.case_id));
  end if;
  return new;
end $$;
create trigger case_event_time before insert on case_event for each row execute function keep_case_time();
create trigger case_move_allowed before update on cases for each row execute function check_case_move();
-- Seats are taken and left by this alone. Who leaves one sees the case until the move is committed: it is answered with what it did.
create function take_seat() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  with deed as (
    select e.body_id, m.seat, k.role from case_event e join case_move m on m.id = e.move join body b on b.id = e.body_id
    join body_kind k on k.kind = b.kind where e.case_id = new.id and e.version = new.version and m.seat is not null),
  left_by as (
    update case_seat s set until = now() from deed d where s.case_id = new.id and s.seat = d.seat and s.until is null returning s.case_id)
  insert into case_seat (case_id, seat, body_id, role, version, area_code, hidden)
  select new.id, d.seat, d.body_id, d.role, new.version, new.area_code, new.hidden or new.restricted from deed d
  where (select count(*) from left_by) >= 0; -- so that the former one is gone before
  return null;
end $$;
create function leave_seat() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update case_seat s set until = now() from case_event e join case_move m on m.id = e.move
  where e.case_id = new.id and e.version = new.version and s.case_id = new.id and s.until is null and s.version <= new.version
    and (m.ends = s.seat or m.ends = '*');
  return null;
end $$;
@hook take_seat@
@hook leave_seat@
grant select on case_event, case_move to @definer@;
create trigger case_seat_taken after update of version on cases for each row when (new.version <> old.version) execute function take_seat();
create constraint trigger case_seat_left after update of version on cases deferrable initially deferred
  for each row when (new.version <> old.version) execute function leave_seat();
-- Links of reports change by this alone: nobody may update them.
create function join_reports() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update case_report set case_id = new.joined_to, joined_at = now() where case_id = new.id;
  return null;
end $$;
@hook join_reports@
grant update (case_id, joined_at) on case_report to @definer@;
create policy definer_joins on case_report for update to @definer@ using (true) with check (true);
create trigger case_joined after update of joined_to, state on cases for each row
  when (new.joined_to is not null and old.joined_to is null) execute function join_reports();
@guard cases@
@guard case_event@
@guard case_event_text@
@append_only case_event@
grant select, insert on cases, case_event, case_event_text to @app@, @worker@;
grant update (state, due_on, promised_on, version) on cases to @app@, @worker@;
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
-- Who acts for a body sees the cases in its hands with all that hangs on them, and moves them. Of cases the planner
-- joins the arms by their indexes; "is true" keeps those of reports away from them, as with a receipt's own.
create policy seated on cases for select to @app@ using (id = any ((select my_cases())::uuid[]));
create policy change_seated on cases for update to @app@ using (id = any ((select my_cases())::uuid[])) with check (id = any ((select my_cases())::uuid[]));
create policy seated on case_event for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write_seated on case_event for insert to @app@ with check (case_id = any ((select my_cases())::uuid[]) and actor_id = @viewer@);
create policy seated on case_event_text for select to @app@ using (exists (
  select from case_event e where e.id = event_id and e.case_id = any ((select my_cases())::uuid[])));
create policy write_seated on case_event_text for insert to @app@ with check (exists (
  select from case_event e where e.id = event_id and e.case_id = any ((select my_cases())::uuid[])));
create policy definer on case_event for select to @definer@ using (true);
create policy seated on case_report for select to @app@ using ((case_id = any ((select my_cases())::uuid[])) is true);
create policy seated on report for select to @app@ using ((id = any ((select my_reports())::uuid[])) is true);
create policy seated on report_text for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
create policy seated on report_attachment for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
create policy seated on sighting for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
create policy seated on submission for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
-- Whether the viewer's own move is the last one of a case, made at the version that was read: who lost sight of it by that move
-- and never got the answer may ask again.
@definer left_by_own_move(wanted uuid, had_read integer, went text)@
returns boolean
begin atomic
  select exists (select from case_event e where e.case_id = wanted and e.version = had_read + 1 and e.kind = 'move' and e.to_state = went
    and e.actor_id = nullif(current_setting('app.viewer', true), '')::bigint
    and not exists (select from case_event l where l.case_id = wanted and l.version > had_read + 1));
end;
