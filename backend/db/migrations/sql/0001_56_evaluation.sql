-- 评估指标体系 (002): how a station does on seven dimensions, computed from the records, checked by a person, settled once and then left alone.
create table evaluation_dimension (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
grant select on evaluation_dimension to @app@, @worker@;
insert into evaluation_dimension (code, name, name_en, position) values
  ('system', '制度建设', 'Rules', 1), ('team', '队伍管理', 'Team', 2), ('premises', '阵地使用', 'Use of the premises', 3),
  ('activities', '活动开展', 'Activities', 4), ('opinions', '意见数量与质量', 'Opinions: how many, how good', 5),
  ('results', '成果转化', 'What came of it', 6), ('content', '群众满意度', 'How content people are', 7);
-- A version of the weights of an area; without an area: the one that comes with the installation. Never changed: an evaluation names its own.
create table evaluation_scheme (
  id uuid primary key,
  area_code text collate "C" references area,
  version integer not null constraint evaluation_scheme_version check (version >= 1),
  name text not null constraint evaluation_scheme_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  -- the weights of the estimate of subsidies, per cent
  workload smallint not null,
  population smallint not null,
  effect smallint not null,
  made_by bigint references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  asked bytea,
  -- Usage: the newest version of an area.
  constraint evaluation_scheme_once unique nulls not distinct (area_code, version),
  constraint evaluation_scheme_subsidy check (least(workload, population, effect) >= 0 and workload + population + effect = 100)
);
-- An indicator: a measure, or a measure in proportion to another or to 1000 households; full points at the target, fewer in proportion.
create table evaluation_indicator (
  scheme_id uuid not null references evaluation_scheme,
  code text not null constraint evaluation_indicator_code check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  dimension text not null references evaluation_dimension,
  name text not null constraint evaluation_indicator_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,40}$'),
  name_en text not null constraint evaluation_indicator_name_en_plain check (name_en ~ '^[^\u0001-\u001f\u007f-\u009f]{0,80}$'),
  measure text not null,
  -- what it is in proportion to: a measure, households, or nothing
  per text,
  direction text not null constraint evaluation_indicator_direction check (direction in ('more', 'less')),
  -- how the target is meant: for each month of the period, for twelve of them, or as it stands
  pace text not null constraint evaluation_indicator_pace check (pace in ('month', 'year', 'whole')),
  target numeric(9, 2) not null constraint evaluation_indicator_target check (target > 0),
  weight numeric(5, 2) not null constraint evaluation_indicator_weight check (weight > 0 and weight <= 100),
  position smallint not null,
  primary key (scheme_id, code),
  constraint evaluation_indicator_known check (measure in ('hours', 'duties', 'standards', 'standards_met', 'head', 'staff', 'trainings',
    'sessions', 'receptions', 'equipment', 'activities', 'activities_shown', 'opinions', 'opinions_valid', 'opinions_reported',
    'opinions_adopted', 'cases', 'cases_answered', 'cases_in_time', 'ratings', 'ratings_content')),
  constraint evaluation_indicator_per check (per is null or (per <> measure and per in ('households', 'standards', 'activities', 'opinions',
    'opinions_reported', 'cases', 'cases_answered', 'ratings')))
);
-- One evaluation: the stations of a kind in an area, over one, three or twelve whole months.
create table evaluation (
  id uuid primary key,
  area_code text collate "C" not null references area,
  kind text not null constraint evaluation_kind_known check (kind in ('contact_point', 'liaison_point', 'collection_post', 'workstation', 'deputy_home')),
  months smallint not null constraint evaluation_months check (months in (1, 3, 12)),
  since date not null constraint evaluation_since check (extract(day from since) = 1),
  scheme_id uuid not null references evaluation_scheme,
  state text not null default 'draft' constraint evaluation_state_known check (state in ('draft', 'checking', 'settled', 'dropped')),
  reason text not null default '',
  made_by bigint not null references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  settled_name text,
  settled_at timestamptz,
  asked bytea not null,
  version integer not null default 1,
  constraint evaluation_settled check ((state = 'settled') = (settled_at is not null) and (state = 'settled') = (settled_name is not null)),
  constraint evaluation_dropped check ((state = 'dropped') = (length(btrim(reason)) >= 2))
);
-- Usage: the evaluations of an area, the newest period first.
create index evaluation_area_idx on evaluation (area_code, since);
create table evaluation_move (
  id text primary key,
  from_state text not null,
  to_state text not null,
  reason_required boolean not null
);
grant select on evaluation_move to @app@, @worker@;
insert into evaluation_move (id, from_state, to_state, reason_required) values
  ('open', 'draft', 'checking', false), ('settle', 'checking', 'settled', false), ('drop', 'draft', 'dropped', true),
  ('drop-checked', 'checking', 'dropped', true);
