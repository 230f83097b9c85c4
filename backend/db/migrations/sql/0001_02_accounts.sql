create table account (
  id bigint generated always as identity primary key,
  login text not null constraint account_login_key unique
    constraint account_login_form check (login ~ '^[a-z0-9][a-z0-9_.-]{1,39}$'),
  name text not null constraint account_name_form check (length(name) between 1 and 40),
  password_hash text not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
create table account_role (
  account_id bigint not null references account,
  role text not null constraint account_role_known check (role in (
    'grid_worker', 'collector', 'liaison', 'verifier', 'town_congress', 'town_head', 'deputy', 'administrator')),
  -- a whole code: every policy takes it for the beginning of the codes below it
  area_code text collate "C" not null constraint account_role_area check (area_code ~ '^[0-9]{6}([0-9]{3}){0,2}$'),
  primary key (account_id, role, area_code)
);
create table session (
  token_hash bytea primary key,
  account_id bigint not null references account,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
-- Usage: all sessions of a person end when the account is disabled or its password changes.
create index session_account_idx on session (account_id);
@guard account@
@guard account_role@
@guard session@
grant select on account, account_role to @definer@;
grant select, insert, update, delete on session to @definer@;
create policy definer on account for select to @definer@ using (true);
create policy definer on account_role for select to @definer@ using (true);
create policy definer on session for all to @definer@ using (true) with check (true);
-- A person may see their own row and roles; nothing else of this room is open to the application.
grant select (id, login, name, created_at) on account to @app@, @worker@;
grant select on account_role to @app@, @worker@;
create policy own on account for select to @app@, @worker@ using (id = @viewer@);
create policy own on account_role for select to @app@, @worker@ using (account_id = @viewer@);
@definer login_of(wanted text)@
returns table (id bigint, name text, password_hash text, disabled boolean)
begin atomic
  select a.id, a.name, a.password_hash, a.disabled_at is not null from account a where a.login = wanted;
end;
@definer session_open(new_hash bytea, person bigint, until timestamptz)@
returns void
begin atomic
  insert into session (token_hash, account_id, expires_at) values (new_hash, person, until);
end;
@definer session_of(wanted bytea, idle interval)@
returns table (account_id bigint, name text, login text, roles text[], areas text[])
begin atomic
  select a.id, a.name, a.login,
    array(select r.role from account_role r where r.account_id = a.id order by r.role, r.area_code),
    array(select r.area_code from account_role r where r.account_id = a.id order by r.role, r.area_code)
  from session s join account a on a.id = s.account_id
  where s.token_hash = wanted and s.expires_at > now() and s.seen_at > now() - idle and a.disabled_at is null;
end;
@definer session_seen(wanted bytea)@
returns void
begin atomic
  update session set seen_at = now() where token_hash = wanted and seen_at < now() - interval '1 minute';
end;
@definer session_close(wanted bytea)@
returns bigint
begin atomic
  delete from session where token_hash = wanted returning account_id;
end;
