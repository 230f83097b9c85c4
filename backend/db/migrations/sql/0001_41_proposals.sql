-- 立法建议项目: what ought to become law, raised from opinions, from matters, from both or for a reason alone; reported, argued, entered in
-- a plan or not, told back to everybody behind it.
create sequence proposal_number;
grant usage on sequence proposal_number to @app@;
-- The one table of moves; domain.py has the same, a test compares both. `maker`: who raises it, or the body it was reported to.
create table proposal_move (
  id text primary key,
  from_state text not null,
  to_state text not null,
  maker text not null
);
grant select on proposal_move to @app@;
insert into proposal_move (id, from_state, to_state, maker) values
  ('report', 'raised', 'reported', 'raiser'), ('withdraw', 'raised', 'withdrawn', 'raiser'), ('return', 'reported', 'raised', 'office'),
  ('enter', 'reported', 'entered', 'office'), ('decline', 'reported', 'not_entered', 'office'), ('enter_also', 'entered', 'entered', 'office'),
  ('tell_entered', 'entered', 'told', 'raiser'), ('tell_left_out', 'not_entered', 'told', 'raiser');
create table proposal (
  id uuid primary key,
  number text not null unique,
  title text not null constraint proposal_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  text text not null constraint proposal_text_said check (length(btrim(text)) between 5 and 8000),
  -- who asked for it, as far as it is anybody in particular: a deputy, a unit; empty for nobody
  proposer text not null default '' constraint proposal_proposer_plain check (proposer ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  raised_on date not null,
  area_code text collate "C" not null references area,
  station_id bigint references station,
  state text not null default 'raised' constraint proposal_state_known check (state in (
    'raised', 'reported', 'entered', 'not_entered', 'told', 'withdrawn')),
  -- to whom it was reported
  body_id bigint references body,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  version integer not null default 1,
  constraint proposal_reported check (state not in ('reported', 'entered', 'not_entered') or body_id is not null)
);
-- Usage: the proposals of a scope, newest first.
create index proposal_raised_idx on proposal (raised_on, id);
-- Usage: those reported to a body.
create index proposal_body_idx on proposal (body_id) where body_id is not null;
create table proposal_topic (
  proposal_id uuid not null references proposal,
  topic text not null references topic,
  primary key (proposal_id, topic)
);
create table proposal_source (
  id uuid primary key default gen_random_uuid(),
  proposal_id uuid not null references proposal,
  item_id uuid references digest_item,
  case_id uuid references cases,
  number text not null,
  added_by bigint not null references account,
  added_at timestamptz not null default now(),
  constraint proposal_source_one check (num_nonnulls(item_id, case_id) = 1),
  constraint proposal_source_once unique nulls not distinct (proposal_id, item_id, case_id)
);
create table proposal_event (
  proposal_id uuid not null references proposal,
  version integer not null,
  at timestamptz not null default now(),
  move text not null references proposal_move,
  actor_id bigint not null,
  actor_name text not null,
  words text not null constraint proposal_event_said check (length(btrim(words)) between 2 and 2000),
  primary key (proposal_id, version)
);
-- The plan that a move entered it in: whose, five years' or one year's, its name, its years, and the class it gives (as the plan says it).
create table plan_entry (
  proposal_id uuid not null references proposal,
  version integer not null,
  level text not null constraint plan_entry_level_known check (level in ('national', 'province', 'city')),
  kind text not null constraint plan_entry_kind_known check (kind in ('five_year', 'annual')),
  name text not null constraint plan_entry_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  from_year smallint not null,
  until_year smallint not null,
  category text not null default '' constraint plan_entry_category_plain check (category ~ '^[^\u0001-\u001f\u007f-\u009f]{0,40}$'),
  primary key (proposal_id, version),
  constraint plan_entry_years check (from_year between 1990 and 2200 and until_year between 1990 and 2200
    and case kind when 'annual' then until_year = from_year else until_year > from_year end)
);
@guard proposal@
@guard proposal_topic@
@guard proposal_source@
@guard proposal_event@
@guard plan_entry@
@append_only proposal_topic@
@append_only proposal_source@
@append_only proposal_event@
@append_only plan_entry@
grant select, insert on proposal, proposal_topic, proposal_source, proposal_event, plan_entry to @app@;
grant update (state, body_id, version) on proposal to @app@;
-- Who raises proposals at a place: its liaisons, its congress, the working bodies and research centres it belongs to.
create function raises_proposals(at text) returns boolean language sql stable as $$
  select holds_role('liaison', at) or holds_role('town_congress', at) or at ^@ any ((select digest_body_areas())::text[])
$$;
create policy read on proposal for select to @app@ using (@area@);
create policy of_bodies on proposal for select to @app@ using (
  area_code ^@ any ((select digest_body_areas())::text[]) or body_id = any ((select my_bodies())::bigint[]));
create policy write on proposal for insert to @app@ with check (made_by = @viewer@ and state = 'raised' and body_id is null and version = 1
  and raises_proposals(area_code));
create policy change on proposal for update to @app@ using (
  raises_proposals(area_code) or body_id = any ((select my_bodies())::bigint[]));
create policy read on proposal_topic for select to @app@ using (exists (select from proposal p where p.id = proposal_id));
create policy write on proposal_topic for insert to @app@ with check (exists (
  select from proposal p where p.id = proposal_id and p.made_by = @viewer@ and p.version = 1));
-- Who sees the proposal reads the numbers it comes from; the matter and the opinions behind them have policies of their own.
create policy read on proposal_source for select to @app@ using (exists (select from proposal p where p.id = proposal_id));
create policy write on proposal_source for insert to @app@ with check (added_by = @viewer@ and exists (
    select from proposal p where p.id = proposal_id and p.state = 'raised' and raises_proposals(p.area_code))
  and (item_id is null or exists (select from digest_item i where i.id = item_id and i.number = proposal_source.number and i.state <> 'merged'))
  and (case_id is null or exists (
    select from cases c where c.id = case_id and c.number = proposal_source.number and not c.hidden and not c.restricted)));
create policy read on proposal_event for select to @app@ using (exists (select from proposal p where p.id = proposal_id));
create policy write on proposal_event for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from proposal p join proposal_move m on m.id = move and m.from_state = p.state where p.id = proposal_id
    and p.version + 1 = proposal_event.version
    and case m.maker when 'raiser' then raises_proposals(p.area_code) else p.body_id = any ((select my_bodies())::bigint[]) end));
