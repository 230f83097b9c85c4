-- 结对: two who belong together for a while, longer than one activity: 以老带新, 部门代表监督. The office may add kinds. `first`, `second`: what
-- stands on each side; `activity_type`: what they do together.
create table pairing_kind (
  code text primary key,
  name text not null,
  name_en text not null,
  first text not null constraint pairing_kind_first check (first in ('person', 'body')),
  second text not null constraint pairing_kind_second check (second in ('person', 'deputy')),
  activity_type text references activity_type,
  position smallint not null
);
grant select on pairing_kind to @app@, @worker@;
insert into pairing_kind (code, name, name_en, first, second, activity_type, position) values
  ('mentoring', '以老带新', 'An experienced one guides a new one', 'person', 'person', 'mentoring', 1),
  ('department_oversight', '部门代表监督结对', 'A department and a deputy who oversees it', 'body', 'deputy', 'department_oversight', 2);
create table pairing (
  id uuid primary key,
  kind text not null references pairing_kind,
  area_code text collate "C" not null references area,
  first_person bigint references account,
  first_body bigint references body,
  second_person bigint references account,
  second_deputy bigint references deputy,
  -- as they were called that day
  first_name text not null constraint pairing_first_name_plain check (first_name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  second_name text not null constraint pairing_second_name_plain check (second_name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,100}$'),
  purpose text not null constraint pairing_purpose_said check (length(btrim(purpose)) >= 2),
  from_day date not null,
  until_day date,
  ended_reason text not null default '',
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  constraint pairing_first_one check (num_nonnulls(first_person, first_body) = 1),
  constraint pairing_second_one check (num_nonnulls(second_person, second_deputy) = 1),
  constraint pairing_two check (first_person is distinct from second_person or first_person is null),
  constraint pairing_days check (until_day >= from_day),
  constraint pairing_ended check (ended_reason = '' or until_day is not null),
  constraint pairing_once exclude using gist (
    kind with =, coalesce(first_person, first_body) with =, coalesce(second_person, second_deputy) with =, daterange(from_day, until_day, '[]') with &&)
);
-- Usage: the pairings of a scope, newest first; those of a person, a body, a deputy.
create index pairing_area_idx on pairing (area_code, made_at);
create index pairing_first_person_idx on pairing (first_person) where first_person is not null;
create index pairing_second_person_idx on pairing (second_person) where second_person is not null;
create index pairing_body_idx on pairing (first_body) where first_body is not null;
create index pairing_deputy_idx on pairing (second_deputy) where second_deputy is not null;
-- What they did together.
create table pairing_activity (
  pairing_id uuid not null references pairing,
  activity_id uuid not null references activity,
  area_code text collate "C" not null,
  noted_by bigint not null references account,
  at timestamptz not null default now(),
  primary key (pairing_id, activity_id)
);
@guard pairing@
@guard pairing_activity@
@append_only pairing_activity@
grant select, insert on pairing, pairing_activity to @app@;
grant update (until_day, ended_reason) on pairing to @app@;
grant select on pairing, pairing_activity to @worker@;
grant select on pairing, pairing_kind to @definer@;
create policy definer on pairing for select to @definer@ using (true);
-- Read by the staff of the place and by both sides; kept by who calls meetings there.
create policy read on pairing for select to @app@, @worker@ using (@area@);
create policy own on pairing for select to @app@ using (first_person = @viewer@ or second_person = @viewer@
  or first_body = any ((select my_bodies())::bigint[]) or second_deputy in (select d.id from deputy d where d.account_id = @viewer@));
create policy write on pairing for insert to @app@ with check (@area@ and convenes(area_code) and made_by = @viewer@ and exists (
  select from pairing_kind k where k.code = kind and (k.first = 'person') = (first_person is not null) and (k.second = 'person') = (second_person is not null)));
create policy change on pairing for update to @app@ using (@area@ and convenes(area_code)) with check (@area@ and convenes(area_code));
create policy read on pairing_activity for select to @app@, @worker@ using (exists (select from pairing p where p.id = pairing_id));
create policy write on pairing_activity for insert to @app@ with check (@area@ and convenes(area_code) and noted_by = @viewer@ and exists (
  select from pairing p where p.id = pairing_id and p.area_code = pairing_activity.area_code)
  and exists (select from activity a where a.id = activity_id and a.state <> 'cancelled'));
-- Ended once, with a day and a reason.
create function check_pairing() returns trigger language plpgsql as $$
begin
  if old.ended_reason <> '' or new.ended_reason = '' then
    raise exception 'a pairing ends once, for a reason' using errcode = 'ZT068';
  end if;
  return new;
end $$;
create trigger pairing_ends before update on pairing for each row execute function check_pairing();
