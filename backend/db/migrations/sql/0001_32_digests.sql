-- What opinions on a draft come to: digest items (整理条目) beside the locked originals, experts, batches that go up, what came back,
-- and the answer to everybody who spoke.
create sequence digest_number;
create sequence batch_number;
grant usage on sequence digest_number, batch_number to @app@;
-- The allowed changes of an item, as `digests/domain/states.py` has them (a test holds the two together). `maker`: who may.
create table digest_move (
  id text primary key,
  from_state text not null,
  to_state text not null,
  maker text not null,
  reason_required boolean not null
);
insert into digest_move (id, from_state, to_state, maker, reason_required) values
  ('edit', 'drafted', 'drafted', 'liaison', false),
  ('consult', 'drafted', 'reviewing', 'liaison', false),
  ('merge', 'drafted', 'merged', 'liaison', true),
  ('pass', 'reviewing', 'passed', 'expert', false),
  ('send-back', 'reviewing', 'returned', 'expert', true),
  ('recall', 'reviewing', 'returned', 'liaison', true),
  ('edit-returned', 'returned', 'returned', 'liaison', false),
  ('consult-again', 'returned', 'reviewing', 'liaison', false),
  ('merge-returned', 'returned', 'merged', 'liaison', true),
  ('propose', 'passed', 'proposed', 'town_congress', false),
  ('drop', 'passed', 'dropped', 'town_congress', true),
  ('approve', 'proposed', 'selected', 'group', false),
  ('refuse', 'proposed', 'dropped', 'group', true),
  ('rework', 'proposed', 'returned', 'group', true),
  ('report', 'selected', 'reported', 'liaison', false),
  ('settle', 'reported', 'settled', 'working_body', false),
  ('settle-late', 'settled', 'settled', 'working_body', false);
