-- What was said of a sighting later: a correction (`fields`: what it says anew), or more of it (no fields: its words and photos stand
-- beside). Each is a report that names the first and holds the merged state; here stand its order and what its writer had read.
create table sighting_amendment (
  report_id uuid primary key references report,
  first_id uuid not null references report,
  nth integer not null constraint sighting_amendment_nth_positive check (nth > 0),
  based_on uuid not null references report,
  fields text[] not null,
  actor_id bigint not null,
  actor_name text not null,
  actor_role text not null constraint sighting_amendment_role check (actor_role in ('author', 'liaison')),
  -- by the writer's clock
  made_at timestamptz not null,
  at timestamptz not null default now(),
  -- one after the other, so that none is taken without having seen the one before
  constraint sighting_amendment_order unique (first_id, nth)
);
@guard sighting_amendment@
@append_only sighting_amendment@
grant select, insert on sighting_amendment to @app@;
grant select on sighting_amendment to @worker@;
-- Whoever reads the report reads this; its own policies say who.
create policy read on sighting_amendment for select to @app@, @worker@ using (exists (select from report r where r.id = report_id));
create policy write on sighting_amendment for insert to @app@ with check (actor_id = @viewer@ and exists (
  select from report r where r.id = report_id and r.author_id = @viewer@ and r.corrects_id = first_id)
  and (actor_role = 'author' and @holder@ = 'author' and first_id = @receipt@ or holds_role(actor_role, (select r.area_code from report r where r.id = first_id))));
-- In the context of the own sighting its writer reads it and what was said of it later, whoever said it.
create policy own on sighting for select to @app@ using (report_id = @receipt@ or exists (
  select from report r where r.id = report_id and r.corrects_id = @receipt@));
create policy own_later on report_attachment for select to @app@ using (exists (
  select from report r where r.id = report_id and r.corrects_id = @receipt@));
-- The own sighting of a worker, wherever the worker is now: its case and its village; no row when it is another's.
@definer own_sighting(wanted uuid, person bigint)@
returns table (case_id uuid, area_code text)
begin atomic
  select k.case_id, r.area_code from report r join case_report k on k.report_id = r.id
  where r.id = wanted and r.author_id = person and r.kind = 'sighting' and r.corrects_id is null
    and person = (select nullif(current_setting('app.viewer', true), '')::bigint);
end;
