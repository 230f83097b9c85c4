-- What was erased of a report, why and when. Writing the row makes it so (the trigger below), and no contents go without one.
create table erasure (
  id bigint generated always as identity primary key,
  report_id uuid not null references report,
  what text not null constraint erasure_what_known check (what in ('words', 'contacts', 'photos', 'recordings', 'attempts')),
  cause text not null constraint erasure_cause_known check (cause in ('citizen', 'retention')),
  at timestamptz not null default now(),
  -- how many rows of each table were emptied or deleted; set by the trigger, as are area and secrecy
  gone jsonb not null default '{}',
  area_code text collate "C" not null,
  hidden boolean not null
);
-- Usage: what of a report is gone, since when.
create index erasure_report_idx on erasure (report_id, what, at);
-- A case under a legal hold is kept whole: nobody erases anything of it, the person neither.
create table case_hold (
  case_id uuid primary key references cases,
  reason text not null,
  placed_by bigint not null references account,
  placed_at timestamptz not null default now(),
  area_code text collate "C" not null,
  hidden boolean not null
);
-- How long each kind is kept is the office's own (the sources give none): days after the matter came to its end; sessions and
-- throttle after they ended, orphans (photos and files that no report names) after they came.
create table retention_rule (
  kind text primary key,
  days integer not null constraint retention_rule_days check (days between 1 and 36500),
  -- a phone keeps a report thirty days and may send it, and its photos, again
  constraint retention_rule_orphans check (kind <> 'orphans' or days > 30)
);
grant select on retention_rule to @app@, @worker@;
insert into retention_rule (kind, days) values
  ('contacts', 180), ('attempts', 180), ('photos', 365), ('recordings', 365), ('words', 1095), ('sessions', 30), ('throttle', 2), ('orphans', 40);
-- What a run of the retention has deleted; an entry of the audit holds the digest of each row.
create table deletion_record (
  id bigint generated always as identity primary key,
  run uuid not null,
  at timestamptz not null default now(),
  kind text not null references retention_rule,
  days integer not null,
  counts jsonb not null,
  -- ids of reports or attachments, nothing else of them
  subjects uuid[] not null default '{}',
  -- backups made before `at` hold it until the end of this day
  backups_until date not null
);
@guard erasure@
@guard case_hold@
@guard deletion_record@
@append_only erasure@
@append_only deletion_record@
grant select, insert on erasure to @app@, @worker@;
create policy read on erasure for select to @app@, @worker@ using (@reads@);
create policy seated on erasure for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
create policy own on erasure for select to @app@ using (exists (
  select from report r where r.id = report_id and coalesce(r.corrects_id, r.id) = @receipt@));
create policy write_own on erasure for insert to @app@ with check (cause = 'citizen' and @viewer@ is null and @holder@ = 'citizen'
  and exists (select from report r where r.id = report_id and coalesce(r.corrects_id, r.id) = @receipt@));
create policy write_due on erasure for insert to @worker@ with check (cause = 'retention' and @service@ = 'retention' and @reads@);
grant select, insert, delete on case_hold to @app@;
grant select on case_hold to @worker@;
create policy read on case_hold for select to @app@, @worker@ using (@reads@);
create policy write on case_hold for insert to @app@ with check (@reads@ and placed_by = @viewer@);
create policy lift on case_hold for delete to @app@ using (@reads@ and @viewer@ is not null);
grant select, insert on deletion_record to @worker@;
create policy keep on deletion_record for all to @worker@ using (@service@ = 'retention') with check (@service@ = 'retention');
grant select, delete on attachment_gone to @worker@;
create policy remove on attachment_gone for all to @worker@ using (@service@ in ('attachments.remove', 'retention'));
create policy remove on attachment for select to @worker@ using (@service@ in ('attachments.remove', 'retention'));
-- What erases, and nothing else, reaches these as the definer.
grant select, insert on erasure, attachment_gone to @definer@;
grant select on case_hold to @definer@;
grant update (place, source_crs, accuracy_m, fixed_at) on report to @definer@;
grant select, update (body, place_words) on report_text to @definer@;
grant select, update (said, answer) on feedback_sheet_text to @definer@;
grant select, update (reason, evidence) on case_event_text to @definer@;
grant select, update (name_sealed, phone_sealed, phone_index) on contact to @definer@;
grant update (note) on case_urge to @definer@;
grant select, update (words) on mediation_text to @definer@;
grant delete on report_attachment, attachment to @definer@;
create policy definer on erasure for select to @definer@ using (true);
create policy definer on attachment_gone for all to @definer@ using (true) with check (true);
create policy definer on case_hold for select to @definer@ using (true);
create policy definer_erases on report for update to @definer@ using (true) with check (true);
create policy definer_erases on report_text for all to @definer@ using (true) with check (true);
create policy definer_erases on feedback_sheet_text for all to @definer@ using (true) with check (true);
create policy definer_erases on case_event_text for all to @definer@ using (true) with check (true);
create policy definer_erases on case_urge for all to @definer@ using (true) with check (true);
create policy definer_erases on mediation_text for all to @definer@ using (true) with check (true);
create policy definer_erases on contact for all to @definer@ using (true) with check (true);
create policy definer_erases on report_attachment for delete to @definer@ using (true);
create policy definer_erases on attachment for delete to @definer@ using (true);
-- Erases one kind of a report's contents and counts what went. The person's own wish leaves the answer, which is the office's; the
-- retention leaves no words at all, of the case's events and its mediation neither (of a case that joined another, by the report that opened it).
-- A wish that finds nothing more to erase leaves no second row.
create function erase_contents() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  of_case uuid := (select k.case_id from case_report k where k.report_id = new.report_id);
  late boolean := new.cause = 'retention';
  -- what was split off in words has no report of its own and goes with the case it came from, once it has ended too
  of_cases uuid[] := array(
    with recursive family as (select unnest(array[of_case, new.report_id]) as id
      union select c.id from cases c join family f on c.parent_id = f.id
      where c.state in ('closed', 'archived', 'withdrawn') and not exists (select from case_report k where k.case_id = c.id))
    select id from family where id is not null);
