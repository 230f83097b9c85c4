-- name: list_cases
-- Cases of the viewer's scope (policies), after a cursor; each filter is null when not asked for. Newest first; with :by_deadline
-- only open ones, the deadline that ends first on top, those without one last, then the oldest. The driver sends values in the
-- text, so of the two orders, and the two ways to go on from a cursor, the planner sees the one that was asked for.
-- What went into another case is listed only when it is asked for: its reports are that one's.
-- `mine`: it waits for a move of the viewer's (`Waits`): four lists side by side for the moves by a role at the place, and
-- the states in which it waits for the deputy whose code it came by, or for a body at its table for which the viewer acts.
-- Usage: cases_opened_idx, cases_due_idx or cases_area_idx; case_report by its primary key.
select c.id, c.number, c.state, c.category, k.name as category_name, k.name_en as category_name_en,
  c.area_code, a.name as area_name, case when v.inside then g.code end as cell_code, case when v.inside then g.name end as cell_name,
  case when v.inside then c.station_id end as station_id, case when v.inside then s.name end as station_name,
  c.hidden, c.opened_at, c.state_since, c.due_on, c.version, c.channel, c.urged, c.restricted, c.elsewhere, c.rated,
  (select count(*) from case_report l join report r on r.id = l.report_id where l.case_id = c.id and r.corrects_id is null) as reports,
  coalesce((select left(t.body, 60) from case_report r join report_text t using (report_id)
    where r.case_id = c.id order by r.joined_at, r.report_id limit 1), (select left(d.words, 60) from case_split d where d.case_id = c.id), '') as opening,
  m.mine, (select days from case_limit where name = 'forewarn') as soon_days
from cases c
join category k on k.code = c.category
join area a on a.code = c.area_code
join station s on s.id = c.station_id
left join grid_cell g on g.id = c.cell_id
cross join lateral (select sees_inside(c.restricted, c.area_code, c.id) as inside offset 0) v
cross join lateral (select exists (
    select from unnest(cast(:states as text[]), cast(:prefixes as text[]), cast(:not_handler as boolean[]), cast(:only_skipping as boolean[]), cast(:resumes as text[]))
      as w(state, prefix, not_handler, only_skipping, resumes)
    where w.state = c.state and c.area_code ^@ w.prefix and (k.skips_verification or not w.only_skipping)
      and not (w.not_handler and (c.handler_id is not distinct from :viewer or exists (select from case_seat h where h.case_id = c.id
        and h.until is null and h.seat = 'handler' and h.body_id = any ((select my_bodies())::bigint[]))))
      and (w.resumes = '' or w.resumes = (select e.to_state from case_event e where e.case_id = c.id and e.kind = 'move'
        and e.to_state = any (:at_work) order by e.version desc limit 1)))
  or c.state = any (cast(:by_code as text[])) and exists (select from deputy_report(c.id, cast(:viewer as bigint)))
    and not exists (select from case_event e where e.case_id = c.id and e.move in ('7c-1', '7c-2') and e.at >= c.state_since)
  or exists (select from case_seat s where s.case_id = c.id and s.until is null and s.body_id = any ((select my_bodies())::bigint[])
    and (c.state, s.role) in (select * from unnest(cast(:seat_states as text[]), cast(:seat_roles as text[])))) as mine) m