create table evaluation_station (
  evaluation_id uuid not null references evaluation,
  station_id bigint not null references station,
  area_code text collate "C" not null,
  name text not null,
  -- of the cells served on the last day; null where no cell is
  households integer,
  -- set when it is settled
  score numeric(5, 2),
  rank integer,
  primary key (evaluation_id, station_id)
);
-- The record that a measure counted: where it is, not what it says.
create table evaluation_source (
  evaluation_id uuid not null,
  station_id bigint not null,
  measure text not null,
  kind text not null,
  ref text not null,
  day date not null,
  label text not null,
  case_id uuid,
  area_code text collate "C" not null,
  -- Usage: the records behind a value, by their key.
  primary key (evaluation_id, station_id, measure, kind, ref),
  constraint evaluation_source_of foreign key (evaluation_id, station_id) references evaluation_station (evaluation_id, station_id)
);
create table evaluation_value (
  evaluation_id uuid not null,
  station_id bigint not null,
  indicator text not null,
  area_code text collate "C" not null,
  -- how many records; null value: there is none, or nothing to be in proportion to
  n integer not null,
  of_n integer,
  value numeric(12, 2),
  -- whether anything was there to judge by; where not, its weight counts nowhere
  counted boolean not null,
  primary key (evaluation_id, station_id, indicator),
  constraint evaluation_value_of foreign key (evaluation_id, station_id) references evaluation_station (evaluation_id, station_id),
  constraint evaluation_value_counted check (counted or value is null)
);
-- A person's word on a value: as computed, or another one for a reason. Rows are only added, the last counts.
create table evaluation_check (
  evaluation_id uuid not null,
  station_id bigint not null,
  indicator text not null,
  nth integer not null,
  area_code text collate "C" not null,
  value numeric(12, 2) constraint evaluation_check_value check (value >= 0),
  reason text not null default '' constraint evaluation_check_reason_length check (length(reason) <= 200),
  checked_by bigint not null references account,
  checked_name text not null,
  checked_at timestamptz not null default now(),
  primary key (evaluation_id, station_id, indicator, nth),
  constraint evaluation_check_of foreign key (evaluation_id, station_id, indicator)
    references evaluation_value (evaluation_id, station_id, indicator),
  constraint evaluation_check_reason check (value is null or length(btrim(reason)) >= 2)
);
-- 自评: what a station says of its own value before another person checks it, and which records show it. Rows are only added, the last counts.
create table evaluation_claim (
  evaluation_id uuid not null,
  station_id bigint not null,
  indicator text not null,
  nth integer not null,
  area_code text collate "C" not null,
  value numeric(12, 2) not null constraint evaluation_claim_value check (value >= 0),
  reason text not null constraint evaluation_claim_reason check (length(btrim(reason)) between 2 and 200),
  made_by bigint not null references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  primary key (evaluation_id, station_id, indicator, nth),
  constraint evaluation_claim_of foreign key (evaluation_id, station_id, indicator)
    references evaluation_value (evaluation_id, station_id, indicator)
);
create table evaluation_evidence (
  evaluation_id uuid not null,
  station_id bigint not null,
  indicator text not null,
  nth integer not null,
  position smallint not null,
  area_code text collate "C" not null,
  kind text not null constraint evaluation_evidence_kind_known check (kind in ('case', 'opinion', 'activity', 'reception', 'visit')),
  ref uuid not null,
  label text not null,
  primary key (evaluation_id, station_id, indicator, nth, position),
  constraint evaluation_evidence_of foreign key (evaluation_id, station_id, indicator, nth)
    references evaluation_claim (evaluation_id, station_id, indicator, nth)
);
-- 评先评优、示范点申报: a station applies, or is proposed on what an evaluation says; decided for a reason by who stands above it.
create table honour_kind (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
grant select on honour_kind to @app@, @worker@;
insert into honour_kind (code, name, name_en, position) values
  ('advanced', '先进站点', 'Station of merit', 1), ('county_model', '县级示范点', 'County model station', 2),
  ('city_model', '市级示范点', 'City model station', 3), ('province_model', '省级示范点', 'Provincial model station', 4);
create table station_honour (
  id uuid primary key,
  kind text not null references honour_kind,
  station_id bigint not null references station,
  area_code text collate "C" not null references area,
  way text not null constraint station_honour_way_known check (way in ('applied', 'proposed')),
  words text not null constraint station_honour_words check (length(btrim(words)) between 2 and 1000),
  -- the settled evaluation whose figures stand beside it
  evaluation_id uuid references evaluation,
  state text not null default 'asked' constraint station_honour_state_known check (state in ('asked', 'granted', 'declined', 'withdrawn')),
  asked_by bigint not null references account,
  asked_name text not null,
  asked_at timestamptz not null default now(),
  decided_by bigint references account,
  decided_name text,
  decided_at timestamptz,
  reason text not null default '' constraint station_honour_reason_length check (length(reason) <= 500),
  asked bytea not null,
  version integer not null default 1,
  constraint station_honour_decided check ((state = 'asked') = (decided_by is null) and (state = 'asked') = (decided_at is null)
    and (state = 'asked') = (decided_name is null) and (state = 'asked' or length(btrim(reason)) >= 2))
);
-- Usage: what was asked for in an area, newest first.
create index station_honour_area_idx on station_honour (area_code, asked_at);
@guard evaluation_scheme@
@guard evaluation_indicator@
@guard evaluation@
@guard evaluation_station@
@guard evaluation_source@
@guard evaluation_value@
@guard evaluation_check@
@guard evaluation_claim@
@guard evaluation_evidence@
@guard station_honour@
@append_only evaluation_scheme@
@append_only evaluation_indicator@
@append_only evaluation_source@
@append_only evaluation_value@
@append_only evaluation_check@
@append_only evaluation_claim@
@append_only evaluation_evidence@
grant select, insert on evaluation_scheme, evaluation_indicator, evaluation, evaluation_station, evaluation_source, evaluation_value,
  evaluation_check, evaluation_claim, evaluation_evidence, station_honour to @app@;
grant update (state, reason, settled_name, settled_at, version) on evaluation to @app@;
grant update (score, rank) on evaluation_station to @app@;
grant update (state, decided_by, decided_name, decided_at, reason, version) on station_honour to @app@;
-- What comes with the installation. The sources name the dimensions and give no weights and no targets: an area sets its own.
with scheme as (
  insert into evaluation_scheme (id, area_code, version, name, workload, population, effect, made_name)
  values ('00000000-0000-7000-8000-000000000056', null, 1, '随系统提供的指标体系', 40, 30, 30, '系统') returning id)
insert into evaluation_indicator (scheme_id, code, dimension, name, name_en, measure, per, direction, pace, target, weight, position)
select scheme.id, v.* from scheme, (values
  ('hours', 'system', '公布开放时间', 'Opening hours published', 'hours', null, 'more', 'whole', 1, 3, 1),
  ('duties', 'system', '岗位责任清单', 'Duties of posts written down', 'duties', null, 'more', 'whole', 4, 5, 2),
  ('standards', 'system', '规范化标准达标率', 'Standards met on inspection', 'standards_met', 'standards', 'more', 'whole', 100, 7, 3),
  ('head', 'team', '有负责人', 'A head is named', 'head', null, 'more', 'whole', 1, 4, 4),
  ('staff', 'team', '负责人和联络员配备', 'Head and liaisons named', 'staff', null, 'more', 'whole', 2, 5, 5),
  ('trainings', 'team', '培训场次', 'Training held', 'trainings', null, 'more', 'year', 2, 6, 6),
  ('equipment', 'premises', '设施配备', 'Equipment', 'equipment', null, 'more', 'whole', 5, 4, 7),
  ('receptions', 'premises', '接待日', 'Reception days', 'receptions', null, 'more', 'year', 12, 6, 8),
  ('sessions', 'premises', '流动站点场次', 'Mobile sessions', 'sessions', null, 'more', 'year', 4, 5, 9),
  ('activities', 'activities', '活动场次', 'Activities held', 'activities', null, 'more', 'month', 1, 9, 10),
  ('shown', 'activities', '活动留有记录的比例', 'Activities with a record', 'activities_shown', 'activities', 'more', 'whole', 100, 6, 11),
  ('opinions', 'opinions', '每千户征集意见', 'Opinions for each 1000 households', 'opinions', 'households', 'more', 'year', 10, 8, 12),
  ('valid', 'opinions', '有效意见比例', 'Valid opinions', 'opinions_valid', 'opinions', 'more', 'whole', 90, 5, 13),
  ('reported', 'opinions', '上报比例', 'Opinions reported', 'opinions_reported', 'opinions', 'more', 'whole', 40, 5, 14),
  ('adopted', 'results', '采纳比例', 'Opinions adopted', 'opinions_adopted', 'opinions_reported', 'more', 'whole', 15, 6, 15),
  ('answered', 'results', '事项答复率', 'Matters answered', 'cases_answered', 'cases', 'more', 'whole', 95, 6, 16),
  ('in_time', 'results', '按期答复率（没有被催办）', 'Answered without being urged', 'cases_in_time', 'cases_answered', 'more', 'whole', 90, 4, 17),
  ('content', 'content', '满意和基本满意的比例', 'Satisfied or fairly satisfied', 'ratings_content', 'ratings', 'more', 'whole', 95, 6, 18)
) v (code, dimension, name, name_en, measure, per, direction, pace, target, weight, position);
-- Whether the viewer works in a place that lies in `at`.
create function works_in(at text) returns boolean language sql stable as $$
  select exists (select from unnest(string_to_array(nullif(current_setting('app.areas', true), ''), ',')) mine where mine ^@ at)
$$;
-- Whether a station is the viewer's own: a role of its people held there or below, or their name among its people. Nobody judges their own.
create function keeps_station(p_station bigint, p_at text) returns boolean language sql stable as $$
  select exists (select from unnest(string_to_array(current_setting('app.roles', true), ',')) as held
      where split_part(held, '@', 1) in ('liaison', 'collector', 'grid_worker') and nullif(split_part(held, '@', 2), '') ^@ p_at)
    or exists (select from account p join station_officer o on o.name = p.name
      where p.id = nullif(current_setting('app.viewer', true), '')::bigint and o.station_id = p_station
        and china_today() between o.from_day and coalesce(o.until_day, 'infinity'))
    or exists (select from account p join station_fact f on f.words = p.name
      where p.id = nullif(current_setting('app.viewer', true), '')::bigint and f.station_id = p_station and f.kind = 'staff' and not f.removed
        and coalesce(f.until_day, 'infinity') >= china_today()
        and not exists (select from station_fact n where n.id = f.id and n.version > f.version))
$$;
-- A scheme is read by whoever works in its area or stands above it; everybody reads the installation's.
create policy read on evaluation_scheme for select to @app@ using (@area@ or (@viewer@ is not null and (area_code is null
  or works_in((select a.prefix from area a where a.code = area_code)))));
create policy write on evaluation_scheme for insert to @app@ with check (@area@ and convenes(area_code) and made_by = @viewer@);
create policy read on evaluation_indicator for select to @app@ using (exists (select from evaluation_scheme s where s.id = scheme_id));
create policy write on evaluation_indicator for insert to @app@ with check (exists (
  select from evaluation_scheme s where s.id = scheme_id and s.made_by = @viewer@ and s.made_at = now()));
-- An evaluation is worked on by who evaluates, shown to its stations while it is checked, and to all of them once it is settled.
create policy read on evaluation for select to @app@ using (@area@ or (state in ('checking', 'settled') and works_in(area_code)));
create policy write on evaluation for insert to @app@ with check (@area@ and convenes(area_code) and made_by = @viewer@ and state = 'draft');
create policy change on evaluation for update to @app@ using (@area@ and convenes(area_code));
create policy read on evaluation_station for select to @app@ using (
  exists (select from evaluation e where e.id = evaluation_id and e.state = 'settled')
  or (@area@ and exists (select from evaluation e where e.id = evaluation_id)));
create policy write on evaluation_station for insert to @app@ with check (exists (
  select from evaluation e where e.id = evaluation_id and e.state = 'draft' and e.made_by = @viewer@ and e.made_at = now()));
create policy change on evaluation_station for update to @app@ using (exists (
  select from evaluation e where e.id = evaluation_id and e.state = 'checking' and convenes(e.area_code)));
create policy read on evaluation_value for select to @app@ using (
  exists (select from evaluation e where e.id = evaluation_id and e.state = 'settled')
  or (@area@ and exists (select from evaluation e where e.id = evaluation_id)));
create policy write on evaluation_value for insert to @app@ with check (exists (
  select from evaluation e where e.id = evaluation_id and e.state = 'draft' and e.made_by = @viewer@ and e.made_at = now()));
create policy read on evaluation_check for select to @app@ using (
  exists (select from evaluation e where e.id = evaluation_id and e.state = 'settled')
  or (@area@ and exists (select from evaluation e where e.id = evaluation_id)));
create policy write on evaluation_check for insert to @app@ with check (checked_by = @viewer@ and not keeps_station(station_id, area_code)
  and exists (select from evaluation e where e.id = evaluation_id and e.state = 'checking' and convenes(e.area_code)));
-- What a station says of itself: by its own people, of what nobody has checked yet; shown as the checks are.
create policy read on evaluation_claim for select to @app@ using (
  exists (select from evaluation e where e.id = evaluation_id and e.state = 'settled')
  or (@area@ and exists (select from evaluation e where e.id = evaluation_id)));
create policy write on evaluation_claim for insert to @app@ with check (@area@ and made_by = @viewer@ and keeps_station(station_id, area_code)
  and exists (select from evaluation e where e.id = evaluation_id and e.state = 'checking')
  and not exists (select from evaluation_check c
    where (c.evaluation_id, c.station_id, c.indicator) = (evaluation_claim.evaluation_id, evaluation_claim.station_id, evaluation_claim.indicator)));
create policy read on evaluation_evidence for select to @app@ using (@area@ and exists (select from evaluation e where e.id = evaluation_id));
create policy write on evaluation_evidence for insert to @app@ with check (exists (
  select from evaluation_claim c where (c.evaluation_id, c.station_id, c.indicator, c.nth)
    = (evaluation_evidence.evaluation_id, evaluation_evidence.station_id, evaluation_evidence.indicator, evaluation_evidence.nth)
    and c.made_by = @viewer@ and c.made_at = now()));
-- The records behind a value: for who evaluates, and for the station's own people.
create policy read on evaluation_source for select to @app@ using (@area@ and exists (select from evaluation e where e.id = evaluation_id));
create policy write on evaluation_source for insert to @app@ with check (exists (
  select from evaluation e where e.id = evaluation_id and e.state = 'draft' and e.made_by = @viewer@ and e.made_at = now()));
create policy read on station_honour for select to @app@ using (@area@ or (state = 'granted' and works_in(left(area_code, 6))));
create policy write on station_honour for insert to @app@ with check (@area@ and convenes(area_code) and asked_by = @viewer@ and state = 'asked'
  and exists (select from station s where s.id = station_id and s.area_code = station_honour.area_code));
create policy change on station_honour for update to @app@ using (@area@ and convenes(area_code));
-- It goes along its moves, and what is settled or dropped stays as it is.
create function check_evaluation() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 or not exists (
      select from evaluation_move m where (m.from_state, m.to_state) = (old.state, new.state) and (not m.reason_required or length(btrim(new.reason)) >= 2))
    or (new.state = 'settled' and exists (select from evaluation_value v where v.evaluation_id = new.id and not exists (
      select from evaluation_check c where (c.evaluation_id, c.station_id, c.indicator) = (v.evaluation_id, v.station_id, v.indicator))))
  then
    raise exception 'an evaluation goes along its table' using errcode = 'ZT056';
  end if;
  return new;
end $$;
create trigger evaluation_moves before update on evaluation for each row execute function check_evaluation();
create trigger never_emptied before truncate on evaluation for each statement execute function refuse_change();
-- Asked, then decided once: by another person, never one of the station's own; taken back by who asked.
create function check_honour() returns trigger language plpgsql as $$
begin
  if old.state <> 'asked' or new.version <> old.version + 1
    or new.decided_by is distinct from nullif(current_setting('app.viewer', true), '')::bigint
    or (new.state = 'withdrawn') <> (new.decided_by = old.asked_by)
    or (new.state <> 'withdrawn' and keeps_station(new.station_id, new.area_code)) then
    raise exception 'an honour is decided once, by another' using errcode = 'ZT057';
  end if;
  return new;
end $$;
create trigger honour_decided before update on station_honour for each row execute function check_honour();
-- The people of a station: its nearest liaisons.
create function station_people(at text) returns setof bigint language sql stable as $$
  select n.account_id from (
    select r.account_id, rank() over (order by length(a.prefix) desc) as nearness from account_role r
    join area a on a.code = r.area_code and at ^@ a.prefix where r.role = 'liaison' and @in_term@) n
  where n.nearness = 1
$$;
-- A station hears in its inbox that its values are being checked, that they are settled, and what became of what it asked for.
create function tell_evaluated() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select distinct p.who, 'evaluation.' || new.state, new.id, to_char(new.since, 'YYYY-MM')
  from evaluation_station s cross join lateral station_people(s.area_code) p(who) where s.evaluation_id = new.id
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
grant select on evaluation_station, station_honour, station_officer to @definer@;
create policy definer on evaluation_station for select to @definer@ using (true);
@hook tell_evaluated@
create trigger evaluation_told after update of state on evaluation for each row when (new.state in ('checking', 'settled')) execute function tell_evaluated();
create function tell_honour() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select distinct t.who, 'honour.' || case new.state when 'asked' then 'proposed' else new.state end, new.id, s.name
  from station s cross join lateral (
    select p.who from station_people(new.area_code) p(who) union select new.asked_by where new.state <> 'asked') t
  where s.id = new.station_id
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_honour@
create trigger honour_told after insert or update of state on station_honour for each row
  when (new.state in ('granted', 'declined') or (new.state = 'asked' and new.way = 'proposed')) execute function tell_honour();
