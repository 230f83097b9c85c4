-- 走访任务: somebody is asked to go to a cell or a place until a day, by hand or because of an alert; what they found comes back.
create table visit_task (
  id uuid primary key,
  area_code text collate "C" not null references area,
  -- as the grid was when it was given: a new edition changes no task
  cell_id bigint references grid_cell,
  place text not null constraint visit_task_place_plain check (place ~ '^[^\u0001-\u001f\u007f-\u009f]{0,100}$'),
  what text not null constraint visit_task_what_said check (length(btrim(what)) between 2 and 500),
  why text not null default '' constraint visit_task_why_bounds check (length(why) <= 500),
  priority text not null constraint visit_task_priority_known check (priority in ('high', 'usual', 'low')),
  worker_id bigint not null references account,
  worker_name text not null,
  due_on date not null,
  state text not null default 'open' constraint visit_task_state_known check (state in ('open', 'done', 'cancelled')),
  asked bytea not null,
  made_by bigint not null references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  -- what came back: the id is made by the phone, the time is the phone's
  result_id uuid,
  result_asked bytea,
  found text constraint visit_task_found_known check (found in ('settled', 'nothing', 'watch', 'reported', 'absent')),
  households integer constraint visit_task_households_bounds check (households between 0 and 1000),
  note text not null default '' constraint visit_task_note_bounds check (length(note) <= 1000),
  done_at timestamptz,
  constraint visit_task_result_once unique (worker_id, result_id),
  constraint visit_task_result check ((state = 'done') = (result_id is not null and found is not null and households is not null and done_at is not null)
    and (state <> 'done' or length(btrim(note)) >= 2))
);
-- Usage: the tasks of a scope, by the day they are due.
create index visit_task_area_idx on visit_task (area_code, due_on, id);
-- Usage: what a worker is asked, and has done this month.
create index visit_task_worker_idx on visit_task (worker_id, state, due_on);
-- Usage: cells that are taken back with an edition.
create index visit_task_cell_idx on visit_task (cell_id) where cell_id is not null;
-- What became of a task, step by step.
create table visit_event (
  task_id uuid not null references visit_task,
  version smallint not null,
  kind text not null constraint visit_event_kind_known check (kind in ('given', 'done', 'cancelled')),
  at timestamptz not null default now(),
  actor_id bigint not null references account,
  actor_name text not null,
  note text not null default '',
  primary key (task_id, version)
);
-- How many households a worker of an area is to visit in a month; the nearest area that says so counts.
create table visit_goal (
  area_code text collate "C" primary key references area,
  households integer not null constraint visit_goal_bounds check (households between 1 and 1000),
  set_by bigint references account,
  set_at timestamptz not null default now()
);
-- Usage: the sightings that were written down at a visit.
create index sighting_visit_idx on sighting (visit_id) where visit_id is not null;
alter table alert add constraint alert_task_id_fkey foreign key (task_id) references visit_task;
create function gives_visits(at text) returns boolean language sql stable as $$
  select holds_role('town_head', at) or holds_role('liaison', at) or holds_role('town_congress', at)
$$;
@guard visit_task@
@guard visit_event@
@guard visit_goal@
@append_only visit_event@
grant select, insert on visit_task, visit_event to @app@;
grant select on visit_task, visit_event to @worker@;
grant update (state, result_id, result_asked, found, households, note, done_at) on visit_task to @app@;
grant select, insert, update (households, set_by, set_at) on visit_goal to @app@;
grant select on visit_goal to @worker@;
-- Read by the staff of the place and by who is asked; given and called off by the staff, done by who was asked.
create policy read on visit_task for select to @app@, @worker@ using (@area@);
create policy own on visit_task for select to @app@ using (worker_id = @viewer@);
create policy give on visit_task for insert to @app@ with check (@area@ and gives_visits(area_code) and made_by = @viewer@ and state = 'open');
create policy cancel on visit_task for update to @app@ using (@area@ and gives_visits(area_code) and state = 'open')
  with check (state = 'cancelled' and result_id is null);
-- What was done counts, also when the task was called off while the phone had no signal.
create policy finish on visit_task for update to @app@ using (worker_id = @viewer@ and state <> 'done') with check (worker_id = @viewer@ and state = 'done');
create policy read on visit_event for select to @app@, @worker@ using (exists (select from visit_task t where t.id = task_id));
create policy write on visit_event for insert to @app@ with check (actor_id = @viewer@ and exists (select from visit_task t where t.id = task_id));
create policy read on visit_goal for select to @app@, @worker@ using (households > 0);
create policy write on visit_goal for insert to @app@ with check (@area@ and gives_visits(area_code) and set_by = @viewer@);
create policy change on visit_goal for update to @app@ using (@area@ and gives_visits(area_code)) with check (@area@ and gives_visits(area_code) and set_by = @viewer@);
grant select, update (state, why) on visit_task to @definer@;
grant select, insert on visit_event to @definer@;
create policy definer on visit_task for all to @definer@ using (true) with check (true);
create policy definer on visit_event for all to @definer@ using (true) with check (true);
-- Who may be asked to go to an area: its grid workers and collectors, who answer for the cell first; only to who reads that area.
-- `p_person`: this one alone, NULL for all.
@definer visit_workers(p_area text, p_cell text, p_person bigint)@
returns table (id bigint, name text, of_cell boolean)
begin atomic
  select distinct a.id, a.name, exists (select from cell_worker w where w.account_id = a.id and w.cell_code = p_cell) as of_cell
  from account_role r join area p on p.code = r.area_code join account a on a.id = r.account_id
  where r.role in ('grid_worker', 'collector') and (p_area ^@ p.prefix or r.area_code ^@ p_area) and @in_term@
    and a.disabled_at is null and a.locked_at is null and (p_person is null or a.id = p_person)
    and p_area ^@ any ((select array_remove(string_to_array(current_setting('app.areas', true), ','), ''))::text[])
  order by of_cell desc, a.name, a.id limit 200;
end;
-- Who was asked hears of a task, who asked hears that it is done, each once; one row a message that is new.
@definer tell_visit(p_task uuid)@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with told as (
    insert into notice (account_id, kind, subject_id, number)
    select case t.state when 'open' then t.worker_id else t.made_by end, case t.state when 'open' then 'visit.given' else 'visit.done' end, t.id, t.place
    from visit_task t where t.id = p_task and t.state <> 'cancelled'
      and (select nullif(current_setting('app.viewer', true), '')::bigint) in (t.worker_id, t.made_by)
    on conflict on constraint notice_once do nothing returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
