-- 公益台账: each money in and out of a charity fund, with the balance after it. Rows are only added; what was wrong is put right by another row.
create table fund_entry (
  id uuid primary key,
  area_code text collate "C" not null references area,
  fund text not null constraint fund_entry_fund_plain check (fund ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  nth integer not null,
  day date not null,
  way text not null constraint fund_entry_way_known check (way in ('in', 'out')),
  -- yuan
  amount numeric(12, 2) not null constraint fund_entry_amount check (amount > 0),
  balance numeric(14, 2) not null constraint fund_entry_balance check (balance >= 0),
  purpose text not null constraint fund_entry_purpose_plain check (purpose ~ '^[^\u0001-\u001f\u007f-\u009f]{2,200}$'),
  -- from whom, to whom: an office or a group of people, no name of who was helped
  party text not null default '' constraint fund_entry_party_plain check (party ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  noted_by bigint not null references account,
  noted_name text not null,
  at timestamptz not null default now(),
  -- Usage: the entries of a fund in their order, and the last of it.
  constraint fund_entry_once unique (area_code, fund, nth)
);
@guard fund_entry@
@append_only fund_entry@
grant select, insert on fund_entry to @app@;
create policy read on fund_entry for select to @app@ using (@area@);
create policy write on fund_entry for insert to @app@ with check (@area@ and convenes(area_code) and noted_by = @viewer@);
-- Each follows the last one: its number, its day, its balance.
create function check_fund_entry() returns trigger language plpgsql as $$
declare
  before fund_entry;
begin
  select * into before from fund_entry e where e.area_code = new.area_code and e.fund = new.fund order by e.nth desc limit 1;
  if new.nth <> coalesce(before.nth, 0) + 1 or new.day < coalesce(before.day, new.day) or new.day > china_today()
    or new.balance <> coalesce(before.balance, 0) + (case new.way when 'in' then new.amount else -new.amount end) then
    raise exception 'an entry of a fund follows the last one' using errcode = 'ZT075';
  end if;
  return new;
end $$;
create trigger fund_entry_follows before insert on fund_entry for each row execute function check_fund_entry();
