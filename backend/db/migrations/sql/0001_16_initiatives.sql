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
  ('marriage', '农村大龄男青年婚恋', 'Marriage of older single men in villages', 6);
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
  case_id uuid not null references cases,
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
  constraint initiative_sent check (state not in ('sent', 'answered') or (body_id is not null and due_on is not null))
);
-- Usage: the initiatives of a scope, newest first.
create index initiative_made_idx on initiative (made_at, id);
-- Usage: those of a case.
create index initiative_case_idx on initiative (case_id);
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
  primary key (initiative_id, version),
  constraint initiative_event_step check ((from_state, to_state) in (
    ('open', 'sent'), ('sent', 'answered'), ('answered', 'closed'), ('open', 'closed'), ('sent', 'closed')))
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
create policy write on initiative for insert to @app@ with check (made_by = @viewer@ and state = 'open' and exists (
    select from cases c where c.id = case_id and c.area_code = initiative.area_code and (initiative.hidden or not c.hidden) and c.number = case_number) and (
  (by_body_id is null and @reads@ and holds_role(made_as, area_code)) or (by_body_id is null and made_as = 'deputy' and case_id = @case@)
  or exists (select from case_seat s where s.case_id = initiative.case_id and s.until is null and s.role = made_as and s.body_id = by_body_id
    and s.body_id = any ((select my_bodies())::bigint[]))));
create policy change on initiative for update to @app@ using (
  made_by = @viewer@ or by_body_id = any ((select my_bodies())::bigint[]) or body_id = any ((select my_bodies())::bigint[])
  or (@reads@ and holds_role(made_as, area_code)));
create policy read on initiative_tag for select to @app@, @worker@ using (exists (select from initiative i where i.id = initiative_id));
create policy write on initiative_tag for insert to @app@ with check (exists (
  select from initiative i where i.id = initiative_id and i.made_by = @viewer@ and i.state = 'open'));
create policy read on initiative_event for select to @app@, @worker@ using (exists (select from initiative i where i.id = initiative_id));
create policy write on initiative_event for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from initiative i where i.id = initiative_id and i.state = from_state and i.version + 1 = initiative_event.version));
-- Only along the steps, each with its event; to whom it went is not changed.
create function check_initiative() returns trigger language plpgsql as $$
begin
  if not exists (select from initiative_event e where e.initiative_id = new.id and e.version = new.version
      and (e.from_state, e.to_state) = (old.state, new.state)) or new.version <> old.version + 1
      or (old.state <> 'open' and row (new.body_id, new.due_on) is distinct from row (old.body_id, old.due_on)) then
    raise exception 'an initiative goes along its steps' using errcode = 'ZT043';
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
  union all select new.made_by, 'initiative.answered', new.id, new.number where new.state = 'answered'
  on conflict on constraint notice_once do nothing;
  return null;
end $$;
@hook tell_initiative@
create trigger initiative_told after update of state on initiative for each row execute function tell_initiative();
