-- Bulletins (分析研判报告): what a week or a month came to in an area. The figures are those of the day it was made: kept as they were,
-- with the sentences that they supported, and never counted again.
create table bulletin_rule (
  name text primary key,
  n integer not null constraint bulletin_rule_bounds check (n between 1 and 1000000)
);
grant select on bulletin_rule to @app@, @worker@;
-- from how many reports on figures are compared; how rare a difference must be by chance (once in so many); how many are named; how many days
-- a period of one's own choice has at most
insert into bulletin_rule (name, n) values ('least', 10), ('odds', 20), ('named', 5), ('days', 366);
create table bulletin (
  id uuid primary key default gen_random_uuid(),
  kind text not null constraint bulletin_kind_known check (kind in ('week', 'month')),
  area_code text collate "C" not null references area,
  first_day date not null,
  last_day date not null,
  made_at timestamptz not null default now(),
  figures jsonb not null,
  constraint bulletin_once unique (area_code, kind, first_day),
  constraint bulletin_days check (last_day > first_day)
);
@guard bulletin@
@append_only bulletin@
grant select on bulletin to @app@, @worker@, @definer@;
grant insert on bulletin to @worker@;
-- Nothing hidden or restricted is counted, so all readers of the area see it.
create policy read on bulletin for select to @app@, @worker@ using (@area@);
create policy issue on bulletin for insert to @worker@ with check (@area@);
create policy definer on bulletin for select to @definer@ using (true);
-- The heads of the area are told of a bulletin, once; one row a message that is new.
@definer tell_bulletin(wanted uuid) for worker@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct r.account_id, 'bulletin.issued', b.id, a.name || ' ' || b.first_day || '–' || b.last_day
    from bulletin b join area a on a.code = b.area_code join account_role r on r.role = 'town_head' and r.area_code = b.area_code
    join account p on p.id = r.account_id and p.disabled_at is null and p.locked_at is null
    where b.id = wanted and @in_term@
    on conflict on constraint notice_once do nothing returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
