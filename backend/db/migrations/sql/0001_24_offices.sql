-- People of real offices: what a deputy is told of and passes on.
-- Usage: what came by the codes of one deputy.
create index submission_deputy_idx on submission (deputy_id) where deputy_id is not null;
-- What came by the deputy's own code and is not joined with others' reports (deputy_report), newest first, after a cursor; `waiting`:
-- only where an answer is the deputy's to give, who has not passed it on since. A deputy has no scope of area: so a look-up.
@definer deputy_cases(person bigint, waiting boolean, last_at timestamptz, last_id uuid, most integer)@
returns table (id uuid, number text, state text, category text, area_code text, cell_id bigint, station_id bigint, hidden boolean,
  opened_at timestamptz, state_since timestamptz, due_on date, version integer, channel text, urged smallint, restricted boolean,
  elsewhere text, rated text, opening text, mine boolean)
begin atomic
  select c.id, c.number, c.state, c.category, c.area_code, c.cell_id, c.station_id, c.hidden, c.opened_at, c.state_since, c.due_on,
    c.version, c.channel, c.urged, c.restricted, c.elsewhere, c.rated, coalesce(left(t.body, 60), ''), w.mine
  from deputy d join submission m on m.deputy_id = d.id join case_report k using (report_id) join cases c on c.id = k.case_id
  left join report_text t on t.report_id = m.report_id
  cross join lateral (select (c.state = 'pending' or c.state = 'answering') and not exists (select from case_event e where e.case_id = c.id
    and e.move in ('7c-1', '7c-2', '11-1') and e.at >= c.state_since) as mine) w
  where d.account_id = person and (not waiting or w.mine) and (last_at is null or (c.opened_at, c.id) < (last_at, last_id))
    and m.report_id = (select report_id from deputy_report(c.id, person))
  order by c.opened_at desc, c.id desc limit most;
end;
-- To whom a deputy passes a matter on hears of it: the nearest liaisons, and the town's congress where it was named.
create function tell_forwarded() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select distinct n.account_id, 'case.forwarded', n.id, n.number from (
    select c.id, c.number, r.account_id, r.role, rank() over (partition by r.role order by length(a.prefix) desc) as nearness
    from case_event e join cases c on c.id = e.case_id join area a on c.area_code ^@ a.prefix join account_role r on r.area_code = a.code
    join account p on p.id = r.account_id and p.disabled_at is null and p.locked_at is null
    where e.id = new.event_id and r.role in ('liaison', new.evidence ->> 'forwarded_to') and @in_term@) n
  where n.nearness = 1
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_forwarded@
create trigger forwarded_told after insert on case_event_text for each row
  when (new.evidence ? 'forwarded_to') execute function tell_forwarded();
-- Who of the viewer's areas, and of the bodies for which the viewer acts, is of a kind (人员画像): for choosing a mediator or a convener.
@definer people_known(kind text)@
returns table (name text, kinds text[], speciality text, languages text[])
begin atomic
  select a.name, a.kinds, a.speciality, a.languages from account a
  where a.kinds @> array[kind] and a.disabled_at is null and a.locked_at is null and (
    exists (select from account_role r where r.account_id = a.id and @in_term@
      and r.area_code ^@ any ((select array_remove(string_to_array(current_setting('app.areas', true), ','), ''))::text[]))
    or exists (select from body_member m where m.account_id = a.id and m.body_id = any ((select my_bodies())::bigint[])
      and china_today() between m.from_day and coalesce(m.until_day, 'infinity')))
  order by a.name, a.id limit 200;
end;
-- A way in by a short message (T31): asked for by a device, sent to the phone of the account, traded on that device, once, within a
-- day. The token is a MAC of the id, and only its digest is kept; `state` says why one opens nothing.
create table login_link (
  id uuid primary key,
  account_id bigint not null references account,
  token_hash bytea not null unique,
  device_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  sent_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz,
  constraint login_link_day check (expires_at > created_at and expires_at <= created_at + interval '24 hours')
);
-- Usage: the links of an account end when another is asked for, its password changes, or it is shut.
create index login_link_account_idx on login_link (account_id);
@guard login_link@
grant select (id, account_id, created_at, expires_at, used_at, revoked_at), update (revoked_at) on login_link to @app@;
grant select, insert, update, delete on login_link to @definer@;
create policy definer on login_link for all to @definer@ using (true) with check (true);
create policy own on login_link for all to @app@ using (account_id = @viewer@) with check (account_id = @viewer@);
create policy people on login_link for all to @app@ using (
  exists (select from account_role r where r.account_id = login_link.account_id and @people@)) with check (revoked_at is not null);
