-- 民生实事: 点单 → 定单 → 买单 → 验单. What people ask for comes as any report does, under a category of its own.
insert into category (code, name, name_en, sort, skips_verification) values ('livelihood', '民生实事建议', 'Wishes for livelihood projects', 95, true);
create sequence project_number;
grant usage on sequence project_number to @app@;
-- The one table of moves; domain.py has the same, a test compares both.
create table project_move (
  id text primary key,
  from_state text not null,
  to_state text not null,
  roles text[] not null
);
grant select on project_move to @app@, @worker@;
insert into project_move (id, from_state, to_state, roles) values
  ('screen', 'gathered', 'screening', '{town_head}'), ('nominate', 'screening', 'candidate', '{town_head}'),
  ('leave_out', 'screening', 'not_chosen', '{town_head}'), ('endorse', 'candidate', 'endorsed', '{town_congress,town_head}'),
  ('deliberate', 'endorsed', 'deliberating', '{town_congress}'), ('put_to_ballot', 'deliberating', 'to_ballot', '{town_congress}'),
  ('not_balloted', 'deliberating', 'not_chosen', '{town_congress}'), ('win', 'to_ballot', 'elected', '{town_congress}'),
  ('lose', 'to_ballot', 'reserve', '{town_congress}'), ('screen_again', 'reserve', 'screening', '{town_head}'),
  ('break_down', 'elected', 'assigned', '{town_head}'), ('begin', 'assigned', 'running', '{town_head}'),
  ('ask_to_adjust', 'running', 'adjusting', '{town_head}'), ('grant', 'adjusting', 'running', '{town_congress}'),
  ('refuse', 'adjusting', 'running', '{town_congress}'), ('end', 'adjusting', 'ended', '{town_congress}'),
  ('finish', 'running', 'finished', '{town_head}'), ('inspect', 'finished', 'inspecting', '{town_congress}'),
  ('pass', 'inspecting', 'passed', '{town_congress}'), ('mend', 'inspecting', 'mending', '{town_congress}'),
  ('mended', 'mending', 'inspecting', '{town_head}'), ('tell', 'passed', 'told', '{town_congress,town_head}'),
  ('archive', 'told', 'archived', '{town_congress,town_head}'), ('continue', 'told', 'continued', '{town_congress,town_head}');
