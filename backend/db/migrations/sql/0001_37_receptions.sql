-- A day on which deputies, and judges, prosecutors, police or mediators beside them, receive people: an activity that was published
-- so many days before, cut into slots. Everybody may read it.
create table reception (
  activity_id uuid primary key references activity,
  area_code text collate "C" not null references area,
  station_id bigint not null references station,
  starts_at timestamptz not null,
  published_at timestamptz not null default now(),
  notice_days smallint not null constraint reception_notice_days check (notice_days >= 0),
  slot_minutes smallint not null constraint reception_slot_minutes check (slot_minutes between 5 and 120),
  slots smallint not null constraint reception_slots check (slots between 1 and 60),
  asked bytea not null,
  constraint reception_published check (
    (starts_at at time zone 'Asia/Shanghai')::date - (published_at at time zone 'Asia/Shanghai')::date >= notice_days)
);
-- Usage: the receptions to come, of all and of a station.
create index reception_starts_idx on reception (starts_at, activity_id);
create index reception_station_idx on reception (station_id, starts_at);
-- Who receives. Nobody receives at two places at one moment: a deputy's times of receptions that stand never overlap.
create table reception_host (
  activity_id uuid not null references reception,
  nth smallint not null,
  kind text not null constraint reception_host_kind check (kind in ('deputy', 'judge', 'prosecutor', 'police', 'mediator')),
  deputy_id bigint references deputy,
  name text not null constraint reception_host_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,40}$'),
  area_code text collate "C" not null,
  during tstzrange not null,
  stands boolean not null default true,
  primary key (activity_id, nth),
  constraint reception_host_deputy check ((kind = 'deputy') = (deputy_id is not null)),
  constraint reception_host_free exclude using gist (deputy_id with =, during with &&) where (deputy_id is not null and stands)
);
-- Usage: the receptions of a deputy: their page, and every policy of their own.
create index reception_host_deputy_idx on reception_host (deputy_id, activity_id) where deputy_id is not null;
-- One talk that somebody wants to have, or came for without asking (no slot). Its id is the id behind its receipt; a matter of it
-- becomes a submission under the same id, so that one receipt opens both.
create table appointment (
  id uuid primary key,
  activity_id uuid not null references reception,
  nth smallint constraint appointment_nth check (nth >= 0),
  area_code text collate "C" not null,
  receipt text not null unique,
  channel text not null constraint appointment_channel check (channel in ('web', 'phone', 'door')),
  state text not null constraint appointment_state check (state in ('booked', 'withdrawn', 'cancelled', 'absent', 'talked')),
  reason text not null default '',
  reply_way text not null constraint appointment_way check (reply_way in ('receipt', 'phone')),
  language text not null,
  noted_by bigint references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  constraint appointment_walked_in check (nth is not null or channel = 'door'),
  constraint appointment_reason check (state <> 'cancelled' or length(btrim(reason)) >= 2)
);
-- Usage: which slots are taken: a slot is one person's.
create unique index appointment_slot_idx on appointment (activity_id, nth) where nth is not null and state in ('booked', 'talked', 'absent');
-- Usage: the appointments of a reception.
create index appointment_activity_idx on appointment (activity_id, nth);
-- What somebody wants to talk about, apart: it may have to be erased.
create table appointment_text (
  appointment_id uuid primary key references appointment,
  activity_id uuid not null,
  area_code text collate "C" not null,
  about text not null
);
-- What a talk was, and what became of it.
create table talk (
  appointment_id uuid primary key references appointment,
  activity_id uuid not null references reception,
  area_code text collate "C" not null,
  outcome text not null constraint talk_outcome check (outcome in ('answered', 'case', 'suggestion')),
  initiative_id uuid references initiative,
  noted_by bigint not null references account,
  noted_name text not null,
  at timestamptz not null default now(),
  asked bytea not null,
  constraint talk_suggestion check ((outcome = 'suggestion') = (initiative_id is not null))
);
create table talk_text (
  appointment_id uuid primary key references talk,
  activity_id uuid not null,
  area_code text collate "C" not null,
  said text not null,
  answer text not null
);
-- Usage: the talks of a reception.
create index talk_activity_idx on talk (activity_id);
@guard reception@
@guard reception_host@
@guard appointment@
@guard appointment_text@
@guard talk@
@guard talk_text@
@append_only talk@
grant select, insert on reception, reception_host, appointment, appointment_text, talk, talk_text to @app@;
grant select on reception, reception_host, appointment, appointment_text, talk, talk_text to @worker@;
grant update (stands) on reception_host to @app@;
grant update (state, reason) on appointment to @app@;
grant select on reception, reception_host, appointment, station to @definer@;
create policy definer on reception for select to @definer@ using (true);
create policy definer on reception_host for select to @definer@ using (true);
create policy definer on appointment for select to @definer@ using (true);
-- The receptions at which the viewer receives as a deputy in office.
@definer my_receptions()@
returns table (activity_id uuid)
begin atomic
  select h.activity_id from deputy d join reception_host h on h.deputy_id = d.id
  where d.account_id = @viewer@ and (d.term_to is null or d.term_to >= china_today());
