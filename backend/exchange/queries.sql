-- name: publish
-- One delivery of an event of a case for each partner it is granted to; none a second time. Of hidden matters only where granted.
insert into partner_delivery (partner_id, area_code, event, key, subject_id, version)
select p.id, p.area_code, :event, :key, c.id, cast(:version as integer)
from partner p join area a on a.code = p.area_code join cases c on c.id = :subject and c.area_code ^@ a.prefix
where p.disabled_at is null and :event = any (p.events) and (p.hidden or not c.hidden)
on conflict on constraint partner_delivery_once do nothing
returning id, partner_id

-- name: claim
-- Takes a delivery for the try after :done of them: counted before the call is made, and left alone for :lease seconds. No row
-- when another errand has made that try, or it is not due.
update partner_delivery d set attempts = d.attempts + 1, next_at = now() + make_interval(secs => :lease), queued_until = now()
from partner p join area a on a.code = p.area_code
where d.id = :id and d.attempts = :done and p.id = d.partner_id and d.status = 'waiting' and d.next_at <= now() and p.disabled_at is null
returning d.id, d.partner_id, d.area_code, d.event, d.subject_id, d.version, d.attempts, d.created_at, a.prefix, p.endpoint,
  p.fields, p.hidden, p.vocabulary, p.secret_sealed, case when p.former_until > now() then p.former_sealed end as former_sealed

-- name: facts
-- What there is to grant of a case, at the version of an event; what the person said only when it is asked for.
select c.id, c.number, coalesce(e.to_state, c.state) as state, e.from_state as former_state, e.version, c.category,
  c.area_code as area, a.level as area_level, s.name as station, c.opened_at, t.body as opening, c.hidden
from cases c join station s on s.id = c.station_id join area a on a.code = c.area_code
left join case_event e on e.case_id = c.id and e.version = cast(:version as integer)
left join report_text t on t.report_id = c.id and :opening
where c.id = :subject

-- name: settle
-- What became of a try; while it waits, when the next one is due.
update partner_delivery set status = :status, response_code = cast(:code as smallint), next_at = now() + make_interval(secs => :wait),
  queued_until = now(), settled_at = case when :status = 'waiting' then null else now() end
where id = :id and status = 'waiting'

-- name: rest
-- Everything else for a partner that does not answer waits as long, so that it costs one try and not one for each message.
update partner_delivery set next_at = now() + make_interval(secs => :wait), queued_until = now()
where partner_id = :partner_id and status = 'waiting' and next_at < now() + make_interval(secs => :wait)

-- name: due
-- Takes deliveries whose time has come and for which no errand stands ready, at most :most.
update partner_delivery set queued_until = now() + interval '1 hour' where id in (
  select d.id from partner_delivery d join partner p on p.id = d.partner_id and p.disabled_at is null
  where d.status = 'waiting' and d.next_at <= now() and d.queued_until <= now() order by d.next_at limit :most for update of d skip locked)
returning id, partner_id, attempts

-- name: partners
-- The partners in sight before a cursor, newest first.
select id, name, area_code, endpoint, events, fields, hidden, vocabulary, former_until, created_at, disabled_at from partner
where cast(:before as timestamptz) is null or (created_at, id) < (cast(:before as timestamptz), cast(:before_id as uuid))
order by created_at desc, id desc limit :most

-- name: deliveries
-- Deliveries of a partner before a cursor, newest first, all or of one status.
select id, event, status, attempts, next_at, response_code, created_at, settled_at from partner_delivery
where partner_id = :partner_id and (cast(:status as text) is null or status = :status)
  and (cast(:before as timestamptz) is null or (created_at, id) < (cast(:before as timestamptz), cast(:before_id as uuid)))
order by created_at desc, id desc limit :most

-- name: notes
-- What partners said of a case, newest first.
select message_id, partner_name, their_number, note, received_at from partner_note
where case_id = :case_id order by received_at desc, message_id limit :most
