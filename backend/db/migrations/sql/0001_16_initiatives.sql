-- What becomes of a matter besides its answer: 代表建议, 监督议题, 立法空白点, 监察线索, 司法建议, 检察建议, 公益诉讼线索. None of them moves the case.
create sequence initiative_number;
grant usage on sequence initiative_number to @app@;
-- What supervision looks at (决定，三（二）): tags of initiatives and of cases; the office may add rows.
create table topic (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
grant select on topic to @app@, @worker@;
insert into topic (code, name, name_en, position) values
  ('conduct', '群众身边不正之风和腐败问题', 'Misconduct and corruption close to people', 1),
  ('property', '老旧小区物业管理', 'Property management of old estates', 2),
  ('campus', '校园周边环境整治', 'Surroundings of schools', 3),
  ('customs', '移风易俗', 'Customs', 4),
  ('bride_price', '高额彩礼', 'High bride prices', 5),
  ('marriage', '农村大龄男青年婚恋', 'Marriage of older single men in villages', 6),
  -- what a proposal for legislation is chosen by (小切口，真管用)
  ('narrow_law', '小切口选题', 'A narrow law that works', 7),
  ('law_gap', '立法空白', 'A gap in the law', 8),
  ('weak_spot', '薄弱环节', 'A weak spot', 9);
-- Topics that every case of a category carries; the office may add rows.
create table category_topic (
  category text not null references category,
  topic text not null references topic,
  primary key (category, topic)
);
grant select on category_topic to @app@, @worker@;
insert into category_topic (category, topic) values ('property', 'property');
-- Topics that somebody gave a case by hand.
create table case_topic (
  case_id uuid not null references cases,
  topic text not null references topic,
  tagged_by bigint not null references account,
  tagged_at timestamptz not null default now(),
  area_code text collate "C" not null,
  hidden boolean not null,
  primary key (case_id, topic)
);
-- Usage: the cases of a topic, for lists and for the map.
create index case_topic_topic_idx on case_topic (topic, case_id);
@guard case_topic@
grant select, insert, delete on case_topic to @app@;
grant select on case_topic to @worker@;
create policy read on case_topic for select to @app@, @worker@ using (@reads@);
create policy seated on case_topic for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy write on case_topic for insert to @app@ with check (@reads@ and tagged_by = @viewer@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
create policy remove on case_topic for delete to @app@ using (@reads@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
create table initiative (
  id uuid primary key,
  number text not null unique,
  kind text not null,
  title text not null constraint initiative_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  text text not null constraint initiative_text_said check (length(btrim(text)) >= 5),
  -- null: a deputy's suggestion that came of no case
  case_id uuid references cases,
  case_number text not null,
  state text not null default 'open' constraint initiative_state_known check (state in ('open', 'sent', 'answered', 'closed')),
  -- to whom it goes and by when it is to be answered, from its sending
  body_id bigint references body,
  due_on date,
  -- for which body it was made, in which role, by whom
  by_body_id bigint references body,
  made_as text not null,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  version integer not null default 1,
  area_code text collate "C" not null,
  hidden boolean not null,
  -- who may make which, as `initiatives/domain.py` has it
  constraint initiative_maker check ((kind, made_as) in (
    ('deputy_suggestion', 'deputy'), ('supervision_topic', 'town_congress'), ('supervision_topic', 'working_body'),
    ('legislative_gap', 'liaison'), ('legislative_gap', 'research_centre'), ('legislative_gap', 'working_body'),
    ('supervision_clue', 'town_congress'), ('supervision_clue', 'working_body'), ('judicial_suggestion', 'court'),
    ('procuratorial_suggestion', 'organ'), ('public_interest_clue', 'liaison'), ('public_interest_clue', 'town_congress'),
    ('public_interest_clue', 'working_body'))),
  constraint initiative_of_case check ((case_id is null) = (case_number = '') and (case_id is not null or kind = 'deputy_suggestion')),
  constraint initiative_sent check (state not in ('sent', 'answered') or (body_id is not null and due_on is not null))
);
-- Usage: the initiatives of a scope, newest first.
create index initiative_made_idx on initiative (made_at, id);
-- Usage: those of a case.
create index initiative_case_idx on initiative (case_id);
-- Usage: those somebody made.
create index initiative_maker_idx on initiative (made_by, made_at);
-- Usage: what is late, for the daily notice.
create index initiative_due_idx on initiative (due_on) where state = 'sent';
create table initiative_tag (
  initiative_id uuid not null references initiative,
  topic text not null references topic,
  primary key (initiative_id, topic)
);
-- Further cases of one initiative (由点及面): what was said last of a case counts. The case it was made of stays.
create table initiative_case (
  id uuid primary key,
  initiative_id uuid not null references initiative,
  case_id uuid not null references cases,
  case_number text not null,
  nth integer not null,
  put boolean not null,
  reason text not null constraint initiative_case_reason check (length(btrim(reason)) >= 2),
  actor_id bigint not null,
  actor_name text not null,
  at timestamptz not null default now(),
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint initiative_case_once unique (initiative_id, case_id, nth)
);
-- Usage: the initiatives that hold a case.
create index initiative_case_case_idx on initiative_case (case_id, initiative_id);
create table initiative_event (
  initiative_id uuid not null references initiative,
  version integer not null,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  from_state text not null,
  to_state text not null,
  words text not null,
  -- of a deputy's suggestion: the class of the answer, how content the deputy is, what was done while it was handled
  mark text not null default '',
  primary key (initiative_id, version),
  constraint initiative_event_step check ((from_state, to_state, mark) in (
    ('open', 'sent', ''), ('sent', 'answered', ''), ('answered', 'closed', ''), ('open', 'closed', ''), ('sent', 'closed', ''),
    ('sent', 'sent', 'urged'), ('sent', 'sent', 'extension_asked'), ('sent', 'sent', 'extended'),
    ('sent', 'answered', 'A'), ('sent', 'answered', 'B'), ('sent', 'answered', 'C'),
    ('answered', 'closed', 'satisfied'), ('answered', 'closed', 'fair'), ('answered', 'sent', 'dissatisfied'))),
  constraint initiative_event_reason check (mark = '' or length(btrim(words)) >= 2)
);
@guard initiative@
@guard initiative_tag@
@guard initiative_event@
@guard initiative_case@
create trigger append_only before update or delete on initiative_case for each row execute function facts_stay('reason');
create trigger never_emptied before truncate on initiative_case for each statement execute function refuse_change();
grant select, insert on initiative_case to @app@;
grant select on initiative_case to @worker@;
-- Who sees the initiative sees number and village of its open cases; the others are for who handles them.
create policy read on initiative_case for select to @app@, @worker@ using (@reads@);
create policy beside on initiative_case for select to @app@ using (not hidden and exists (select from initiative i where i.id = initiative_id));
create policy write on initiative_case for insert to @app@ with check (actor_id = @viewer@
  and exists (select from cases c where c.id = case_id and c.area_code = initiative_case.area_code and c.number = case_number
    and (initiative_case.hidden or not c.hidden))
  and exists (select from initiative i where i.id = initiative_id and i.state <> 'closed' and (i.made_by = @viewer@
    or i.by_body_id = any ((select my_bodies())::bigint[]) or (i.by_body_id is null and holds_role(i.made_as, i.area_code)))));
create trigger append_only before update or delete on initiative_event for each row execute function facts_stay('words');
create trigger never_emptied before truncate on initiative_event for each statement execute function refuse_change();
grant select, insert on initiative, initiative_tag, initiative_event to @app@;
grant select on initiative, initiative_tag, initiative_event to @worker@;
grant update (state, body_id, due_on, version) on initiative to @app@;
create policy read on initiative for select to @app@, @worker@ using (@reads@);
create policy own on initiative for select to @app@ using (made_by = @viewer@ or by_body_id = any ((select my_bodies())::bigint[]));
create policy seated on initiative for select to @app@ using (case_id = any ((select my_cases())::uuid[]));
create policy addressed on initiative for select to @app@ using (state <> 'open' and body_id = any ((select my_bodies())::bigint[]));
-- A deputy's suggestion may come of no case: made for the deputy's own area.
create policy write_suggestion on initiative for insert to @app@ with check (made_by = @viewer@ and state = 'open' and case_id is null
  and kind = 'deputy_suggestion' and not hidden and exists (select from deputy d where d.account_id = @viewer@ and d.area_code = initiative.area_code
    and (d.term_to is null or d.term_to >= china_today())));
create policy write on initiative for insert to @app@ with check (made_by = @viewer@ and state = 'open' and exists (
    select from cases c where c.id = case_id and c.area_code = initiative.area_code and (initiative.hidden or not c.hidden) and c.number = case_number) and (
  (by_body_id is null and @reads@ and holds_role(made_as, area_code)) or (by_body_id is null and made_as = 'deputy' and case_id = @case@)
  or exists (select from case_seat s where s.case_id = initiative.case_id and s.until is null and s.role = made_as and s.body_id = by_body_id
    and s.body_id = any ((select my_bodies())::bigint[]))));
create policy change on initiative for update to @app@ using (
  made_by = @viewer@ or by_body_id = any ((select my_bodies())::bigint[]) or body_id = any ((select my_bodies())::bigint[])
  or (@reads@ and holds_role(made_as, area_code)) or (kind = 'deputy_suggestion' and @reads@ and holds_role('town_congress', area_code)));
create policy read on initiative_tag for select to @app@, @worker@ using (exists (select from initiative i where i.id = initiative_id));
create policy write on initiative_tag for insert to @app@ with check (exists (
  select from initiative i where i.id = initiative_id and i.made_by = @viewer@ and i.state = 'open'));
create policy read on initiative_event for select to @app@, @worker@ using (exists (select from initiative i where i.id = initiative_id));
create policy write on initiative_event for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from initiative i where i.id = initiative_id and i.state = from_state and i.version + 1 = initiative_event.version));
-- Only along the steps, each with its event; to whom it went is not changed.
-- A deputy's suggestion is handed over by the congress (交办), answered by the body it went to with a class, extended once when the body
-- has asked for it, and ended by the deputy who made it, or sent back.
create function check_initiative() returns trigger language plpgsql as $$
declare
  said text := (select e.mark from initiative_event e where e.initiative_id = new.id and e.version = new.version
    and (e.from_state, e.to_state) = (old.state, new.state));
begin
  if said is null or new.version <> old.version + 1
      or (old.state <> 'open' and new.body_id is distinct from old.body_id)
      or (old.state <> 'open' and said not in ('extended', 'dissatisfied') and new.due_on is distinct from old.due_on)
      or (new.kind = 'deputy_suggestion') <> (said <> '' or (old.state = 'open' and new.kind = 'deputy_suggestion')) then
    raise exception 'an initiative goes along its steps' using errcode = 'ZT043';
  end if;
  if new.kind = 'deputy_suggestion' and not coalesce(case
      when new.state = 'sent' and said = '' or said in ('urged', 'extended') then holds_role('town_congress', new.area_code)
      when said in ('A', 'B', 'C', 'extension_asked') then new.body_id = any ((select my_bodies())::bigint[])
      else new.made_by = @viewer@ end, false) then
    raise exception 'this step of a suggestion is another''s' using errcode = 'ZT064';
  end if;
  if said = 'extended' and (new.due_on <= old.due_on or not exists (select from initiative_event e where e.initiative_id = new.id and e.mark = 'extension_asked')
      or exists (select from initiative_event e where e.initiative_id = new.id and e.mark = 'extended' and e.version < new.version)) then
    raise exception 'a suggestion is extended once, when it was asked for' using errcode = 'ZT065';
  end if;
  return new;
end $$;
create trigger initiative_steps before update of state, body_id, due_on, version on initiative for each row execute function check_initiative();
-- Who is addressed hears of it in the inbox, who made it of the answer.
create function tell_initiative() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select m.account_id, 'initiative.sent', new.id, new.number from body_member m
  where new.state = 'sent' and m.body_id = new.body_id and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
    and m.account_id is distinct from @viewer@
  union all select new.made_by, 'initiative.answered', new.id, new.number where new.state = 'answered'
  union all select s.account_id, 'initiative.answered', new.id, new.number from initiative_signer s where new.state = 'answered' and s.initiative_id = new.id and s.state = 'signed'
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_initiative@
create trigger initiative_told after update of state on initiative for each row execute function tell_initiative();
-- What a body has not answered by its day: its people and the congress are told, once for each day that was set.
@definer tell_late_initiatives() for worker@
returns table (told bigint)
begin atomic
  with late as (
    select i.id, i.number, i.body_id, i.area_code from initiative i where i.state = 'sent' and i.due_on < china_today()),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select m.account_id, 'initiative.late', l.id, l.number from late l join body_member m on m.body_id = l.body_id
    where china_today() between m.from_day and coalesce(m.until_day, 'infinity')
    union
    select r.account_id, 'initiative.late', l.id, l.number from late l join area a on l.area_code ^@ a.prefix
    join account_role r on r.area_code = a.code and r.role = 'town_congress' where @in_term@
    on conflict on constraint notice_once do nothing returning 1)
  select count(*) from told;