-- By what deputies judge a finished project: a template of eight, which the office may change.
create table score_dimension (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
grant select on score_dimension to @app@, @worker@;
insert into score_dimension (code, name, name_en, position) values
  ('progress', '完成进度', 'Done in time', 1), ('quality', '建设质量', 'Quality', 2), ('money', '资金使用', 'Use of money', 3),
  ('effect', '惠民实效', 'Use to people', 4), ('known', '群众知晓', 'Known to people', 5), ('upkeep', '后续管护', 'Upkeep', 6),
  ('openness', '公开程度', 'Openness', 7), ('answer', '意见办理', 'Answers to opinions', 8);
create table project (
  id uuid primary key,
  number text not null unique,
  year smallint not null constraint project_year_some check (year between 2000 and 2200),
  title text not null constraint project_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  text text not null constraint project_text_said check (length(btrim(text)) >= 5),
  area_code text collate "C" not null references area,
  state text not null default 'gathered' constraint project_state_known check (state in (
    'gathered', 'screening', 'candidate', 'not_chosen', 'endorsed', 'deliberating', 'to_ballot', 'elected', 'reserve', 'assigned',
    'running', 'adjusting', 'ended', 'finished', 'inspecting', 'passed', 'mending', 'told', 'archived', 'continued')),
  -- who builds it, for how many yuan, until when; what an adjustment asks for beside it
  body_id bigint references body,
  planned_yuan bigint constraint project_planned_some check (planned_yuan between 0 and 100000000000),
  due_on date,
  asked_yuan bigint,
  asked_due_on date,
  -- 监督旗标
  flag text not null default '' constraint project_flag_known check (flag in ('', 'yellow', 'red')),
  -- how often it was inspected
  round smallint not null default 0,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  version integer not null default 1,
  constraint project_assigned check (state not in ('assigned', 'running', 'adjusting', 'finished', 'inspecting', 'passed', 'mending')
    or (body_id is not null and planned_yuan is not null and due_on is not null))
);
-- Usage: the projects of a scope, newest first.
create index project_made_idx on project (made_at, id);
-- Usage: the public projects of a place.
create index project_area_idx on project (area_code, year);
-- Usage: what a body builds.
create index project_body_idx on project (body_id) where body_id is not null;
create table project_event (
  project_id uuid not null references project,
  version integer not null,
  at timestamptz not null default now(),
  move text not null references project_move,
  actor_id bigint not null,
  actor_name text not null,
  actor_role text not null,
  words text not null,
  primary key (project_id, version)
);
-- Which matters asked for it: merged, and each kept.
create table project_source (
  project_id uuid not null references project,
  case_id uuid not null references cases,
  case_number text not null,
  added_by bigint not null references account,
  added_at timestamptz not null default now(),
  area_code text collate "C" not null,
  primary key (case_id)
);
-- Usage: the sources of a project.
create index project_source_project_idx on project_source (project_id);
create table project_progress (
  id uuid primary key,
  project_id uuid not null references project,
  at timestamptz not null default now(),
  quarter text not null constraint project_progress_quarter check (quarter ~ '^20[0-9]{2}Q[1-4]$'),
  percent smallint not null constraint project_progress_percent check (percent between 0 and 100),
  paid_yuan bigint not null constraint project_progress_paid check (paid_yuan between 0 and 100000000000),
  words text not null constraint project_progress_words check (length(btrim(words)) >= 2),
  actor_id bigint not null,
  actor_name text not null
);
-- Usage: how a project went on.
create index project_progress_project_idx on project_progress (project_id, at);
create table project_score (
  project_id uuid not null references project,
  round smallint not null,
  account_id bigint not null references account,
  dimension text not null references score_dimension,
  score smallint not null constraint project_score_range check (score between 0 and 100),
  at timestamptz not null default now(),
  primary key (project_id, round, account_id, dimension)
);
-- Usage: what a deputy has judged.
create index project_score_account_idx on project_score (account_id, project_id);
-- What residents say of it, once a device; no name, no time of day.
create table project_voice (
  project_id uuid not null references project,
  device bytea not null,
  verdict text not null constraint project_voice_known check (verdict in ('satisfied', 'fair', 'dissatisfied')),
  on_day date not null,
  primary key (project_id, device)
);
@guard project@
@guard project_event@
@guard project_source@
@guard project_progress@
@guard project_score@
@guard project_voice@
grant select, insert on project, project_event, project_source, project_progress, project_score, project_voice to @app@;
grant select on project, project_source, project_progress to @worker@;
grant update (state, body_id, planned_yuan, due_on, asked_yuan, asked_due_on, flag, round, version) on project to @app@;
grant update (score) on project_score to @app@;
create function project_is_public(state text) returns boolean language sql immutable as $$ select state not in ('gathered', 'screening') $$;
create policy read on project for select to @app@, @worker@ using (@area@);
create policy public on project for select to @app@ using (project_is_public(state));
create policy builds on project for select to @app@ using (body_id = any ((select my_bodies())::bigint[]));
create policy write on project for insert to @app@ with check (made_by = @viewer@ and state = 'gathered'
  and (holds_role('town_head', area_code) or holds_role('town_congress', area_code) or holds_role('liaison', area_code)));
create policy change on project for update to @app@ using (holds_role('town_head', area_code) or holds_role('town_congress', area_code));
create policy read on project_event for select to @app@ using (exists (
  select from project where id = project_id and (@area@ or body_id = any ((select my_bodies())::bigint[]))));
create policy write on project_event for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from project p join project_move m on m.id = move and m.from_state = p.state
  where p.id = project_id and p.version + 1 = project_event.version and actor_role = any (m.roles) and holds_role(actor_role, p.area_code)));
