create table account (
  id bigint generated always as identity primary key,
  login text not null constraint account_login_key unique
    constraint account_login_form check (login ~ '^[a-z0-9][a-z0-9_.-]{1,39}$'),
  name text not null constraint account_name_form check (length(name) between 1 and 40),
  password_hash text not null,
  created_at timestamptz not null default now(),
  -- closed for good, by the command line
  disabled_at timestamptz,
  -- shut by a security administrator, until opened again
  locked_at timestamptz,
  -- somebody else knows the password: it is changed before anything else
  password_once boolean not null default false,
  phone_sealed bytea,
  -- what kind of person someone is besides the roles they hold, what they are good at, what they speak
  kinds text[] not null default '{}' constraint account_kinds_known check (kinds <@ array[
    'liaison', 'collector', 'grid_worker', 'mediator', 'legal_officer', 'elder', 'worthy', 'counsel']),
  speciality text not null default '' constraint account_speciality_plain check (speciality ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  languages text[] not null default '{}' constraint account_languages_form check (cardinality(languages) <= 5 and length(array_to_string(languages, '')) <= 100)
);
-- Usage: who of an area is of a kind, for choosing a mediator.
create index account_kinds_idx on account using gin (kinds);
create table account_role (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  role text not null constraint account_role_known check (role in (
    'grid_worker', 'collector', 'liaison', 'verifier', 'town_congress', 'town_head', 'deputy',
    'system_administrator', 'security_administrator', 'audit_administrator')),
  -- a whole code: every policy takes it for the beginning of the codes below it
  area_code text collate "C" not null constraint account_role_area check (area_code ~ '^[0-9]{6}([0-9]{3}){0,2}$'),
  -- the first and the last day it counts, in China; one that ended on its first day counts on none
  from_day date not null default ((now() at time zone 'Asia/Shanghai')::date),
  until_day date,
  -- a privileged role counts once a security administrator has confirmed it
  confirmed_at timestamptz default now(),
  constraint account_role_term check (until_day >= from_day - 1)
);
-- Usage: the roles of a person, at every request.
create index account_role_account_idx on account_role (account_id);
-- Usage: the people of an area, for its administrators; who is told of a new case.
create index account_role_area_idx on account_role (area_code, role);
-- One person is never two of the three administrators at a time, nor the same thing twice. Seen with the definer's eyes, as
-- a role elsewhere counts too; the lock lets two who appoint the same person at once wait for each other.
create function check_roles() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare other record;
begin
  perform pg_advisory_xact_lock(hashtextextended('account_role', new.account_id));
  if new.until_day < new.from_day then
    return new;
  end if;
  for other in select r.role, r.area_code from account_role r where r.account_id = new.account_id and r.id <> new.id
    and coalesce(r.until_day >= r.from_day, true)
    and daterange(r.from_day, r.until_day, '[]') && daterange(new.from_day, new.until_day, '[]')
  loop
    if other.role = new.role and other.area_code = new.area_code then
      raise exception 'held already in these days' using errcode = 'ZT020';
    end if;
    if other.role <> new.role and other.role like '%\_administrator' and new.role like '%\_administrator' then
      raise exception 'two administrators in one' using errcode = 'ZT021';
    end if;
  end loop;
  return new;
end $$;
@hook check_roles@
create trigger account_role_fits before insert or update on account_role for each row execute function check_roles();
create table session (
  token_hash bytea primary key,
  -- what it is called on the wire
  id uuid not null default gen_random_uuid() constraint session_id_key unique,
  account_id bigint not null references account,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- the kind of system and browser, two words of ours
  device text not null default ''
);
-- Usage: all sessions of a person end when the account is disabled or its password changes.
create index session_account_idx on session (account_id);
-- A shared secret for codes by the clock (RFC 6238); it counts once the first code has come.
create table second_factor (
  account_id bigint primary key references account,
  secret_sealed bytea not null,
  -- the step of thirty seconds whose code was used last: none is taken twice
  last_step bigint not null default 0,
  begun_at timestamptz not null default now(),
  confirmed_at timestamptz
);
create table recovery_code (
  account_id bigint not null references second_factor on delete cascade,
  digest bytea not null,
  used_at timestamptz,
  primary key (account_id, digest)
);
@guard account@
@guard account_role@
@guard session@
@guard second_factor@
@guard recovery_code@
grant select on account, account_role, second_factor to @definer@;
grant select, insert, update, delete on session to @definer@;
create policy definer on account for select to @definer@ using (true);
create policy definer on account_role for select to @definer@ using (true);
create policy definer on second_factor for select to @definer@ using (true);
create policy definer on session for all to @definer@ using (true) with check (true);
-- A person sees the own row, roles, sessions and factor, and changes the own password; an administrator of people those of
-- the areas that the context names. What each of the administrators may do with them stands in the room's service.
grant select (id, login, name, created_at, disabled_at, locked_at, password_once, kinds, speciality, languages) on account to @app@, @worker@;
grant select on account_role to @app@, @worker@;
grant insert (login, name, password_hash, password_once), update (locked_at, password_hash, password_once, phone_sealed, kinds, speciality, languages) on account
  to @app@;
grant insert (account_id, role, area_code, from_day, until_day, confirmed_at), update (until_day, confirmed_at) on account_role to @app@;
grant select (id, account_id, created_at, seen_at, expires_at, device), delete on session to @app@;
grant select, insert, update, delete on second_factor, recovery_code to @app@;
create policy own on account for select to @app@, @worker@ using (id = @viewer@);
create policy own on account_role for select to @app@, @worker@ using (account_id = @viewer@);
create policy own on session for all to @app@ using (account_id = @viewer@) with check (false);
create policy own on second_factor for all to @app@ using (account_id = @viewer@) with check (account_id = @viewer@);
create policy own on recovery_code for all to @app@ using (account_id = @viewer@) with check (account_id = @viewer@);
create policy own_password on account for update to @app@ using (id = @viewer@) with check (id = @viewer@);
create policy people on account_role for all to @app@ using (@people@) with check (@people@);
create policy people on account for select to @app@ using (
  exists (select from account_role r where r.account_id = account.id and @people@));
create policy people_change on account for update to @app@ using (
  exists (select from account_role r where r.account_id = account.id and @people@)) with check (id > 0);
-- Whoever makes an account sees it in the same transaction, before it has a role anywhere.
create policy people_new on account for select to @app@ using (created_at = now() and cardinality(@people_areas@) > 0);
create policy people_add on account for insert to @app@ with check (cardinality(@people_areas@) > 0);
create policy people on session for all to @app@ using (
  exists (select from account_role r where r.account_id = session.account_id and @people@)) with check (false);
create policy people on second_factor for select to @app@ using (
  exists (select from account_role r where r.account_id = second_factor.account_id and @people@));
create policy people_end on second_factor for delete to @app@ using (
  exists (select from account_role r where r.account_id = second_factor.account_id and @people@));
@definer login_of(wanted text)@
returns table (id bigint, name text, password_hash text, disabled boolean, secret_sealed bytea, last_step bigint, home text, roles text[])
begin atomic
  select a.id, a.name, a.password_hash, a.disabled_at is not null or a.locked_at is not null, f.secret_sealed, f.last_step,
    (select min(r.area_code) from account_role r where r.account_id = a.id and @in_term@),
    array(select distinct r.role from account_role r where r.account_id = a.id and @in_term@)
  from account a left join second_factor f on f.account_id = a.id and f.confirmed_at is not null
  where a.login = wanted;
end;
@definer session_open(new_hash bytea, person bigint, until timestamptz, kind text)@
returns void
begin atomic
  insert into session (token_hash, account_id, expires_at, device) values (new_hash, person, until, kind);
end;
-- `watched`: the roles whose sessions end sooner, after `sooner` without a request. That somebody asked is noted once a minute.
@kept session_of(wanted bytea, idle interval, watched text[], sooner interval)@
returns table (account_id bigint, name text, login text, session_id uuid, once boolean, factor boolean,
  roles text[], areas text[], untils date[])
begin
  return query select a.id, a.name, a.login, s.id, a.password_once, f.confirmed_at is not null, coalesce(h.roles, '{}'), coalesce(h.areas, '{}'),
    coalesce(h.untils, '{}')
  from session s join account a on a.id = s.account_id left join second_factor f on f.account_id = a.id
  cross join lateral (
    select array_agg(r.role order by r.role, r.area_code) as roles, array_agg(r.area_code order by r.role, r.area_code) as areas,
      array_agg(r.until_day order by r.role, r.area_code) as untils
    from account_role r where r.account_id = a.id and @in_term@) h
  where s.token_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle and a.disabled_at is null and a.locked_at is null
    and (s.seen_at > now() - sooner or not coalesce(h.roles, '{}') && watched);
  if found then
    update session set seen_at = now() where token_hash = wanted and seen_at < now() - interval '1 minute';
  end if;
end;
-- Whether somebody also holds a role beyond the areas of the administrator who asks: then they are another's to judge.
@definer account_beyond(person bigint)@
returns boolean
begin atomic
  select exists (select from account_role r where r.account_id = person and coalesce(until_day >= (now() at time zone 'Asia/Shanghai')::date, true)
    and not @people@);
end;
@definer session_close(wanted bytea)@
returns bigint
begin atomic
  delete from session where token_hash = wanted returning account_id;
end;