-- One is asked for, whoever asks and whether there is such an account or not: nothing comes back, and the work is the same.
@definer login_link_ask(wanted text, link uuid, token bytea, device bytea)@
returns void
begin atomic
  with who as (
    select a.id from account a where a.login = wanted and a.phone_sealed is not null and a.disabled_at is null and a.locked_at is null),
  gone as (
    delete from login_link l using who where l.account_id = who.id and l.created_at < now() - interval '30 days'),
  ended as (
    update login_link l set revoked_at = now() from who where l.account_id = who.id and l.used_at is null and l.revoked_at is null
      and l.created_at >= now() - interval '30 days')
  insert into login_link (id, account_id, token_hash, device_hash, expires_at)
  select link, who.id, token, device, now() + interval '24 hours' from who;
end;
-- To whom a link goes, for the errand that sends it; nothing once it is sent or opens nothing any more.
@definer login_link_due(link uuid) for worker@
returns table (account_id bigint, phone_sealed bytea)
begin atomic
  select a.id, a.phone_sealed from login_link l join account a on a.id = l.account_id
  where l.id = link and l.sent_at is null and l.used_at is null and l.revoked_at is null and l.expires_at > now() and a.phone_sealed is not null;
end;
@definer login_link_sent(link uuid) for worker@
returns void
begin atomic
  update login_link set sent_at = now() where id = link and sent_at is null;
end;
@definer login_link_of(token bytea)@
returns table (id uuid, login text, device_hash bytea, state text)
begin atomic
  select l.id, a.login, l.device_hash, case when l.used_at is not null then 'used' when l.revoked_at is not null then 'revoked'
    when l.expires_at <= now() then 'expired' else 'live' end
  from login_link l join account a on a.id = l.account_id where l.token_hash = token;
end;
-- The one that comes first takes it; of two at once one gets nothing.
@definer login_link_use(token bytea)@
returns bigint
begin atomic
  update login_link set used_at = now() where token_hash = token and used_at is null and revoked_at is null and expires_at > now()
  returning account_id;
end;
create function end_login_links() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update login_link set revoked_at = now() where account_id = new.id and used_at is null and revoked_at is null;
  return null;
end $$;
@hook end_login_links@
create trigger login_links_end after update on account for each row when (new.password_hash <> old.password_hash
  or new.phone_sealed is distinct from old.phone_sealed or new.locked_at is not null or new.disabled_at is not null) execute function end_login_links();
-- The people of bodies, with what each does there (领导小组、工作小组): officials, shown to who is logged in.
@definer body_people(wanted bigint[])@
returns table (body_id bigint, name text, duty text, from_day date, until_day date)
begin atomic
  select m.body_id, (select a.name from account a where a.id = m.account_id), m.duty, m.from_day, m.until_day from body_member m
  where m.body_id = any (wanted) and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
  order by m.body_id, m.duty = '', m.from_day, m.account_id;
end;
-- What each post answers for (岗位责任清单), in words of an area, version by version; the nearest area's newest holds.
create table post_duty (
  id uuid primary key,
  area_code text collate "C" not null references area,
  post text not null constraint post_duty_post check (post in (
    'station_head', 'liaison', 'collector', 'grid_worker', 'mediator', 'counsel', 'deputy')),
  version integer not null,
  text text not null constraint post_duty_text check (length(btrim(text)) between 5 and 4000),
  written_by bigint not null,
  written_name text not null,
  written_at timestamptz not null default now(),
  -- Usage: what a post answers for in an area, the newest first.
  constraint post_duty_once unique (area_code, post, version)
);
@guard post_duty@
@append_only post_duty@
grant select, insert on post_duty to @app@;
create policy read on post_duty for select to @app@ using (@viewer@ is not null);
create policy write on post_duty for insert to @app@ with check (holds_role('town_congress', area_code) and written_by = @viewer@);
-- What verifying the record has found, for its administrators: by the worker, each night and when one of them asks.
create table audit_check (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  links bigint not null,
  faults integer not null,
  -- the first of them; ids and positions, nothing anybody wrote
  told text[] not null default '{}'
);
@guard audit_check@
@append_only audit_check@
grant select on audit_check to @app@;
grant insert on audit_check to @worker@;
create policy audits on audit_check for select to @app@ using (nullif(current_setting('app.audit_areas', true), '') is not null);
create policy note on audit_check for insert to @worker@ with check (@service@ = 'seal');
