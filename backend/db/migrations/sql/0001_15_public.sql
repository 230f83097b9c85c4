-- Signing in by the code at the place, with an account or by name: whoever has the code may, and learns no more than whether it was the
-- first time. The code itself is checked before.
grant select, insert on activity_attendance, activity_score to @definer@;
grant update (verdict, words, at) on activity_score to @definer@;
create policy definer on activity_attendance for all to @definer@ using (true) with check (true);
create policy definer on activity_score for all to @definer@ using (true) with check (true);
@definer sign_in(wanted uuid, new_id uuid, person bigint, called text, of_unit text)@
returns table (area_code text, fresh boolean)
begin atomic
  with here as materialized (select a.id, a.area_code from activity a where a.id = wanted and a.state <> 'cancelled'),
  ins as (
    insert into activity_attendance (id, activity_id, area_code, account_id, name, unit, way)
    select new_id, h.id, h.area_code, person, called, of_unit, case when person is null then 'code' else 'account' end from here h
    on conflict do nothing returning 1)
  select h.area_code, exists (select from ins) from here h;
end;
-- How content somebody is; said again it is what was said last.
@definer note_score(wanted uuid, of_device bytea, said text, in_words text)@
returns table (area_code text, fresh boolean)
begin atomic
  with here as materialized (
    select a.id, a.area_code from activity a join activity_type t on t.type = a.type where a.id = wanted and a.state <> 'cancelled' and t.scored),
  ins as (
    insert into activity_score (activity_id, device, area_code, verdict, words) select h.id, of_device, h.area_code, said, in_words from here h
    on conflict (activity_id, device) do update set verdict = excluded.verdict, words = excluded.words, at = now() returning 1)
  select h.area_code, exists (select from ins) from here h;
end;
-- What everybody may read: public activities of a place, a station or a deputy, in a span of time; one of them.
@definer public_activities(place text, of_station bigint, of_deputy bigint, of_type text, of_tag text, since timestamptz, until timestamptz, most integer)@
returns table (id uuid, type text, type_name text, type_name_en text, title text, area_code text, area_name text, place text, starts_at timestamptz,
  ends_at timestamptz, state text, convener text, lon float8, lat float8, minutes integer, version integer, made_at timestamptz, series_id uuid)
begin atomic
  select a.id, a.type, t.name, t.name_en, a.title, a.area_code, r.name, a.place, a.starts_at, a.ends_at, a.state, coalesce(b.name, s.name, r.name),
    st_x(a.geom), st_y(a.geom), t.minutes, a.version, a.made_at, a.series_id
  from activity a join activity_type t on t.type = a.type join area r on r.code = a.area_code
  left join station s on s.id = a.station_id left join body b on b.id = a.body_id
  where a.public and a.starts_at >= since and a.starts_at < until and a.area_code ^@ public_activities.place
    and (of_station is null or a.station_id = of_station) and (of_type is null or a.type = of_type) and (of_tag is null or of_tag = any(a.tags))
    and (of_deputy is null or exists (select from activity_person p where p.activity_id = a.id and p.deputy_id = of_deputy))
  order by a.starts_at, a.id limit most;
end;
@definer public_activity(wanted uuid)@
returns table (id uuid, type text, type_name text, type_name_en text, title text, area_code text, area_name text, place text, starts_at timestamptz,
  ends_at timestamptz, state text, convener text, lon float8, lat float8, minutes integer, version integer, made_at timestamptz, series_id uuid, held_on date, cancelled_reason text,
  scored boolean, numbers jsonb, fields jsonb, steps jsonb, done text[], tags text[], deputies text[], attended bigint, scores jsonb)
