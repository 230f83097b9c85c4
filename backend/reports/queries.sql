-- name: of_case
-- The reports of one case with their words, the digests of their photos (and of what has not come), their recordings and how their writers want the answer; first joined first.
-- Usage: case_report by its primary key, all else by report id and by the digest of what was sent.
select r.id, r.number, r.kind, r.channel, r.category, c.name as category_name, r.area_code, r.hidden, r.author_id,
  r.seen_at, r.received_at, st_x(r.place) as lon, st_y(r.place) as lat, r.accuracy_m,
  coalesce(t.body, '') as body, coalesce(t.place_words, '') as place_words,
  g.noticed_by, g.risk, g.out_of_cell, g.out_of_cell_reason,
  m.receipt, m.reply_way, m.language, m.contact_id, m.deputy_id, d.name as deputy_name, d.account_id as deputy_account,
  array(select encode(p.sent_sha256, 'hex') from report_attachment p where p.report_id = r.id and not exists (
    select from attachment a where a.sent_sha256 = p.sent_sha256 and a.author_id is not distinct from p.author_id
      and a.ticket is not distinct from p.ticket and a.duration_ms is not null) order by p.nth) as photos,
  (select coalesce(json_agg(json_build_object('sha256', encode(p.sent_sha256, 'hex'), 'duration_ms', a.duration_ms)
      order by p.nth), '[]')
    from report_attachment p join attachment a on a.sent_sha256 = p.sent_sha256
      and a.author_id is not distinct from p.author_id and a.ticket is not distinct from p.ticket
    where p.report_id = r.id and a.duration_ms is not null) as recordings,
  r.corrects_id, (select e.cause from erasure e where e.report_id = r.id and e.what = 'words' order by e.at desc limit 1) as erased,
  am.fields as changes, am.actor_name as amended_by, am.actor_role as amended_as
from case_report k
join report r on r.id = k.report_id
join category c on c.code = r.category
left join report_text t on t.report_id = r.id
left join sighting g on g.report_id = r.id
left join sighting_amendment am on am.report_id = r.id
left join submission m on m.report_id = r.id
left join deputy d on d.id = m.deputy_id
where k.case_id = :case_id
order by k.joined_at, coalesce(am.nth, 0), r.id

-- name: contents
-- What one report and what its writer put right in it said, oldest first; its context is bound to the receipt.
-- Usage: report by its primary key and report_corrects_idx.
select r.id, r.number, r.received_at, r.corrects_id, t.body, t.place_words, r.category, r.cell_id,
  st_x(r.place) as lon, st_y(r.place) as lat, r.accuracy_m, r.area_code, r.hidden
from report r join report_text t on t.report_id = r.id
where r.id = :report_id or r.corrects_id = :report_id order by r.received_at, r.id

-- name: erased
-- What of one report, and of what its writer put right in it, was erased, first to last.
-- Usage: erasure_report_idx.
select e.what, e.cause, e.at from erasure e where e.report_id = :report_id order by e.at, e.id

-- name: photos
-- Photos and recordings that a report names and that have come; its context is bound to the receipt.
-- Usage: report_attachment by its primary key, attachment_sent_idx.
select encode(n.sent_sha256, 'hex') as sha256, a.media_type, a.bytes, a.duration_ms
from report_attachment n join attachment a on a.sent_sha256 = n.sent_sha256
  and a.author_id is not distinct from n.author_id and a.ticket is not distinct from n.ticket
where n.report_id = :report_id order by n.nth

-- name: erase
-- Erases kinds of one report's contents, and of what its writer put right in it, once (trigger `erases`).
insert into erasure (report_id, what, cause, area_code, hidden)
select r.id, w.what, :cause, r.area_code, r.hidden
from report r cross join unnest(cast(:what as text[])) with ordinality w(what, nth)
where r.id = :report_id or r.corrects_id = :report_id order by r.received_at, r.id, w.nth
returning what, gone
