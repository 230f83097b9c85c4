-- Which cells touch, along an edge or in a corner, while both are in force (邻接): each pair once, the lower id first. What
-- ended stays, for the days on which it was in force. Shapes of cells are public, so this is.
create table cell_neighbour (
  cell_id bigint not null references grid_cell,
  neighbour_id bigint not null references grid_cell,
  primary key (cell_id, neighbour_id),
  constraint cell_neighbour_order check (cell_id < neighbour_id)
);
-- Usage: the pairs of a cell that an edition takes over, from their other end.
create index cell_neighbour_other_idx on cell_neighbour (neighbour_id);
grant select on cell_neighbour to @app@, @worker@;
-- Who answers for a cell, by name, for those whose area it lies in; officials, who are known at every door.
@definer cell_workers(p_cell text)@
returns table (id bigint, name text)
begin atomic
  select a.id, a.name from cell_worker w join account a on a.id = w.account_id
  where w.cell_code = p_cell and a.disabled_at is null and exists (
    select from grid_cell g where g.code = p_cell
      and g.area_code ^@ any ((select array_remove(string_to_array(current_setting('app.areas', true), ','), ''))::text[]));
end;
