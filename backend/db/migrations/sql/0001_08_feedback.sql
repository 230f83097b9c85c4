-- A feedback sheet is the numbered answer to one person; the words stand apart because they may have to be erased.
create sequence feedback_number;
grant usage on sequence feedback_number to @app@;
create table feedback_sheet (
  id uuid primary key default gen_random_uuid(),
  number text not null unique,
  subject_kind text not null,
  subject_id uuid not null,
  subject_number text not null,
  report_id uuid not null,
  report_number text not null,
  -- of a submission: where its writer follows it; goes into the QR and the address a push opens
  receipt text,
  language text not null default 'zh-CN',
  said_at timestamptz not null,
  area_code text collate "C" not null,
  hidden boolean not null,
  author_id bigint,
  reply_way text not null,
  issued_at timestamptz not null default now(),
  signed_by bigint not null,
  signer_name text not null,
  signer_role text not null,
  body_name text not null,
  constraint feedback_sheet_once unique (subject_id, report_id, issued_at)
);
-- Usage: the sheets of a receipt; of a case; of an area and a period, for the books.
create index feedback_sheet_report_idx on feedback_sheet (report_id, issued_at);
create index feedback_sheet_subject_idx on feedback_sheet (subject_id, issued_at);
create index feedback_sheet_area_idx on feedback_sheet (area_code, issued_at);
create table feedback_sheet_text (
  sheet_id uuid primary key references feedback_sheet,
  report_id uuid not null,
  area_code text collate "C" not null,
  hidden boolean not null,
  said text not null,
  answer text not null
);
-- Who asked to be told, and by which browser.
create table push_subscription (
  id uuid primary key default gen_random_uuid(),
  endpoint text not null,
  endpoint_hash bytea not null unique,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null default now(),
  gone_at timestamptz,
  gone_status smallint
);
create table push_follow (
  id uuid primary key default gen_random_uuid(),
  subscription_id uuid not null references push_subscription,
  account_id bigint references account,
  report_id uuid,
  created_at timestamptz not null default now(),
  constraint push_follow_one check ((account_id is null) <> (report_id is null)),
  constraint push_follow_once unique nulls not distinct (subscription_id, account_id, report_id)
);
-- Usage: browsers that follow a receipt or a person.
create index push_follow_report_idx on push_follow (report_id) where report_id is not null;
create index push_follow_account_idx on push_follow (account_id) where account_id is not null;
-- One row an attempt on a rung of the ladder, its key recorded before the call (jobs run at least once).
create table delivery (
  id uuid primary key default gen_random_uuid(),
  sheet_id uuid not null references feedback_sheet,
  report_id uuid not null,
  area_code text collate "C" not null,
  hidden boolean not null,
  rung text not null constraint delivery_rung_known check (rung in ('inbox', 'receipt', 'push', 'gateway', 'channel', 'door', 'aloud', 'post')),
  follow_id uuid,
  attempt smallint not null default 1,
  state text not null constraint delivery_state_known check (state in ('trying', 'confirmed', 'failed', 'gone')),
  status smallint,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  -- of the signature, where the sheet was handed over: an attachment of who noted it
  photo_sha256 bytea,
  photo_by bigint references account,
  constraint delivery_photo check ((photo_sha256 is null) = (photo_by is null) and (photo_sha256 is null or rung = 'door')),
  constraint delivery_key unique nulls not distinct (sheet_id, rung, follow_id, attempt)
);
-- Usage: may this viewer see this photo of a signature (policy of attachment); whether somebody still needs it.
create index delivery_photo_idx on delivery (photo_sha256) where photo_sha256 is not null;
-- Sheets that no rung has confirmed yet; kept by the triggers below, so that the list of them never reads all sheets.
create table feedback_unreached (
  sheet_id uuid primary key references feedback_sheet,
  area_code text collate "C" not null,
  hidden boolean not null,
  issued_at timestamptz not null
);
-- Usage: who of a scope was not reached.
create index feedback_unreached_area_idx on feedback_unreached (area_code, issued_at);
-- Messages inside the product for people with an account; `kind` and `subject` make the words, no content stands here.
create table notice (
  id uuid primary key default gen_random_uuid(),
  account_id bigint not null references account,
  kind text not null,
  subject_id uuid not null,
  number text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  constraint notice_once unique (subject_id, kind, account_id)
);
-- Usage: a person's messages, newest first.
create index notice_account_idx on notice (account_id, created_at);
@guard feedback_sheet@
@guard feedback_sheet_text@
@guard push_subscription@
@guard push_follow@
@guard delivery@
@guard notice@
@guard feedback_unreached@
grant select on feedback_unreached to @app@;
create policy read on feedback_unreached for select to @app@ using (@reads@);
-- Its name stands last, so that it is asked last: of reports there are more.
create policy signature on attachment for select to @app@ using (exists (
  select from delivery d where d.photo_sha256 = attachment.sent_sha256 and d.photo_by = attachment.author_id));
