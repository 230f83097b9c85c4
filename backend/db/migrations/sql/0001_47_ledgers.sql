-- The office's record books (统一工作台账) are read out of what was entered once; all that is kept of them is which columns an office wants
-- under which name. A day in China of a moment, as the books have it.
create function china_day(at timestamptz) returns date language sql immutable parallel safe as $$
  select (at at time zone 'Asia/Shanghai')::date
$$;
create table ledger_book (
  id uuid primary key,
  name text not null constraint ledger_book_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,40}$'),
  -- the ready-made book that its rows come from, and those of its columns that stand in it
  source text not null,
  columns text[] not null constraint ledger_book_columns check (cardinality(columns) between 1 and 40),
  -- whose it is; the entries of this area stand in it
  area_code text collate "C" not null references area,
  category text references category,
  channel text references report_channel,
  station_id bigint references station,
  span text not null constraint ledger_book_span_known check (span in ('month', 'last_month', 'quarter', 'year', 'last_year')),
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  ended_at timestamptz
);
-- Usage: the books of an area.
create index ledger_book_area_idx on ledger_book (area_code, name);
@guard ledger_book@
grant select, insert on ledger_book to @app@;
grant update (ended_at) on ledger_book to @app@;
create policy read on ledger_book for select to @app@ using (@area@);
create policy write on ledger_book for insert to @app@ with check (@area@ and made_by = @viewer@ and ended_at is null
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
create policy change on ledger_book for update to @app@ using (@area@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
