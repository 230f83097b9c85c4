-- name: draft_now
-- A draft as it stands today: its present version, and of the article that somebody had before them what continues it there (of two the first).
-- Usage: draft_article_former_idx.
with recursive present as (
  select v.id, v.nth from draft_version v where v.solicitation_id = :solicitation order by v.nth desc limit 1),
line as (
  select a.id, a.version_id, a.label, a.position from draft_article a where a.id = cast(:article as uuid) and a.solicitation_id = :solicitation
  union all
  select n.id, n.version_id, n.label, n.position from draft_article n join line on n.former_id = line.id),
now_at as (
  select line.id, line.label from line join present on line.version_id = present.id order by line.position limit 1)
select s.id, s.number, s.title, s.state, s.opens_on, s.closes_on, a.prefix, present.id as version_id, present.nth,
  takes_opinions(s.id, cast(:day as date)) as takes, now_at.id as article_id, now_at.label,
  exists (select from line) as known, (select line.label from line where line.id = cast(:article as uuid)) as seen_label
from solicitation s join area a on a.code = s.area_code left join present on true left join now_at on true
where s.id = :solicitation;

-- name: way_in
-- Which station gets it, and where it belongs: the one that was scanned or chosen, that of the deputy, that which serves the cell, else the
-- one that leads the draft. Usage: as `station_for`.
with cell as materialized (
  select g.id, area_standing(g.area_code, cast(:day as date)) as area_code, st_pointonsurface(g.geom) as inside from grid_cell g
  where g.code = cast(:cell_code as text) and g.in_force_from <= cast(:day as date) and (g.in_force_to is null or g.in_force_to > cast(:day as date)) limit 1),
first_lead as materialized (
  select l.station_id from solicitation_lead l where l.solicitation_id = :solicitation order by l.station_id limit 1)
select f.station_id, f.name, f.why, cell.id as cell_id, coalesce(cell.area_code, f.area_code) as area_code
from (select 1) one left join cell on true cross join lateral station_for(
  st_x(cell.inside), st_y(cell.inside),
  coalesce(cast(:station_id as bigint), case when cell.id is null and cast(:scope_area as text) is null then (select station_id from first_lead) end),
  'chosen', cast(:scope_area as text), cast(:home_id as bigint), cast(:day as date)) f;

-- name: stored
-- What is stored under ids, whoever stored it; a look-up of the definer's.
select id, author_id, noted_by, digest, answer from opinion_stored(cast(:ids as uuid[]));

-- name: lock
-- The opinions that are to be moved, as they stand, held until the end of the transaction.
select id, state, version, area_code, solicitation_id from opinion where id = any (cast(:ids as uuid[])) order by id for no key update;

-- name: tell_moves
-- One event for each opinion that is moved, before it is: the trigger of the move reads it.
insert into opinion_event (opinion_id, version, move, from_state, to_state, actor_id, actor_name, actor_role, words, area_code)
select o.id, o.version + 1, :move, o.state, :to, :actor_id, :actor_name, :role, :words, o.area_code
from opinion o where o.id = any (cast(:ids as uuid[]));

-- name: make_moves
-- Moves opinions along one arrow; what is registered is numbered.
update opinion set state = :to, state_since = now(), version = version + 1,
  number = case when :to = 'registered' then coalesce(number, paper_number('J', now(), nextval('opinion_number'))) else number end
where id = any (cast(:ids as uuid[]));

-- name: open_drafts
-- What may be spoken on today in any of the areas named: each with its present version and the articles of it.
select s.id, s.number, s.title, s.closes_on, v.id as version_id, v.nth,
  coalesce((select json_agg(json_build_object('id', d.id, 'label', d.label, 'heading', d.heading, 'text', d.text) order by d.position)
    from draft_article d where d.version_id = v.id), '[]') as articles
from solicitation s join area a on a.code = s.area_code
cross join lateral (select w.id, w.nth from draft_version w where w.solicitation_id = s.id order by w.nth desc limit 1) v
where takes_opinions(s.id, cast(:day as date)) and exists (select from unnest(cast(:areas as text[])) n where n ^@ a.prefix)
order by s.closes_on, s.id;

-- name: counts
-- How many of each draft in each state a scope sees, by station: participation.
-- Usage: opinion_draft_idx, opinion_area_idx.
select o.station_id, t.name as station, o.state, count(*) as n from opinion o join station t on t.id = o.station_id
where o.solicitation_id = :solicitation group by o.station_id, t.name, o.state order by t.name, o.station_id, o.state;

-- name: due
-- Opinions whose words have been kept long enough; a look-up of the definer's.
select opinion_id from opinion_due(:days, :most);

-- name: erase_due
-- Erases what is due (trigger `erases`).
insert into opinion_erasure (opinion_id, cause, area_code)
select o.id, 'retention', o.area_code from opinion o where o.id = any (cast(:ids as uuid[]))
returning opinion_id, gone;

-- name: leads
-- Whether a contact point of the viewer leads the round of a draft.
select cast(:solicitation as uuid) = any (led_solicitations());

-- name: thanked
-- The names that a draft's results thank; a look-up of the definer's.
select name from thanked(:solicitation);
