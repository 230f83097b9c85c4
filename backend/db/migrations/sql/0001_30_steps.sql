-- The nine steps of a station (九步工作法) as nine boxes that it names itself, by version; the first names are no more than numbers.
create table step_template (
  station_id bigint not null references station,
  version integer not null,
  names text[] not null constraint step_template_nine check (cardinality(names) = 9 and array_position(names, null) is null),
  area_code text collate "C" not null,
  made_by bigint not null,
  made_name text not null,
  made_at timestamptz not null default now(),
  primary key (station_id, version)
);
@guard step_template@
@append_only step_template@
grant select, insert on step_template to @app@;
create policy read on step_template for select to @app@ using (@area@);
create policy write on step_template for insert to @app@ with check (made_by = @viewer@ and (holds_role('liaison', area_code) or holds_role('town_congress', area_code))
  and exists (select from station s where s.id = station_id and s.area_code = step_template.area_code));
-- The steps that something carries at a station: those in force when it began. Anything with an id may carry them.
create table step_run (
  id uuid primary key,
  subject_kind text not null,
  subject_id uuid not null,
  station_id bigint not null references station,
  names text[] not null constraint step_run_nine check (cardinality(names) = 9),
  area_code text collate "C" not null,
  begun_by bigint not null,
  begun_at timestamptz not null default now(),
  constraint step_run_once unique (subject_kind, subject_id, station_id)
);
create table step_tick (
  run_id uuid not null references step_run,
  nth smallint not null constraint step_tick_nth check (nth between 1 and 9),
  -- what shows that it was done
  words text not null constraint step_tick_words check (length(btrim(words)) between 2 and 2000),
  done_by bigint not null,
  done_name text not null,
  at timestamptz not null default now(),
  primary key (run_id, nth)
);
@guard step_run@
@guard step_tick@
@append_only step_run@
@append_only step_tick@
grant select, insert on step_run, step_tick to @app@;
create policy read on step_run for select to @app@ using (@area@);
create policy running on step_run for select to @app@ using (@viewer@ is not null and subject_kind = 'solicitation'
  and (runs_solicitation(subject_id) or leads_solicitation(subject_id)));
create policy write on step_run for insert to @app@ with check (begun_by = @viewer@ and (holds_role('liaison', area_code) or holds_role('town_congress', area_code))
  and exists (select from station s where s.id = station_id and s.area_code = step_run.area_code));
create policy read on step_tick for select to @app@ using (exists (select from step_run r where r.id = run_id));
create policy write on step_tick for insert to @app@ with check (done_by = @viewer@ and exists (
  select from step_run r where r.id = run_id and (holds_role('liaison', r.area_code) or holds_role('town_congress', r.area_code))));
-- Who follows a draft: they are told when opinions are taken, when that ends, when there is a new version and when the answer is there.
create table draft_follow (
  solicitation_id uuid not null references solicitation,
  account_id bigint not null references account,
  at timestamptz not null default now(),
  primary key (solicitation_id, account_id)
);
@guard draft_follow@
grant select, insert, delete on draft_follow to @app@;
grant select on draft_follow to @definer@;
create policy own on draft_follow for select to @app@ using (account_id = @viewer@);
create policy write on draft_follow for insert to @app@ with check (account_id = @viewer@);
create policy remove on draft_follow for delete to @app@ using (account_id = @viewer@);
create policy definer on draft_follow for select to @definer@ using (true);
create function tell_followers() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select f.account_id, 'draft.' || case new.state when 'collecting' then 'open' when 'ended' then 'closed' else 'answered' end, new.id, new.number
  from draft_follow f where f.solicitation_id = new.id and new.state in ('collecting', 'ended', 'answered') and new.state <> old.state
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_followers@
create trigger followers_told after update of state on solicitation for each row execute function tell_followers();