create policy read on plan_entry for select to @app@ using (exists (select from proposal p where p.id = proposal_id));
create policy write on plan_entry for insert to @app@ with check (exists (
  select from proposal p where p.id = proposal_id and p.version + 1 = plan_entry.version and p.state in ('reported', 'entered')
    and p.body_id = any ((select my_bodies())::bigint[])));
-- Along the table of moves and in no other way; what is entered stands in a plan.
create function check_proposal() returns trigger language plpgsql as $$
declare
  arrow proposal_move;
begin
  select m.* into arrow from proposal_event e join proposal_move m on m.id = e.move where e.proposal_id = new.id and e.version = new.version;
  if arrow.id is null or new.version <> old.version + 1 or (arrow.from_state, arrow.to_state) is distinct from (old.state, new.state)
      or (arrow.id <> 'report' and new.body_id is distinct from old.body_id)
      or (new.state = 'entered' and not exists (select from plan_entry e where e.proposal_id = new.id and e.version = new.version)) then
    raise exception 'a proposal goes along its moves' using errcode = 'ZT071';
  end if;
  return new;
end $$;
create trigger proposal_moves before update on proposal for each row execute function check_proposal();
-- Who is to argue it hears of it, who raised it of what became of it.
create function tell_proposal() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select m.account_id, 'proposal.reported', new.id, new.number from body_member m
  where new.state = 'reported' and m.body_id = new.body_id and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
    and m.account_id is distinct from @viewer@
  union all
  select new.made_by, 'proposal.' || case new.state when 'raised' then 'returned' else 'decided' end, new.id, new.number
  where new.state in ('raised', 'entered', 'not_entered') and new.made_by is distinct from @viewer@
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_proposal@
create trigger proposal_told after update of state on proposal for each row execute function tell_proposal();
