-- Alerts (预警): what repeats, what lies overdue together, what has risen suddenly, where it has turned hot. From when on is the office's own.
create table alert_rule (
  kind text primary key,
  n integer not null,
  days integer not null,
  -- of a rise: the days it is held against, below which no mean counts as lower, how rare it must be by chance
  past_days integer,
  least_mean double precision,
  -- of hot cells: at most one in so many that are named may be false
  odds integer,
  constraint alert_rule_odds check (kind <> 'hotspot' or odds between 10 and 1000000),
  constraint alert_rule_bounds check (n between 2 and 1000 and days between 1 and 365),
  constraint alert_rule_past check (kind <> 'rise' or (past_days between 3 * days and 1000 and least_mean > 0 and odds between 10 and 1000000))
);
grant select on alert_rule to @app@, @worker@;
insert into alert_rule (kind, n, days, past_days, least_mean, odds) values
  ('repeat_place', 3, 30, null, null, null), ('repeat_person', 3, 90, null, null, null), ('overdue', 5, 7, null, null, null),
  ('rise', 5, 7, 56, 1, 1000), ('hotspot', 5, 30, null, null, 100);
create table alert (
  id uuid primary key default gen_random_uuid(),
  kind text not null constraint alert_kind_known check (kind in ('repeat_place', 'repeat_person', 'overdue', 'rise', 'hotspot')),
  area_code text collate "C" not null references area,
  category text references category,
  cell_id bigint references grid_cell,
  body_id bigint references body,
  station_id bigint references station,
  n integer not null,
  days integer not null,
  mean double precision,
  odds integer,
  -- of hot cells that touch: z of Gi* of the hottest with its two-sided p, since when they are hot without a break, whether they are new or grow
  z double precision,
  p double precision,
  since date,
  trend text,
  constraint alert_hot check ((kind = 'hotspot') = (z is not null and p is not null and since is not null and trend is not null and cell_id is not null)
    and trend in ('new', 'growing')),
  raised_at timestamptz not null default now(),
  state text not null default 'open' constraint alert_state_known check (state in ('open', 'seen', 'acted', 'tasked', 'withdrawn')),
  -- who judged it, and why so
  note text not null default '',
  settled_by bigint references account,
  settled_name text,
  settled_at timestamptz,
  -- the visit that came of it
  task_id uuid,
  constraint alert_settled check ((state in ('seen', 'acted', 'tasked')) = (settled_by is not null) and (settled_by is null or length(btrim(note)) >= 2)),
  constraint alert_tasked check ((state = 'tasked') = (task_id is not null))
);
-- Usage: the alerts of a scope, newest first; whether one was raised of late.
create index alert_raised_idx on alert (raised_at, id);
-- Usage: cells that are taken back with an edition.
create index alert_cell_idx on alert (cell_id) where cell_id is not null;
-- The hot cells of an alert, and the last day on which each was hot: what lasts is not raised again, and what joins it later belongs to it.
create table alert_cell (
  alert_id uuid not null references alert,
  cell_id bigint not null references grid_cell,
  -- that of the alert
  area_code text collate "C" not null,
  -- null: it joined later
  z double precision,
  lasted_on date not null,
  primary key (alert_id, cell_id)
);
-- Usage: what lasts in an area.
create index alert_cell_area_idx on alert_cell (area_code, lasted_on);
-- Usage: cells that are taken back with an edition.
create index alert_cell_cell_idx on alert_cell (cell_id);
create table alert_case (
  alert_id uuid not null references alert,
  case_id uuid not null references cases,
  area_code text collate "C" not null,
  hidden boolean not null,
  primary key (alert_id, case_id)
);
-- Usage: the alerts about a case, when its level changes; whether one was raised about it of late.
create index alert_case_case_idx on alert_case (case_id);
-- Whether two reports of a cell lie near each other, in metres; of two without a place it counts that both are of the cell.
create function near_by(one geometry, other geometry, metres integer) returns boolean language sql immutable parallel safe as $$
  select case when one is not null and other is not null then st_distancesphere(one, other) <= metres else one is null and other is null end