begin
  select r.area_code, r.hidden into new.area_code, new.hidden from report r where r.id = new.report_id;
  if exists (
      with recursive held as (select h.case_id from case_hold h
        union select c.joined_to from cases c join held on c.id = held.case_id where c.joined_to is not null)
      select from held where held.case_id = of_case) then
    raise exception 'the case is under a legal hold' using errcode = 'ZT030';
  end if;
  if new.what = 'words' then
    with a as (update report_text t set body = '', place_words = '' where t.report_id = new.report_id and (t.body <> '' or t.place_words <> '') returning 1),
    b as (update report r set place = null, source_crs = null, accuracy_m = null, fixed_at = null
      where r.id = new.report_id and num_nonnulls(r.place, r.accuracy_m, r.fixed_at) > 0 returning 1),
    c as (update feedback_sheet_text f set said = '', answer = case when late then '' else f.answer end
      where f.sheet_id in (select s.id from feedback_sheet s where s.report_id = new.report_id)
        and (f.said <> '' or late and f.answer <> '') returning 1),
    d as (update case_event_text x set reason = '', evidence = '{}' where (x.reason <> '' or x.evidence <> '{}')
      and x.event_id in (select v.id from case_event v where v.case_id = any (of_cases) and (late or v.actor_role = 'citizen'))
      and (late or x.report_id = new.report_id) returning 1),
    e as (update case_urge u set note = '——' where late and u.case_id = any (of_cases) and u.note not in ('', '——') returning 1),
    m as (update mediation_text x set words = '{}' where late and x.case_id = any (of_cases) and x.words <> '{}' returning 1),
    n as (update rating x set reason = '——' where x.report_id = new.report_id and x.reason not in ('', '——') returning 1),
    o as (update case_charge x set reason = '——' where late and x.case_id = any (of_cases) and x.reason <> '——' returning 1),
    p as (update case_elsewhere x set reason = '——' where late and x.case_id = any (of_cases) and x.reason <> '——' returning 1),
    q as (update case_level x set reason = '——' where late and x.case_id = any (of_cases) and x.reason <> '——' returning 1),
    r as (update case_split x set words = '——' where late and x.case_id = any (of_cases) and x.words not in ('', '——') returning 1),
    s as (update commitment x set text = '——' where late and x.subject_kind = 'case' and x.subject_id = any (of_cases) and x.text <> '——' returning 1),
    t as (update commitment_note x set words = '——' where late and x.words <> '——' and x.commitment_id in (
      select y.id from commitment y where y.subject_kind = 'case' and y.subject_id = any (of_cases)) returning 1),
    u as (update activity_item_text x set words = '——', why = '——' where late and x.case_id = any (of_cases) and (x.words, x.why) <> ('——', '——') returning 1),
    v as (update initiative_case x set reason = '——' where late and x.case_id = any (of_cases) and x.reason <> '——' returning 1),
    w as (update initiative x set title = '——', text = '—————' where late and x.case_id = any (of_cases) and x.title <> '——' returning 1),
    y as (update initiative_event x set words = '——' where late and x.words not in ('', '——') and x.initiative_id in (
      select i.id from initiative i where i.case_id = any (of_cases)) returning 1)
    select jsonb_build_object('report_text', (select count(*) from a), 'report', (select count(*) from b),
      'feedback_sheet_text', (select count(*) from c), 'case_event_text', (select count(*) from d),
      'case_urge', (select count(*) from e), 'mediation_text', (select count(*) from m), 'rating', (select count(*) from n),
      'case_charge', (select count(*) from o), 'case_elsewhere', (select count(*) from p), 'case_level', (select count(*) from q),
      'case_split', (select count(*) from r), 'commitment', (select count(*) from s), 'commitment_note', (select count(*) from t),
      'activity_item_text', (select count(*) from u), 'initiative_case', (select count(*) from v), 'initiative', (select count(*) from w),
      'initiative_event', (select count(*) from y)) into new.gone;
  elsif new.what = 'contacts' then
    with a as (update contact c set name_sealed = null, phone_sealed = null, phone_index = null
      where (c.id = new.report_id or late and c.id in (select p.id from mediation_party p where p.case_id = any (of_cases)))
        and num_nonnulls(c.name_sealed, c.phone_sealed, c.phone_index) > 0 returning 1)
    select jsonb_build_object('contact', (select count(*) from a)) into new.gone;
  elsif new.what in ('photos', 'recordings') then
    with a as (delete from report_attachment n where n.report_id = new.report_id and (new.what = 'recordings') = exists (
        select from attachment h where h.sent_sha256 = n.sent_sha256 and h.author_id is not distinct from n.author_id
          and h.ticket is not distinct from n.ticket and h.duration_ms is not null)
      returning n.sent_sha256, n.author_id, n.ticket),
    b as (delete from attachment h using a where h.sent_sha256 = a.sent_sha256 and h.author_id is not distinct from a.author_id
        and h.ticket is not distinct from a.ticket and not exists (select from report_attachment o
          where o.sent_sha256 = a.sent_sha256 and o.author_id is not distinct from a.author_id
            and o.ticket is not distinct from a.ticket and o.report_id <> new.report_id)
      returning h.kept_sha256),
    c as (insert into attachment_gone (kept_sha256) select distinct kept_sha256 from b on conflict do nothing)
    select jsonb_build_object('report_attachment', (select count(*) from a), 'attachment', (select count(*) from b)) into new.gone;
  else
    with a as (delete from push_follow f where f.report_id = new.report_id returning f.id, f.subscription_id),
    b as (delete from push_subscription s using a where s.id = a.subscription_id and not exists (
        select from push_follow o where o.subscription_id = s.id and o.report_id is distinct from new.report_id) returning 1)
    select jsonb_build_object('push_follow', (select count(*) from a), 'push_subscription', (select count(*) from b)) into new.gone;
  end if;
  new.gone := coalesce((select jsonb_object_agg(key, value) from jsonb_each(new.gone) where value > '0'), '{}');
  if not late and new.gone = '{}' and exists (select from erasure e
      where e.report_id = new.report_id and e.what = new.what and e.cause = new.cause) then
    return null;
  end if;
  return new;