@append_only feedback_sheet@
grant select, insert on feedback_sheet, feedback_sheet_text, delivery, notice to @app@, @worker@;
grant update (state, status, settled_at) on delivery to @app@, @worker@;
grant update (read_at) on notice to @app@;
create policy read on feedback_sheet for select to @app@, @worker@ using (@reads@);
create policy own on feedback_sheet for select to @app@, @worker@ using (
  report_id = @receipt@ or author_id = @viewer@ or (signed_by = @viewer@ and signer_role = 'deputy'));
-- A deputy signs for what came by the deputy's own code, in a context bound to that report and its case.
create policy write on feedback_sheet for insert to @app@ with check (
  (@reads@ or report_id = @receipt@) and signed_by = @viewer@);
create policy read on feedback_sheet_text for select to @app@, @worker@ using (@reads@);
create policy own on feedback_sheet_text for select to @app@, @worker@ using (report_id = @receipt@ or exists (
  select from feedback_sheet s where s.id = sheet_id and (s.author_id = @viewer@ or (s.signed_by = @viewer@ and s.signer_role = 'deputy'))));
create policy write on feedback_sheet_text for insert to @app@ with check (
  @reads@ or (report_id = @receipt@ and @viewer@ is not null));
create policy read on delivery for select to @app@, @worker@ using (@reads@ or report_id = @receipt@);
create policy write on delivery for insert to @app@, @worker@ with check (@reads@ or report_id = @receipt@);
create policy change on delivery for update to @app@, @worker@ using (@reads@ or report_id = @receipt@) with check (@reads@ or report_id = @receipt@);
create policy own on notice for select to @app@ using (account_id = @viewer@);
create policy mark on notice for update to @app@ using (account_id = @viewer@) with check (account_id = @viewer@);
create policy write on notice for insert to @app@, @worker@ with check (@viewer@ is not null or @service@ is not null);
-- Subscriptions are reached only through these: an id or an endpoint of another person's opens nothing (T48).
grant select, insert, update, delete on push_subscription, push_follow to @definer@;
create policy definer on push_subscription for all to @definer@ using (true) with check (true);
create policy definer on push_follow for all to @definer@ using (true) with check (true);
-- Follow a receipt or a person's own messages with a browser; the same again gives the same id, no row when too many follow.
@definer push_follow_add(url text, url_hash bytea, p256dh_key text, auth_key text, person bigint, report uuid, most integer)@
returns table (follow_id uuid)
begin atomic
  with browser as (
    insert into push_subscription (endpoint, endpoint_hash, p256dh, auth) values (url, url_hash, p256dh_key, auth_key)
    on conflict (endpoint_hash) do update set gone_at = null, gone_status = null returning id)
  insert into push_follow (subscription_id, account_id, report_id)
  select b.id, person, report from browser b
  where (select count(*) from push_follow f join push_subscription s on s.id = f.subscription_id
    where (f.account_id = person or f.report_id = report) -- of one of the two; the other is null
      and s.endpoint_hash <> url_hash and s.gone_at is null) < most
  on conflict on constraint push_follow_once do update set subscription_id = excluded.subscription_id
  returning id;
end;
@definer push_follow_end(follow uuid, person bigint, report uuid)@
returns table (follow_id uuid)
begin atomic
  delete from push_follow f where f.id = follow and (f.account_id = person or f.report_id = report) returning f.id;
end;
-- Browsers that want to hear of a report, or of what concerns its author; the worker's only.
@definer push_targets(report uuid, person bigint) for worker@
returns table (follow_id uuid)
begin atomic
  select f.id from push_follow f join push_subscription s on s.id = f.subscription_id
  where (f.report_id = report or f.account_id = person) and s.gone_at is null order by f.id;
