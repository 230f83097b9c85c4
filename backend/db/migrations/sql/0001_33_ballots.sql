-- 票决: a fixed roll, one member one vote, and nothing that ties a member to a choice: see docs/decisions, "ballots are secret".
create sequence ballot_number;
grant usage on sequence ballot_number to @app@;
create table ballot (
  id uuid primary key,
  number text not null unique,
  area_code text collate "C" not null references area,
  -- whose meeting it is: deputies of a town or county, 议政代表 of a street
  kind text not null constraint ballot_kind_known check (kind in ('town', 'county', 'street_council')),
  meeting text not null constraint ballot_meeting_plain check (meeting ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  title text not null constraint ballot_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  held_on date not null,
  -- settings of the meeting
  way text not null constraint ballot_way_known check (way in ('each', 'choose')),
  contested boolean not null,
  seats smallint not null constraint ballot_seats_some check (seats between 1 and 100),
  rule text not null constraint ballot_rule_known check (rule in ('half_all', 'half_cast', 'two_thirds_all', 'two_thirds_cast', 'most')),
  quorum text not null constraint ballot_quorum_known check (quorum in ('half', 'two_thirds', 'none')),
  state text not null default 'draft' constraint ballot_state_known check (state in ('draft', 'open', 'closed', 'counted', 'published', 'void')),
  -- of the roll as it was fixed at the opening
  roll_digest bytea,
  members integer,
  -- what the count came to, from then on
  issued integer,
  received integer,
  invalid integer,
  passed boolean,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  version integer not null default 1,
  constraint ballot_roll_fixed check (state in ('draft', 'void') or (roll_digest is not null and members is not null)),
  constraint ballot_counted check ((state in ('counted', 'published')) <= (issued is not null and received is not null and invalid is not null and passed is not null)),
  -- 发 = 收 + 弃: never more received than issued and yet held good
  constraint ballot_sums check (passed is not true or received <= issued)
);
-- Usage: the ballots of a scope, newest first.
create index ballot_made_idx on ballot (made_at, id);
create table ballot_candidate (
  ballot_id uuid not null references ballot,
  position smallint not null,
  title text not null constraint ballot_candidate_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  -- the project it stands for, of an upper room
  subject_id uuid,
  in_favour integer,
  against integer,
  abstained integer,
  outcome text constraint ballot_candidate_outcome_known check (outcome in ('elected', 'not_elected', 'tied')),
  primary key (ballot_id, position)
);
-- Usage: the ballots that a project stood in.
create index ballot_candidate_subject_idx on ballot_candidate (subject_id) where subject_id is not null;
-- The roll. It tells that somebody has voted, as the list that is signed at a meeting does; never when, never what.
create table ballot_member (
  id uuid primary key,
  ballot_id uuid not null references ballot,
  name text not null constraint ballot_member_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,40}$'),
  deputy_id bigint references deputy,
  account_id bigint references account,
  -- what was issued to them: a link (also by their own account), a paper, nothing
  way text constraint ballot_member_way_known check (way in ('link', 'paper')),
  -- how many links they were given; another one ends the former
  links smallint not null default 0,
  token_hash bytea unique,
  device_hash bytea unique,
  has_voted boolean not null default false,
  constraint ballot_member_once unique (ballot_id, deputy_id),
  constraint ballot_member_link check ((way is not distinct from 'link') = (token_hash is not null)),
  constraint ballot_member_device check (device_hash is null or token_hash is not null),
  constraint ballot_member_voted check (not has_voted or device_hash is not null)
);
-- Usage: the roll of a ballot.
create index ballot_member_ballot_idx on ballot_member (ballot_id);
-- Usage: the ballots in which somebody may vote.
create index ballot_member_account_idx on ballot_member (account_id) where account_id is not null;
-- Usage: the votes a deputy took part in.
create index ballot_member_deputy_idx on ballot_member (deputy_id) where deputy_id is not null;
-- The closed box: all ballots in one sealed text, written anew with each vote, as long as `n` says and no more.
create table ballot_urn (
  ballot_id uuid primary key references ballot,
  n integer not null default 0,
  sealed bytea not null
);
create table ballot_teller (
  ballot_id uuid not null references ballot,
  account_id bigint not null references account,
  name text not null,
  -- what this teller read off the papers, each for themselves, sorted
  papers text[],
  unsealed boolean not null default false,
  signed boolean not null default false,
  primary key (ballot_id, account_id),
  constraint ballot_teller_signed check (unsealed or not signed)
);
-- Usage: the ballots that somebody counts.
create index ballot_teller_account_idx on ballot_teller (account_id);
-- What came out of the box: how many ballots were marked alike, in the order of the marks.
create table ballot_paper (
  ballot_id uuid not null references ballot,
  marks text not null constraint ballot_paper_marks check (marks ~ '^[faox]{1,100}$'),
  n integer not null constraint ballot_paper_some check (n > 0),
  primary key (ballot_id, marks)
);
-- The list in which each voter finds their receipt. In the order of the receipts, beside no marks.
create table ballot_tracker (
  ballot_id uuid not null references ballot,
  tracker text not null,
  primary key (ballot_id, tracker)
);
-- That a member says somebody else voted in their place: noted, counted, and the box stays shut.
create table ballot_objection (
  id uuid primary key,
  ballot_id uuid not null references ballot,
  member_id uuid not null references ballot_member,
  words text not null constraint ballot_objection_words check (length(btrim(words)) >= 2),
  noted_by bigint not null references account,
  noted_name text not null,
  at timestamptz not null default now()
);
-- Usage: what was contested of a ballot.
create index ballot_objection_ballot_idx on ballot_objection (ballot_id);
create table ballot_event (
  ballot_id uuid not null references ballot,
  version integer not null,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  from_state text not null,
  to_state text not null,
  words text not null,
  primary key (ballot_id, version),
  constraint ballot_event_step check ((from_state, to_state) in (
    ('draft', 'open'), ('open', 'closed'), ('closed', 'counted'), ('counted', 'published'),
    ('draft', 'void'), ('open', 'void'), ('closed', 'void'), ('counted', 'void')))
);
@guard ballot@
@guard ballot_candidate@
@guard ballot_member@
@guard ballot_urn@
@guard ballot_teller@
@guard ballot_paper@
@guard ballot_tracker@
@guard ballot_objection@
@guard ballot_event@
-- The ballots in which the viewer, or the device that holds a link, has a part; and whether its roll and box stand open.
create function my_ballots() returns uuid[] language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  person bigint := nullif(current_setting('app.viewer', true), '')::bigint;
  device bytea := decode(nullif(current_setting('app.link', true), ''), 'hex');