-- What goes up at one time, to whom, and that it has arrived.
create table report_batch (
  id uuid primary key,
  number text not null unique,
  solicitation_id uuid not null references solicitation,
  recipient text not null constraint report_batch_recipient_plain check (recipient ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  note text not null default '' constraint report_batch_note_length check (length(note) <= 1000),
  sent_on date not null,
  receipt_number text constraint report_batch_receipt_number_plain check (receipt_number ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  receipt_on date,
  receipt_by text constraint report_batch_receipt_by_plain check (receipt_by ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  receipt_noted_by bigint references account,
  area_code text collate "C" not null references area,
  made_by bigint not null references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  asked bytea not null,
  constraint report_batch_receipt check ((receipt_number is null) = (receipt_on is null) and (receipt_number is null) = (receipt_by is null)
    and (receipt_number is null) = (receipt_noted_by is null) and (receipt_on is null or receipt_on >= sent_on))
);
-- Usage: the batches of a draft, newest first.
create index report_batch_solicitation_idx on report_batch (solicitation_id, made_at, id);
create table digest_item (
  id uuid primary key,
  number text not null unique,
  solicitation_id uuid not null references solicitation,
  kind text not null,
  -- the article it is about; null: the draft as a whole
  article_id uuid references draft_article,
  title text not null constraint digest_item_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  text text not null constraint digest_item_said check (length(btrim(text)) between 5 and 8000),
  state text not null default 'drafted' constraint digest_item_state_known check (state in (
    'drafted', 'reviewing', 'returned', 'passed', 'proposed', 'selected', 'dropped', 'reported', 'settled', 'merged')),
  batch_id uuid references report_batch,
  -- what came back from above, and where it stands in the final text
  outcome text,
  outcome_reason text not null default '',
  final_article_id uuid references draft_article,
  merged_into uuid references digest_item,
  answered_at timestamptz,
  area_code text collate "C" not null references area,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  version integer not null default 1,
  constraint digest_item_outcome foreign key (kind, outcome) references solicitation_outcome (kind, outcome),
  constraint digest_item_settled check ((state = 'settled') = (outcome is not null)),
  constraint digest_item_sent check ((state in ('reported', 'settled')) = (batch_id is not null)),
  constraint digest_item_merged check ((state = 'merged') = (merged_into is not null))
);
-- Usage: the items of a draft, by article.
create index digest_item_solicitation_idx on digest_item (solicitation_id, article_id, made_at);
-- Usage: the items of a batch.
create index digest_item_batch_idx on digest_item (batch_id) where batch_id is not null;
-- Usage: what waits for somebody in a scope.
create index digest_item_area_idx on digest_item (area_code, state, made_at);
create table digest_event (
  item_id uuid not null references digest_item,
  version integer not null,
  move_id text not null references digest_move,
  at timestamptz not null default now(),
  actor_id bigint not null,
  actor_name text not null,
  words text not null,
  primary key (item_id, version)
);
-- Many opinions to one item, none to two; the original and its author stay what they are.
create table digest_opinion (
  opinion_id uuid primary key references opinion,
  item_id uuid not null references digest_item,
  area_code text collate "C" not null,
  joined_by bigint not null references account,
  joined_at timestamptz not null default now(),
  -- how who said it was told what became of it: by a sheet of their own (one for all that a unit or an account said), by notice, by both
  sheet_id uuid references feedback_sheet,
  by_notice boolean not null default false,
  answered_at timestamptz,
  constraint digest_opinion_answered check ((answered_at is not null) = (sheet_id is not null or by_notice))
);
-- Usage: the opinions of an item; which of them wait for an answer.
create index digest_opinion_item_idx on digest_opinion (item_id, answered_at);
create table speciality (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
insert into speciality (code, name, name_en, position) values
  ('law', '法学', 'Law', 1),
  ('environment', '环境保护', 'Environment', 2),
  ('engineering', '工程建设', 'Engineering', 3),
  ('culture', '民族文化和历史文化保护', 'Ethnic culture and heritage', 4),
  ('politics_economy', '政治经济', 'Politics and economy', 5);
create table expert (
  id uuid primary key,
  name text not null constraint expert_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,30}$'),
  employer text not null constraint expert_employer_plain check (employer ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  account_id bigint unique references account,
  area_code text collate "C" not null references area,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  -- no more in the pool
  ended_on date
);
-- Usage: the pool of an area, by name.
create index expert_area_idx on expert (area_code, name, id);
create table expert_speciality (
  expert_id uuid not null references expert,
  speciality text not null references speciality,
  primary key (expert_id, speciality)
);
-- 回避: who declares it has nothing to do with any item of the draft.
create table expert_conflict (
  expert_id uuid not null references expert,
  solicitation_id uuid not null references solicitation,
  reason text not null constraint expert_conflict_reason check (length(btrim(reason)) between 2 and 500),
  declared_by bigint not null references account,
  declared_at timestamptz not null default now(),
  primary key (expert_id, solicitation_id)
);
create table expert_assignment (
  id uuid primary key default gen_random_uuid(),
  item_id uuid not null references digest_item,
  expert_id uuid not null references expert,
  due_on date not null,
  assigned_by bigint not null references account,
  assigned_at timestamptz not null default now(),
  verdict text constraint expert_assignment_verdict_known check (verdict in ('pass', 'send_back')),
  reasons text not null default '',
  given_at timestamptz,
  given_by bigint references account,
  -- answered, taken back, or another expert has sent the item back first
  ended_at timestamptz,
  reminded_at timestamptz,
  constraint expert_assignment_given check ((verdict is null) = (given_at is null) and (verdict is null) = (given_by is null)
    and (verdict is null or (length(btrim(reasons)) >= 2 and ended_at is not null)))
);
-- Usage: one opinion at a time is asked of an expert about an item.
create unique index expert_assignment_open_idx on expert_assignment (item_id, expert_id) where ended_at is null;
-- Usage: what an expert has been asked.
create index expert_assignment_expert_idx on expert_assignment (expert_id, due_on);
-- A public notice (公告) by which people are answered: where it hung or was published, and whose opinions it answers.
create table answer_notice (
  id uuid primary key,
  solicitation_id uuid not null references solicitation,
  title text not null constraint answer_notice_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  text text not null constraint answer_notice_said check (length(btrim(text)) between 5 and 8000),
  place text not null constraint answer_notice_place_plain check (place ~ '^[^\u0001-\u001f\u007f-\u009f]{2,200}$'),
  published_on date not null,
  area_code text collate "C" not null references area,
  made_by bigint not null references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  asked bytea not null
);
-- Usage: the notices of a draft.
create index answer_notice_solicitation_idx on answer_notice (solicitation_id, published_on);
create table answer_notice_opinion (
  notice_id uuid not null references answer_notice,
  opinion_id uuid not null references opinion,
  primary key (notice_id, opinion_id)
);
@guard report_batch@
@guard digest_item@
@guard digest_event@
@guard digest_opinion@
@guard expert@
@guard expert_speciality@
@guard expert_conflict@
@guard expert_assignment@
@guard answer_notice@
@guard answer_notice_opinion@
@append_only digest_event@
@append_only expert_conflict@
@append_only answer_notice@
@append_only answer_notice_opinion@
grant select on digest_move, speciality to @app@, @worker@, @definer@;
grant select, insert on report_batch, digest_item, digest_event, digest_opinion, expert, expert_speciality, expert_conflict, expert_assignment,
  answer_notice, answer_notice_opinion to @app@;
grant update (title, text, article_id, state, batch_id, outcome, outcome_reason, final_article_id, merged_into, answered_at, version) on digest_item to @app@;
grant update (item_id, joined_by, joined_at, sheet_id, by_notice, answered_at), delete on digest_opinion to @app@;
grant update (receipt_number, receipt_on, receipt_by, receipt_noted_by) on report_batch to @app@;
grant update (name, employer, account_id, ended_on) on expert to @app@;
grant delete on expert_speciality to @app@;
grant update (verdict, reasons, given_at, given_by, ended_at) on expert_assignment to @app@;
grant select on report_batch, digest_item, digest_event, digest_opinion, answer_notice, answer_notice_opinion to @definer@;
grant select on expert, expert_assignment, expert_conflict to @definer@;
grant update (ended_at, reminded_at) on expert_assignment to @definer@;
create policy definer on digest_item for select to @definer@ using (true);
create policy definer on digest_event for select to @definer@ using (true);
create policy definer on digest_opinion for select to @definer@ using (true);
create policy definer on answer_notice for select to @definer@ using (true);
create policy definer on answer_notice_opinion for select to @definer@ using (true);
create policy definer on expert for select to @definer@ using (true);
create policy definer on expert_conflict for select to @definer@ using (true);
create policy definer on expert_assignment for select to @definer@ using (true);
create policy definer_ends on expert_assignment for update to @definer@ using (true) with check (true);
create policy definer on report_batch for select to @definer@ using (true);
-- Where the bodies lie for which the viewer approves, or writes down what came back.
@mine digest_group_areas text a.prefix@
join body b on b.id = m.body_id and b.kind in ('leading_group', 'working_group') join area a on a.code = b.area_code
end;
@mine digest_body_areas text a.prefix@
join body b on b.id = m.body_id and b.kind in ('research_centre', 'working_body') join area a on a.code = b.area_code
end;
-- The items about which the viewer is asked as an expert, and the opinions in them.
@definer my_reviews()@
returns uuid[]
begin atomic
  select coalesce(array_agg(a.item_id), '{}') from expert e join expert_assignment a on a.expert_id = e.id
  where e.account_id = nullif(current_setting('app.viewer', true), '')::bigint and (a.ended_at is null or a.verdict is not null);
end;
-- Whether the viewer may make a move of an item.
create function makes_digest(wanted text, item uuid, draft uuid, at text) returns boolean language sql stable as $$
  select case wanted
    when 'group' then at ^@ any ((select digest_group_areas())::text[])
    when 'working_body' then at ^@ any ((select digest_body_areas())::text[]) or draft = any ((select my_solicitations())::uuid[])
    when 'expert' then exists (select from expert_assignment a join expert e on e.id = a.expert_id where a.item_id = item
      and a.given_by = nullif(current_setting('app.viewer', true), '')::bigint and a.verdict is not null
      and (e.account_id = a.given_by or (e.account_id is null and holds_role('liaison', at))))
    else holds_role(wanted, at) end
$$;
-- The account by which an expert answers themselves; asked by who keeps a pool.
@definer expert_account(wanted text)@
returns table (id bigint)
begin atomic
  select a.id from account a where a.login = wanted and a.disabled_at is null
    and (current_setting('app.roles', true) like '%liaison@%' or cardinality(digest_body_areas()) > 0);
end;
create policy read on digest_item for select to @app@ using (@area@);
create policy of_bodies on digest_item for select to @app@ using (
  area_code ^@ any ((select digest_group_areas())::text[]) or area_code ^@ any ((select digest_body_areas())::text[]));
create policy running on digest_item for select to @app@ using (
  solicitation_id = any ((select my_solicitations())::uuid[]) or solicitation_id = any ((select led_solicitations())::uuid[]));
create policy reviewing on digest_item for select to @app@ using (id = any ((select my_reviews())::uuid[]));
create policy write on digest_item for insert to @app@ with check (made_by = @viewer@ and state = 'drafted' and holds_role('liaison', area_code)
  and exists (select from solicitation s where s.id = solicitation_id and s.kind = digest_item.kind)
  and (article_id is null or exists (select from draft_article a where a.id = article_id and a.solicitation_id = digest_item.solicitation_id)));
-- Who sees it; what may be changed, and by whom, its event and the trigger say.
create policy change on digest_item for update to @app@ using (@viewer@ is not null) with check (@viewer@ is not null);
create policy read on digest_event for select to @app@ using (exists (select from digest_item i where i.id = item_id));
create policy write on digest_event for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from digest_item i join digest_move m on m.from_state = i.state where i.id = item_id and m.id = move_id
    and i.version + 1 = digest_event.version and makes_digest(m.maker, i.id, i.solicitation_id, i.area_code)));
create policy read on digest_opinion for select to @app@ using (exists (select from digest_item i where i.id = item_id));
create policy write on digest_opinion for insert to @app@ with check (joined_by = @viewer@ and exists (select from opinion o where o.id = opinion_id) and exists (
  select from digest_item i where i.id = item_id and i.state in ('drafted', 'returned') and holds_role('liaison', i.area_code)));
create policy change on digest_opinion for update to @app@ using (exists (select from digest_item i where i.id = item_id
  and (holds_role('liaison', i.area_code) or i.area_code ^@ any ((select digest_body_areas())::text[]))));
create policy remove on digest_opinion for delete to @app@ using (exists (
  select from digest_item i where i.id = item_id and i.state in ('drafted', 'returned') and holds_role('liaison', i.area_code)));
create policy read on report_batch for select to @app@ using (@area@);
create policy of_bodies on report_batch for select to @app@ using (
  area_code ^@ any ((select digest_group_areas())::text[]) or area_code ^@ any ((select digest_body_areas())::text[]));
create policy write on report_batch for insert to @app@ with check (made_by = @viewer@ and holds_role('liaison', area_code));
create policy change on report_batch for update to @app@ using (receipt_number is null and (holds_role('liaison', area_code)
  or area_code ^@ any ((select digest_body_areas())::text[]))) with check (receipt_noted_by = @viewer@);
create policy read on expert for select to @app@ using (@area@ or account_id = @viewer@);
create policy of_bodies on expert for select to @app@ using (
  area_code ^@ any ((select digest_group_areas())::text[]) or area_code ^@ any ((select digest_body_areas())::text[]));
create policy write on expert for insert to @app@ with check (made_by = @viewer@ and (holds_role('liaison', area_code)
  or area_code ^@ any ((select digest_body_areas())::text[])));
create policy change on expert for update to @app@ using (holds_role('liaison', area_code) or area_code ^@ any ((select digest_body_areas())::text[]));
create policy read on expert_speciality for select to @app@ using (exists (select from expert e where e.id = expert_id));
create policy write on expert_speciality for insert to @app@ with check (exists (select from expert e where e.id = expert_id
  and (holds_role('liaison', e.area_code) or e.area_code ^@ any ((select digest_body_areas())::text[]))));
create policy remove on expert_speciality for delete to @app@ using (exists (select from expert e where e.id = expert_id
  and (holds_role('liaison', e.area_code) or e.area_code ^@ any ((select digest_body_areas())::text[]))));
create policy read on expert_conflict for select to @app@ using (exists (select from expert e where e.id = expert_id));
create policy write on expert_conflict for insert to @app@ with check (declared_by = @viewer@ and exists (select from expert e where e.id = expert_id
  and (e.account_id = @viewer@ or holds_role('liaison', e.area_code) or e.area_code ^@ any ((select digest_body_areas())::text[]))));
create policy read on expert_assignment for select to @app@ using (exists (select from digest_item i where i.id = item_id));
create policy write on expert_assignment for insert to @app@ with check (assigned_by = @viewer@ and verdict is null and exists (
  select from digest_item i where i.id = item_id and i.state in ('drafted', 'returned', 'reviewing') and holds_role('liaison', i.area_code)));
create policy change on expert_assignment for update to @app@ using (ended_at is null and exists (
  select from digest_item i where i.id = item_id and i.state = 'reviewing') and (exists (
  select from expert e where e.id = expert_id and e.account_id = @viewer@) or exists (
  select from digest_item i where i.id = item_id and holds_role('liaison', i.area_code)))) with check (@viewer@ is not null);
create policy read on answer_notice for select to @app@ using (@area@);
create policy of_bodies on answer_notice for select to @app@ using (
  area_code ^@ any ((select digest_group_areas())::text[]) or area_code ^@ any ((select digest_body_areas())::text[]));
create policy write on answer_notice for insert to @app@ with check (made_by = @viewer@ and holds_role('liaison', area_code));
create policy read on answer_notice_opinion for select to @app@ using (exists (select from answer_notice n where n.id = notice_id));
create policy write on answer_notice_opinion for insert to @app@ with check (exists (
  select from answer_notice n where n.id = notice_id and n.made_by = @viewer@));
