-- Extensions and the trigger that keeps append-only tables append-only, for the owner too.
create extension if not exists postgis;
create extension if not exists cube;
-- Days that may not overlap are kept apart by exclusion constraints, which compare ids beside ranges.
create extension if not exists btree_gist;
create function refuse_change() returns trigger language plpgsql as $$
begin
  -- how sensitive a matter is may be judged anew: the definer marks the column `hidden` and changes nothing else
  if tg_op = 'UPDATE' and current_user = '@definer@' and to_jsonb(new) - 'hidden' = to_jsonb(old) - 'hidden' then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'ZT001';
end $$;
-- The number on a paper: prefix, the year in China, and `n` with at least six digits, never cut.
create function paper_number(prefix text, at timestamptz, n bigint) returns text language sql stable as $$
  select prefix || to_char(at at time zone 'Asia/Shanghai', 'YYYY-') || lpad(n::text, greatest(6, length(n::text)), '0')
$$;
-- The day it is in China: deadlines and terms end by it.
create function china_today() returns date language sql stable as $$ select (now() at time zone 'Asia/Shanghai')::date $$;
-- What the whole installation is: its epoch changes when a restore or a lossy failover may have lost accepted reports (T04).
create table installation (
  only_one boolean primary key default true check (only_one),
  epoch uuid not null default gen_random_uuid(),
  demo boolean not null default false,
  -- digest of the text it was made from: until the first release that text may change without a migration of its own
  made_from text not null default ''
);
insert into installation default values;
grant select on installation to @app@, @worker@;
-- Nobody keeps anything outside the tables: a large object would belong to the role that made it and knows no policy.
revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_import(text), lo_import(text, oid) from public;
-- Counters of what came from whom in a window; hit in a transaction of their own, so a refused request still counts.
create unlogged table throttle (
  bucket bytea not null,
  -- of its first hit
  window_start timestamptz not null,
  hits integer not null default 1,
  -- windows in a row that were used up: where windows grow, each doubles the next
  strikes smallint not null default 0,
  primary key (bucket)
);
grant select, insert, update, delete on throttle to @app@, @worker@;
