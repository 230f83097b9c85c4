-- What a map draws of a township or village on a day on which it has cells (网格外廓): its own outline where it has one, else what its
-- cells cover together. Kept, because to unite a thousand cells for each tile took forty times as long as the tile. Outlines and
-- cells are public, so this is.
create table area_outline (
  area_code text collate "C" not null references area,
  in_force_from date not null,
  -- the first day it is no longer in force
  in_force_to date constraint area_outline_days check (in_force_to > in_force_from),
  geom geometry(MultiPolygon, 3857) not null,
  -- the same for small maps, to 10 m of EPSG:3857, which is an eighth of a pixel at z10
  geom_far geometry(MultiPolygon, 3857) not null generated always as (st_simplify(geom, 10, true)) stored,
  primary key (area_code, in_force_from)
);
-- Usage: vector tiles.
create index area_outline_geom_idx on area_outline using gist (geom);
grant select on area_outline to @app@, @worker@;
-- Who takes an edition back draws anew (take_back).
grant select, insert, delete, update (in_force_to) on area_outline to @definer@;
-- Draws anew, from a day on, the townships and villages that have cells under one of some prefixes, and those that such a prefix lies in.
-- Called by whatever changes cells or outlines; as the owner or the definer, as nobody else may write what it writes.
create function draw_outlines(prefixes text[], since date) returns void language plpgsql as $$
begin
  delete from area_outline o using unnest(prefixes) p
  where (o.area_code ^@ p or p ^@ o.area_code) and o.in_force_from >= since;
  update area_outline o set in_force_to = since from unnest(prefixes) p
  where (o.area_code ^@ p or p ^@ o.area_code) and (o.in_force_to is null or o.in_force_to > since);
  insert into area_outline (area_code, in_force_from, in_force_to, geom)
  with touched as materialized (
    select distinct left(c.area_code, digits) as code from grid_cell c cross join unnest(array[9, 12]) digits
    where c.area_code ^@ any (prefixes)
  ), turn as (
    select distinct t.code, greatest(ends.day, since) as day
    from touched t join grid_cell c on c.area_code >= t.code and c.area_code < t.code || '~'
    cross join lateral (values (c.in_force_from), (c.in_force_to)) ends(day) where ends.day is not null
  ), span as (
    select code, day, lead(day) over (partition by code order by day) as until from turn
  )
  select drawn.* from (
    select s.code, s.day, s.until, case when exists (
        select from grid_cell c where c.area_code >= s.code and c.area_code < s.code || '~'
          and c.in_force_from <= s.day and (c.in_force_to is null or s.day < c.in_force_to))
      then st_multi(coalesce(st_transform(a.geom, 3857), (
        select st_union(c.geom_3857) from grid_cell c where c.area_code >= s.code and c.area_code < s.code || '~'
          and c.in_force_from <= s.day and (c.in_force_to is null or s.day < c.in_force_to)))) end as geom
    from span s join area a on a.code = s.code offset 0) drawn
  where drawn.geom is not null;
end $$;