begin
  if person is null and device is null then
    return '{}';
  end if;
  return (select coalesce(array_agg(found.ballot_id), '{}') from (
    select t.ballot_id from ballot_teller t where t.account_id = person
    union select m.ballot_id from ballot_member m where m.account_id = person
    union select m.ballot_id from ballot_member m where m.device_hash = device
    union select m.ballot_id from ballot_member m where m.token_hash = device) found);
end $$;
alter function my_ballots() owner to @definer@;
revoke all on function my_ballots() from public;
grant execute on function my_ballots() to @app@;
grant select on ballot_member, ballot_teller to @definer@;
create policy definer on ballot_member for select to @definer@ using (true);
create policy definer on ballot_teller for select to @definer@ using (true);
-- Who may count: somebody of the place with a login who works for the congress or is a deputy.
@definer teller_found(wanted text, at text)@
returns table (id bigint, name text)
begin atomic
  select a.id, a.name from account a where a.login = wanted and a.disabled_at is null and a.locked_at is null
    and exists (select from account_role r where r.account_id = a.id and r.role in ('deputy', 'town_congress', 'liaison', 'verifier')
      and left(r.area_code, 6) = left(at, 6));
end;
create function clerk_of(ballot uuid) returns boolean language sql stable as $$
  select exists (select from ballot b where b.id = ballot and b.area_code is not null and holds_role('town_congress', b.area_code))
