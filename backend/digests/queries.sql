-- name: opinions
-- The opinions on a draft that the viewer sees, oldest first: of an article and those it continues (:which 'article'), of the draft as
-- a whole ('whole'), or all; of one item; or only those that stand in none yet (:free).
-- Usage: opinion_draft_idx (by draft and article), digest_opinion by its primary key.
with recursive line as (
  select a.id, a.former_id from draft_article a where a.id = cast(:article as uuid)
  union all
  select f.id, f.former_id from line l join draft_article f on f.id = l.former_id
)
select o.id, o.number, o.said_at, o.received_at, coalesce(t.said, '') as said, o.unit_name, o.channel, o.state, o.station_id,
  s.name as station_name, a.label as article_label, d.item_id, d.answered_at
from opinion o left join opinion_text t on t.opinion_id = o.id left join digest_opinion d on d.opinion_id = o.id
left join draft_article a on a.id = o.article_id left join station s on s.id = o.station_id
where o.solicitation_id = :solicitation and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn')
  and (:which = 'all' or (:which = 'whole' and o.article_id is null) or (:which = 'article' and o.article_id in (select id from line)))
  and (cast(:item as uuid) is null or d.item_id = cast(:item as uuid))
  and (not :free or d.item_id is null)
  and (cast(:after as timestamptz) is null or (o.received_at, o.id) > (cast(:after as timestamptz), cast(:after_id as uuid)))
order by o.received_at, o.id limit :most

-- name: free
-- The words of the opinions on an article and those it continues (null: on the draft as a whole) that the viewer sees and that stand in
-- no item yet, oldest first: at most :most, and no more than fit into :characters.
-- Usage: opinion_draft_idx (by draft and article), opinion_text and digest_opinion by their primary keys.
with recursive line as (
  select a.id, a.former_id from draft_article a where a.id = cast(:article as uuid)
  union all
  select f.id, f.former_id from line l join draft_article f on f.id = l.former_id
), said as (
  select o.id, o.received_at, t.said, sum(length(t.said)) over (order by o.received_at, o.id) as characters
  from opinion o join opinion_text t on t.opinion_id = o.id left join digest_opinion d on d.opinion_id = o.id
  where o.solicitation_id = :solicitation and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn') and d.item_id is null
    and case when cast(:article as uuid) is null then o.article_id is null else o.article_id in (select id from line) end
  order by o.received_at, o.id limit :most
)
select cast(id as text) as id, said from said where characters <= :characters order by received_at, id

-- name: drafts
-- The drafts that have opinions or items which the viewer sees, newest first: how many were raised, stand in no item yet, are owed an answer.
-- Usage: opinion_draft_idx, digest_item_solicitation_idx.
select s.id, s.number, s.title, s.kind, s.state, s.closes_on, s.made_at, n.raised, n.free, n.due, n.items
from solicitation s cross join lateral (
  select count(*) as raised, count(*) filter (where d.item_id is null) as free,
    count(*) filter (where i.state in ('dropped', 'settled') and d.answered_at is null) as due,
    (select count(*) from digest_item k where k.solicitation_id = s.id and k.state <> 'merged') as items
  from opinion o left join digest_opinion d on d.opinion_id = o.id left join digest_item i on i.id = d.item_id
  where o.solicitation_id = s.id and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn')) n
where (n.raised > 0 or n.items > 0)
  and (cast(:after as timestamptz) is null or (s.made_at, s.id) < (cast(:after as timestamptz), cast(:after_id as uuid)))
order by s.made_at desc, s.id desc limit :most

-- name: articles
-- The articles of a draft's newest version, with how many opinions each has (and those it continues), how many stand in no item, and
-- how many items there are; the row without an article is the draft as a whole.
-- Usage: draft_article_position, opinion_draft_idx.
with recursive newest as (
  select v.id from draft_version v where v.solicitation_id = :solicitation order by v.nth desc limit 1
), line as (
  select a.id as top, a.id, a.former_id from draft_article a join newest n on n.id = a.version_id
  union all
  select l.top, f.id, f.former_id from line l join draft_article f on f.id = l.former_id
), said as (
  select l.top, count(*) as n, count(*) filter (where d.item_id is null) as free
  from opinion o left join line l on l.id = o.article_id left join digest_opinion d on d.opinion_id = o.id
  where o.solicitation_id = :solicitation and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn') group by l.top
), made as (
  select l.top, count(*) as n from digest_item i left join line l on l.id = i.article_id
  where i.solicitation_id = :solicitation and i.state <> 'merged' group by l.top
)
select a.id, a.label, a.heading, a.text, coalesce(s.n, 0) as opinions, coalesce(s.free, 0) as free, coalesce(m.n, 0) as items, a.position
from draft_article a join newest n on n.id = a.version_id left join said s on s.top = a.id left join made m on m.top = a.id
union all
select null, '', '', '', coalesce((select s.n from said s where s.top is null), 0), coalesce((select s.free from said s where s.top is null), 0),
  coalesce((select m.n from made m where m.top is null), 0), 0
order by position

-- name: funnel
-- How many opinions came how far, by station, by draft or all together (:by), of those received in a period: one reading of each table.
-- Usage: opinion_draft_idx or opinion_area_idx, digest_opinion by its primary key, feedback_unreached by its primary key.
select case when :by = 'station' then o.station_id end as station_id, case when :by = 'draft' then o.solicitation_id end as solicitation_id,
  count(*) as raised, count(i.batch_id) as reported,
  count(*) filter (where i.outcome in ('adopted', 'partly', 'corrected', 'taken_up')) as adopted,
  count(*) filter (where i.state in ('dropped', 'settled')) as due, count(d.answered_at) as answered,
  count(d.answered_at) filter (where d.by_notice or u.sheet_id is null) as reached
from opinion o left join digest_opinion d on d.opinion_id = o.id left join digest_item i on i.id = d.item_id
left join feedback_unreached u on u.sheet_id = d.sheet_id
where o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn')
  and (cast(:solicitation as uuid) is null or o.solicitation_id = cast(:solicitation as uuid))
  and (cast(:since as timestamptz) is null or o.received_at >= cast(:since as timestamptz))
  and (cast(:until as timestamptz) is null or o.received_at < cast(:until as timestamptz))
group by 1, 2

-- name: to_answer
-- Who is owed an answer by an item: what each said, and how they want to be told.
-- Usage: digest_opinion_item_idx, opinion by its primary key.
select o.id, o.number, o.area_code, coalesce(t.said, '') as said, o.said_at, o.author_id, o.unit_name, o.receipt, o.reply_way, o.language
from digest_opinion d join opinion o on o.id = d.opinion_id left join opinion_text t on t.opinion_id = o.id
where d.item_id = :item and d.sheet_id is null order by o.received_at, o.id limit :most

-- name: results
-- What was asked, said and adopted, as everybody may read it: of a draft's items those whose authors have been answered.
select * from results_of(:solicitation)

-- name: results_counts
-- How many opinions came how far, and from which townships, three and more.
select * from results_counts(:solicitation)