end;
-- Receptions as everybody may read them, the next first: one, of a deputy, of a station, of an area, from a moment on. `free`: the slots nobody has taken.
@definer receptions_shown(one uuid, whose bigint, at_station bigint, low text, high text, since timestamptz, most integer)@
returns table (id uuid, title text, place text, starts_at timestamptz, ends_at timestamptz, state text, reason text, version integer, station_id bigint,
  station_name text, area_code text, slot_minutes smallint, slots smallint, asked bytea, made_by bigint, hosts jsonb, free smallint[])
begin atomic
  select a.id, a.title, a.place, a.starts_at, a.ends_at, a.state, a.cancelled_reason, a.version, r.station_id, s.name, r.area_code, r.slot_minutes, r.slots,
    r.asked, a.made_by,
    (select jsonb_agg(jsonb_build_object('kind', h.kind, 'deputy_id', h.deputy_id, 'name', h.name) order by h.nth) from reception_host h where h.activity_id = r.activity_id),
    array(select n::smallint from generate_series(0, r.slots - 1) n where not exists (
      select from appointment p where p.activity_id = r.activity_id and p.nth = n and p.state in ('booked', 'talked', 'absent'))
      and r.starts_at + n * r.slot_minutes * interval '1 minute' > now())
  from reception r join activity a on a.id = r.activity_id join station s on s.id = r.station_id
  where (one is null or r.activity_id = one) and (whose is null or exists (select from reception_host h where h.activity_id = r.activity_id and h.deputy_id = whose))
    and (at_station is null or r.station_id = at_station) and (low is null or (r.area_code >= low and r.area_code < high)) and r.starts_at >= since
  order by r.starts_at, r.activity_id limit most;
end;
@definer appointment_of(wanted text)@
returns table (id uuid, area_code text)
begin atomic
  select a.id, a.area_code from appointment a where a.receipt = wanted;
end;
-- Published is public; who convenes there publishes. Appointments are for the station, for who receives, and for who holds the receipt.
create policy read on reception for select to @app@, @worker@ using (published_at is not null);
create policy write on reception for insert to @app@ with check (convenes(area_code) and exists (
  select from activity a where a.id = activity_id and a.type = 'reception' and a.made_by = @viewer@ and a.area_code = reception.area_code
    and a.starts_at = reception.starts_at and a.station_id = reception.station_id));
create policy read on reception_host for select to @app@, @worker@ using (activity_id is not null);
create policy write on reception_host for insert to @app@ with check (convenes(area_code) and exists (
  select from reception r where r.activity_id = reception_host.activity_id and r.area_code = reception_host.area_code));
create policy change on reception_host for update to @app@ using (convenes(area_code));
create policy hosting on activity for select to @app@ using (id in (select my_receptions()));
create policy read on appointment for select to @app@, @worker@ using (@area@);
create policy own on appointment for select to @app@ using (id = @receipt@ or activity_id in (select my_receptions()));
create policy write on appointment for insert to @app@ with check (id = @receipt@ and noted_by is not distinct from @viewer@ and exists (
  select from reception r where r.activity_id = appointment.activity_id and r.area_code = appointment.area_code and (nth is null or nth < r.slots)));