$$;
create function counts(ballot uuid) returns boolean language sql stable as $$
  select exists (select from ballot_teller t where t.ballot_id = ballot and t.account_id = nullif(current_setting('app.viewer', true), '')::bigint)
$$;
grant select, insert on ballot, ballot_candidate, ballot_member, ballot_teller, ballot_event, ballot_objection, ballot_paper, ballot_tracker, ballot_urn to @app@;
grant delete on ballot_candidate, ballot_member, ballot_teller to @app@;
grant update (meeting, title, held_on, way, contested, seats, rule, quorum, state, roll_digest, members, issued, received, invalid, passed, version) on ballot to @app@;
grant update (in_favour, against, abstained, outcome) on ballot_candidate to @app@;
grant update (way, links, token_hash, device_hash, has_voted) on ballot_member to @app@;
grant update (papers, unsealed, signed) on ballot_teller to @app@;
grant update (n, sealed) on ballot_urn to @app@;
grant select on ballot, ballot_candidate, ballot_event to @worker@;
-- Everybody sees what was published; before, who reads the area and who has a part in it.
create policy read on ballot for select to @app@, @worker@ using (@area@);
create policy part on ballot for select to @app@ using (id = any ((select my_ballots())::uuid[]));
create policy published on ballot for select to @app@ using (state = 'published');
create policy write on ballot for insert to @app@ with check (made_by = @viewer@ and state = 'draft' and holds_role('town_congress', area_code));
create policy change on ballot for update to @app@ using (holds_role('town_congress', area_code) or (state = 'closed' and counts(id)))
  with check (holds_role('town_congress', area_code) or (state = 'counted' and counts(id)));
create policy read on ballot_candidate for select to @app@, @worker@ using (exists (select from ballot b where b.id = ballot_id));
create policy write on ballot_candidate for insert to @app@ with check (clerk_of(ballot_id));
create policy remove on ballot_candidate for delete to @app@ using (clerk_of(ballot_id));
create policy change on ballot_candidate for update to @app@ using (counts(ballot_id));
-- The roll: the clerk and the tellers, and each member their own line.
create policy read on ballot_member for select to @app@ using (exists (select from ballot b where b.id = ballot_id and holds_role('town_congress', b.area_code)));
create policy counted on ballot_member for select to @app@ using (counts(ballot_id));
create policy own on ballot_member for select to @app@ using (account_id = @viewer@);
create policy linked on ballot_member for select to @app@ using (
  decode(nullif(current_setting('app.link', true), ''), 'hex') in (device_hash, token_hash));
create policy write on ballot_member for insert to @app@ with check (clerk_of(ballot_id));
create policy remove on ballot_member for delete to @app@ using (clerk_of(ballot_id));
create policy change on ballot_member for update to @app@ using (clerk_of(ballot_id) or account_id = @viewer@
  or decode(nullif(current_setting('app.link', true), ''), 'hex') in (device_hash, token_hash));
create policy voter on ballot_urn for select to @app@ using (ballot_id = any ((select my_ballots())::uuid[]));
create policy write on ballot_urn for insert to @app@ with check (clerk_of(ballot_id));
create policy change on ballot_urn for update to @app@ using (@viewer@ is null and ballot_id = any ((select my_ballots())::uuid[]));
create policy read on ballot_teller for select to @app@ using (ballot_id = any ((select my_ballots())::uuid[]) or clerk_of(ballot_id));
create policy published on ballot_teller for select to @app@ using (exists (select from ballot b where b.id = ballot_id and b.state = 'published'));
create policy write on ballot_teller for insert to @app@ with check (clerk_of(ballot_id));
create policy remove on ballot_teller for delete to @app@ using (clerk_of(ballot_id));
create policy change on ballot_teller for update to @app@ using (account_id = @viewer@);
-- How single ballots were marked is for the tellers alone: a rare pattern could be a sign between a voter and who pressed them.
create policy counted on ballot_paper for select to @app@ using (counts(ballot_id));
create policy write on ballot_paper for insert to @app@ with check (counts(ballot_id));
create policy read on ballot_tracker for select to @app@ using (counts(ballot_id)
  or exists (select from ballot b where b.id = ballot_id and b.state = 'published'));