begin atomic
  select a.id, a.type, t.name, t.name_en, a.title, a.area_code, r.name, a.place, a.starts_at, a.ends_at, a.state, coalesce(b.name, s.name, r.name),
    st_x(a.geom), st_y(a.geom), t.minutes, a.version, a.made_at, a.series_id, a.held_on, a.cancelled_reason, t.scored, a.numbers, t.fields, t.steps,
    array(select distinct e.step from activity_evidence e where e.activity_id = a.id), a.tags,
    array(select p.name from activity_person p where p.activity_id = a.id and p.deputy_id is not null order by p.nth),
    (select count(*) from activity_attendance n where n.activity_id = a.id),
    (select coalesce(jsonb_object_agg(g.verdict, g.n), '{}') from (
      select c.verdict, count(*) as n from activity_score c where c.activity_id = a.id group by c.verdict) g)
  from activity a join activity_type t on t.type = a.type join area r on r.code = a.area_code
  left join station s on s.id = a.station_id left join body b on b.id = a.body_id
  where a.id = wanted and a.public;
end;
-- What was promised at a public activity, and how each stands; what concerns a hidden matter is left out.
@definer public_promises(wanted uuid)@
returns table (id uuid, said text, body_name text, due_on date, state text, settled_at timestamptz, words text)
begin atomic
  select c.id, c.text, b.name, c.due_on, c.state, c.settled_at,
    coalesce((select n.words from commitment_note n where n.commitment_id = c.id order by n.id desc limit 1), '')
  from commitment c join body b on b.id = c.body_id join activity a on a.id = c.subject_id
  where c.subject_kind = 'activity' and c.subject_id = wanted and a.public and not c.hidden order by c.due_on, c.id;
end;
grant select on commitment, commitment_note, activity_evidence, station to @definer@;
create policy definer on commitment for select to @definer@ using (true);
create policy definer on commitment_note for select to @definer@ using (true);
create policy definer on activity_evidence for select to @definer@ using (true);
-- People with an account who are invited hear of it too.
create function tell_person() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select new.account_id, 'activity.invited', a.id, a.title from activity a where a.id = new.activity_id
  on conflict on constraint notice_once do nothing;
  return null;
end $$;
@hook tell_person@
create trigger person_told after insert on activity_person for each row when (new.account_id is not null) execute function tell_person();
-- Who asked for it, and who wrote it down, hear what became of a promise; the people of a case by their feedback sheets.
create function tell_settled() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select distinct t.person, 'commitment.' || new.state, new.id, new.subject_name from (values (new.asked_by), (new.made_by)) t(person)
  where t.person is not null and t.person is distinct from nullif(current_setting('app.viewer', true), '')::bigint
  on conflict on constraint notice_once do nothing;
  return null;
end $$;
@hook tell_settled@
create trigger settled_told after update of state on commitment for each row when (new.state in ('kept', 'broken')) execute function tell_settled();
-- Whose promise falls due by `last_day` and who wrote it down are reminded once; whose is late, who wrote it down and who asked for it
-- hear of it once, the day after.
@definer tell_promises(last_day date) for worker@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with due as (
    select c.id, c.subject_name, c.body_id, c.made_by, c.asked_by, c.due_on < china_today() as late from commitment c
    where c.state = 'open' and c.due_on <= last_day),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct t.person, case when t.late then 'commitment.late' else 'commitment.due_soon' end, t.id, t.subject_name from (
      select d.id, d.subject_name, d.late, m.account_id as person from due d join body_member m on m.body_id = d.body_id
        and china_today() between m.from_day and coalesce(m.until_day, 'infinity')
      union all select d.id, d.subject_name, d.late, d.made_by from due d
      union all select d.id, d.subject_name, d.late, d.asked_by from due d where d.late and d.asked_by is not null) t
    join account p on p.id = t.person and p.disabled_at is null and p.locked_at is null
    on conflict on constraint notice_once do nothing returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
-- The worker issues the sheets that tell the people of a case what became of a promise made to them, in the name of who noted it.
grant usage on sequence feedback_number to @worker@;
create policy promised on feedback_sheet for insert to @worker@ with check (@reads@ and subject_kind = 'commitment' and exists (
  select from commitment c where c.id = feedback_sheet.subject_id and c.state <> 'open'));
create policy promised on feedback_sheet_text for insert to @worker@ with check (@reads@ and exists (
  select from feedback_sheet s where s.id = sheet_id and s.subject_kind = 'commitment'));
