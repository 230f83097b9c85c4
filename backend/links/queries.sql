-- name: handler_seat
-- Who has a case in hand, and the roles that gave it to them.
-- Usage: case_seat_open_idx, case_event_once.
select s.body_id, s.role, s.version, b.name as body_name, m.roles
from case_seat s join body b on b.id = s.body_id join case_event e on e.case_id = s.case_id and e.version = s.version join case_move m on m.id = e.move
where s.case_id = :case_id and s.seat = 'handler' and s.until is null

-- name: links
-- The links of a case, newest first; only the one with an id, if it is named.
-- Usage: case_link_case_idx.
select l.id, b.name as body_name, l.issued_at, l.issued_name, l.expires_at, l.revoked_at, l.opened_at, l.seen_at,
  link_state(l.case_id, l.seat_version, l.issued_at, l.expires_at, l.revoked_at) as state
from case_link l join body b on b.id = l.body_id
where l.case_id = :case_id and (cast(:link_id as uuid) is null or l.id = :link_id) order by l.issued_at desc, l.id

-- name: issue
-- A new link; nothing when its id is taken.
insert into case_link (id, case_id, body_id, role, seat_version, token_hash, issued_by, issued_name, expires_at, area_code, hidden)
values (:id, :case_id, :body_id, :role, :version, :token_hash, :issued_by, :issued_name, now() + make_interval(days => :days), :area_code, :hidden)
on conflict (id) do nothing returning id

-- name: issued
-- Whether a link with these words was issued before by the same person.
-- Usage: case_link_pkey.
select l.id from case_link l where l.id = :id and l.case_id = :case_id and l.issued_by = :issued_by
  and l.expires_at = l.issued_at + make_interval(days => :days)

-- name: revoke
-- Takes a link back; once.
-- Usage: case_link_pkey.
update case_link set revoked_at = now() where id = :id and case_id = :case_id and revoked_at is null returning id

-- name: found
-- The link whose token has this digest, whoever asks.
-- Usage: case_link_token_hash_key.
select * from link_found(:digest)

-- name: bound
-- Lets the first device that comes hold a link.
-- Usage: case_link_token_hash_key.
select link_bound(:digest, :device)

-- name: of_device
-- The link that a device holds; notes that it was seen.
-- Usage: case_link_device_hash_key.
select *, link_seen(:device) from link_of(:device)
