-- 验单: a sample of households, drawn by cell in proportion to the households of each, from a seed that anybody may draw again with. Drawn once a
-- project, so that nobody draws until it pleases.
create table project_survey (
  project_id uuid primary key references project,
  area_code text collate "C" not null,
  seed bigint not null,
  -- how many households were wanted; from how many answers on it says something
  size integer not null constraint project_survey_size check (size between 1 and 10000),
  least integer not null constraint project_survey_least check (least between 1 and 10000),
  drawn_by bigint not null references account,
  drawn_name text not null,
  drawn_at timestamptz not null default now()
);
create table project_survey_cell (
  project_id uuid not null references project_survey,
  cell_code text collate "C" not null,
  cell_name text not null,
  area_code text collate "C" not null,
  households integer not null,
  -- which of its households are asked, by their number in the cell's list
  asked integer[] not null,
  primary key (project_id, cell_code)
);
create table project_survey_answer (
  id uuid primary key,
  project_id uuid not null,
  cell_code text collate "C" not null,
  household integer not null,
  area_code text collate "C" not null,
  verdict text not null constraint project_survey_answer_known check (verdict in ('satisfied', 'fair', 'dissatisfied')),
  noted_by bigint not null references account,
  on_day date not null,
  constraint project_survey_answer_once unique (project_id, cell_code, household),
  constraint project_survey_answer_cell foreign key (project_id, cell_code) references project_survey_cell (project_id, cell_code)
);
@guard project_survey@
@guard project_survey_cell@
@guard project_survey_answer@
@append_only project_survey@
@append_only project_survey_cell@
@append_only project_survey_answer@
grant select, insert on project_survey, project_survey_cell, project_survey_answer to @app@;
grant select on project_survey, project_survey_cell, project_survey_answer to @worker@;
create policy read on project_survey for select to @app@, @worker@ using (@area@);
create policy read on project_survey_cell for select to @app@, @worker@ using (@area@);
create policy read on project_survey_answer for select to @app@, @worker@ using (@area@);
-- Drawn by the congress once it is finished, answers noted by who calls meetings there; only of households that were drawn.
create policy write on project_survey for insert to @app@ with check (drawn_by = @viewer@ and holds_role('town_congress', area_code) and exists (
  select from project p where p.id = project_id and p.area_code = project_survey.area_code and p.state in ('finished', 'inspecting', 'mending', 'passed', 'told')));
create policy write on project_survey_cell for insert to @app@ with check (holds_role('town_congress', area_code) and exists (
  select from project_survey s where s.project_id = project_survey_cell.project_id and s.drawn_by = @viewer@));
create policy write on project_survey_answer for insert to @app@ with check (noted_by = @viewer@ and convenes(area_code) and exists (
  select from project_survey_cell c where c.project_id = project_survey_answer.project_id and c.cell_code = project_survey_answer.cell_code
    and c.area_code = project_survey_answer.area_code and household = any (c.asked)));