end $$;
@hook erase_contents@
create trigger erases before insert on erasure for each row execute function erase_contents();
-- Reports of matters that ended so many days ago, whose contents of one kind are not erased since; what a hold keeps is left out,
-- with what the held case has joined. A matter that was opened again and ended again is due again.
@definer retention_due(kind text, kept integer, most integer) for worker@
returns table (report_id uuid, ended_at timestamptz)
begin atomic
  with recursive held as (
    select h.case_id from case_hold h
    union select c.joined_to from cases c join held on c.id = held.case_id where c.joined_to is not null)
  select k.report_id, c.state_since from cases c join case_report k on k.case_id = c.id
  where c.state in ('closed', 'archived', 'withdrawn') and c.state_since < now() - make_interval(days => kept)
    and not exists (select from held where held.case_id = c.id)
    and not exists (select from erasure e
      where e.report_id = k.report_id and e.what = kind and e.cause = 'retention' and e.at >= c.state_since)
  order by c.state_since limit most;
end;
-- Photos and recordings that no report, no step of an activity and no delivery has named in so many days; their files are removed by
-- the worker. The photo of a signature goes when the photos of the report are erased after it.
grant select on activity_photo to @definer@;
create policy definer on activity_photo for select to @definer@ using (true);
@definer attachment_forget(kept integer, most integer) for worker@
returns table (attachment_id uuid)
begin atomic
  with lost as (
    select a.id from attachment a where a.created_at < now() - make_interval(days => kept) and not exists (
      select from report_attachment n where n.sent_sha256 = a.sent_sha256
        and n.author_id is not distinct from a.author_id and n.ticket is not distinct from a.ticket)
      and not exists (select from activity_photo p where p.sent_sha256 = a.sent_sha256 and p.author_id = a.author_id)
      and not exists (select from delivery d where d.photo_sha256 = a.sent_sha256 and d.photo_by = a.author_id
        and not exists (select from erasure e where e.report_id = d.report_id and e.what = 'photos' and e.at > d.created_at))
    limit most),
  gone as (delete from attachment a using lost where a.id = lost.id returning a.id, a.kept_sha256),
  noted as (insert into attachment_gone (kept_sha256) select distinct kept_sha256 from gone on conflict do nothing)
  select id from gone;
