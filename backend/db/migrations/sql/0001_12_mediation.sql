-- Mediation (人民调解): what hangs on a case in the hands of a committee. Facts stay; the words stand apart because they may have to be erased.
-- Days from the effect of an agreement in which both sides may jointly ask a court to confirm it (人民调解法 33 条).
insert into case_limit (name, days, working) values ('confirmation', 30, false);
-- Whether the viewer acts for the committee that handles the case: who else sees it writes nothing of this.
create function mediates(wanted uuid) returns boolean language sql stable as $$
  select exists (select from case_seat s where s.case_id = wanted and s.until is null and s.seat = 'handler' and s.role = 'mediator'
    and s.body_id = any (my_bodies()))
$$;
-- Who is at odds, on which side; name and phone are the contact of the same id.
create table mediation_party (
  id uuid primary key,
  case_id uuid not null references cases,
  side text not null constraint mediation_party_side check (side in ('claimant', 'respondent', 'other')),
  -- a correction names the old row, once
  corrects_id uuid constraint mediation_party_corrects unique references mediation_party,
  at timestamptz not null default now(),
  actor_id bigint not null references account,
  actor_name text not null,
  area_code text collate "C" not null,
  hidden boolean not null
);
-- Usage: the parties of a case.
create index mediation_party_case_idx on mediation_party (case_id, at);
-- 笔录: when parties sat together; where, who led and what was said are its words.
create table mediation_record (
  id uuid primary key,
  case_id uuid not null references cases,
  held_at timestamptz not null,
  corrects_id uuid constraint mediation_record_corrects unique references mediation_record,
  at timestamptz not null default now(),
  actor_id bigint not null references account,
  actor_name text not null,
  area_code text collate "C" not null,
  hidden boolean not null
);
-- Usage: the records of a case.
create index mediation_record_case_idx on mediation_record (case_id, held_at);
-- An agreement comes of a sitting: the table of moves asks the case.
create function mark_talked() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update cases set talked = true where id = new.case_id and not talked;
  return null;
