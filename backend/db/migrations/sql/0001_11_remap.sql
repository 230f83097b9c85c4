-- Open cases follow the grid: which of them came from which cell into which when an edition came into force. Reports stay where they were.
create table case_remap (
  case_id uuid not null references cases,
  edition_id bigint not null references grid_edition,
  -- null: it lay in no cell before
  former_id bigint references grid_cell,
  cell_id bigint not null references grid_cell,
  at timestamptz not null default now(),
  area_code text collate "C" not null,
  hidden boolean not null,
  primary key (case_id, edition_id)
);
-- Usage: what an edition moved.
create index case_remap_edition_idx on case_remap (edition_id);
-- Usage: cells that are taken back with an edition.
create index case_remap_cell_idx on case_remap (cell_id);
-- Usage: cells that are taken back with an edition.
create index case_remap_former_idx on case_remap (former_id) where former_id is not null;
@guard case_remap@
@append_only case_remap@
grant select on case_remap to @app@, @worker@;
grant insert on case_remap to @worker@;
grant update (cell_id) on cases to @worker@;
create policy read on case_remap for select to @app@, @worker@ using (@reads@);
create policy write on case_remap for insert to @worker@ with check (@reads@ and @service@ is not null);