end;
@definer push_target(follow uuid) for worker@
returns table (subscription_id uuid, endpoint text, p256dh text, auth text)
begin atomic
  select s.id, s.endpoint, s.p256dh, s.auth from push_follow f join push_subscription s on s.id = f.subscription_id
  where f.id = follow and s.gone_at is null;
end;
@definer push_gone(subscription uuid, answer smallint) for worker@
returns void
begin atomic
  update push_subscription set gone_at = now(), gone_status = answer where id = subscription and gone_at is null;
end;
revoke execute on function push_targets(uuid, bigint), push_target(uuid), push_gone(uuid, smallint) from @app@;
-- Reading a message that brings a feedback sheet is what its inbox rung waits for; no row when the message is not theirs.
grant select on feedback_sheet to @definer@;
grant select, insert, update on notice to @definer@;
grant select, update on delivery to @definer@;
create policy definer on feedback_sheet for select to @definer@ using (true);
create policy definer on notice for all to @definer@ using (true) with check (true);
create policy definer on delivery for all to @definer@ using (true) with check (true);
@definer notice_read(wanted uuid, person bigint)@
returns table (subject_kind text, subject_id uuid, area_code text, sheet_id uuid)
begin atomic
  with seen as (
    update notice n set read_at = coalesce(n.read_at, now()) where n.id = wanted and n.account_id = person
    returning n.kind, n.subject_id),
  reached as (
    update delivery d set state = 'confirmed', settled_at = now() from seen
    where seen.kind = 'feedback.issued' and d.sheet_id = seen.subject_id and d.rung = 'inbox' and d.state = 'trying'
    returning d.sheet_id)
  select f.subject_kind, f.subject_id, f.area_code, f.id
  from seen left join reached on true left join feedback_sheet f on f.id = reached.sheet_id;
end;
-- Tells the staff nearest to a new case, and the deputy whose code it came by; run each minute, so intake defers no job.
grant select on cases, deputy, area to @definer@;
create policy definer on cases for select to @definer@ using (true);
@definer notice_new_cases() for worker@
returns table (told bigint)
begin atomic
  with fresh as (
    select c.id, c.number, c.area_code from cases c
    where c.state = 'pending' and c.opened_at > now() - interval '7 days'
      and not exists (select from notice n where n.subject_id = c.id and n.kind = 'case.opened')),
  liaisons as materialized (
    select r.account_id, a.prefix from account_role r join area a on a.code = r.area_code
    join account p on p.id = r.account_id and p.disabled_at is null and p.locked_at is null
    where r.role = 'liaison' and @in_term@),
  staff as (
    select f.id, f.number, l.account_id, rank() over (partition by f.id order by length(l.prefix) desc) as nearness
    from fresh f join liaisons l on f.area_code ^@ l.prefix),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select s.account_id, 'case.opened', s.id, s.number from staff s where s.nearness = 1
    union
    select d.account_id, 'case.opened', f.id, f.number
    from fresh f join case_report k on k.case_id = f.id join submission m using (report_id)
    join deputy d on d.id = m.deputy_id where d.account_id is not null
    on conflict on constraint notice_once do nothing returning 1)
  select count(*) from told;
end;
-- The report by which a deputy has to do with a case: sent in through the deputy's own code. A case that holds others'
-- reports too is answered by its station, which sees them all.
@definer deputy_report(wanted uuid, person bigint)@
returns table (report_id uuid)
begin atomic
  select k.report_id from case_report k join submission m using (report_id) join deputy d on d.id = m.deputy_id
  where k.case_id = wanted and d.account_id = person
    and not exists (select from case_report o join report r on r.id = o.report_id
      where o.case_id = wanted and coalesce(r.corrects_id, r.id) <> k.report_id)
  order by k.joined_at, k.report_id limit 1;
end;
-- Who acts for a body is told what has come into its hands; again when it comes again.
grant select, insert, update on notice to @definer@;
create function tell_seated() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select m.account_id, 'case.handed', new.case_id, c.number from body_member m join cases c on c.id = new.case_id
  where m.body_id = new.body_id and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_seated@
