-- name: seed
-- :seed  makes the random numbers of this session repeatable.
select setseed(:seed)

-- name: make_reports
-- A temporary table of made-up reports: :count over :days days, the last of them :least days ago, in the cells of county :county, likelier
-- near the cells :hot (codes), each at a point inside its cell; of the :categories, each as often as it is named.
create temporary table demo_report on commit drop as
with cell as materialized (
  select c.id, c.code, c.area_code, c.geom, sum(c.households * (1 + coalesce((
      select max(7 * exp(-least(50, power(st_distancesphere(st_centroid(c.geom), st_centroid(h.geom)) / 2500, 2))))
      from grid_cell h where h.code = any (cast(:hot as text[])) and h.in_force_to is null), 0)))
    over (order by c.code) as reach
  from grid_cell c where c.area_code ^@ :county and c.in_force_to is null
), drawn as materialized (
  select width_bucket(random() * (select max(reach) from cell), (select array_agg(reach order by reach) from cell)) + 1 as nth,
    random() as r_time, random() as r_kind, random() as r_category, random() as r_word, random() as r_hidden, random() as r_risk
  from generate_series(1, :count)
), dealt as materialized (
  select d.*, row_number() over (partition by nth order by r_time) as k, count(*) over (partition by nth) as n from drawn d
), placed as (
  select ranked.id as cell_id, ranked.area_code, ranked.nth, (p.dump).geom as place, (p.dump).path[1] as k
  from (select nth, max(n)::integer as n from dealt group by nth) counted
  join (select row_number() over (order by code) as nth, cell.* from cell) ranked using (nth)
  cross join lateral (select st_dump(st_generatepoints(ranked.geom, counted.n, 7 + counted.nth::integer)) as dump) p
), timed as (
  select *, now() - make_interval(secs => :least * 86400.0 + 3600 + power(r_time, 1.3) * :days * 86400) as received_at from dealt join placed using (nth, k)
)
select row_number() over (order by received_at)::integer as n, cell_id, area_code, place, received_at,
  case when r_kind < 0.85 then 'sighting' else 'submission' end as kind,
  (cast(:categories as text[]))[1 + floor(r_category * cardinality(cast(:categories as text[])))::integer] as category,
  r_word, r_hidden < 0.03 as hidden, (array['low','low','low','medium','medium','high'])[1 + floor(r_risk * 6)::integer] as risk,
  cast(null as uuid) as id, cast(null as text) as number, cast(null as text) as state, cast(null as timestamptz[]) as steps
from timed

-- name: finish_reports
-- Ids in the order of time, numbers, how far each case has come by its age, and when it came into each state on its way.
with come as (
  select n, case
      -- one in forty is forgotten with whoever accepted it
      when received_at between now() - interval '40 days' and now() - interval '15 days' and n % 40 = 0 then 'accepted'
      when received_at < now() - interval '24 days' then 'closed'
      when received_at < now() - interval '9 days' then (array['answered','answered','answered','answering','verifying'])[1 + n % 5]
      when received_at < now() - interval '3 days' then (array['accepted','accepted','verifying'])[1 + n % 3]
      else (array['pending','pending','accepted'])[1 + n % 3] end as state
  from demo_report
)
update demo_report d set
  id = (lpad(to_hex((extract(epoch from d.received_at) * 1000)::bigint), 12, '0') || '7' || substr(md5(d.n || :county), 1, 3)
    || 'a' || substr(md5(:county || d.n), 1, 15))::uuid,
  number = paper_number('', d.received_at, nextval('report_number')),
  state = come.state,
  -- shares of the time since: who has not finished yet has come to the present state of late
  steps = array(select d.received_at + (now() - d.received_at) * share
    from unnest(case come.state when 'closed' then array[0, 0.05, 0.2, 0.35, 0.4, 0.8] else array[0, 0.05, 0.7, 0.85, 0.9] end)
      with ordinality as s(share, nth) order by nth)
from come where come.n = d.n

-- name: submissions_of_table
-- Those of the made-up reports that citizens sent, who need receipts.
select id from demo_report where kind = 'submission'

