-- What lawmakers ask the people (征询): drafts of laws, rules under review, laws that are looked at again after years. Public once
-- issued; who does what behind them is for who works on them.
create sequence solicitation_number;
grant usage on sequence solicitation_number to @app@;
-- What differs from one kind to the other: rows, not tables. `goes_to`: who gets the report.
create table solicitation_kind (
  kind text primary key,
  name text not null,
  name_en text not null,
  goes_to text not null,
  goes_to_en text not null,
  -- how many days a body, a station has for a task where nobody says otherwise
  body_days smallint not null,
  station_days smallint not null,
  position smallint not null
);
insert into solicitation_kind (kind, name, name_en, goes_to, goes_to_en, body_days, station_days, position) values
  ('draft_law', '法律法规草案征询', 'Consultation on a draft law', '下达征询的立法机关', 'The legislature that issued it', 10, 20, 1),
  ('rule_review', '规范性文件备案审查征询', 'Review of a filed rule', '备案审查机构', 'The office that reviews filed rules', 10, 20, 2),
  ('law_visit', '法规实施情况回访', 'How a law is carried out', '组织执法检查的人大', 'The congress that inspects', 10, 20, 3);
-- What the answer from above can be, by kind: whether it must say why, and whether it must point to the final article.
create table solicitation_outcome (
  kind text not null references solicitation_kind,
  outcome text not null,
  name text not null,
  name_en text not null,
  position smallint not null,
  reason_required boolean not null,
  article_required boolean not null,
  primary key (kind, outcome)
);
insert into solicitation_outcome (kind, outcome, name, name_en, position, reason_required, article_required) values
  ('draft_law', 'adopted', '采纳', 'Adopted', 1, false, true),
  ('draft_law', 'partly', '部分采纳', 'Partly adopted', 2, true, true),
  ('draft_law', 'declined', '未采纳', 'Not adopted', 3, true, false),
  ('draft_law', 'overdue', '逾期未回', 'No answer in time', 4, false, false),
  ('rule_review', 'corrected', '纠正', 'Corrected', 1, false, false),
  ('rule_review', 'no_problem', '未发现问题', 'No problem found', 2, true, false),
  ('rule_review', 'referred', '移送', 'Referred', 3, true, false),
  ('rule_review', 'overdue', '逾期未回', 'No answer in time', 4, false, false),
  ('law_visit', 'taken_up', '列入检查报告', 'Taken into the report', 1, false, false),
  ('law_visit', 'referred', '转有关部门整改', 'Passed on to be put right', 2, true, false),
  ('law_visit', 'declined', '未列入', 'Not taken up', 3, true, false),
  ('law_visit', 'overdue', '逾期未回', 'No answer in time', 4, false, false);
