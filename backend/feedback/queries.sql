-- name: sheets
-- Feedback sheets with their words, and when the first rung of the ladder confirmed; newest first.
-- One of :sheet_id, :report_id, :subject_id is given, the others are null.
select s.id, s.number, s.subject_kind, s.subject_id, s.subject_number, s.report_id, s.report_number, s.receipt,
  s.language, s.said_at, s.area_code, s.hidden, s.author_id, s.reply_way, s.issued_at, s.signer_name, s.signer_role,
  s.body_name, t.said, t.answer,
  (select min(d.settled_at) from delivery d where d.sheet_id = s.id and d.state = 'confirmed') as delivered_at
from feedback_sheet s join feedback_sheet_text t on t.sheet_id = s.id
where (cast(:sheet_id as uuid) is null or s.id = :sheet_id)
  and (cast(:report_id as uuid) is null or s.report_id = :report_id)
  and (cast(:subject_id as uuid) is null or s.subject_id = :subject_id)
order by s.issued_at desc, s.number desc

-- name: attempts
-- What has been tried to reach the person of each sheet, oldest first.
select sheet_id, rung, attempt, state, status, created_at, settled_at, encode(photo_sha256, 'hex') as photo
from delivery where sheet_id = any (cast(:sheet_ids as uuid[])) order by created_at, attempt

-- name: numbers
-- The next :count numbers of sheets.
select paper_number('F', now(), nextval('feedback_number')) from generate_series(1, cast(:count as integer))

-- name: record
-- One attempt on a rung; no row when that attempt of that rung stands already.
insert into delivery (sheet_id, report_id, area_code, hidden, rung, follow_id, attempt, state, photo_sha256, photo_by, settled_at)
select s.id, s.report_id, s.area_code, s.hidden, :rung, cast(:follow_id as uuid), :attempt, :state,
  cast(:photo as bytea), cast(:photo_by as bigint),
  case when :state = 'trying' then null else now() end
from feedback_sheet s where s.id = :sheet_id
on conflict on constraint delivery_key do nothing returning id

-- name: last_attempt
-- The newest attempt of a follow on a sheet.
select id, attempt, state from delivery
where sheet_id = :sheet_id and rung = 'push' and follow_id = :follow_id order by attempt desc limit 1

-- name: settle
-- What became of an attempt.
update delivery set state = :state, status = :status, settled_at = now() where id = :id and state = 'trying'

-- name: gateway_attempt
-- What was tried by the gateway for a sheet: one row, whose id is the message's key.
select id, state, status from delivery where sheet_id = :sheet_id and rung = 'gateway'

-- name: accepted
-- The gateway has taken the message; that it arrived it says later.
update delivery set status = :status where id = :id and state = 'trying'

-- name: unreached
-- Sheets that nothing has confirmed for so many days, oldest first, after a cursor; `tried`: the rungs that were tried.
select s.id, s.number, s.subject_kind, s.subject_id, s.subject_number, s.report_number, s.reply_way, u.issued_at,
  array(select distinct d.rung from delivery d where d.sheet_id = s.id order by 1) as tried, cast(null as timestamptz) as delivered_at
from feedback_unreached u join feedback_sheet s on s.id = u.sheet_id
where u.issued_at < now() - make_interval(days => :days)
  and (cast(:after as timestamptz) is null or (u.issued_at, u.sheet_id) > (cast(:after as timestamptz), cast(:after_id as uuid)))
order by u.issued_at, u.sheet_id limit :most

-- name: about
-- The sheets about one subject, newest first, after a cursor: which rungs were tried, and when the first confirmed.
-- Usage: feedback_sheet_subject_idx, delivery_key.
select s.id, s.number, s.subject_kind, s.subject_id, s.subject_number, s.report_number, s.reply_way, s.issued_at,
  array(select distinct d.rung from delivery d where d.sheet_id = s.id order by 1) as tried,
  (select min(d.settled_at) from delivery d where d.sheet_id = s.id and d.state = 'confirmed') as delivered_at
from feedback_sheet s
where s.subject_id = :subject
  and (cast(:after as timestamptz) is null or (s.issued_at, s.id) < (cast(:after as timestamptz), cast(:after_id as uuid)))
order by s.issued_at desc, s.id desc limit :most

-- name: notices
-- A person's messages before a cursor, newest first.
select id, kind, subject_id, number, created_at, read_at from notice
where account_id = :account_id
  and (cast(:before as timestamptz) is null or (created_at, id) < (cast(:before as timestamptz), cast(:before_id as uuid)))
  and (not :unread or read_at is null)
order by created_at desc, id desc limit :most

-- name: asks
-- What was asked of people who reported, and when the first rung confirmed; newest first. One of :ask_id, :report_id, :subject_id is given.
select a.id, a.subject_id, a.turn, a.report_id, a.receipt, a.language, a.reply_way, a.author_id, a.asked_at, a.due_on, a.area_code,
  (select min(d.settled_at) from ask_delivery d where d.ask_id = a.id and d.state = 'confirmed') as reached_at,
  array(select distinct d.rung from ask_delivery d where d.ask_id = a.id order by 1) as tried
from ask a
where (cast(:ask_id as uuid) is null or a.id = :ask_id)
  and (cast(:report_id as uuid) is null or a.report_id = :report_id)
  and (cast(:subject_id as uuid) is null or a.subject_id = :subject_id)
order by a.asked_at desc, a.report_id

-- name: record_ask
-- One attempt on a rung to tell of an ask; no row when that attempt of that rung stands already.
insert into ask_delivery (ask_id, report_id, area_code, hidden, rung, follow_id, attempt, state, settled_at)
select a.id, a.report_id, a.area_code, a.hidden, :rung, cast(:follow_id as uuid), :attempt, :state,
  case when :state = 'trying' then null else now() end
from ask a where a.id = :ask_id
on conflict on constraint ask_delivery_key do nothing returning id

-- name: last_ask_attempt
-- The newest attempt on a rung of an ask, of a follow or of the gateway.
select id, attempt, state, status from ask_delivery
where ask_id = :ask_id and rung = :rung and follow_id is not distinct from cast(:follow_id as uuid) order by attempt desc limit 1

-- name: settle_ask
-- What became of an attempt to tell of an ask; `trying` while the gateway has only taken it.
update ask_delivery set state = :state, status = :status, settled_at = case when :state = 'trying' then null else now() end
where id = :id and state = 'trying'
