-- 公开地图: what was reported in a county in a month that is over, by township, cell and kind; counted once and never again. What is not
-- shown is not stored: fewer than `least`, or kept back so that no difference tells of so few (0 and 1 to `least` - 1 look alike).
create table map_release (
  county text collate "C" not null references area,
  month date not null constraint map_release_first check (extract(day from month) = 1),
  least smallint not null constraint map_release_least check (least between 2 and 1000),
  total integer constraint map_release_total check (total >= least),
  released_at timestamptz not null default now(),
  primary key (county, month)
);
create table map_figure (
  county text collate "C" not null,
  month date not null,
  kind text not null constraint map_figure_kind check (kind in ('town', 'cell', 'category')),
  -- the code of a township, a cell, a category
  code text collate "C" not null,
  -- of a cell: the township it counts in
  town text collate "C",
  n integer not null constraint map_figure_many check (n >= 2),
  primary key (county, month, kind, code),
  constraint map_figure_release foreign key (county, month) references map_release,
  constraint map_figure_town check ((kind = 'cell') = (town is not null))
);
@guard map_release@
@guard map_figure@
@append_only map_release@
@append_only map_figure@
grant select on map_release, map_figure to @app@;
grant select, insert on map_release, map_figure to @worker@;
-- Figures that are meant for everybody; written by the release alone, of a month that is over.
create policy read on map_release for select to @app@, @worker@ using (released_at is not null);
create policy read on map_figure for select to @app@, @worker@ using (n > 0);
create policy release on map_release for insert to @worker@ with check (@service@ = 'releases.month' and month + interval '1 month' <= china_today());
create policy release on map_figure for insert to @worker@ with check (@service@ = 'releases.month'
  and exists (select from map_release r where (r.county, r.month) = (map_figure.county, map_figure.month) and n >= r.least));