end;
-- Logins that ended so many days ago.
@definer session_forget(kept integer) for worker@
returns table (gone bigint)
begin atomic
  with ended as (delete from session s where s.expires_at < now() - make_interval(days => kept) returning 1) select count(*) from ended;
end;
revoke execute on function retention_due(text, integer, integer), attachment_forget(integer, integer), session_forget(integer) from @app@;
-- To what a person has agreed, by which text, when; `whom`: the body a matter is handed to, which is asked about each time anew.
-- What was said last counts: a consent may be taken back and given again.
create table consent (
  report_id uuid not null,
  purpose text not null constraint consent_purpose_known check (purpose in ('handling', 'whereabouts', 'minor', 'hidden', 'handover')),
  whom text not null default '',
  nth integer not null default 1,
  -- ticked beside the text, by the act of sending alone; told to staff at the door, by phone or on paper; or taken back
  given text not null constraint consent_given_known check (given in ('ticked', 'sending', 'door', 'phone', 'paper', 'withdrawn')),
  -- who of the staff noted it; null when the person said it here
  noted_by bigint references account,
  text_version text not null,
  text_digest bytea not null,
  language text not null,
  at timestamptz not null default now(),
  area_code text collate "C" not null,
  hidden boolean not null,
  primary key (report_id, purpose, whom, nth),
  constraint consent_whom check ((purpose = 'handover') = (whom <> '')),
  constraint consent_noted check ((given in ('door', 'phone', 'paper')) <= (noted_by is not null))
);
@guard consent@
@append_only consent@
grant select, insert on consent to @app@;
grant select on consent to @worker@;
create policy read on consent for select to @app@, @worker@ using (@reads@);
create policy own on consent for select to @app@ using (report_id = @receipt@);
create policy write on consent for insert to @app@ with check (noted_by is not distinct from @viewer@ and (report_id = @receipt@ or @reads@));
-- A body of the place itself handles a matter with what its people agreed to when they sent it. A court or another office to which it
-- is handed over, and every body from outside the town, reach them by their own word to that body.
create function asks_consent(seat text, body_area text, place text) returns boolean language sql immutable as $$
  select seat = 'receiver' or length(body_area) < 9 or not place ^@ left(body_area, 9)
$$;
create function consented(who uuid, body_code text) returns boolean language sql stable as $$
  select coalesce((select k.given <> 'withdrawn' from consent k
    where k.report_id = who and k.purpose = 'handover' and k.whom = body_code order by k.nth desc limit 1), false)
$$;
-- Of the matters in the hands of the viewer's bodies, the reports whose people they may reach.
@mine my_contacts uuid r.report_id@
join case_seat s on s.body_id = m.body_id and s.until is null
join body b on b.id = s.body_id
join case_report r on r.case_id = s.case_id
  and (not asks_consent(s.seat, b.area_code, s.area_code) or consented(r.report_id, b.code))
end;
create policy seated on contact for select to @app@ using ((id = any ((select my_contacts())::uuid[])) is true);
-- The bodies at the table of a receipt's case that ask for its person's word, and those that had it; with the last word. Nothing where
-- no name and no number were left.
@definer own_handovers()@
returns table (body_id bigint, code text, name text, at_table boolean, given text, at timestamptz)
begin atomic
  select b.id, b.code, b.name, t.here, w.given, w.at
  from submission u
  join case_report k on k.report_id = u.report_id
  cross join lateral (
    select s.body_id, bool_or(s.until is null) as here from case_seat s join body o on o.id = s.body_id
    where s.case_id = k.case_id and s.seat <> 'chairpersons' and asks_consent(s.seat, o.area_code, s.area_code) group by s.body_id) t
  join body b on b.id = t.body_id
  left join lateral (select c.given, c.at from consent c
    where c.report_id = u.report_id and c.purpose = 'handover' and c.whom = b.code order by c.nth desc limit 1) w on true
  where u.report_id = nullif(current_setting('app.receipt', true), '')::uuid and exists (
      select from contact p where p.id = u.contact_id and num_nonnulls(p.name_sealed, p.phone_sealed) > 0)
    and (t.here or w.given <> 'withdrawn')
  order by t.here desc, b.name, b.id;
end;
