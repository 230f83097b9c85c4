-- What people say of a draft: each opinion one person's own words, kept as they were said beside all that is made of them.
create sequence opinion_number;
grant usage on sequence opinion_number to @app@;
-- The allowed changes, as `opinions/domain` has them (a test holds the two together). `makers`: roles, held where the opinion lies or in a
-- body that has the solicitation in hand; `citizen` is who spoke, `system` the worker, or the item into which the opinion was sorted (`follow_item`).
create table opinion_move (
  id text primary key,
  from_state text not null,
  to_state text not null,
  makers text[] not null,
  reason_required boolean not null,
  unique (from_state, to_state)
);
insert into opinion_move (id, from_state, to_state, makers, reason_required) values
  ('register', 'submitted', 'registered', '{liaison,town_congress}', false),
  ('invalid', 'submitted', 'invalid', '{liaison,town_congress}', true),
  ('case', 'submitted', 'became_case', '{collector,grid_worker,liaison,town_congress}', false),
  ('withdraw', 'submitted', 'withdrawn', '{citizen}', false),
  ('merge', 'registered', 'merged', '{liaison,town_congress,system}', false),
  ('part', 'merged', 'registered', '{liaison,town_congress,system}', false),
  ('select', 'merged', 'selected', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('drop', 'merged', 'not_selected', '{liaison,town_congress,research_centre,working_body,system}', true),
  ('report', 'selected', 'reported', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('adopt', 'reported', 'adopted', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('adopt-partly', 'reported', 'partly_adopted', '{liaison,town_congress,research_centre,working_body,system}', true),
  ('decline', 'reported', 'not_adopted', '{liaison,town_congress,research_centre,working_body,system}', true),
  ('lapse', 'reported', 'overdue', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('late-adopt', 'overdue', 'adopted', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('late-adopt-partly', 'overdue', 'partly_adopted', '{liaison,town_congress,research_centre,working_body,system}', true),
  ('late-decline', 'overdue', 'not_adopted', '{liaison,town_congress,research_centre,working_body,system}', true),
  ('answer-invalid', 'invalid', 'answered', '{liaison,town_congress}', false),
  ('answer-dropped', 'not_selected', 'answered', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('answer-adopted', 'adopted', 'answered', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('answer-partly', 'partly_adopted', 'answered', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('answer-declined', 'not_adopted', 'answered', '{liaison,town_congress,research_centre,working_body,system}', false),
  ('answer-overdue', 'overdue', 'answered', '{liaison,town_congress,research_centre,working_body,system}', false);
grant select on opinion_move to @app@, @worker@;
-- Where several spoke at once and one wrote it down: a meeting, a box that was opened, an afternoon at the counter.
create table opinion_sitting (
  id uuid primary key,
  channel text not null references report_channel,
  station_id bigint not null references station,
  held_on date not null,
  -- who opened the box, who sat there
  people text not null constraint opinion_sitting_people_plain check (people ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  -- in the box; of a meeting how many came
  papers integer constraint opinion_sitting_papers check (papers between 0 and 100000),
  note text not null default '' constraint opinion_sitting_note_length check (length(note) <= 1000),
  activity_id uuid references activity,
  noted_by bigint not null references account,
  noted_name text not null,
  noted_at timestamptz not null default now(),
  digest bytea not null,
  area_code text collate "C" not null,
  constraint opinion_sitting_box check (channel <> 'box' or (papers is not null and length(btrim(people)) >= 2))
);
-- Usage: what was opened and held in a scope, the newest first.
create index opinion_sitting_area_idx on opinion_sitting (area_code, held_on, id);
create table opinion (
  id uuid primary key,
  -- from when it counts
  number text unique,
  solicitation_id uuid not null,
  version_id uuid not null,
  -- null: the whole draft
  article_id uuid,
  -- the article that lay before the person, where the present one continues it
  seen_article_id uuid references draft_article,
  area_code text collate "C" not null references area,
  cell_id bigint references grid_cell,
  station_id bigint not null references station,
  channel text not null references report_channel,
  code_id bigint references representative_code,
  -- an account that speaks for itself; who of the staff wrote down what somebody else said
  author_id bigint references account,
  noted_by bigint references account,
  -- a unit that speaks; empty for a person
  unit_name text not null default '' constraint opinion_unit_name_plain check (unit_name ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  visit_id uuid,
  activity_id uuid references activity,
  sitting_id uuid references opinion_sitting,
  said_at timestamptz not null,
  received_at timestamptz not null default now(),
  state text not null default 'submitted',
  state_since timestamptz not null default now(),
  reply_way text not null constraint opinion_reply_known check (reply_way in ('receipt', 'phone', 'door')),
  -- checked at the end: it is stored after the opinion, which may turn out to be there already
  contact_id uuid references contact deferrable initially deferred,
  receipt text not null unique constraint opinion_receipt_form check (receipt ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
  language text not null default 'zh-CN',
  digest bytea not null constraint opinion_digest_length check (octet_length(digest) = 32),
  -- the answer as it was first given
  answer json not null,
  version integer not null default 1,
  constraint opinion_state_known check (state in (
    'submitted', 'registered', 'invalid', 'became_case', 'withdrawn', 'merged', 'selected', 'not_selected', 'reported', 'adopted',
    'partly_adopted', 'not_adopted', 'overdue', 'answered')),
  constraint opinion_one_writer check (num_nonnulls(author_id, noted_by) <= 1),
  constraint opinion_of_draft foreign key (version_id, solicitation_id) references draft_version (id, solicitation_id),
  constraint opinion_of_article foreign key (article_id, version_id) references draft_article (id, version_id)
);
-- Usage: the opinions on a draft and on one article of it, in the order in which they came; the funnel.
create index opinion_draft_idx on opinion (solicitation_id, article_id, received_at, id) include (state, station_id, area_code);
-- Usage: the newest of a scope.
create index opinion_area_idx on opinion (area_code, received_at, id);
-- Usage: what a station took in for each draft.
create index opinion_station_idx on opinion (station_id, solicitation_id);
-- Usage: what was written down at one sitting.
create index opinion_sitting_idx on opinion (sitting_id) where sitting_id is not null;
-- Usage: what an account said.
create index opinion_author_idx on opinion (author_id) where author_id is not null;
-- Usage: cells that are taken back with an edition.
create index opinion_cell_idx on opinion (cell_id) where cell_id is not null;
-- Usage: what came to its end long enough ago (retention).
create index opinion_over_idx on opinion (state_since) where state in ('answered', 'withdrawn', 'invalid', 'not_selected', 'became_case');
create table opinion_text (
  opinion_id uuid primary key references opinion,
  area_code text collate "C" not null,
  said text not null constraint opinion_text_length check (length(said) <= 4000)
);
create table opinion_event (
  opinion_id uuid not null references opinion,
  version integer not null,
  at timestamptz not null default now(),
  move text not null references opinion_move,
  from_state text not null,
  to_state text not null,
  actor_id bigint,
  actor_name text not null,
  actor_role text not null,
  words text not null default '' constraint opinion_event_words_length check (length(words) <= 1000),
  area_code text collate "C" not null,
  primary key (opinion_id, version)
);
-- What of an opinion was erased, why and when: writing the row makes it so.
create table opinion_erasure (
  opinion_id uuid not null references opinion,
  cause text not null constraint opinion_erasure_cause_known check (cause in ('citizen', 'retention')),
  at timestamptz not null default now(),
  -- how many rows of each table were emptied; set by the trigger, as is the area
  gone jsonb not null default '{}',
  area_code text collate "C" not null,
  primary key (opinion_id, cause)
);
@guard opinion_sitting@
@guard opinion@
@guard opinion_text@
@guard opinion_event@
@guard opinion_erasure@
grant select, insert on opinion_sitting, opinion, opinion_text, opinion_event, opinion_erasure to @app@;
grant select on opinion_sitting, opinion, opinion_text, opinion_event to @worker@;
grant select, insert on opinion_erasure to @worker@;
grant insert on opinion_event to @worker@;
grant update (state, state_since, number, version) on opinion to @app@, @worker@;
@append_only opinion_sitting@
@append_only opinion_erasure@
-- The solicitations that the viewer's bodies run or have in hand; those that a contact point of the viewer leads, wherever they come from.
grant select on solicitation_task to @definer@;
create policy opinions_see on solicitation_task for select to @definer@ using (true);
@mine my_solicitations uuid s.id@
join solicitation s on s.by_body_id = m.body_id or exists (
  select from solicitation_task t where t.solicitation_id = s.id and t.body_id = m.body_id and t.state not in ('returned', 'recalled'))
end;
create function led_solicitations() returns uuid[] language sql stable as $$
  select coalesce(array_agg(l.solicitation_id), '{}') from solicitation_lead l where holds_role('liaison', l.area_code)
$$;
create policy read on opinion_sitting for select to @app@, @worker@ using (@area@);
create policy write on opinion_sitting for insert to @app@ with check (noted_by = @viewer@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
create policy read on opinion for select to @app@, @worker@ using (@area@);
create policy own on opinion for select to @app@ using ((id = @receipt@ or author_id = @viewer@) is true);
create policy running on opinion for select to @app@ using ((solicitation_id = any ((select my_solicitations())::uuid[])) is true);
create policy leads on opinion for select to @app@ using ((solicitation_id = any ((select led_solicitations())::uuid[])) is true);
create policy write on opinion for insert to @app@ with check (
  id = @receipt@ and state = 'submitted' and number is null and version = 1 and (
    (@viewer@ is null and num_nonnulls(author_id, noted_by) = 0)
    or author_id = @viewer@
    or (noted_by = @viewer@ and (@area@ or @files@))));
create policy change on opinion for update to @app@ using (@area@ or id = @receipt@
  or solicitation_id = any ((select my_solicitations())::uuid[]) or solicitation_id = any ((select led_solicitations())::uuid[]));
create policy change_due on opinion for update to @worker@ using (@area@);
create policy read on opinion_text for select to @app@, @worker@ using (@area@);
create policy beside on opinion_text for select to @app@ using (exists (select from opinion o where o.id = opinion_id));
create policy write on opinion_text for insert to @app@ with check (opinion_id = @receipt@ and exists (
  select from opinion o where o.id = opinion_id and o.area_code = opinion_text.area_code));
create policy read on opinion_event for select to @app@, @worker@ using (@area@);
create policy beside on opinion_event for select to @app@ using (exists (select from opinion o where o.id = opinion_id));
create policy write on opinion_event for insert to @app@ with check (actor_id is not distinct from @viewer@ and exists (
  select from opinion o where o.id = opinion_id and o.state = from_state and o.version + 1 = opinion_event.version
    and o.area_code = opinion_event.area_code));
create policy write_due on opinion_event for insert to @worker@ with check (actor_id is null and actor_role = 'system' and @area@);
create policy read on opinion_erasure for select to @app@, @worker@ using (@area@);
create policy beside on opinion_erasure for select to @app@ using (exists (select from opinion o where o.id = opinion_id));
create policy write_own on opinion_erasure for insert to @app@ with check (
  cause = 'citizen' and opinion_id = @receipt@ and @viewer@ is null and @holder@ = 'citizen');
create policy write_due on opinion_erasure for insert to @worker@ with check (cause = 'retention' and @service@ = 'retention' and @area@);
-- Taken in while the draft is out: on its present version. What staff write down, and what an account says for itself, counts by the day
-- it was said: a phone may come into signal after the last day, a box is opened when it is over, as long as nobody sorts yet.
create function check_opinion_made() returns trigger language plpgsql as $$
begin
  if not exists (select from draft_version v where v.id = new.version_id and not exists (
        select from draft_version n where n.solicitation_id = v.solicitation_id and n.nth > v.nth))
    or not (takes_opinions(new.solicitation_id, china_today()) or (num_nonnulls(new.author_id, new.noted_by) = 1 and exists (
      select from solicitation s where s.id = new.solicitation_id and s.state in ('collecting', 'ended')
        and (new.said_at at time zone 'Asia/Shanghai')::date between s.opens_on and s.closes_on))) then
    raise exception 'the draft takes no opinions' using errcode = 'ZT061';
  end if;
  return new;
end $$;
create trigger opinion_made before insert on opinion for each row execute function check_opinion_made();
-- It moves along the table and in no other way, each time with its event; nothing else of it changes, but that a unit's name may be erased.
create function check_opinion_move() returns trigger language plpgsql as $$
declare
  deed opinion_event;
  arrow opinion_move;
begin
  if current_user = '@definer@' and new.unit_name = '' and to_jsonb(new) - 'unit_name' = to_jsonb(old) - 'unit_name' then
    return new;
  end if;
  select * into deed from opinion_event e where e.opinion_id = new.id and e.version = new.version;
  select * into arrow from opinion_move m where m.id = deed.move;
  if arrow.id is null or new.version <> old.version + 1
    or (deed.from_state, deed.to_state) is distinct from (old.state, new.state)
    or (arrow.from_state, arrow.to_state) is distinct from (old.state, new.state)
    or (arrow.reason_required and length(btrim(deed.words)) < 2)
    or to_jsonb(new) - '{state,state_since,number,version}'::text[] <> to_jsonb(old) - '{state,state_since,number,version}'::text[]
    or (old.number is not null and new.number is distinct from old.number)
    or (new.state = 'registered') and new.number is null
    or not deed.actor_role = any (arrow.makers)
    or not (case
      when current_user in ('@worker@', '@definer@') then deed.actor_role = 'system'
      when deed.actor_role = 'citizen' then new.id = @receipt@ and @viewer@ is null and @holder@ = 'citizen'
      when deed.actor_role = 'liaison' then holds_role('liaison', new.area_code) or new.solicitation_id = any (led_solicitations())
      when deed.actor_role = 'town_congress' then holds_role('town_congress', new.area_code)
      -- in the field only what one writes down oneself, as one does
      when deed.actor_role in ('grid_worker', 'collector') then new.id = @receipt@ and new.noted_by = @viewer@
        and exists (select from (select new.area_code) here (area_code) where @files@)
      when current_user = '@app@' then new.solicitation_id = any (my_solicitations()) and exists (
        select from body b join body_kind k using (kind) where b.id = any (my_bodies()) and k.role = deed.actor_role)
      else false end) then
    raise exception 'an opinion goes along its table' using errcode = 'ZT062';
  end if;
  return new;
end $$;
create trigger opinion_moves before update on opinion for each row execute function check_opinion_move();
-- What was said stays as it was said: nobody changes it, and only an erasure takes it away.
create function words_stay() returns trigger language plpgsql as $$
begin
  if current_user = '@definer@' and tg_op = 'UPDATE' and to_jsonb(new) ->> tg_argv[0] = '' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'ZT001';
end $$;
create trigger append_only before update or delete on opinion_text for each row execute function words_stay('said');
create trigger append_only before update or delete on opinion_event for each row execute function words_stay('words');
create trigger never_emptied before truncate on opinion for each statement execute function refuse_change();
create trigger never_emptied before truncate on opinion_text for each statement execute function refuse_change();
create trigger never_emptied before truncate on opinion_event for each statement execute function refuse_change();
create function opinion_never_goes() returns trigger language plpgsql as $$
begin
  raise exception 'opinion is append-only' using errcode = 'ZT001';
end $$;
create trigger never_goes before delete on opinion for each row execute function opinion_never_goes();
-- Erases what was said and how to reach who said it; the row, its counts and what became of it stay. The person's own wish leaves the
-- office's answer; the retention leaves no words at all. What became a case is kept whole while the law wants the case so.
grant select on opinion to @definer@;
grant select, update (said) on opinion_text to @definer@;
grant select, update (words) on opinion_event to @definer@;
grant update (unit_name) on opinion to @definer@;
grant select on opinion_erasure to @definer@;
create policy definer on opinion for select to @definer@ using (true);
create policy definer on opinion_erasure for select to @definer@ using (true);
create policy definer_erases on opinion for update to @definer@ using (true) with check (true);
create policy definer_erases on opinion_text for all to @definer@ using (true) with check (true);
create policy definer_erases on opinion_event for all to @definer@ using (true) with check (true);
create function erase_opinion() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  late boolean := new.cause = 'retention';
begin
  select o.area_code into new.area_code from opinion o where o.id = new.opinion_id;
  if exists (select from case_report k join case_hold h using (case_id) where k.report_id = new.opinion_id) then
    raise exception 'the case is under a legal hold' using errcode = 'ZT030';
  end if;
  with a as (update opinion_text t set said = '' where t.opinion_id = new.opinion_id and t.said <> '' returning 1),
  b as (update opinion o set unit_name = '' where o.id = new.opinion_id and o.unit_name <> '' returning 1),
  c as (update contact c set name_sealed = null, phone_sealed = null, phone_index = null
    where c.id = new.opinion_id and num_nonnulls(c.name_sealed, c.phone_sealed, c.phone_index) > 0 returning 1),
  d as (update feedback_sheet_text f set said = '', answer = case when late then '' else f.answer end
    where f.sheet_id in (select s.id from feedback_sheet s where s.report_id = new.opinion_id)
      and (f.said <> '' or late and f.answer <> '') returning 1),
  e as (update opinion_event v set words = '' where v.opinion_id = new.opinion_id and v.words <> '' and late returning 1),
  f as (delete from push_follow p where p.report_id = new.opinion_id returning p.id, p.subscription_id),
  h as (delete from opinion_thanks t where t.opinion_id = new.opinion_id returning 1),
  g as (delete from push_subscription s using f where s.id = f.subscription_id and not exists (
      select from push_follow o where o.subscription_id = s.id and o.report_id is distinct from new.opinion_id) returning 1)
  select jsonb_build_object('opinion_text', (select count(*) from a), 'opinion', (select count(*) from b), 'contact', (select count(*) from c),
    'feedback_sheet_text', (select count(*) from d), 'opinion_event', (select count(*) from e), 'push_follow', (select count(*) from f),
    'push_subscription', (select count(*) from g), 'opinion_thanks', (select count(*) from h)) into new.gone;
  new.gone := coalesce((select jsonb_object_agg(key, value) from jsonb_each(new.gone) where value > '0'), '{}');
  return new;
end $$;
@hook erase_opinion@
create trigger erases before insert on opinion_erasure for each row execute function erase_opinion();
-- Opinions that came to their end so many days ago, or whose draft did, or whose case's words went: nothing of them is erased by time yet.
insert into retention_rule (kind, days) values ('opinions', 1095);
@definer opinion_due(kept integer, most integer) for worker@
returns table (opinion_id uuid)
begin atomic
  select o.id from opinion o join solicitation s on s.id = o.solicitation_id
  where not exists (select from opinion_erasure e where e.opinion_id = o.id and e.cause = 'retention')
    and not exists (select from case_report k join case_hold h using (case_id) where k.report_id = o.id)
    and case when o.state = 'became_case' then exists (
        select from erasure e where e.report_id = o.id and e.what = 'words' and e.cause = 'retention')
      else o.state_since < now() - make_interval(days => kept)
        and (o.state in ('answered', 'withdrawn', 'invalid', 'not_selected') or s.state in ('archived', 'cancelled')) end
  order by o.state_since limit most;
end;
revoke execute on function opinion_due(integer, integer) from @app@;
-- Whoever sends again is answered from here, wherever they work now; anyone else gets the fixed 409.
@definer opinion_stored(ids uuid[])@
returns table (id uuid, author_id bigint, noted_by bigint, digest bytea, answer json)
begin atomic
  select o.id, o.author_id, o.noted_by, o.digest, o.answer from opinion o where o.id = any (ids)
  union all
  select r.id, null, null, null, null from report r where r.id = any (ids) and not exists (select from opinion o where o.id = r.id);
end;
-- One id is one person's, whichever it stands for: the receipt comes of it. Of an opinion that has become a case the case may follow.
-- Whoever sends again is answered from here: a moved worker still gets what is theirs, anyone else the fixed 409.
@kept stored(ids uuid[])@
returns table (id uuid, author_id bigint, digest bytea, spelling bytea, answer json)
begin
  return query select r.id, r.author_id, r.digest, r.spelling, r.answer from report r where r.id = any (ids)
  union all
  select o.id, 0, '', null, null from opinion o where o.id = any (ids) and o.state <> 'became_case';
end;
-- A receipt opens a submission, an opinion, or both where the one became the other: they have one id.
drop function receipt_of(text);
@definer receipt_of(wanted text)@
returns table (report_id uuid, case_id uuid, area_code text, submitted boolean, spoken boolean)
begin atomic
  select coalesce(s.report_id, o.id), c.case_id, coalesce(s.area_code, o.area_code), s.report_id is not null, o.id is not null
  from (select wanted as receipt) w left join submission s on s.receipt = w.receipt left join opinion o on o.receipt = w.receipt
  left join case_report c on c.report_id = s.report_id
  where s.report_id is not null or o.id is not null;
end;
-- The name under which who spoke wants to be thanked, once it was adopted: their own wish, by receipt, taken back whenever they like. Staff takes
-- off what does not belong there.
create table opinion_thanks (
  opinion_id uuid primary key references opinion,
  solicitation_id uuid not null,
  area_code text collate "C" not null,
  name text not null constraint opinion_thanks_name check (name ~ '^[A-Za-z\u4e00-\u9fff·. ]{2,20}$'),
  at timestamptz not null default now()
);
-- Usage: who is thanked on the page of a draft's results.
create index opinion_thanks_draft_idx on opinion_thanks (solicitation_id);
@guard opinion_thanks@
grant select, insert, update (name), delete on opinion_thanks to @app@;
grant select, delete on opinion_thanks to @definer@;
create policy definer on opinion_thanks for all to @definer@ using (true) with check (true);
create policy own on opinion_thanks for all to @app@ using (opinion_id = @receipt@ and @viewer@ is null and @holder@ = 'citizen')
  with check (opinion_id = @receipt@ and @viewer@ is null and @holder@ = 'citizen' and exists (select from opinion o where o.id = opinion_id
    and o.solicitation_id = opinion_thanks.solicitation_id and o.area_code = opinion_thanks.area_code) and exists (
    select from opinion_event e where e.opinion_id = opinion_thanks.opinion_id and e.to_state in ('adopted', 'partly_adopted')));
create policy staff on opinion_thanks for select to @app@ using (holds_role('liaison', area_code) or solicitation_id = any (led_solicitations()));
create policy take_off on opinion_thanks for delete to @app@ using (holds_role('liaison', area_code) or solicitation_id = any (led_solicitations()));
-- Who is thanked, for everybody: names, no more.
@definer thanked(draft uuid)@
returns table (name text)
begin atomic
  select t.name from opinion_thanks t where t.solicitation_id = draft order by t.at, t.opinion_id limit 500;
end;
