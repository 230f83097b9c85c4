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
-- What somebody is at already in a span of time, an activity or a reception: its id, title and beginning. What has no end lasts as long as its type.
@definer busy(person bigint, of_deputy bigint, since timestamptz, until timestamptz, besides uuid)@
returns table (activity_id uuid, title text, starts_at timestamptz)
begin atomic
  select f.activity_id, f.title, f.starts_at from (
    select a.id as activity_id, a.title, a.starts_at from activity_person p join activity a on a.id = p.activity_id join activity_type t on t.type = a.type
    where (p.account_id = person or p.deputy_id = of_deputy) and a.state <> 'cancelled' and a.id <> besides
      and a.starts_at < until and coalesce(a.ends_at, a.starts_at + make_interval(mins => t.minutes)) > since
    union all
    select a.id, a.title, a.starts_at from deputy d join reception_host h on h.deputy_id = d.id join activity a on a.id = h.activity_id
    where (d.id = of_deputy or d.account_id = person) and h.stands and h.activity_id <> besides and h.during && tstzrange(since, until)) f
  order by f.starts_at limit 1;
end;
-- A reception day is published with its slots or not at all: nobody plans one as a bare activity.
create function check_reception_whole() returns trigger language plpgsql as $$
begin
  if not exists (select from reception r where r.activity_id = new.id) then
    raise exception 'a reception day is published with its slots' using errcode = 'ZT066';
  end if;
  return null;
end $$;
create constraint trigger reception_whole after insert on activity deferrable initially deferred
  for each row when (new.type = 'reception') execute function check_reception_whole();
-- Usage: the talk of which a suggestion came.
create index talk_initiative_idx on talk (initiative_id) where initiative_id is not null;
-- Who spoke hears what became of the suggestion, in the name of the deputy who ended it.
create policy suggested on feedback_sheet for insert to @worker@ with check (@area@ and subject_kind = 'suggestion' and exists (
  select from talk t join initiative i on i.id = t.initiative_id where t.appointment_id = feedback_sheet.report_id
    and i.id = feedback_sheet.subject_id and i.state = 'closed'));
create policy suggested on feedback_sheet_text for insert to @worker@ with check (@area@ and exists (
  select from feedback_sheet s where s.id = sheet_id and s.subject_kind = 'suggestion'));
-- What was said at receptions, and who said it, is kept for so many days after the day itself. What became a matter follows the matter:
-- its contact is the matter's, its words go when those of the matter have gone.
insert into retention_rule (kind, days) values ('reception_contacts', 180), ('reception_words', 1095);
grant select, update (about) on appointment_text to @definer@;
grant select, update (said, answer) on talk_text to @definer@;
create policy definer_erases on appointment_text for all to @definer@ using (true) with check (true);
create policy definer_erases on talk_text for all to @definer@ using (true) with check (true);
@definer reception_contacts_erase(kept integer, most integer) for worker@
returns table (appointment_id uuid, gone jsonb)
begin atomic
  with due as (
    select p.id from appointment p join reception r on r.activity_id = p.activity_id join contact c on c.id = p.id
    where @service@ = 'retention' and r.starts_at < now() - make_interval(days => kept)
      and not exists (select from report o where o.id = p.id)
      and (c.name_sealed is not null or c.phone_sealed is not null)
    order by r.starts_at, p.id limit most),
  emptied as (
    update contact c set name_sealed = null, phone_sealed = null, phone_index = null from due d where c.id = d.id returning c.id),
  followed as (delete from push_follow f using due d where f.report_id = d.id returning d.id)
  select e.id, jsonb_build_object('contact', 1, 'push_follow', (select count(*) from followed f where f.id = e.id)) from emptied e;
end;
@definer reception_words_erase(kept integer, most integer) for worker@
returns table (appointment_id uuid, gone jsonb)
begin atomic
  with due as (
    select p.id from appointment p join reception r on r.activity_id = p.activity_id join appointment_text w on w.appointment_id = p.id
    left join talk_text t on t.appointment_id = p.id
    where @service@ = 'retention' and r.starts_at < now() - make_interval(days => kept) and (w.about <> '' or t.said <> '' or t.answer <> '')
      and (not exists (select from report o where o.id = p.id) or exists (select from erasure e where e.report_id = p.id and e.what = 'words'))
    order by r.starts_at, p.id limit most),
  wanted as (update appointment_text w set about = '' from due d where w.appointment_id = d.id and w.about <> '' returning w.appointment_id as id),
  spoken as (update talk_text t set said = '', answer = '' from due d where t.appointment_id = d.id and (t.said <> '' or t.answer <> '') returning t.appointment_id as id),
  told as (update feedback_sheet_text s set said = '', answer = '' from due d where s.report_id = d.id and (s.said <> '' or s.answer <> '') returning d.id)
  select d.id, jsonb_build_object('appointment_text', (select count(*) from wanted x where x.id = d.id), 'talk_text', (select count(*) from spoken x where x.id = d.id),
    'feedback_sheet_text', (select count(*) from told x where x.id = d.id)) from due d;
end;