create policy change on appointment for update to @app@ using (id = @receipt@ or (@area@ and convenes(area_code)) or activity_id in (select my_receptions()));
create policy read on appointment_text for select to @app@, @worker@ using (@area@);
create policy own on appointment_text for select to @app@ using (appointment_id = @receipt@ or activity_id in (select my_receptions()));
create policy write on appointment_text for insert to @app@ with check (appointment_id = @receipt@);
create policy read on talk for select to @app@, @worker@ using (@area@);
create policy own on talk for select to @app@ using (appointment_id = @receipt@ or activity_id in (select my_receptions()));
create policy write on talk for insert to @app@ with check (noted_by = @viewer@ and ((@area@ and convenes(area_code)) or activity_id in (select my_receptions())));
create policy read on talk_text for select to @app@, @worker@ using (@area@);
create policy own on talk_text for select to @app@ using (appointment_id = @receipt@ or activity_id in (select my_receptions()));
create policy write on talk_text for insert to @app@ with check (exists (select from talk t where t.appointment_id = talk_text.appointment_id and t.noted_by = @viewer@));
-- What is published is not moved, and not called off over the heads of those who booked: they are told first. Who has no account withdraws, staff and deputies cancel with a reason or note what became of it; what is over stays.
create function check_reception() returns trigger language plpgsql as $$
begin
  if exists (select from reception r where r.activity_id = new.id)
      and row (new.starts_at, new.ends_at, new.type) is distinct from row (old.starts_at, old.ends_at, old.type) then
    raise exception 'a published reception is cancelled, not moved' using errcode = 'ZT061';
  end if;
  if new.state = 'cancelled' and old.state <> 'cancelled' and exists (select from appointment p where p.activity_id = new.id and p.state = 'booked') then
    raise exception 'who booked is told before a reception is called off' using errcode = 'ZT064';
  end if;
  return new;
end $$;
create trigger reception_stays before update on activity for each row when (old.type = 'reception') execute function check_reception();
create function check_appointment() returns trigger language plpgsql as $$
begin
  if old.state <> 'booked' or new.state = 'booked' or (new.state = 'withdrawn') <> (@viewer@ is null) then
    raise exception 'an appointment is settled once' using errcode = 'ZT062';
  end if;
  return new;
end $$;
create trigger appointment_once before update on appointment for each row execute function check_appointment();
create function check_talk() returns trigger language plpgsql as $$
begin
  if not exists (select from appointment a where a.id = new.appointment_id and a.state = 'talked' and a.activity_id = new.activity_id and a.area_code = new.area_code) then
    raise exception 'a talk is of an appointment that was kept' using errcode = 'ZT063';
  end if;
  return new;
end $$;
create trigger talk_kept before insert on talk for each row execute function check_talk();
-- A reception that is cancelled frees its deputies.
create function free_hosts() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update reception_host set stands = false where activity_id = new.id;
  return null;
end $$;
grant update (stands) on reception_host to @definer@;
create policy definer_frees on reception_host for update to @definer@ using (true) with check (true);
@hook free_hosts@
create trigger reception_cancelled after update of state on activity for each row
  when (new.type = 'reception' and new.state = 'cancelled') execute function free_hosts();
-- Who receives, and the station's nearest liaisons, hear that a slot was taken, or given back.
create function tell_appointment() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select t.account_id, 'reception.' || new.state, new.activity_id,
    to_char((r.starts_at + new.nth * r.slot_minutes * interval '1 minute') at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
  from reception r cross join lateral (
    select d.account_id from reception_host h join deputy d on d.id = h.deputy_id where h.activity_id = r.activity_id and d.account_id is not null
    union
    select n.account_id from (
      select k.account_id, rank() over (order by length(w.prefix) desc) as nearness from account_role k
      join area w on w.code = k.area_code and r.area_code ^@ w.prefix where k.role = 'liaison' and @in_term@) n where n.nearness = 1) t
  join account p on p.id = t.account_id and p.disabled_at is null and p.locked_at is null
  where r.activity_id = new.activity_id and t.account_id is distinct from @viewer@
  on conflict on constraint notice_once do update set created_at = now(), read_at = null, number = excluded.number;
  return null;
end $$;
@hook tell_appointment@
create trigger appointment_told after insert or update of state on appointment for each row
  when (new.nth is not null and new.state in ('booked', 'withdrawn')) execute function tell_appointment();
