-- Who calls a meeting of a place: its station, its congress.
create function convenes(at text) returns boolean language sql stable as $$
  select holds_role('liaison', at) or holds_role('town_congress', at)
$$;
-- Anything with a time, a place, participants and a record.
create table activity (
  id uuid primary key,
  type text not null references activity_type,
  title text not null constraint activity_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  area_code text collate "C" not null references area,
  place text not null default '' constraint activity_place_plain check (place ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  -- null: the day is not fixed yet (待定)
  starts_at timestamptz,
  ends_at timestamptz,
  state text not null default 'planned' constraint activity_state_known check (state in ('planned', 'held', 'cancelled')),
  -- who calls it, where it is not the congress of the area itself
  station_id bigint references station,
  body_id bigint references body,
  held_on date,
  cancelled_reason text not null default '',
  -- where on the map it is; cell_id by the grid of the day it was planned
  geom geometry(Point, 4326),
  cell_id bigint references grid_cell,
  -- the session of a mobile station, the square, park or corridor it takes place at
  session_id uuid references station_session,
  venue_id bigint references venue,
  -- whoever opens the public pages reads that it is, where, and what was promised
  public boolean not null default false,
  tags text[] not null default '{}',
  -- what the type's fields say
  numbers jsonb not null default '{}' constraint activity_numbers check (jsonb_typeof(numbers) = 'object'),
  -- what repeats: the rule (RFC 5545) and the first of the row, of each of them
  rule text not null default '',
  series_id uuid,
  -- null: the system made it
  made_by bigint references account,
  made_at timestamptz not null default now(),
  -- digest of what it was made with, so that the same sent again is known
  asked bytea,
  version integer not null default 1,
  constraint activity_ends check (ends_at >= starts_at),
  constraint activity_held check ((state = 'held') = (held_on is not null)),
  constraint activity_cancelled check ((state = 'cancelled') = (cancelled_reason <> ''))
);
-- Usage: the activities of a scope, newest first; the next planned one.
create index activity_area_idx on activity (area_code, type, state, starts_at);
-- Usage: what is public in a span of time.
create index activity_public_idx on activity (starts_at) where public;
-- Usage: the others of a row.
create index activity_series_idx on activity (series_id, starts_at) where series_id is not null;
-- Usage: cells that are taken back with an edition.
create index activity_cell_idx on activity (cell_id) where cell_id is not null;
create table activity_participant (
  activity_id uuid not null references activity,
  body_id bigint not null references body,
  area_code text collate "C" not null,
  primary key (activity_id, body_id)
);
-- Usage: what a body is invited to: every policy of its people asks.
create index activity_participant_body_idx on activity_participant (body_id, activity_id);
-- People at an activity: who leads it, speaks, is invited; with an account, a deputy's, or by name only.
create table activity_person (
  activity_id uuid not null references activity,
  nth integer not null,
  area_code text collate "C" not null,
  part text not null constraint activity_person_part_known check (part in ('leader', 'host', 'speaker', 'deputy', 'mentor', 'guest')),
  account_id bigint references account,
  deputy_id bigint references deputy,
  name text not null constraint activity_person_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  primary key (activity_id, nth)
);
-- Usage: what a person is invited to: every policy of activities asks; whether somebody is free.
create index activity_person_account_idx on activity_person (account_id, activity_id) where account_id is not null;
-- Usage: whether a deputy is free; what a deputy took part in.
create index activity_person_deputy_idx on activity_person (deputy_id, activity_id) where deputy_id is not null;
@guard activity@
@guard activity_participant@
@guard activity_person@
grant select on activity, activity_type, activity_participant, activity_person to @definer@;
create policy definer on activity for select to @definer@ using (true);
create policy definer on activity_participant for select to @definer@ using (true);
create policy definer on activity_person for select to @definer@ using (true);
-- What the viewer, or a body of the viewer's, is invited to; read once a statement, and over at once for who is invited to nothing.
create function my_activities() returns uuid[] language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  held bigint := nullif(current_setting('app.viewer', true), '')::bigint;
begin
  if held is null then
    return '{}';
  end if;
  return coalesce((select array_agg(f.activity_id) from (
    select p.activity_id from activity_person p where p.account_id = held
    union
    select p.activity_id from body_member m join activity_participant p on p.body_id = m.body_id
    where m.account_id = held and china_today() between m.from_day and coalesce(m.until_day, 'infinity')) f), '{}');
end $$;
alter function my_activities() owner to @definer@;
revoke all on function my_activities() from public;
grant execute on function my_activities() to @app@;
-- Whom one may invite at a place besides its deputies: who works there or above it, for who calls activities there.
@definer colleagues(at text)@
returns table (account_id bigint, name text, role text, prefix text)
begin atomic
  select distinct on (p.id) p.id, p.name, r.role, w.prefix from account_role r join account p on p.id = r.account_id join area w on w.code = r.area_code
  where convenes(at) and (at ^@ w.prefix or r.area_code ^@ at) and length(w.prefix) >= 6 and @in_term@ and p.disabled_at is null
  order by p.id, length(w.prefix) limit 200;
end;
-- Something promised at an activity or by a body, followed to the end.
create table commitment (
  id uuid primary key,
  subject_kind text not null constraint commitment_subject_known check (subject_kind in ('case', 'activity')),
  subject_id uuid not null,
  -- the case's number, the activity's title, as it was that day
  subject_name text not null,
  text text not null constraint commitment_text_said check (length(btrim(text)) >= 2),
  body_id bigint not null references body,
  due_on date not null,
  state text not null default 'open' constraint commitment_state_known check (state in ('open', 'kept', 'broken', 'withdrawn')),
  settled_at timestamptz,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  -- who asked for it, and hears what becomes of it: the people of a case, or somebody with an account
  asked_case uuid references cases,
  asked_by bigint references account,
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint commitment_settled check ((state = 'open') = (settled_at is null))
);
-- Usage: what was promised in a scope, by the day it is due.
create index commitment_area_idx on commitment (area_code, state, due_on);
-- Usage: what a body has promised: its people's list.
create index commitment_body_idx on commitment (body_id, state, due_on);
-- Usage: what was promised of a case or at an activity.
create index commitment_subject_idx on commitment (subject_id);
-- Usage: what was promised to the people of a case.
create index commitment_asked_case_idx on commitment (asked_case) where asked_case is not null;
-- Usage: what somebody with an account asked for.
create index commitment_asked_by_idx on commitment (asked_by) where asked_by is not null;
-- How it went on, day by day; what it became is said here first.
create table commitment_note (
  id bigint generated always as identity primary key,
  commitment_id uuid not null references commitment,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  state text not null constraint commitment_note_state_known check (state in ('open', 'kept', 'broken', 'withdrawn')),
  words text not null constraint commitment_note_words_said check (length(btrim(words)) >= 2)
);
-- Usage: the notes of a commitment.
create index commitment_note_commitment_idx on commitment_note (commitment_id, id);
@guard commitment@
@guard commitment_note@
create trigger append_only before update or delete on commitment_note for each row execute function facts_stay('words');
create trigger never_emptied before truncate on commitment_note for each statement execute function refuse_change();
create table activity_item (
  id uuid primary key,
  activity_id uuid not null references activity,
  position integer not null,
  case_id uuid references cases,
  case_number text,
  -- null: the system put it there
  put_by bigint references account,
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint activity_item_case check ((case_id is null) = (case_number is null)),
  constraint activity_item_once unique (activity_id, case_id)
);
-- Usage: the agenda of an activity.
create index activity_item_activity_idx on activity_item (activity_id, position);
-- Usage: whether a case stands on an agenda already.
create index activity_item_case_idx on activity_item (case_id) where case_id is not null;
-- The words of an item, apart: of a hidden matter only its handlers read them.
create table activity_item_text (
  item_id uuid primary key references activity_item on delete cascade,
  activity_id uuid not null references activity,
  case_id uuid references cases,
  area_code text collate "C" not null,
  hidden boolean not null,
  words text not null,
  why text not null
);
create table activity_decision (
  item_id uuid primary key references activity_item,
  activity_id uuid not null references activity,
  case_id uuid references cases,
  area_code text collate "C" not null,
  hidden boolean not null,
  text text not null constraint activity_decision_text_said check (length(btrim(text)) >= 2),
  commitment_id uuid references commitment,
  decided_by bigint not null references account,
  at timestamptz not null default now()
);
create table activity_minutes (
  activity_id uuid primary key references activity,
  area_code text collate "C" not null,
  -- where a hidden matter stood on the agenda
  hidden boolean not null,
  number text not null constraint activity_minutes_number_plain check (number ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  text text not null,
  signed_by text not null constraint activity_minutes_signed_by_plain check (signed_by ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  noted_by bigint not null references account,
  at timestamptz not null default now()
);
-- What shows that a step was done: words, and photos of who noted it. Rows are only added.
create table activity_evidence (
  id uuid primary key,
  activity_id uuid not null references activity,
  area_code text collate "C" not null,
  step text not null,
  words text not null,
  noted_by bigint not null references account,
  noted_name text not null,
  at timestamptz not null default now()
);
-- Usage: what was done of an activity.
create index activity_evidence_activity_idx on activity_evidence (activity_id, at);
create table activity_photo (
  evidence_id uuid not null references activity_evidence,
  nth integer not null,
  activity_id uuid not null references activity,
  area_code text collate "C" not null,
  author_id bigint not null references account,
  sent_sha256 bytea not null,
  primary key (evidence_id, nth)
);
-- Usage: may this viewer see this photo (policy of attachment); whether somebody still needs it.
create index activity_photo_sent_idx on activity_photo (sent_sha256);
-- Who was there: by the code at the place, with the own account, or from the paper list. Each once.
create table activity_attendance (
  id uuid primary key,
  activity_id uuid not null references activity,
  area_code text collate "C" not null,
  account_id bigint references account,
  name text not null constraint activity_attendance_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  unit text not null default '' constraint activity_attendance_unit_plain check (unit ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  way text not null constraint activity_attendance_way_known check (way in ('code', 'account', 'list')),
  noted_by bigint references account,
  at timestamptz not null default now(),
  constraint activity_attendance_once unique (activity_id, name, unit),
  constraint activity_attendance_account_once unique (activity_id, account_id),
  constraint activity_attendance_ways check ((way = 'account') = (account_id is not null) and (way = 'list') = (noted_by is not null))
);
-- Usage: what somebody has been at.
create index activity_attendance_account_idx on activity_attendance (account_id) where account_id is not null;
-- How content somebody is who was there, or whom it concerns: by the code they were given, one device once.
create table activity_score (
  activity_id uuid not null references activity,
  device bytea not null,
  area_code text collate "C" not null,
  verdict text not null constraint activity_score_verdict_known check (verdict in ('satisfied', 'fair', 'dissatisfied')),
  words text not null,
  at timestamptz not null default now(),
  primary key (activity_id, device)
);
@guard activity_evidence@
@guard activity_photo@
@guard activity_attendance@
@guard activity_score@
@append_only activity_photo@
create trigger append_only before update or delete on activity_evidence for each row execute function facts_stay('words');
create trigger never_emptied before truncate on activity_evidence for each statement execute function refuse_change();
@guard activity_item@
@guard activity_item_text@
@guard activity_decision@
@guard activity_minutes@
@append_only activity_decision@
@append_only activity_minutes@
grant select, insert on activity_person, activity_evidence, activity_photo, activity_attendance to @app@;
grant select on activity_score to @app@;
grant select on activity_person, activity_evidence, activity_photo, activity_attendance, activity_score to @worker@;
grant select, insert on activity, activity_participant, activity_item, activity_item_text to @app@, @worker@;
grant select, insert on activity_decision, activity_minutes, commitment, commitment_note to @app@;
grant select on activity_decision, activity_minutes, commitment, commitment_note to @worker@;
grant update (title, place, starts_at, ends_at, state, held_on, cancelled_reason, public, tags, numbers, version) on activity to @app@;
grant update (version) on activity to @worker@;
grant update (position) on activity_item to @app@;
grant delete on activity_item, activity_item_text, activity_participant, activity_person to @app@;
grant update (state, settled_at) on commitment to @app@;
-- Staff of the area read its meetings, invited bodies those they are invited to; who convenes there writes.
create policy read on activity for select to @app@, @worker@ using (@area@);
create policy invited on activity for select to @app@ using (id = any ((select my_activities())::uuid[]));
-- Whoever signed in with an account keeps it among what they have been at.
create policy been on activity for select to @app@ using (exists (
  select from activity_attendance n where n.activity_id = activity.id and n.account_id = @viewer@));
create policy write on activity for insert to @app@ with check (@area@ and convenes(area_code) and made_by = @viewer@);
create policy write_service on activity for insert to @worker@ with check (@area@ and made_by is null);
create policy change on activity for update to @app@ using (@area@ and convenes(area_code)) with check (@area@ and convenes(area_code));
create policy change_service on activity for update to @worker@ using (@area@) with check (@area@);
create policy read on activity_participant for select to @app@, @worker@ using (@area@);
create policy invited on activity_participant for select to @app@ using (activity_id = any ((select my_activities())::uuid[]));
create policy write on activity_participant for insert to @app@ with check (@area@ and convenes(area_code));
create policy remove on activity_participant for delete to @app@ using (@area@ and convenes(area_code));
create policy read on activity_person for select to @app@, @worker@ using (@area@);
create policy invited on activity_person for select to @app@ using (activity_id = any ((select my_activities())::uuid[]));
create policy write on activity_person for insert to @app@ with check (@area@ and convenes(area_code));
create policy remove on activity_person for delete to @app@ using (@area@ and convenes(area_code));
create policy read on activity_evidence for select to @app@, @worker@ using (@area@);
create policy invited on activity_evidence for select to @app@ using (activity_id = any ((select my_activities())::uuid[]));
create policy write on activity_evidence for insert to @app@ with check (@area@ and convenes(area_code) and noted_by = @viewer@ and exists (
  select from activity a where a.id = activity_id and a.state <> 'cancelled' and a.area_code = activity_evidence.area_code));
create policy read on activity_photo for select to @app@, @worker@ using (@area@);
create policy invited on activity_photo for select to @app@ using (activity_id = any ((select my_activities())::uuid[]));
create policy write on activity_photo for insert to @app@ with check (author_id = @viewer@ and exists (
  select from activity_evidence e where e.id = evidence_id and e.noted_by = @viewer@ and e.area_code = activity_photo.area_code));
create policy of_activity on attachment for select to @app@ using (exists (
  select from activity_photo p where p.sent_sha256 = attachment.sent_sha256 and p.author_id = attachment.author_id));
-- Who was there is read by the staff of the place, and by everybody of themselves.
create policy read on activity_attendance for select to @app@, @worker@ using (@area@);
create policy own on activity_attendance for select to @app@ using (account_id = @viewer@);
create policy write on activity_attendance for insert to @app@ with check (@area@ and convenes(area_code) and way = 'list' and noted_by = @viewer@);
create policy read on activity_score for select to @app@, @worker@ using (@area@);
-- An item names number and village only: everybody at the meeting may read those. What is said of it is read with the matter.
create policy read on activity_item for select to @app@, @worker@ using (@area@);
create policy invited on activity_item for select to @app@ using (activity_id = any ((select my_activities())::uuid[]));
create policy write on activity_item for insert to @app@ with check (@reads@ and put_by = @viewer@ and exists (
  select from activity a where a.id = activity_id and a.state = 'planned' and convenes(a.area_code)));
create policy write_service on activity_item for insert to @worker@ with check (@reads@ and put_by is null);
create policy change on activity_item for update to @app@ using (exists (select from activity a where a.id = activity_id and a.state = 'planned' and convenes(a.area_code)));
create policy remove on activity_item for delete to @app@ using (exists (select from activity a where a.id = activity_id and a.state = 'planned' and convenes(a.area_code)));
create policy read on activity_item_text for select to @app@, @worker@ using (@reads@);
create policy invited on activity_item_text for select to @app@ using (not hidden and activity_id = any ((select my_activities())::uuid[]));
create policy seated on activity_item_text for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on activity_item_text for insert to @app@, @worker@ with check (@reads@);
create policy remove on activity_item_text for delete to @app@ using (exists (select from activity a where a.id = activity_id and a.state = 'planned' and convenes(a.area_code)));
create policy read on activity_decision for select to @app@, @worker@ using (@reads@);
create policy invited on activity_decision for select to @app@ using (not hidden and activity_id = any ((select my_activities())::uuid[]));
create policy seated on activity_decision for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on activity_decision for insert to @app@ with check (@reads@ and decided_by = @viewer@ and exists (
  select from activity a where a.id = activity_id and a.state = 'held' and convenes(a.area_code)));
create policy read on activity_minutes for select to @app@, @worker@ using (@reads@);
create policy invited on activity_minutes for select to @app@ using (not hidden and activity_id = any ((select my_activities())::uuid[]));
create policy write on activity_minutes for insert to @app@ with check (@reads@ and convenes(area_code) and noted_by = @viewer@);
-- Who promised it reads it and crosses it off; whoever sees the matter or sat at the meeting sees what was promised there.
create policy read on commitment for select to @app@, @worker@ using (@reads@);
create policy owned on commitment for select to @app@ using (body_id = any ((select my_bodies())::bigint[]));
create policy seated on commitment for select to @app@ using (subject_kind = 'case' and subject_id = any ((select my_cases())::uuid[]));
create policy invited on commitment for select to @app@ using (not hidden and subject_kind = 'activity' and subject_id = any ((select my_activities())::uuid[]));
create policy write_case on commitment for insert to @app@ with check (made_by = @viewer@ and subject_kind = 'case' and exists (
  select from case_seat s where s.case_id = subject_id and s.seat = 'handler' and s.until is null and s.body_id = commitment.body_id
    and s.body_id = any ((select my_bodies())::bigint[]) and s.area_code = commitment.area_code and (commitment.hidden or not s.hidden)));
create policy write_activity on commitment for insert to @app@ with check (made_by = @viewer@ and subject_kind = 'activity' and @reads@ and exists (
  select from activity a where a.id = subject_id and a.state <> 'cancelled' and convenes(a.area_code)));
create policy change on commitment for update to @app@ using (body_id = any ((select my_bodies())::bigint[]) or (@reads@ and convenes(area_code)));
-- Whoever asked for it reads it: behind the receipt, or with the own account.
create policy asked on commitment for select to @app@ using (asked_by = @viewer@ or (@receipt@ is not null and (asked_case = @case@ or (subject_kind = 'case' and subject_id = @case@))));
create policy read on commitment_note for select to @app@, @worker@ using (exists (select from commitment c where c.id = commitment_id));
create policy write on commitment_note for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from commitment c where c.id = commitment_id and c.state = 'open'
    and (c.body_id = any ((select my_bodies())::bigint[]) and commitment_note.state <> 'withdrawn' or convenes(c.area_code))));
-- What is over stays as it was; a promise becomes what the last note of it says.
create function check_activity() returns trigger language plpgsql as $$
begin
  if old.state <> 'planned' and row (new.state, new.title, new.place, new.starts_at, new.ends_at, new.held_on, new.cancelled_reason)
      is distinct from row (old.state, old.title, old.place, old.starts_at, old.ends_at, old.held_on, old.cancelled_reason) then
    raise exception 'an activity that is over is not changed' using errcode = 'ZT040';
  end if;
  if new.held_on > china_today() then
    raise exception 'an activity is held on a day that has come' using errcode = 'ZT041';
  end if;
  return new;
end $$;
create trigger activity_over before update on activity for each row execute function check_activity();
create function check_commitment() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' or new.state is distinct from (select n.state from commitment_note n where n.commitment_id = new.id order by n.id desc limit 1) then
    raise exception 'a commitment becomes what its last note says, once' using errcode = 'ZT042';
  end if;
  return new;
end $$;
create trigger commitment_once before update of state, settled_at on commitment for each row execute function check_commitment();
-- Invited bodies hear of it; who convenes hears of what the system has put on the agenda.
create function tell_invited() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select m.account_id, 'activity.invited', a.id, a.title from activity a join body_member m on m.body_id = new.body_id
  where a.id = new.activity_id and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
  on conflict on constraint notice_once do nothing;
  return null;
end $$;
create function tell_agenda() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select distinct n.account_id, 'activity.agenda', new.activity_id, new.case_number from (
    select r.account_id, rank() over (partition by r.role order by length(w.prefix) desc) as nearness from activity a
    join area w on a.area_code ^@ w.prefix join account_role r on r.area_code = w.code and r.role in ('liaison', 'town_congress')
    where a.id = new.activity_id and @in_term@) n
  join account p on p.id = n.account_id and p.disabled_at is null and p.locked_at is null where n.nearness = 1
  on conflict on constraint notice_once do update set created_at = now(), read_at = null, number = excluded.number;
  return null;
end $$;
@hook tell_invited@
@hook tell_agenda@
create trigger invited_told after insert on activity_participant for each row execute function tell_invited();
create trigger agenda_told after insert on activity_item for each row when (new.put_by is null) execute function tell_agenda();