where (cast(:state as text) is null and c.joined_to is null or c.state = :state)
  and (cast(:category as text) is null or c.category = :category)
  and (cast(:cell as text) is null or v.inside and c.id = any (array(
    select x.id from (
      select x.id, x.origin_id, x.cell_id from cases x where x.cell_id = any (array(select cell_line(:cell)))
      union all select x.id, x.origin_id, null from cases x where x.cell_id is null) x
    join report r on r.id = x.origin_id where :cell = (select n.code from grid_cell n where n.id = cell_now(x.cell_id, r.place, :today)))))
  and (cast(:station as bigint) is null or v.inside and c.station_id = :station)
  and (cast(:topic as text) is null or exists (select from category_topic x where x.category = c.category and x.topic = :topic)
    or exists (select from case_topic y where y.case_id = c.id and y.topic = :topic))
  and (cast(:came_by as text) is null or v.inside and exists (
    select from case_report l join report r on r.id = l.report_id where l.case_id = c.id and r.channel = :came_by))
  and (cast(:since as timestamptz) is null or c.opened_at >= :since)
  and (cast(:until as timestamptz) is null or c.opened_at < :until)
  and (not :waiting or m.mine)
  and (not :still_open or c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn'))
  and (cast(:overdue as date) is null or c.due_on < :overdue)
  and (cast(:soon as date) is null or c.due_on between :today and :soon)
  and (not :unplaced or v.inside and c.cell_id is null
    and (select cell_now(null, r.place, :today) from report r where r.id = c.origin_id) is null)
  and (cast(:last_opened_at as timestamptz) is null
    or not :by_deadline and (c.opened_at, c.id) < (cast(:last_opened_at as timestamptz), cast(:last_id as uuid))
    or :by_deadline and (coalesce(c.due_on, 'infinity'), c.opened_at, c.id)
      > (coalesce(cast(:last_due_on as date), 'infinity'), cast(:last_opened_at as timestamptz), cast(:last_id as uuid)))
order by case when :by_deadline then coalesce(c.due_on, 'infinity') end, case when :by_deadline then c.opened_at end,
  case when :by_deadline then c.id end, c.opened_at desc, c.id desc
limit :most

-- name: list_by_code
-- What came by the viewer's own code as a deputy, newest first; a deputy has no scope of area, so a look-up finds it.
select c.id, c.number, c.state, c.category, k.name as category_name, k.name_en as category_name_en, c.area_code, a.name as area_name,
  g.code as cell_code, g.name as cell_name, c.station_id, s.name as station_name, c.hidden, c.opened_at, c.state_since, c.due_on, c.version,
  c.channel, c.urged, c.restricted, c.elsewhere, c.rated, 1 as reports, c.opening, c.mine,
  (select days from case_limit where name = 'forewarn') as soon_days
from deputy_cases(:viewer, :waiting, :last_opened_at, :last_id, :most) c
join category k on k.code = c.category join area a on a.code = c.area_code join station s on s.id = c.station_id
left join grid_cell g on g.id = c.cell_id
order by c.opened_at desc, c.id desc

-- name: one_case
-- The head of a case file.
select c.id, c.number, c.state, c.category, k.name as category_name, k.name_en as category_name_en, k.skips_verification,
  c.area_code, a.name as area_name, case when v.inside then g.code end as cell_code, case when v.inside then g.name end as cell_name,
  case when v.inside then c.station_id end as station_id, case when v.inside then s.name end as station_name,
  c.hidden, c.opened_at, c.state_since, c.due_on, c.handler_id, c.version, c.joined_to, j.number as joined_number,
  c.channel, c.promised_on, c.redos, c.urged,
  (select e.to_state from case_event e where e.case_id = c.id and e.kind = 'move' and e.to_state = any (:at_work)
    order by e.version desc limit 1) as stood_at,
  exists (select from case_event e where e.case_id = c.id and e.move = 'B6-1' and e.version > coalesce(
    (select max(s.version) from case_event s where s.case_id = c.id and s.kind = 'move' and s.to_state = 'triage'), 0)) as approved,
  c.restricted, c.elsewhere, c.rated, c.talked, c.parent_id, p.number as parent_number,
  (select count(*) from cases d where d.parent_id = c.id and d.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn')) as open_children,
  (select days from case_limit where name = 'forewarn') as soon_days
from cases c
left join cases j on j.id = c.joined_to
left join cases p on p.id = c.parent_id
cross join lateral (select sees_inside(c.restricted, c.area_code, c.id) as inside offset 0) v
join category k on k.code = c.category
join area a on a.code = c.area_code
join station s on s.id = c.station_id
left join grid_cell g on g.id = c.cell_id
where c.id = :case_id

-- name: seats
-- The bodies at the table of a case; `mine`: the viewer acts for it.
-- Usage: case_seat_open_idx.
select s.seat, s.role, s.body_id, b.name as body_name, b.phone as body_phone, e.at as since, s.body_id = any ((select my_bodies())::bigint[]) as mine
from case_seat s join body b on b.id = s.body_id join case_event e on e.case_id = s.case_id and e.version = s.version
where s.case_id = :case_id and s.until is null order by e.at, s.seat

-- name: consents
-- Each person of a case who left a contact, and each body at its table that reaches them by their own word only; with the last word.
-- Usage: case_seat_open_idx.
select r.id as report_id, r.number, s.seat, b.id as body_id, b.name as body_name, w.given, w.at
from case_seat s join body b on b.id = s.body_id
join case_report k on k.case_id = s.case_id
join report r on r.id = k.report_id
left join lateral (select c.given, c.at from consent c
  where c.report_id = r.id and c.purpose = 'handover' and c.whom = b.code order by c.nth desc limit 1) w on true
where s.case_id = :case_id and s.until is null and s.seat <> 'chairpersons' and asks_consent(s.seat, b.area_code, s.area_code)
  and exists (
    select from contact c where c.id = r.id and num_nonnulls(c.name_sealed, c.phone_sealed) > 0)
  order by r.number, s.seat

-- name: own_handovers
-- The bodies that ask for the word of the person behind a receipt.
select body_id, code, name, at_table, given, at from own_handovers()

-- name: urges
-- What was urged of a case, newest first.
-- Usage: case_urge_case_idx.
select u.level, u.at, u.actor_name, u.actor_role, u.note from case_urge u where u.case_id = :case_id order by u.id desc

-- name: urge
-- One urging; the trigger flags the case and tells who has it in hand.
insert into case_urge (case_id, level, actor_id, actor_name, actor_role, note, area_code, hidden)
values (:case_id, :level, :actor_id, :actor_name, :actor_role, :note, :area_code, :hidden)

-- name: levels
-- How the sensitivity of a case was judged, newest first, for its handlers.
-- Usage: case_level_case_idx.
select l.at, l.actor_name, l.actor_role, l.from_level, l.to_level, l.reason from case_level l where l.case_id = :case_id order by l.id desc

-- name: judge
-- One judging; the trigger marks the case and all that hangs on it.
insert into case_level (case_id, actor_id, actor_name, actor_role, from_level, to_level, reason, area_code)
values (:case_id, :actor_id, :actor_name, :actor_role, :from_level, :to_level, :reason, :area_code)

-- name: children
-- The children of a case, oldest first.
-- Usage: cases_parent_idx.
select d.id, d.number, d.state, d.category, k.name as category_name, k.name_en as category_name_en, d.opened_at
from cases d join category k on k.code = d.category where d.parent_id = :case_id order by d.opened_at, d.id

-- name: split
-- Opens a child of a case, with its place, station and level; no row when there is one of this id already.
insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, restricted, due_on, parent_id, place_of)
select :id, paper_number('', now(), nextval('report_number')), 'pending', :category, p.area_code, p.cell_id, p.station_id, p.hidden, p.restricted,
  :due_on, p.id, coalesce(cast(:place_of as uuid), p.origin_id)
from cases p where p.id = :parent
on conflict do nothing returning number

-- name: note_split
-- Who split a case off, and the words of its part.
insert into case_split (case_id, actor_id, actor_name, words, area_code, hidden) values (:id, :actor_id, :actor_name, :words, :area_code, :hidden)

-- name: split_words
-- In which words a case was split off.
select d.words from case_split d where d.case_id = :case_id

-- name: give_reports
-- Gives reports of a case to its child.
select report_id from give_reports(:child, cast(:reports as uuid[]))

-- name: near
-- Open matters of a category near a place, or in a cell where one of the two has no place, since a moment; `distance_m`: rounded
-- to 10 m, null without places. Of a restricted case others do not see the report, so they do not find it here at all.
-- Cells are public: they are found by place, the cases by cell and time.
-- Usage: grid_cell_geom_idx, cases_cell_idx, report_pkey.
with spot as materialized (
  select st_setsrid(st_makepoint(cast(:lon as float8), cast(:lat as float8)), 4326) as at
), around as materialized (
  select g.id, g.code = :cell as same from grid_cell g
  where g.code = :cell or cast(:lon as float8) is not null and g.geom && st_expand((select at from spot), :degrees)
), found as (
  select c.id, c.number, c.state, c.area_code, a.name as area_name, c.opened_at, r.place, u.same,
    round(st_distancesphere(r.place, (select at from spot)) / 10)::integer * 10 as distance_m
  from around u cross join lateral (
    select k.* from cases k where k.cell_id = u.id and k.category = :category and k.opened_at >= :since
      and k.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn') offset 0) c
  join area a on a.code = c.area_code
  join report r on r.id = c.origin_id
)
select f.id, f.number, f.state, f.area_code, f.area_name, f.opened_at, f.distance_m from found f
where f.distance_m <= :near_m or f.distance_m is null and coalesce(f.same, false)
order by f.distance_m nulls last, f.opened_at desc limit 20

-- name: late
-- Cases whose deadline lies at or before a day and that have not been urged at a level, the latest first.
-- Usage: cases_due_idx.
select c.id, c.area_code, c.hidden or c.restricted as kept from cases c
where c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn') and coalesce(c.due_on, 'infinity') <= :due_on and c.urged < :level
order by coalesce(c.due_on, 'infinity') limit :most

-- name: forewarn
-- Tells who has a case in hand that its deadline is near; one row a message that is new.
select notice_id, account_id from forewarn_cases(cast(:states as text[]), cast(:roles as text[]), :last_day)

-- name: returns
-- How often bodies have given a case back since it was accepted last.
-- Usage: case_event_once.
select count(*) from case_event e where e.case_id = :case_id and e.move = any (:moves)
  and e.version > coalesce((select max(a.version) from case_event a where a.case_id = :case_id and a.to_state = 'accepted'), 0)

-- name: thresholds
-- Counts that set something off.
select name, n from case_threshold

-- name: lock_case
-- Holds the case until the transaction ends, so that of two contrary moves one comes second and sees the first.
select c.id from cases c where c.id = :case_id for update

-- name: by_number
-- The case with a number, where the viewer may see it.
-- Usage: cases_number_key.
select c.id from cases c where c.number = :number

-- name: timeline
-- What happened to a case, newest first, with the words where the viewer may read them.
select e.version, e.at, e.actor_id, e.actor_name, e.actor_role, e.move, e.kind, e.from_state, e.to_state,
  coalesce(t.reason, '') as reason, coalesce(t.evidence, '{}') as evidence
from case_event e left join case_event_text t on t.event_id = e.id
where e.case_id = :case_id
order by e.version desc

-- name: event
-- What is about to happen to a case; the trigger of the case reads it.
insert into case_event (case_id, actor_id, actor_name, actor_role, move, kind, from_state, to_state, version, body_id, area_code, hidden)
values (:case_id, :actor_id, :actor_name, :actor_role, :move, :kind, :source, :to, :version + 1, :body_id, :area_code, :hidden)
returning id

-- name: words
-- The words of an event.
insert into case_event_text (event_id, area_code, hidden, reason, evidence)
values (:event_id, :area_code, :hidden, :reason, cast(:evidence as jsonb))

-- name: change
-- One move or signing, after its event: the trigger sets since when and by whom it is handled.
update cases set state = :to, version = :version + 1, due_on = :due_on, promised_on = :promised_on where id = :case_id and version = :version returning version

-- name: notice_new
-- Tells the staff nearest to what came in, and the deputy whose code it came by.
select told from notice_new_cases()

-- name: limits
-- How long each state may last.
select name, days, working from case_limit

-- name: unchanged
-- Cases that have been in a state since before a moment, oldest first.
-- Usage: cases_lapsing_idx.
select id, area_code from cases where state = :state and state_since < :before order by state_since limit :most

-- name: reports_held
-- How many reports a case holds, also those that who asks may not see.
select reports_of_case(:case_id)

-- name: left_by_own_move
-- Whether the viewer left a case by the very move that is asked for again.
select left_by_own_move(:case_id, :version, :to)

-- name: undated_days
-- Days in China on which cases were opened that have no deadline yet.
-- Usage: cases_pending_idx.
select distinct (opened_at at time zone 'Asia/Shanghai')::date as day from cases where state = 'pending' and due_on is null

-- name: give_deadline
-- The deadline of the cases opened on one day in China.
-- Usage: cases_pending_idx.
update cases set due_on = :due_on
where state = 'pending' and due_on is null and (opened_at at time zone 'Asia/Shanghai')::date = :day

-- name: editions_due
-- Editions in force on a day whose former cells still have open cases, the oldest first; with :edition that one in any case.
-- Usage: cases_cell_idx.
select e.id from grid_edition e
where e.in_force_from <= :today and (e.id = :edition or exists (
  select from cell_change h join cases c on c.cell_id = h.former_id where h.edition_id = e.id and c.state not in ('closed', 'archived', 'joined', 'withdrawn')))
order by e.in_force_from, e.id

-- name: remap
-- Brings the open cases of the cells that an edition ended, and open ones that lay in none, into its cells: the one that covers
-- the place of the report that opened the case, else the one that took over most of the former cell. Answers with each case
-- whose cell has another code now, and notes it; the case keeps its area and version.
-- Usage: cases_cell_idx.
with due as materialized (
  select c.id, c.cell_id as former_id, r.place from cases c join report r on r.id = c.origin_id
  where c.cell_id = any (array(select h.former_id from cell_change h where h.edition_id = :edition)) and c.state not in ('closed', 'archived', 'joined', 'withdrawn')
  union all
  select c.id, null, r.place from cases c join report r on r.id = c.origin_id
  where c.cell_id is null and c.state not in ('closed', 'archived', 'joined', 'withdrawn') and r.place is not null
), placed as materialized (
  select due.id, due.former_id, cell_now(due.former_id, due.place, e.in_force_from) as cell_id
  from due join grid_edition e on e.id = :edition
), moved as (
  update cases c set cell_id = p.cell_id from placed p
  where c.id = p.id and p.cell_id is not null and c.cell_id is not distinct from p.former_id
  returning c.id, c.area_code, c.hidden or c.restricted as hidden, p.former_id, p.cell_id
), told as (
  select m.*, f.code as former_code, n.code from moved m join grid_cell n on n.id = m.cell_id left join grid_cell f on f.id = m.former_id
  where f.code is distinct from n.code
), noted as (
  insert into case_remap (case_id, edition_id, former_id, cell_id, area_code, hidden)
  select id, :edition, former_id, cell_id, area_code, hidden from told
)
select id, area_code, former_code, code from told order by id

-- name: remapped
-- The cases that an edition brought into another cell, by number.
-- Usage: case_remap_edition_idx.
select c.number, f.code as former_code, n.code from case_remap m join cases c on c.id = m.case_id
join grid_cell n on n.id = m.cell_id left join grid_cell f on f.id = m.former_id
where m.edition_id = :edition order by c.number