end $$;
@hook mark_talked@
grant update (talked) on cases to @definer@;
create trigger record_marks after insert on mediation_record for each row execute function mark_talked();
-- 履行回访: whether an agreement was kept.
create table mediation_follow_up (
  id uuid primary key,
  case_id uuid not null references cases,
  made_on date not null,
  outcome text not null constraint mediation_follow_up_outcome check (outcome in ('kept', 'partly', 'broken')),
  at timestamptz not null default now(),
  actor_id bigint not null references account,
  actor_name text not null,
  area_code text collate "C" not null,
  hidden boolean not null
);
-- Usage: the follow-ups of a case; the reminder asks for the latest.
create index mediation_follow_up_case_idx on mediation_follow_up (case_id, at);
-- 司法确认: both sides have asked a court to confirm an agreement, once for each; `version`: that of its event.
create table mediation_confirmation (
  id uuid primary key,
  case_id uuid not null references cases,
  version integer not null,
  applied_on date not null,
  court_id bigint not null references body,
  applicants uuid[] not null constraint mediation_confirmation_jointly check (cardinality(applicants) >= 2),
  at timestamptz not null default now(),
  actor_id bigint not null references account,
  actor_name text not null,
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint mediation_confirmation_once unique (case_id, version)
);
-- What the court said.
create table mediation_ruling (
  id uuid primary key references mediation_confirmation,
  case_id uuid not null references cases,
  result text not null constraint mediation_ruling_result check (result in ('confirmed', 'refused')),
  decided_on date not null,
  at timestamptz not null default now(),
  actor_id bigint not null references account,
  actor_name text not null,
  area_code text collate "C" not null,
  hidden boolean not null
);
-- Usage: the rulings of a case.
create index mediation_ruling_case_idx on mediation_ruling (case_id);
-- The words of each of these, by its kind and id.
create table mediation_text (
  kind text not null constraint mediation_text_kind check (kind in ('party', 'record', 'follow_up', 'confirmation', 'ruling')),
  id uuid not null,
  case_id uuid not null references cases,
  words jsonb not null,
  area_code text collate "C" not null,
  hidden boolean not null,
  primary key (kind, id)
);
-- Usage: all words of a case; what erases reads it too.
create index mediation_text_case_idx on mediation_text (case_id);
@guard mediation_party@
@guard mediation_record@
@guard mediation_follow_up@
@guard mediation_confirmation@
@guard mediation_ruling@
@guard mediation_text@
@append_only mediation_party@
@append_only mediation_record@
@append_only mediation_follow_up@
@append_only mediation_confirmation@
@append_only mediation_ruling@
grant select, insert on mediation_party, mediation_record, mediation_follow_up, mediation_confirmation, mediation_ruling, mediation_text to @app@;
grant select on mediation_party, mediation_record, mediation_follow_up, mediation_confirmation, mediation_ruling, mediation_text to @worker@;
create policy read on mediation_party for select to @app@, @worker@ using (@reads@);
create policy read on mediation_record for select to @app@, @worker@ using (@reads@);
create policy read on mediation_follow_up for select to @app@, @worker@ using (@reads@);
create policy read on mediation_confirmation for select to @app@, @worker@ using (@reads@);
create policy read on mediation_ruling for select to @app@, @worker@ using (@reads@);
create policy read on mediation_text for select to @app@, @worker@ using (@reads@);
create policy seated on mediation_party for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy seated on mediation_record for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy seated on mediation_follow_up for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy seated on mediation_confirmation for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy seated on mediation_ruling for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy seated on mediation_text for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on mediation_party for insert to @app@ with check (mediates(case_id) and actor_id = @viewer@);
create policy write on mediation_record for insert to @app@ with check (mediates(case_id) and actor_id = @viewer@);
create policy write on mediation_follow_up for insert to @app@ with check (mediates(case_id) and actor_id = @viewer@);
create policy write on mediation_confirmation for insert to @app@ with check (mediates(case_id) and actor_id = @viewer@);
create policy write on mediation_ruling for insert to @app@ with check (mediates(case_id) and actor_id = @viewer@);
create policy write on mediation_text for insert to @app@ with check (mediates(case_id));
grant select on mediation_party, mediation_follow_up to @definer@;
create policy definer on mediation_party for select to @definer@ using (true);
create policy definer on mediation_follow_up for select to @definer@ using (true);
-- The parties that the viewer's bodies may reach of the cases in their hands: those of the place, and the one to which the matter was
-- handed over, which no move does without how they consented; read once a statement.
@mine my_parties uuid p.id@
join case_seat s on s.body_id = m.body_id and s.until is null
join body b on b.id = s.body_id
join mediation_party p on p.case_id = s.case_id and (s.seat = 'receiver' or not asks_consent(s.seat, b.area_code, s.area_code))
end;
create policy of_party on contact for select to @app@ using ((id = any ((select my_parties())::uuid[])) is true);
create policy write_party on contact for insert to @app@ with check (exists (
  select from mediation_party p where p.id = contact.id and p.actor_id = @viewer@ and mediates(p.case_id)));
-- Usage: the reminder goes through the agreements.
create index case_event_agreed_idx on case_event (case_id, version) where move = 'A4';
-- Tells who mediated that the day has come by which an agreement is to be performed, and nobody has asked yet; each agreement once.
-- Days are compared as they are written, so that words which were erased hold nothing up.
@definer notice_follow_ups() for worker@
returns table (told bigint)
begin atomic
  with agreed as (
    select distinct on (e.case_id) e.case_id, e.id, e.at from case_event e where e.move = 'A4' order by e.case_id, e.version desc),
  due as (
    select c.id, c.number, s.body_id, g.at from agreed g join cases c on c.id = g.case_id join case_event_text t on t.event_id = g.id
    join case_seat s on s.case_id = c.id and s.seat = 'handler' and s.role = 'mediator' and s.until is null
    where c.state in ('agreed', 'verifying', 'redoing', 'answering', 'answered', 'closed')
      and t.evidence ->> 'perform_by' between '2000-01-01' and china_today()::text
      and not exists (select from mediation_follow_up f where f.case_id = c.id and f.at >= g.at)),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select m.account_id, 'mediation.follow_up', d.id, d.number from due d join body_member m on m.body_id = d.body_id
    where china_today() between m.from_day and coalesce(m.until_day, 'infinity')
      and not exists (select from notice n where n.subject_id = d.id and n.kind = 'mediation.follow_up'
        and n.account_id = m.account_id and n.created_at >= d.at)
    on conflict on constraint notice_once do update set created_at = now(), read_at = null returning 1)
  select count(*) from told;
end;