create policy write on ballot_tracker for insert to @app@ with check (counts(ballot_id));
create policy read on ballot_objection for select to @app@ using (clerk_of(ballot_id) or counts(ballot_id));
create policy write on ballot_objection for insert to @app@ with check (noted_by = @viewer@ and (clerk_of(ballot_id) or counts(ballot_id)));
create policy read on ballot_event for select to @app@, @worker@ using (exists (select from ballot b where b.id = ballot_id));
create policy write on ballot_event for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from ballot b where b.id = ballot_id and b.state = from_state and b.version + 1 = ballot_event.version));
create trigger append_only before update or delete on ballot_event for each row execute function refuse_change();
create trigger append_only before update or delete on ballot_objection for each row execute function refuse_change();
create trigger append_only before update or delete on ballot_paper for each row execute function refuse_change();
create trigger append_only before update or delete on ballot_tracker for each row execute function refuse_change();
create trigger never_emptied before truncate on ballot_paper for each statement execute function refuse_change();
create trigger never_emptied before truncate on ballot_tracker for each statement execute function refuse_change();
create trigger never_emptied before truncate on ballot_objection for each statement execute function refuse_change();
create trigger never_emptied before truncate on ballot_event for each statement execute function refuse_change();
-- A ballot goes its steps, each with its event; what the meeting has set stays as it was opened.
create function check_ballot() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 then
    raise exception 'a ballot changes by versions' using errcode = 'ZT050';
  end if;
  if old.state <> 'draft' and row (new.meeting, new.title, new.held_on, new.way, new.contested, new.seats, new.rule, new.quorum, new.roll_digest, new.members)
      is distinct from row (old.meeting, old.title, old.held_on, old.way, old.contested, old.seats, old.rule, old.quorum, old.roll_digest, old.members) then
    raise exception 'an opened ballot stays as it was set' using errcode = 'ZT050';
  end if;
  if new.state <> old.state and not exists (select from ballot_event e where e.ballot_id = new.id and e.version = new.version
      and (e.from_state, e.to_state) = (old.state, new.state)) then
    raise exception 'a ballot goes along its steps' using errcode = 'ZT050';
  end if;
  if new.state = 'open' and old.state = 'draft' and (not exists (select from ballot_member m where m.ballot_id = new.id)
      or (select count(*) from ballot_teller t where t.ballot_id = new.id) < 2
      or not exists (select from ballot_candidate c where c.ballot_id = new.id)) then
    raise exception 'no roll, no candidates or no two tellers' using errcode = 'ZT050';
  end if;
  if new.state = 'counted' and old.state <> 'counted' and exists (select from ballot_teller t where t.ballot_id = new.id and not t.unsealed) then
    raise exception 'all tellers unseal the box together' using errcode = 'ZT050';
  end if;
  if new.state = 'published' and old.state <> 'published' and exists (select from ballot_teller t where t.ballot_id = new.id and not t.signed) then
    raise exception 'a result is published when all tellers have signed it' using errcode = 'ZT050';
  end if;
  return new;
end $$;
create trigger ballot_steps before update on ballot for each row execute function check_ballot();
-- The roll, the candidates and the tellers are fixed with the opening.
create function check_ballot_part() returns trigger language plpgsql as $$
begin
  if not exists (select from ballot b where b.id = coalesce(new.ballot_id, old.ballot_id) and b.state = 'draft') then
    raise exception 'the roll is fixed' using errcode = 'ZT051';
  end if;
  return coalesce(new, old);