create policy read on project_source for select to @app@, @worker@ using (@area@);
create policy write on project_source for insert to @app@ with check (@area@ and added_by = @viewer@ and exists (
  select from project p join cases c on c.id = case_id where p.id = project_id and c.area_code = project_source.area_code and c.number = case_number
    and not c.hidden and (holds_role('town_head', p.area_code) or holds_role('town_congress', p.area_code) or holds_role('liaison', p.area_code))));
create policy read on project_progress for select to @app@, @worker@ using (exists (select from project p where p.id = project_id));
create policy write on project_progress for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from project p where p.id = project_id and p.state in ('running', 'adjusting', 'mending')
    and (holds_role('town_head', p.area_code) or p.body_id = any ((select my_bodies())::bigint[]))));
create policy read on project_score for select to @app@ using (exists (select from project p where p.id = project_id));
create policy write on project_score for insert to @app@ with check (account_id = @viewer@ and exists (
  select from project p where p.id = project_id and p.state = 'inspecting' and p.round = project_score.round and holds_role('deputy', p.area_code)));
create policy change on project_score for update to @app@ using (account_id = @viewer@ and exists (
  select from project p where p.id = project_id and p.state = 'inspecting' and p.round = project_score.round));
create policy read on project_voice for select to @app@ using (exists (select from project p where p.id = project_id));
create policy write on project_voice for insert to @app@ with check (exists (
  select from project p where p.id = project_id and p.state in ('finished', 'inspecting', 'mending', 'passed', 'told')));
create trigger append_only before update or delete on project_event for each row execute function refuse_change();
create trigger append_only before update or delete on project_progress for each row execute function refuse_change();
create trigger append_only before update or delete on project_source for each row execute function refuse_change();
create trigger append_only before update or delete on project_voice for each row execute function refuse_change();
create trigger never_emptied before truncate on project_event for each statement execute function refuse_change();
create trigger never_emptied before truncate on project_progress for each statement execute function refuse_change();
create trigger never_emptied before truncate on project_source for each statement execute function refuse_change();
create trigger never_emptied before truncate on project_voice for each statement execute function refuse_change();
-- Along the table of moves and in no other way; what a ballot decides, a published ballot has decided; money and days change with the
-- congress' consent alone.
create function check_project() returns trigger language plpgsql as $$
declare
  deed project_event;
  arrow project_move;
  outcome text;
begin
  if new.version <> old.version + 1 and (new.state, new.version) is distinct from (old.state, old.version) then
    raise exception 'a project changes by versions' using errcode = 'ZT060';
  end if;
  select * into deed from project_event e where e.project_id = new.id and e.version = new.version;
  select * into arrow from project_move m where m.id = deed.move;
  if new.version <> old.version and (arrow.from_state, arrow.to_state) is distinct from (old.state, new.state) then
    raise exception 'a project goes along its moves' using errcode = 'ZT060';
  end if;
  if row (new.body_id, new.planned_yuan, new.due_on) is distinct from row (old.body_id, old.planned_yuan, old.due_on)
      and (new.version = old.version or arrow.id not in ('break_down', 'grant')
        or (arrow.id = 'grant' and row (new.planned_yuan, new.due_on) is distinct from row (coalesce(old.asked_yuan, old.planned_yuan), coalesce(old.asked_due_on, old.due_on)))) then
    raise exception 'money and days change with the congress'' consent' using errcode = 'ZT061';
  end if;
  if arrow.id in ('win', 'lose') and new.version <> old.version then
    select c.outcome into outcome from ballot_candidate c join ballot b on b.id = c.ballot_id
    where c.subject_id = new.id and b.state = 'published' and b.passed order by b.made_at desc limit 1;
    if outcome is distinct from (case arrow.id when 'win' then 'elected' else 'not_elected' end) then
      raise exception 'a published ballot decides' using errcode = 'ZT062';
    end if;
  end if;
  return new;
end $$;
create trigger project_moves before update on project for each row execute function check_project();