create trigger seated_told after insert on case_seat for each row execute function tell_seated();
-- 催办, 督办, 提级督办: flags that change no state. Each is kept; the case carries the highest as long as it stays where it is.
create table case_urge (
  id bigint generated always as identity primary key,
  case_id uuid not null references cases,
  level smallint not null constraint case_urge_level check (level between 1 and 3),
  at timestamptz not null default now(),
  actor_id bigint,
  actor_name text not null,
  actor_role text not null,
  note text not null default '' constraint case_urge_note check (actor_role = 'system' or length(btrim(note)) >= 2),
  area_code text collate "C" not null,
  hidden boolean not null,
  -- who may go how far
  constraint case_urge_role check ((actor_role, level) in (('system', 1), ('system', 2), ('system', 3), ('liaison', 1),
    ('town_congress', 1), ('town_congress', 2), ('working_body', 1), ('working_body', 2), ('working_body', 3)))
);
-- Usage: what was urged of a case.
create index case_urge_case_idx on case_urge (case_id, id);
@guard case_urge@
create trigger append_only before update or delete on case_urge for each row execute function facts_stay('note');
create trigger never_emptied before truncate on case_urge for each statement execute function refuse_change();
grant select, insert on case_urge to @app@, @worker@;
grant select on case_urge to @definer@;
grant update (urged) on cases to @definer@;
create policy definer_urges on cases for update to @definer@ using (true) with check (true);
create policy read on case_urge for select to @app@, @worker@ using (@reads@);
create policy seated on case_urge for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on case_urge for insert to @app@, @worker@ with check (@reads@ and holds_role(actor_role, area_code) and actor_id is not distinct from @viewer@);
create policy write_seated on case_urge for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from case_seat s where s.case_id = case_urge.case_id and s.until is null and s.role = actor_role and s.body_id = any ((select my_bodies())::bigint[])));
-- The bodies at the table hear of it, the nearest liaisons, from the second on the town's congress, at the third its head.
create function tell_urged() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update cases c set urged = greatest(c.urged, new.level) where c.id = new.case_id
    and c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn');
  if not found then
    raise exception 'nothing is due of this case' using errcode = 'ZT017';
  end if;
  insert into notice (account_id, kind, subject_id, number)
  select distinct t.account_id, 'case.urged', c.id, c.number from cases c cross join lateral (
    select m.account_id from case_seat s join body_member m on m.body_id = s.body_id
    where s.case_id = c.id and s.until is null and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
    union
    select n.account_id from (
      select r.account_id, rank() over (order by length(a.prefix) desc) as nearness from account_role r
      join area a on a.code = r.area_code and c.area_code ^@ a.prefix where r.role = 'liaison' and @in_term@) n
    where n.nearness = 1
    union
    select r.account_id from account_role r join area a on a.code = r.area_code and c.area_code ^@ a.prefix
    where (r.role = 'town_congress' and new.level >= 2 or r.role = 'town_head' and new.level = 3 and not c.hidden) and @in_term@) t
  join account p on p.id = t.account_id and p.disabled_at is null and p.locked_at is null
  where c.id = new.case_id and t.account_id is distinct from new.actor_id
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_urged@
create trigger urged_told after insert on case_urge for each row execute function tell_urged();
create function note_unreached() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into feedback_unreached (sheet_id, area_code, hidden, issued_at) values (new.id, new.area_code, new.hidden, new.issued_at);
  return null;
end $$;
create function note_reached() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from feedback_unreached where sheet_id = new.sheet_id;
  return null;
end $$;
@hook note_unreached@
@hook note_reached@
grant select, insert, delete on feedback_unreached to @definer@;
create policy definer on feedback_unreached for all to @definer@ using (true) with check (true);
create trigger sheet_issued after insert on feedback_sheet for each row execute function note_unreached();
create trigger delivery_confirmed after insert or update of state on delivery for each row
  when (new.state = 'confirmed') execute function note_reached();
-- What the gateway says has become of a message it had taken; no row when the key is none of ours.
@definer gateway_told(wanted uuid, outcome text)@
returns table (subject_kind text, subject_id uuid, area_code text, sheet_id uuid, changed boolean)
begin atomic
  with done as (
    update delivery d set state = outcome, settled_at = now() where d.id = wanted and d.rung = 'gateway' and d.state = 'trying'
    returning d.id)
  select f.subject_kind, f.subject_id, f.area_code, f.id, exists (select from done)
  from delivery d join feedback_sheet f on f.id = d.sheet_id where d.id = wanted and d.rung = 'gateway';
end;