-- The allowed changes, as `solicitations/domain` has them (a test holds the two together). `by`: whose solicitation it is (runner),
-- a contact point that leads a round (lead), nobody (system). `needs`: what the event must hold.
create table solicitation_move (
  id text primary key,
  from_state text not null,
  to_state text not null,
  makers text[] not null,
  reason_required boolean not null,
  needs text[] not null
);
insert into solicitation_move (id, from_state, to_state, makers, reason_required, needs) values
  ('assign', 'issued', 'assigned', '{runner}', false, '{}'),
  ('prepare', 'assigned', 'preparing', '{lead,runner}', false, '{}'),
  ('open-at-once', 'assigned', 'collecting', '{lead,runner}', true, '{}'),
  ('open', 'preparing', 'collecting', '{lead,runner}', false, '{}'),
  ('end', 'collecting', 'ended', '{lead,runner}', true, '{}'),
  ('end-by-day', 'collecting', 'ended', '{system}', false, '{}'),
  ('digest', 'ended', 'digesting', '{lead,runner}', false, '{}'),
  ('consult', 'digesting', 'expert_review', '{lead,runner}', false, '{}'),
  ('revise', 'expert_review', 'digesting', '{lead,runner}', true, '{}'),
  ('pass', 'expert_review', 'approving', '{lead,runner}', false, '{}'),
  ('refuse', 'approving', 'digesting', '{lead,runner}', true, '{}'),
  ('report', 'approving', 'reported', '{lead,runner}', false, '{batch,addressee}'),
  ('receipt', 'reported', 'awaiting', '{lead,runner}', false, '{receipt}'),
  ('answer', 'awaiting', 'answered', '{lead,runner}', false, '{}'),
  ('promote', 'answered', 'promoting', '{lead,runner}', false, '{}'),
  ('file-at-once', 'answered', 'archived', '{lead,runner}', true, '{}'),
  ('file', 'promoting', 'archived', '{lead,runner}', false, '{}'),
  ('pause-issued', 'issued', 'paused', '{runner}', true, '{}'),
  ('cancel-issued', 'issued', 'cancelled', '{runner}', true, '{}'),
  ('pause-assigned', 'assigned', 'paused', '{runner}', true, '{}'),
  ('cancel-assigned', 'assigned', 'cancelled', '{runner}', true, '{}'),
  ('pause-preparing', 'preparing', 'paused', '{runner}', true, '{}'),
  ('cancel-preparing', 'preparing', 'cancelled', '{runner}', true, '{}'),
  ('pause-collecting', 'collecting', 'paused', '{runner}', true, '{}'),
  ('cancel-collecting', 'collecting', 'cancelled', '{runner}', true, '{}'),
  ('pause-ended', 'ended', 'paused', '{runner}', true, '{}'),
  ('cancel-ended', 'ended', 'cancelled', '{runner}', true, '{}'),
  ('pause-digesting', 'digesting', 'paused', '{runner}', true, '{}'),
  ('cancel-digesting', 'digesting', 'cancelled', '{runner}', true, '{}'),
  ('pause-expert_review', 'expert_review', 'paused', '{runner}', true, '{}'),
  ('cancel-expert_review', 'expert_review', 'cancelled', '{runner}', true, '{}'),
  ('pause-approving', 'approving', 'paused', '{runner}', true, '{}'),
  ('cancel-approving', 'approving', 'cancelled', '{runner}', true, '{}'),
  ('pause-reported', 'reported', 'paused', '{runner}', true, '{}'),
  ('cancel-reported', 'reported', 'cancelled', '{runner}', true, '{}'),
  ('pause-awaiting', 'awaiting', 'paused', '{runner}', true, '{}'),
  ('cancel-awaiting', 'awaiting', 'cancelled', '{runner}', true, '{}'),
  ('pause-answered', 'answered', 'paused', '{runner}', true, '{}'),
  ('pause-promoting', 'promoting', 'paused', '{runner}', true, '{}'),
  ('resume', 'paused', '*', '{runner}', false, '{}'),
  ('cancel-paused', 'paused', 'cancelled', '{runner}', true, '{}'),
  ('extend-issued', 'issued', 'issued', '{runner}', true, '{closes_on}'),
  ('extend-assigned', 'assigned', 'assigned', '{runner}', true, '{closes_on}'),
  ('extend-preparing', 'preparing', 'preparing', '{runner}', true, '{closes_on}'),
  ('extend-collecting', 'collecting', 'collecting', '{runner}', true, '{closes_on}'),
  ('reopen', 'ended', 'collecting', '{runner}', true, '{closes_on}');
