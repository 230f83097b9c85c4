-- 布点方案: trial posts that an office keeps under a name, with what was assumed and what they gained on the day; the figures are never counted again.
create table coverage_plan (
  id uuid primary key,
  area_code text collate "C" not null references area,
  name text not null constraint coverage_plan_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  reach_m double precision not null constraint coverage_plan_reach check (reach_m between 50 and 10000),
  -- of households, reports, opinions and hard cases
  weights double precision[] not null constraint coverage_plan_weights check (cardinality(weights) = 4 and 0 <= all (weights) and 1000 >= all (weights)),
  -- from when reports, opinions and hard cases were counted
  since date not null,
  figures jsonb not null constraint coverage_plan_figures check (jsonb_array_length(figures -> 'sites') between 1 and 20),
  -- a digest of the cells that were in force
  grid bytea not null constraint coverage_plan_grid check (length(grid) = 32),
  made_by bigint not null references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  asked bytea not null,
  removed_at timestamptz
);
-- Usage: the plans of an area, the newest first.
create index coverage_plan_area_idx on coverage_plan (area_code, made_at);
@guard coverage_plan@
grant select, insert on coverage_plan to @app@;
grant update (removed_at) on coverage_plan to @app@;
create policy read on coverage_plan for select to @app@ using (@area@);
create policy write on coverage_plan for insert to @app@ with check (@area@ and made_by = @viewer@ and removed_at is null);
create policy remove on coverage_plan for update to @app@ using (@area@ and removed_at is null and (made_by = @viewer@ or convenes(area_code)))
  with check (@area@ and removed_at is not null);
create trigger never_emptied before truncate on coverage_plan for each statement execute function refuse_change();
