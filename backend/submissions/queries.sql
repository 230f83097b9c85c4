-- name: take_in
-- One submission in one statement: what is stored already, the cell, the station and why (`station_for`), then the
-- report with all that hangs on it. `lon`, `lat` in degrees, EPSG:4326, or null. The context is bound to `id`.
-- `cell_code`: the cell of the post that was scanned or chosen, said instead of a point; it makes no point and moves no station.
-- What staff write down (`written`) names any cell, or the village alone, and the moment it came. `kept`: what hangs on the case is for
-- its handlers only; `hidden`: the case itself too.
with old as materialized (
  select s.author_id, s.digest, s.answer from stored(array[cast(:id as uuid)]) s),
day as materialized (select cast(now() at time zone 'Asia/Shanghai' as date) as today),
chosen as materialized (
  select c.*, st_setsrid(st_makepoint(cast(:lon as float8), cast(:lat as float8)), 4326) as spot
  from day, lateral station_for(
    cast(:lon as float8), cast(:lat as float8), cast(:station_id as bigint), :own_why, :scope_area, cast(:home_id as bigint), day.today) c
  where not exists (select from old)),
named as materialized (
  select p.id, p.code, p.area_code from day, lateral cell_of_post(cast(:station_id as bigint), day.today) p
  where not :written and p.code = cast(:cell_code as text)
  union all
  select g.id, g.code, area_standing(g.area_code, day.today) from day, grid_cell g
  where :written and g.code = cast(:cell_code as text) and g.in_force_from <= day.today and (g.in_force_to is null or g.in_force_to > day.today)),
judged as materialized (
  select chosen.station_id, coalesce(chosen.cell_area, named.area_code, cast(:village as text), chosen.area_code) as area_code,
    coalesce(chosen.cell_id, named.id) as cell_id,
    chosen.spot as place,
    n.number,
    json_build_object('station', json_build_object('id', chosen.station_id, 'name', chosen.name, 'why', chosen.why,
        'distance_m', round(st_distancesphere(chosen.geom, chosen.spot)), 'deputy', cast(:deputy as text)),
      'cell', coalesce(chosen.cell_code, named.code), 'accept_by', cast(:accept_by as date),
      'number', n.number,
      'received_at', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as answer
  from chosen cross join day left join named on true,
    lateral (select paper_number('', now(), nextval('report_number')) as number) n
  where exists (select from category k where k.code = :category and (k.retired_on is null or k.retired_on > day.today))
    and (cast(:cell_code as text) is null or named.id is not null)),
ins as (
  insert into report (id, number, kind, area_code, cell_id, station_id, category, channel, hidden, seen_at, received_at,
      place, source_crs, accuracy_m, fixed_at, digest, answer)
  select :id, number, 'submission', area_code, cell_id, station_id, :category, :channel, :kept, coalesce(cast(:seen_at as timestamptz), now()), now(),
    place, case when place is null then null else :crs end,
    :accuracy_m, :fixed_at, :digest, answer from judged
  on conflict (id) do nothing returning id),
good as (select judged.* from judged, ins),
txt as (
  insert into report_text (report_id, area_code, hidden, body, place_words)
  select :id, area_code, :kept, :text, :place_words from good),
con as (
  insert into contact (id, area_code, hidden, suite, key_id, name_sealed, phone_sealed, phone_index)
  select :id, area_code, :kept, :suite, :key_id, :name_sealed, :phone_sealed, :phone_index from good
  where cast(:contact_id as uuid) is not null and not :has_contact),
sub as (
  insert into submission (report_id, area_code, hidden, receipt, code_id, deputy_id, reply_way, contact_id, language)
  -- who was heard before (an appointment at a reception) left name and phone under this id already
  select :id, area_code, :kept, :receipt, :code_id, :deputy_id, :reply_way,
    coalesce(cast(:contact_id as uuid), (select k.id from contact k where k.id = :id)), :language from good),
att as (
  insert into report_attachment (report_id, nth, area_code, ticket, hidden, sent_sha256)
  select :id, p.nth, area_code, :ticket, :kept, decode(p.sha256, 'hex')
  from good, unnest(cast(:attachments as text[])) with ordinality p(sha256, nth)),
cas as (
  insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, restricted, due_on)
  select :id, number, 'pending', :category, area_code, cell_id, station_id, :hidden, :kept and not :hidden, :accept_by from good),
lnk as (
  insert into case_report (case_id, report_id, area_code, hidden) select :id, :id, area_code, :kept from good)
select old.digest as old_digest, old.author_id as old_author, old.answer as old_answer, good.answer as new_answer,
  good.area_code, exists (select from chosen) as has_station, exists (select from named) as has_cell,
  exists (select from judged) as was_judged
from (select 1) one left join old on true left join good on true;

-- name: stored
-- What is stored under an id: a racing twin's row, seen in a second statement.
select s.author_id, s.digest, s.answer from stored(array[cast(:id as uuid)]) s;

-- name: progress
-- The matter of one receipt: its case, its station; the context is bound to the report and the case.
select s.receipt, r.number, r.received_at, c.state, c.state_since, c.due_on, t.name as station, t.phone,
  k.name as category, k.name_en as category_en
from report r join submission s on s.report_id = r.id join case_report l on l.report_id = r.id
  join cases c on c.id = l.case_id join station t on t.id = c.station_id join category k on k.code = c.category
where r.id = :report_id;

-- name: steps
-- What happened to the case since it was opened, newest first: times, states, roles; no names, no words.
select e.at, e.to_state as state, e.actor_role as role from case_event e where e.case_id = :case_id and e.kind = 'move' order by e.version desc;

-- name: told
-- What the station said in words to who spoke when the case came into its present state; the policies show nothing else.
-- Usage: case_event by case and version.
select t.reason, t.evidence from cases c join case_event e on e.case_id = c.id and e.to_state = c.state
join case_move m on m.id = e.move and m.tells join case_event_text t on t.event_id = e.id
where c.id = :case_id order by e.version desc limit 1;

-- name: foretell
-- Which station would get it, and why, for the page that tells it before anything is stored.
select c.station_id as id, c.name, c.why, round(st_distancesphere(c.geom,
    st_setsrid(st_makepoint(cast(:lon as float8), cast(:lat as float8)), 4326))) as distance_m, cast(:deputy as text) as deputy
from station_for(
    cast(:lon as float8), cast(:lat as float8), cast(:station_id as bigint), :own_why, :scope_area, cast(:home_id as bigint), cast(now() at time zone 'Asia/Shanghai' as date)) c;

-- name: own_words
-- What the person wrote about the matter since, each with the state it came to; the policies show nobody else's.
-- Usage: case_event by case and version.
select e.at, e.to_state as state, t.reason, t.evidence from case_event e join case_event_text t on t.event_id = e.id
where e.case_id = :case_id and e.actor_role = 'citizen' and t.report_id = :report_id and (t.reason <> '' or t.evidence <> '{}') order by e.version;