end;
grant select on initiative, initiative_event to @definer@;
create policy definer on initiative for select to @definer@ using (true);
create policy definer on initiative_event for select to @definer@ using (true);
-- 联名: further deputies whom the first signer (领衔) asks, each signing by the own account, until the suggestion is handed over.
create table initiative_signer (
  initiative_id uuid not null references initiative,
  account_id bigint not null references account,
  deputy_id bigint not null references deputy,
  name text not null constraint initiative_signer_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,40}$'),
  state text not null default 'asked' constraint initiative_signer_state_known check (state in ('asked', 'signed', 'withdrawn')),
  asked_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (initiative_id, account_id),
  constraint initiative_signer_settled check ((state = 'asked') = (settled_at is null))
);
-- Usage: what somebody is asked to sign, or has signed.
create index initiative_signer_account_idx on initiative_signer (account_id);
@guard initiative_signer@
grant select, insert on initiative_signer to @app@;
grant select on initiative_signer to @worker@, @definer@;
grant update (state, settled_at) on initiative_signer to @app@;
create policy definer on initiative_signer for select to @definer@ using (true);
create function my_signings() returns uuid[] language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(s.initiative_id), '{}') from initiative_signer s where s.account_id = @viewer@
$$;
alter function my_signings() owner to @definer@;
revoke all on function my_signings() from public;
grant execute on function my_signings() to @app@;
create policy signing on initiative for select to @app@ using (id = any ((select my_signings())::uuid[]));
create policy read on initiative_signer for select to @app@, @worker@ using (exists (select from initiative i where i.id = initiative_id));
-- Asked by who made it, of the deputies in office of the same congress.
create policy write on initiative_signer for insert to @app@ with check (state = 'asked' and exists (
  select from initiative i join deputy d on d.id = deputy_id where i.id = initiative_id and i.made_by = @viewer@ and i.kind = 'deputy_suggestion'
    and i.state = 'open' and not i.hidden and d.account_id = initiative_signer.account_id and d.account_id <> i.made_by
    and d.area_code in (select m.area_code from deputy m where m.account_id = i.made_by)
    and (d.term_to is null or d.term_to >= china_today())));
create policy change on initiative_signer for update to @app@ using (account_id = @viewer@) with check (account_id = @viewer@);
create function check_signer() returns trigger language plpgsql as $$
begin
  if new.state = 'asked' or not exists (select from initiative i where i.id = new.initiative_id and i.state = 'open') then
    raise exception 'a suggestion is signed until it is handed over' using errcode = 'ZT067';
  end if;
  return new;
end $$;
create trigger signer_once before update on initiative_signer for each row execute function check_signer();
create function tell_signer() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number) select new.account_id, 'initiative.sign', i.id, i.number from initiative i where i.id = new.initiative_id
  on conflict on constraint notice_once do nothing;
  return null;
end $$;
@hook tell_signer@
create trigger signer_told after insert on initiative_signer for each row execute function tell_signer();
