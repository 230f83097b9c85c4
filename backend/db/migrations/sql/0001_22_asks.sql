-- A station asks somebody who reported for more: told by the ladder as an answer is, without its words. Those stand with the move.
create table ask (
  id uuid primary key default gen_random_uuid(),
  subject_kind text not null,
  subject_id uuid not null,
  subject_number text not null,
  -- the version of the case by which it was asked
  turn integer not null,
  report_id uuid not null,
  receipt text,
  language text not null default 'zh-CN',
  reply_way text not null,
  author_id bigint,
  asked_at timestamptz not null default now(),
  due_on date,
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint ask_once unique (subject_id, turn, report_id)
);
-- Usage: what was asked of a receipt, of a worker's sighting.
create index ask_report_idx on ask (report_id, asked_at);
-- Usage: what is asked of a worker.
create index ask_author_idx on ask (author_id, asked_at) where author_id is not null;
-- One row an attempt on a rung, its key recorded before the call (jobs run at least once).
create table ask_delivery (
  id uuid primary key default gen_random_uuid(),
  ask_id uuid not null references ask,
  report_id uuid not null,
  rung text not null constraint ask_delivery_rung_known check (rung in ('inbox', 'receipt', 'push', 'gateway')),
  follow_id uuid,
  attempt smallint not null default 1,
  state text not null constraint ask_delivery_state_known check (state in ('trying', 'confirmed', 'failed', 'gone')),
  status smallint,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  area_code text collate "C" not null,
  hidden boolean not null,
  constraint ask_delivery_key unique nulls not distinct (ask_id, rung, follow_id, attempt)
);
@guard ask@
@guard ask_delivery@
@append_only ask@
grant select, insert on ask, ask_delivery to @app@, @worker@;
grant update (state, status, settled_at) on ask_delivery to @app@, @worker@;
grant select, update (hidden) on ask, ask_delivery to @definer@;
grant update (state, settled_at) on ask_delivery to @definer@;
create policy marks_see on ask for select to @definer@ using (true);
create policy marks on ask for update to @definer@ using (true) with check (true);
create policy marks_see on ask_delivery for select to @definer@ using (true);
create policy marks on ask_delivery for update to @definer@ using (true) with check (true);
create policy read on ask for select to @app@, @worker@ using (@reads@);
create policy seated on ask for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
create policy own on ask for select to @app@ using (report_id = @receipt@);
create policy write on ask for insert to @app@ with check (@reads@);
create policy read on ask_delivery for select to @app@, @worker@ using (@reads@ or report_id = @receipt@);
create policy seated on ask_delivery for select to @app@ using ((report_id = any ((select my_reports())::uuid[])) is true);
create policy write on ask_delivery for insert to @app@, @worker@ with check (@reads@ or report_id = @receipt@);
create policy change on ask_delivery for update to @app@, @worker@ using (@reads@ or report_id = @receipt@) with check (@reads@ or report_id = @receipt@);
-- Who has an account finds a message; asked again, it is new again.
create function tell_asked() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number) values (new.author_id, 'case.asked', new.report_id, new.subject_number)
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_asked@
create trigger asked_told after insert on ask for each row when (new.author_id is not null) execute function tell_asked();
-- What is asked of a worker now, with the words of the move: of the own sightings alone, whatever the area. That it stands on
-- the phone is what the inbox rung waits for.
@definer asked_of(person bigint)@
returns table (report_id uuid, number text, asked text, asked_at timestamptz, due_on date, seen_at timestamptz, category text, opening text)
begin atomic
  with open as materialized (
    select distinct on (a.report_id) a.id, a.report_id, a.turn, a.subject_id, a.asked_at, c.number, c.due_on
    from ask a join cases c on c.id = a.subject_id and c.state = 'lacking' and c.version = a.turn
    where a.author_id = person and person = (select nullif(current_setting('app.viewer', true), '')::bigint)
    order by a.report_id, a.asked_at desc),
  seen as (
    update ask_delivery d set state = 'confirmed', settled_at = now() from open o
    where d.ask_id = o.id and d.rung = 'inbox' and d.state = 'trying')
  select o.report_id, o.number, t.evidence ->> 'asked', o.asked_at, o.due_on, r.seen_at, r.category, left(coalesce(w.body, ''), 60)
  from open o join report r on r.id = o.report_id left join report_text w on w.report_id = r.id
  join case_event e on e.case_id = o.subject_id and e.version = o.turn join case_event_text t on t.event_id = e.id
  order by o.due_on, o.asked_at;
end;
-- What the gateway says has become of the news that something is asked; no row when the key is none of ours.
@definer ask_gateway_told(wanted uuid, outcome text)@
returns table (ask_id uuid, area_code text)
begin atomic
  with done as (
    update ask_delivery d set state = outcome, settled_at = now() where d.id = wanted and d.rung = 'gateway' and d.state = 'trying'
    returning d.id)
  select d.ask_id, d.area_code from ask_delivery d where d.id = wanted and d.rung = 'gateway' and (select count(*) from done) >= 0;
end;