$$;
@guard alert@
@guard alert_case@
@guard alert_cell@
grant select on alert_cell to @app@, @worker@;
grant insert, update (lasted_on) on alert_cell to @worker@;
-- Who sees the alert sees its cells; the worker also those of what was taken back, so that it is not raised again.
create policy read on alert_cell for select to @app@ using (exists (select from alert a where a.id = alert_id));
create policy lasts on alert_cell for select to @worker@ using (@area@);
create policy raise on alert_cell for insert to @worker@ with check (@area@ and @service@ is not null);
create policy last on alert_cell for update to @worker@ using (@area@ and @service@ is not null) with check (@area@);
grant select on alert, alert_case to @app@, @worker@;
grant insert on alert, alert_case to @worker@;
grant update (state, note, settled_by, settled_name, settled_at, task_id) on alert to @app@;
-- No alert counts what is hidden or restricted, so all readers of its area see it; of its cases those that they see anyway.
create policy read on alert for select to @app@, @worker@ using (@area@ and state <> 'withdrawn');
create policy raise on alert for insert to @worker@ with check (@area@);
create policy judge on alert for update to @app@ using (@area@ and state = 'open'
    and (holds_role('town_head', area_code) or holds_role('liaison', area_code) or holds_role('town_congress', area_code)))
  with check (state in ('seen', 'tasked') and settled_by = @viewer@
    or state = 'acted' and settled_by = @viewer@ and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
create policy read on alert_case for select to @app@, @worker@ using (@reads@);
create policy raise on alert_case for insert to @worker@ with check (@reads@);
-- What hangs on a case follows its level (0001_21); an alert that counted what nobody else may know of now is taken back whole.
grant select, update (hidden) on alert_case to @definer@;
create policy marks_see on alert_case for select to @definer@ using (true);
create policy marks on alert_case for update to @definer@ using (true) with check (true);
create trigger kept_inside before insert on alert_case for each row execute function keep_inside('case_id');
grant select, update (state, note, settled_by, settled_name, settled_at, task_id) on alert to @definer@;
create policy definer on alert for all to @definer@ using (true) with check (true);
create function withdraw_alert() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- Nor does a task tell of it any more: who was to go there is called off, unless they have been.
  insert into visit_event (task_id, version, kind, actor_id, actor_name)
  select t.id, 2, 'cancelled', t.made_by, t.made_name from alert a join visit_task t on t.id = a.task_id and t.state = 'open' where a.id = new.alert_id;
  update visit_task t set state = case t.state when 'open' then 'cancelled' else t.state end, why = '' from alert a
  where a.id = new.alert_id and t.id = a.task_id;
  update alert a set state = 'withdrawn', note = '', settled_by = null, settled_name = null, settled_at = null, task_id = null where a.id = new.alert_id;
  delete from notice n where n.subject_id = new.alert_id and n.kind = 'alert.raised';
  return null;
end $$;
@hook withdraw_alert@
-- On insert too: what was judged anew between the count and the storing.
create trigger alert_withdrawn after insert or update of hidden on alert_case for each row when (new.hidden) execute function withdraw_alert();
-- The nearest heads and liaisons are told of an alert, once; one row a message that is new.
@definer tell_alert(wanted uuid) for worker@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with raised as (select x.id, x.area_code, p.name from alert x join area p on p.code = x.area_code where x.id = wanted and x.state = 'open'),
  near as (
    select x.id, x.name, r.account_id, rank() over (partition by r.role order by length(p.prefix) desc) as nearness
    from raised x join account_role r on r.role in ('liaison', 'town_head')
    join area p on p.code = r.area_code and x.area_code ^@ p.prefix where @in_term@),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct n.account_id, 'alert.raised', n.id, n.name from near n
    join account p on p.id = n.account_id and p.disabled_at is null and p.locked_at is null where n.nearness = 1
    on conflict on constraint notice_once do nothing returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