end $$;
create trigger ballot_member_fixed before insert or delete on ballot_member for each row execute function check_ballot_part();
create trigger ballot_candidate_fixed before insert or delete on ballot_candidate for each row execute function check_ballot_part();
create trigger ballot_teller_fixed before insert or delete on ballot_teller for each row execute function check_ballot_part();
-- Who has voted has voted; only the device that holds the link votes, only while it is open; and nothing else is changed by a vote.
create function check_ballot_member() returns trigger language plpgsql as $$
begin
  if not exists (select from ballot b where b.id = new.ballot_id and b.state = 'open') then
    raise exception 'the ballot is not open' using errcode = 'ZT052';
  end if;
  if old.has_voted then
    raise exception 'one member, one vote' using errcode = 'ZT053';
  end if;
  if new.has_voted and (row (new.way, new.links, new.token_hash, new.device_hash) is distinct from row (old.way, old.links, old.token_hash, old.device_hash)
      or new.device_hash is distinct from decode(nullif(current_setting('app.link', true), ''), 'hex')) then
    raise exception 'only the device that holds the link votes' using errcode = 'ZT053';
  end if;
  return new;
end $$;
create trigger ballot_member_votes before update on ballot_member for each row execute function check_ballot_member();
create function check_ballot_urn() returns trigger language plpgsql as $$
begin
  if new.n <> old.n + 1 or not exists (select from ballot b where b.id = new.ballot_id and b.state = 'open') then
    raise exception 'one vote at a time, while it is open' using errcode = 'ZT052';
  end if;
  return new;
end $$;
create trigger ballot_urn_votes before update on ballot_urn for each row execute function check_ballot_urn();
-- At the end of every vote the box holds as many ballots as the roll has voters: no vote without a voter, no voter without a vote.
create function check_ballot_sum() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (select u.n from ballot_urn u where u.ballot_id = new.ballot_id)
      is distinct from (select count(*)::integer from ballot_member m where m.ballot_id = new.ballot_id and m.has_voted) then
    raise exception 'the box and the roll differ' using errcode = 'ZT054';
  end if;
  return null;
end $$;
@hook check_ballot_sum@
grant select on ballot_urn to @definer@;
create policy definer on ballot_urn for select to @definer@ using (true);
create constraint trigger ballot_urn_sum after update on ballot_urn deferrable initially deferred for each row execute function check_ballot_sum();
create constraint trigger ballot_member_sum after update of has_voted on ballot_member deferrable initially deferred for each row
  when (new.has_voted and not old.has_voted) execute function check_ballot_sum();
-- What came out of the box, and what a candidate got, is written once, when the tellers have unsealed it.
create function check_ballot_count() returns trigger language plpgsql as $$
begin
  if not exists (select from ballot b where b.id = new.ballot_id and b.state = 'closed')
      or exists (select from ballot_teller t where t.ballot_id = new.ballot_id and not t.unsealed) then
    raise exception 'the box is counted once, unsealed by all tellers' using errcode = 'ZT054';
  end if;
  return new;
end $$;
create trigger ballot_paper_counted before insert on ballot_paper for each row execute function check_ballot_count();
create trigger ballot_tracker_counted before insert on ballot_tracker for each row execute function check_ballot_count();
create trigger ballot_candidate_counted before update on ballot_candidate for each row execute function check_ballot_count();
create function check_ballot_teller() returns trigger language plpgsql as $$
begin
  if (select b.state from ballot b where b.id = new.ballot_id) is distinct from (case when new.signed then 'counted' else 'closed' end)
      or ((old.unsealed or new.signed) and row (new.papers, new.unsealed) is distinct from row (old.papers, old.unsealed)) then
    raise exception 'tellers read papers once it is closed, unseal, then sign' using errcode = 'ZT054';
  end if;
  return new;
end $$;
create trigger ballot_teller_steps before update on ballot_teller for each row execute function check_ballot_teller();