create table solicitation (
  id uuid primary key,
  number text not null unique,
  kind text not null references solicitation_kind,
  title text not null constraint solicitation_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  -- what it is about, for people
  about text not null constraint solicitation_about_said check (length(btrim(about)) between 5 and 4000),
  issuer text not null constraint solicitation_issuer_plain check (issuer ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  issuer_number text not null default '' constraint solicitation_issuer_number_plain check (issuer_number ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  issued_on date not null,
  state text not null default 'issued',
  -- where it goes on after a pause
  held_state text,
  -- whom it concerns
  area_code text collate "C" not null references area,
  opens_on date not null,
  closes_on date not null,
  -- for which body it was made, in which role, by whom
  by_body_id bigint references body,
  made_as text not null,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  version integer not null default 1,
  constraint solicitation_days check (closes_on >= opens_on),
  constraint solicitation_state_known check (state in (
    'issued', 'assigned', 'preparing', 'collecting', 'ended', 'digesting', 'expert_review', 'approving', 'reported', 'awaiting',
    'answered', 'promoting', 'archived', 'paused', 'cancelled')),
  constraint solicitation_held check ((state = 'paused') = (held_state is not null))
);
-- Usage: what is open, what became of the former ones; the file list.
create index solicitation_area_idx on solicitation (area_code, closes_on);
-- Usage: the list by state, newest first.
create index solicitation_made_idx on solicitation (made_at, id);
-- The contact points that lead it: two in a joint round (联动).
create table solicitation_lead (
  solicitation_id uuid not null references solicitation,
  station_id bigint not null references station,
  area_code text collate "C" not null,
  primary key (solicitation_id, station_id)
);
-- Usage: what a station leads.
create index solicitation_lead_station_idx on solicitation_lead (station_id);
create table draft_version (
  id uuid primary key,
  solicitation_id uuid not null references solicitation,
  nth integer not null,
  title text not null constraint draft_version_title_plain check (title ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  -- what changed since the former one
  note text not null default '' constraint draft_version_note_length check (length(note) <= 1000),
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  constraint draft_version_nth unique (solicitation_id, nth),
  constraint draft_version_of unique (id, solicitation_id)
);
create table draft_article (
  id uuid primary key,
  version_id uuid not null,
  solicitation_id uuid not null,
  position integer not null,
  label text not null constraint draft_article_label_plain check (label ~ '^[^\u0001-\u001f\u007f-\u009f]{1,20}$'),
  -- chapter and section it stands under
  heading text not null default '' constraint draft_article_heading_plain check (heading ~ '^[^\u0001-\u001f\u007f-\u009f]{0,120}$'),
  text text not null constraint draft_article_said check (length(btrim(text)) between 1 and 20000),
  -- the article of the version before that it continues
  former_id uuid references draft_article,
  constraint draft_article_position unique (version_id, position),
  constraint draft_article_label_once unique (version_id, label),
  constraint draft_article_version unique (id, version_id),
  constraint draft_article_of foreign key (version_id, solicitation_id) references draft_version (id, solicitation_id)
);
-- Usage: what became of an article in the next version.
create index draft_article_former_idx on draft_article (former_id) where former_id is not null;
-- Usage: the articles of a solicitation, over its versions.
create index draft_article_solicitation_idx on draft_article (solicitation_id);
@append_only draft_version@
@append_only draft_article@
grant select on solicitation_kind, solicitation_outcome, solicitation_move, solicitation, solicitation_lead, draft_version, draft_article to @app@, @worker@, @definer@;
grant insert on solicitation, solicitation_lead, draft_version, draft_article to @app@;
grant update (state, held_state, closes_on, version) on solicitation to @app@, @worker@;
-- Whether opinions are taken on a day; the one place that says so.
create function takes_opinions(solicitation uuid, day date) returns boolean language sql stable as $$
  select exists (select from solicitation s where s.id = solicitation and s.state = 'collecting' and day between s.opens_on and s.closes_on
    and exists (select from draft_version v where v.solicitation_id = s.id))
$$;
-- Whether the viewer acts for whoever issued or passes on a solicitation, or for a contact point that leads it.
create function runs_solicitation(wanted uuid) returns boolean language sql stable as $$
  select exists (select from solicitation s where s.id = wanted and (s.by_body_id = any ((select my_bodies())::bigint[])
    or (s.by_body_id is null and holds_role(s.made_as, s.area_code))))
$$;
create function leads_solicitation(wanted uuid) returns boolean language sql stable as $$
  select exists (select from solicitation_lead l where l.solicitation_id = wanted and holds_role('liaison', l.area_code))
$$;
-- Who hands it to whom, until when: the research centre to the working groups, they to the stations.
create table solicitation_task (
  id uuid primary key,
  solicitation_id uuid not null references solicitation,
  parent_id uuid references solicitation_task,
  body_id bigint references body,
  station_id bigint references station,
  -- of the body, of the station
  area_code text collate "C" not null,
  words text not null default '' constraint solicitation_task_words_length check (length(words) <= 1000),
  due_on date not null,
  state text not null default 'sent' constraint solicitation_task_state_known check (state in ('sent', 'accepted', 'handed_on', 'done', 'returned', 'recalled')),
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  version integer not null default 1,
  constraint solicitation_task_of_one check ((body_id is null) <> (station_id is null))
);
-- Usage: the tasks of a solicitation.
create index solicitation_task_solicitation_idx on solicitation_task (solicitation_id, parent_id);
-- Usage: what a scope has in hand, by the day it is due.
create index solicitation_task_area_idx on solicitation_task (area_code, state, due_on);
-- Usage: what a body has in hand.
create index solicitation_task_body_idx on solicitation_task (body_id, state, due_on) where body_id is not null;
-- Usage: one task in force for a receiver.
create unique index solicitation_task_once_idx on solicitation_task (solicitation_id, body_id, station_id) nulls not distinct
  where state not in ('returned', 'recalled');
@guard solicitation_task@
grant select, insert on solicitation_task to @app@;
grant select on solicitation_task to @worker@;
grant update (state, version) on solicitation_task to @app@;
create policy read on solicitation_task for select to @app@, @worker@ using (@area@);
create policy own on solicitation_task for select to @app@ using (body_id = any ((select my_bodies())::bigint[]));
-- Who handed a task on sees what became of it.
grant select on solicitation_task to @definer@;
create policy definer on solicitation_task for select to @definer@ using (true);
@mine my_solicitation_tasks uuid t.id@
join solicitation_task t on t.body_id = m.body_id
end;
create policy handed on solicitation_task for select to @app@ using (made_by = @viewer@ or parent_id = any ((select my_solicitation_tasks())::uuid[]));
create policy running on solicitation_task for select to @app@ using (@viewer@ is not null and (runs_solicitation(solicitation_id) or leads_solicitation(solicitation_id)));
-- Whether the viewer has a task in hand.
create function holds_task(wanted uuid) returns boolean language sql stable as $$
  select exists (select from solicitation_task t where t.id = wanted and (t.body_id = any ((select my_bodies())::bigint[])
    or (t.station_id is not null and (holds_role('liaison', t.area_code) or holds_role('town_congress', t.area_code)))))
$$;
create policy write on solicitation_task for insert to @app@ with check (made_by = @viewer@ and state = 'sent' and (
  (parent_id is null and (runs_solicitation(solicitation_id) or leads_solicitation(solicitation_id))) or holds_task(parent_id)));
create policy change on solicitation_task for update to @app@ using (made_by = @viewer@ or holds_task(id)
  or runs_solicitation(solicitation_id) or leads_solicitation(solicitation_id));
-- What happened: to the solicitation, or to one of its tasks.
create table solicitation_event (
  id bigint generated always as identity primary key,
  solicitation_id uuid not null references solicitation,
  task_id uuid references solicitation_task,
  version integer not null,
  at timestamptz not null default now(),
  actor_id bigint,
  actor_name text not null,
  -- of the table of moves; of a task its new state
  move text not null,
  from_state text not null,
  to_state text not null,
  words text not null,
  -- what the move needs: {"batch": …, "addressee": …, "closes_on": …}
  evidence jsonb not null default '{}',
  area_code text collate "C" not null,
  constraint solicitation_event_once unique nulls not distinct (solicitation_id, task_id, version)
);
@guard solicitation_event@
@append_only solicitation_event@
grant select, insert on solicitation_event to @app@, @worker@;
create policy read on solicitation_event for select to @app@, @worker@ using (@area@);
create policy running on solicitation_event for select to @app@ using (@viewer@ is not null and (runs_solicitation(solicitation_id) or leads_solicitation(solicitation_id)
  or (task_id is null and exists (select from solicitation_task t where t.solicitation_id = solicitation_event.solicitation_id))
  or exists (select from solicitation_task t where t.id = task_id)));
create policy write on solicitation_event for insert to @app@ with check (actor_id = @viewer@);
create policy lapse on solicitation_event for insert to @worker@ with check (actor_id is null);
-- Issued by who may: a body of the congress for what concerns its place, else a liaison or the congress of that very area.
create function check_solicitation_made() returns trigger language plpgsql as $$
begin
  if current_user = '@app@' and ((new.made_by, new.state, new.version) is distinct from (@viewer@, 'issued', 1)
    or not (case when new.by_body_id is null then new.made_as in ('liaison', 'town_congress') and holds_role(new.made_as, new.area_code)
      else exists (select from body b join body_kind k using (kind) join area a on a.code = b.area_code
        where b.id = new.by_body_id and k.role = new.made_as and new.area_code ^@ a.prefix
        and new.made_as in ('research_centre', 'working_body') and b.id = any (my_bodies())) end)) then
    raise exception 'a solicitation is issued by who may' using errcode = 'ZT044';
  end if;
  return new;
end $$;
create trigger solicitation_made before insert on solicitation for each row execute function check_solicitation_made();
-- Leads and drafts are put by who runs it; drafts also by who leads it.
create function check_solicitation_part() returns trigger language plpgsql as $$
begin
  if current_user = '@app@' and not (runs_solicitation(new.solicitation_id)
    or (tg_table_name <> 'solicitation_lead' and leads_solicitation(new.solicitation_id))) then
    raise exception 'a part of a solicitation is put by who runs it' using errcode = 'ZT044';
  end if;
  return new;
end $$;
create trigger solicitation_part before insert on solicitation_lead for each row execute function check_solicitation_part();
create trigger solicitation_part before insert on draft_version for each row execute function check_solicitation_part();
create trigger solicitation_part before insert on draft_article for each row execute function check_solicitation_part();
-- A solicitation moves along the table and in no other way, each time with its event, which says by whom, why and with what.
create function check_solicitation_move() returns trigger language plpgsql as $$
declare
  deed solicitation_event;
  arrow solicitation_move;
begin
  select * into deed from solicitation_event e where e.solicitation_id = new.id and e.task_id is null and e.version = new.version;
  select * into arrow from solicitation_move m where m.id = deed.move;
  if deed.id is null or arrow.id is null or new.version <> old.version + 1
    or (deed.from_state, deed.to_state) is distinct from (old.state, new.state)
    or arrow.from_state <> old.state or coalesce(nullif(arrow.to_state, '*'), old.held_state) <> new.state
    or new.held_state is distinct from (case when new.state = 'paused' then coalesce(old.held_state, old.state) end)
    or (arrow.reason_required and length(btrim(deed.words)) < 2)
    or not deed.evidence ?& arrow.needs
    or (new.closes_on <> old.closes_on and (not 'closes_on' = any (arrow.needs) or new.closes_on <> (deed.evidence ->> 'closes_on')::date))
    or (current_user = '@worker@' and not 'system' = any (arrow.makers))
    or (current_user = '@app@' and not (('runner' = any (arrow.makers) and runs_solicitation(new.id))
      or ('lead' = any (arrow.makers) and leads_solicitation(new.id)))) then
    raise exception 'a solicitation goes along its table' using errcode = 'ZT044';
  end if;
  return new;
end $$;
create trigger solicitation_moves before update on solicitation for each row execute function check_solicitation_move();
-- A task likewise, along the few arrows it has.
create function check_solicitation_task() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 or (old.state, new.state) not in (
      ('sent', 'accepted'), ('sent', 'returned'), ('sent', 'recalled'), ('accepted', 'recalled'), ('accepted', 'returned'),
      ('accepted', 'handed_on'), ('accepted', 'done'), ('handed_on', 'done'))
    or (new.state in ('returned', 'recalled', 'done') and not exists (select from solicitation_event e
      where e.task_id = new.id and e.version = new.version and e.to_state = new.state and length(btrim(e.words)) >= 2))
    or not exists (select from solicitation_event e where e.task_id = new.id and e.version = new.version
      and (e.from_state, e.to_state) = (old.state, new.state)) then
    raise exception 'a task goes along its steps' using errcode = 'ZT044';
  end if;
  return new;
end $$;
create trigger solicitation_task_steps before update on solicitation_task for each row execute function check_solicitation_task();
-- Who has a task: the people of the body, of a station the nearest liaisons.
create function task_people(body bigint, at text) returns table (account_id bigint) language sql stable as $$
  select m.account_id from body_member m
  where m.body_id = body and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
  union
  select n.account_id from (
    select r.account_id, rank() over (order by length(a.prefix) desc) as nearness from account_role r
    join area a on a.code = r.area_code and at ^@ a.prefix where body is null and r.role = 'liaison' and @in_term@) n
  where n.nearness = 1
$$;
-- They are told of it in the inbox; who gave it, when it comes back or is done.
create function tell_task() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select distinct t.account_id, case when tg_op = 'INSERT' then 'solicitation.task' else 'solicitation.' || new.state end, s.id, s.number
  from solicitation s cross join lateral (
    select p.account_id from task_people(new.body_id, new.area_code) p where tg_op = 'INSERT'
    union select new.made_by where tg_op = 'UPDATE') t
  where s.id = new.solicitation_id and (tg_op = 'INSERT' or new.state in ('returned', 'done'))
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_task@
create trigger task_told after insert or update of state on solicitation_task for each row execute function tell_task();
-- Each morning whose task is late, while it is.
@definer notice_late_tasks() for worker@
returns table (told bigint)
begin atomic
  with told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct p.account_id, 'solicitation.late', s.id, s.number
    from solicitation_task t join solicitation s on s.id = t.solicitation_id and s.state not in ('paused', 'cancelled', 'archived')
    cross join lateral task_people(t.body_id, t.area_code) p
    where t.state in ('sent', 'accepted', 'handed_on') and t.due_on < china_today()
    on conflict on constraint notice_once do update set created_at = now(), read_at = null
      where notice.created_at < now() - interval '20 hours'
    returning 1)
  select count(*) from told;
end;