-- name: store_reports
-- The facts, words, cases and links of the made-up reports. :words {category: [texts]}, :receipts {id: receipt},
-- :due {state: {day on which it began, in China: last day}}.
with told as materialized (
  select d.*, s.id as station_id, s.name as station_name,
    case when d.kind = 'sighting' then (select min(w.account_id) from cell_worker w where w.cell_code ^@ :county) end as author_id,
    cast(:words as jsonb) -> d.category ->> floor(d.r_word * jsonb_array_length(cast(:words as jsonb) -> d.category))::integer as body
  from demo_report d
  cross join lateral (select s.id, s.name from station s where s.area_code ^@ :county and s.unit is not null
    order by s.unit <-> cube(array[cos(radians(st_y(d.place))) * cos(radians(st_x(d.place))),
      cos(radians(st_y(d.place))) * sin(radians(st_x(d.place))), sin(radians(st_y(d.place)))]) limit 1) s
), fact as (
  insert into report (id, number, kind, author_id, area_code, cell_id, station_id, category, channel, hidden, seen_at,
    received_at, place, source_crs, accuracy_m, fixed_at, digest, answer)
  select id, number, kind, author_id, area_code, cell_id, station_id, category, case kind when 'sighting' then 'door' else 'scan' end,
    hidden, received_at - interval '20 minutes', received_at, place, 'wgs84', 15, received_at - interval '21 minutes',
    sha256(id::text::bytea), json_build_object('id', id, 'number', number, 'station', json_build_object('id', station_id, 'name', station_name))
  from told
), words as (
  insert into report_text (report_id, area_code, author_id, hidden, body) select id, area_code, author_id, hidden, body from told
), seen as (
  insert into sighting (report_id, area_code, author_id, hidden, noticed_by, risk, out_of_cell)
  select id, area_code, author_id, hidden, (array['door_visit','neighbour_inquiry','public_interaction'])[1 + n % 3], risk, false
  from told where kind = 'sighting'
), sent as (
  insert into submission (report_id, area_code, hidden, receipt, reply_way, code_id)
  select id, area_code, hidden, cast(:receipts as jsonb) ->> id::text, 'receipt',
    (select min(c.id) from representative_code c where c.station_id = told.station_id) from told where kind = 'submission'
), opened as (
  insert into cases (id, number, state, category, area_code, cell_id, station_id, hidden, opened_at, state_since, due_on, version)
  select id, number, state, category, area_code, cell_id, station_id, hidden, received_at, steps[version],
    cast(cast(:due as jsonb) -> state ->> to_char(steps[version] at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as date), version
  from told, lateral (select array_position(array['pending','accepted','verifying','answering','answered','closed'], state)) as v(version)
)
insert into case_report (case_id, report_id, area_code, author_id, hidden, joined_at)
select id, id, area_code, author_id, hidden, received_at from told

-- name: store_events
-- What happened to each made-up case on its way to its state.
with step(version, move, source, target, role, name) as (values
  (2, '7', 'pending', 'accepted', 'liaison', '杨丽'), (3, '7a-1', 'accepted', 'verifying', 'liaison', '杨丽'),
  (4, '9', 'verifying', 'answering', 'verifier', '石建国'), (5, '11-2', 'answering', 'answered', 'liaison', '杨丽'),
  (6, '12-2', 'answered', 'closed', 'system', '系统'))
insert into case_event (case_id, at, actor_name, actor_role, move, from_state, to_state, version, area_code, hidden)
select d.id, d.steps[s.version], s.name, s.role, s.move, s.source, s.target, s.version, d.area_code, d.hidden
from demo_report d join step s on s.version <= array_position(array['pending','accepted','verifying','answering','answered','closed'], d.state)

-- name: store_sheets
-- The answer of every made-up case that has one. :answers {category: text}, :signer an account id.
with sheet as (
  insert into feedback_sheet (number, subject_kind, subject_id, subject_number, report_id, report_number, receipt, said_at,
    area_code, hidden, author_id, reply_way, issued_at, signed_by, signer_name, signer_role, body_name)
  select paper_number('F', now(), nextval('feedback_number')), 'case', d.id, d.number, d.id, d.number, s.receipt, d.received_at, d.area_code, d.hidden, r.author_id,
    coalesce(s.reply_way, 'inbox'), d.steps[5], :signer, '杨丽', 'liaison', t.name
  from demo_report d join report r using (id) join station t on t.id = r.station_id left join submission s on s.report_id = d.id
  where d.state in ('answered', 'closed')
  returning id, report_id, area_code, hidden, issued_at, receipt
), words as (
  insert into feedback_sheet_text (sheet_id, report_id, area_code, hidden, said, answer)
  select h.id, h.report_id, h.area_code, h.hidden, t.body, cast(:answers as jsonb) ->> r.category
  from sheet h join report_text t on t.report_id = h.report_id join report r on r.id = h.report_id
)
insert into delivery (sheet_id, report_id, area_code, hidden, rung, state, created_at, settled_at)
select id, report_id, area_code, hidden, case when receipt is null then 'inbox' else 'receipt' end, 'confirmed', issued_at, issued_at
from sheet

-- name: drop_table
-- Forget the temporary table.
drop table demo_report

-- name: reports
-- How many reports there are: the demo goes into an empty installation only.
select count(*) from report

-- name: resolved
-- How many disputes of an area are settled and closed. :disputes: categories.
select count(*) from cases where area_code ^@ :area and state = 'closed' and category = any (cast(:disputes as text[]))

-- name: fresh_cases
-- Open cases of an area that nobody has accepted yet, the newest first; those of citizens stay with them.
select c.id from cases c join report r on r.id = c.id
where c.area_code ^@ :area and c.state = 'pending' and not c.hidden and r.kind = 'sighting' order by c.opened_at desc, c.id limit :most

-- name: station_in
-- The station of a village that is asked first.
select min(s.id) from station s where s.area_code = :village

-- name: store_activities
-- Held activities, each at nine on its day between `since` and `until`, by its `share` of the days between; of tomorrow none was held.
insert into activity (id, type, title, area_code, place, starts_at, ends_at, state, station_id, held_on, public, numbers, made_by)
select r.id, r.type, r.title, r.area, coalesce(s.name, ''), d.at, d.at + interval '2 hours', 'held', s.id, (d.at at time zone 'Asia/Shanghai')::date,
  true, r.numbers, :signer
from json_to_recordset(cast(:rows as json)) as r(
    id uuid, type text, title text, area text, station text, since date, until date, share float8, numbers jsonb)
left join station s on s.code = r.station
cross join lateral (select ((r.since + round((least(r.until, china_today() - 1) - r.since) * r.share)::integer) + time '09:00')
  at time zone 'Asia/Shanghai' as at) d

-- name: drafts_of
-- The drafts of laws that concern an area, with the newest version and its articles, and whether their results are in.
select s.id, v.id as version_id, s.state in ('answered', 'promoting', 'archived') as finished,
  (select json_agg(json_build_array(a.id, a.label) order by a.position) from draft_article a where a.version_id = v.id) as articles
from solicitation s cross join lateral (
  select v.id from draft_version v where v.solicitation_id = s.id order by v.nth desc limit 1) v
where s.area_code = :area and s.kind = 'draft_law' and s.state in ('collecting', 'answered', 'promoting', 'archived') order by s.number

-- name: stations_of
-- Stations by their codes.
select id from station where code = any (cast(:codes as text[])) order by code

-- name: raised
-- How many opinions on the drafts of an area were raised, reported and adopted.
select count(*) as raised, count(i.batch_id) as reported, count(*) filter (where i.outcome in ('adopted', 'partly')) as adopted
from opinion o join solicitation s on s.id = o.solicitation_id and s.area_code = :area
left join digest_opinion d on d.opinion_id = o.id left join digest_item i on i.id = d.item_id
where o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn')

-- name: begin_voices
-- What was said of a draft that is over is not taken in any more, but here, once.
alter table opinion disable trigger opinion_made; alter table digest_opinion disable trigger user

-- name: end_voices
-- The rules hold again.
alter table opinion enable trigger opinion_made; alter table digest_opinion enable trigger user

-- name: store_items
-- A batch a draft, and the digest items with what became of each.
with r as materialized (
  select * from json_to_recordset(cast(:items as json)) as r(
    id uuid, solicitation uuid, article uuid, title text, text text, what text, reason text)),
batch as (
  insert into report_batch (id, number, solicitation_id, recipient, sent_on, receipt_number, receipt_on, receipt_by, receipt_noted_by,
    area_code, made_by, made_name, asked)
  select gen_random_uuid(), paper_number('SB', now(), nextval('batch_number')), s.id, s.issuer, china_today(), '收字' || right(s.number, 3), china_today(),
    '收文员（示例）', p.id, s.area_code, p.id, p.name, sha256('demo')
  from solicitation s, account p where p.id = :signer and s.id in (select solicitation from r where what <> 'dropped')
  returning id, solicitation_id)
insert into digest_item (id, number, solicitation_id, kind, article_id, title, text, state, batch_id, outcome, outcome_reason, final_article_id,
  answered_at, area_code, made_by, asked, version)
select r.id, paper_number('ZL', now(), nextval('digest_number')), s.id, s.kind, r.article, r.title, r.text,
  case r.what when 'dropped' then 'dropped' else 'settled' end, case when r.what <> 'dropped' then b.id end,
  case when r.what <> 'dropped' then r.what end, case r.what when 'declined' then r.reason else '' end,
  case r.what when 'adopted' then r.article end, now(), s.area_code, :signer, sha256('demo'), 1 + case r.what when 'dropped' then 3 else 6 end
from r join solicitation s on s.id = r.solicitation left join batch b on b.solicitation_id = s.id

-- name: store_item_events
-- What was done with each item, step by step.
insert into digest_event (item_id, version, move_id, actor_id, actor_name, words)
select r.id, p.nth + 1, p.move, a.id, a.name, case when p.nth = cardinality(path.moves) then coalesce(nullif(r.reason, ''), '演示') else '演示' end
from json_to_recordset(cast(:items as json)) as r(id uuid, what text, reason text)
join account a on a.id = :signer
cross join lateral (select case r.what when 'dropped' then array['consult', 'pass', 'drop']
  else array['consult', 'pass', 'propose', 'approve', 'report', 'settle'] end as moves) path
cross join lateral unnest(path.moves) with ordinality as p(move, nth)

-- name: store_voices
-- Opinions, as far along their way as their item, in the days since the draft was put out.
insert into opinion (id, number, solicitation_id, version_id, article_id, area_code, station_id, channel, noted_by, said_at, received_at, state,
  reply_way, receipt, digest, answer, version)
select r.id, paper_number('J', d.at, nextval('opinion_number')), r.solicitation, r.version, r.article, s.area_code, s.id, r.channel,
  case when r.channel <> 'scan' then :signer end, d.at, d.at,
  case i.what when 'adopted' then 'answered' when 'declined' then 'answered' when 'dropped' then 'answered' else 'registered' end,
  'receipt', r.receipt, sha256(r.id::text::bytea), '{}', 1 + case i.what when 'dropped' then 4 when 'adopted' then 6 when 'declined' then 6 else 1 end
from json_to_recordset(cast(:opinions as json)) as r(
    id uuid, solicitation uuid, version uuid, article uuid, station bigint, said text, item uuid, receipt text, channel text, share float8)
join solicitation l on l.id = r.solicitation join station s on s.id = r.station
left join json_to_recordset(cast(:items as json)) as i(id uuid, what text) on i.id = r.item
cross join lateral (select l.opens_on + time '08:00' + (least(l.closes_on, china_today()) - l.opens_on) * r.share * interval '1 day' as said) w
cross join lateral (select least(w.said at time zone 'Asia/Shanghai', now()) as at) d

-- name: store_said
-- The words, apart.
insert into opinion_text (opinion_id, area_code, said)
select o.id, o.area_code, r.said from json_to_recordset(cast(:opinions as json)) as r(id uuid, said text) join opinion o on o.id = r.id

-- name: store_voice_events
-- The way of each opinion, step by step: counted at once, sorted, reported and answered in the weeks after.
insert into opinion_event (opinion_id, version, at, move, from_state, to_state, actor_id, actor_name, actor_role, words, area_code)
select o.id, p.nth + 1, case p.nth when 1 then o.received_at else least(o.received_at + (p.nth::int - 1) * interval '9 days', now()) end, m.id,
  m.from_state, m.to_state, a.id, a.name, 'liaison', case when m.reason_required then '演示' else '' end, o.area_code
from json_to_recordset(cast(:opinions as json)) as r(id uuid, item uuid) join opinion o on o.id = r.id join account a on a.id = :signer
left join json_to_recordset(cast(:items as json)) as i(id uuid, what text) on i.id = r.item
cross join lateral unnest(case i.what
  when 'adopted' then array['register', 'merge', 'select', 'report', 'adopt', 'answer-adopted']
  when 'declined' then array['register', 'merge', 'select', 'report', 'decline', 'answer-declined']
  when 'dropped' then array['register', 'merge', 'drop', 'answer-dropped']
  else array['register'] end) with ordinality as p(move, nth)
join opinion_move m on m.id = p.move

-- name: store_joined
-- Everybody whose words stand in an item was answered by a public notice.
insert into digest_opinion (opinion_id, item_id, area_code, joined_by, by_notice, answered_at)
select o.id, r.item, o.area_code, :signer, true, now()
from json_to_recordset(cast(:opinions as json)) as r(id uuid, item uuid) join opinion o on o.id = r.id where r.item is not null

-- name: store_notices
-- The notice of each draft, and whose words it answers.
with put as (
  insert into answer_notice (id, solicitation_id, title, text, place, published_on, area_code, made_by, made_name, asked)
  select gen_random_uuid(), s.id, '意见采纳情况公告', '对《' || s.title || '》提出的意见采纳情况，逐条列在结果页。', '福泉市人大常委会网站和各工作站宣传栏', china_today(), s.area_code,
    a.id, a.name, sha256('demo')
  from solicitation s, account a where a.id = :signer and s.id in (
    select i.solicitation from json_to_recordset(cast(:items as json)) as i(solicitation uuid))
  returning id, solicitation_id)
insert into answer_notice_opinion (notice_id, opinion_id)
select p.id, r.id from json_to_recordset(cast(:opinions as json)) as r(id uuid, solicitation uuid, item uuid)
join put p on p.solicitation_id = r.solicitation where r.item is not null

-- name: store_experts
-- Experts, each with a speciality.
with r as materialized (
  select * from json_to_recordset(cast(:rows as json)) as r(id uuid, name text, employer text, speciality text, area text)),
put as (
  insert into expert (id, name, employer, area_code, made_by, asked) select id, name, employer, area, :signer, sha256('demo') from r
  returning id)
insert into expert_speciality (expert_id, speciality) select r.id, r.speciality from r join put using (id)

-- name: issue_early
-- The made-up codes hang since before anybody scanned them.
update representative_code set issued_at = now() - make_interval(days => :days)

-- name: scan
-- Scans of the made-up codes in the last :days days: about three for each matter that came by one, and some of which nothing came; one
-- poster in nine hangs where nobody passes.
insert into code_day (code_id, day, area_code, opened, begun)
select id, day, area_code, opened, n + floor(random() * 0.5 * (opened - n + 1))::integer
from (
  select c.id, coalesce(d.area_code, s.area_code) as area_code, t::date as day, coalesce(k.n, 0)::integer as n,
    (coalesce(k.n, 0) * 3 + case when c.id % 9 = 0 then 0 else floor(power(random(), 4) * (2 + c.id % 5)) end)::integer as opened
  from representative_code c left join deputy d on d.id = c.deputy_id left join station s on s.id = c.station_id
  cross join generate_series(china_today() - cast(:days as integer), china_today(), interval '1 day') t
  left join (
    select m.code_id, china_day(r.received_at) as day, count(*) as n from submission m join report r on r.id = m.report_id
    where m.code_id is not null group by 1, 2) k on k.code_id = c.id and k.day = t::date) drawn
where opened > 0
