-- name: keep
-- Records an attachment once for its owner; no row comes back when this owner has sent it before.
insert into attachment (author_id, ticket, sent_sha256, kept_sha256, media_type, bytes, width, height, duration_ms)
values (:author_id, :ticket, :sent, :kept, :media_type, :bytes, :width, :height, :duration_ms)
on conflict on constraint attachment_once do nothing
returning id;

-- name: own
-- The attachment this owner has sent under this digest.
select kept_sha256, media_type, bytes, width, height, duration_ms from attachment
where sent_sha256 = :sent and author_id is not distinct from :author_id and ticket is not distinct from :ticket;

-- name: visible
-- An attachment with this digest that the policies show: one's own, or that of a report in sight. Equal digests were equal files.
select kept_sha256, media_type, bytes, width, height, duration_ms from attachment
where sent_sha256 = :sent order by created_at, id limit 1;

-- name: of_deputy
-- An attachment with this digest of what was sent in through this deputy's own code; a look-up of the definer's.
select kept_sha256, media_type, bytes, width, height, duration_ms from deputy_photo(:sent, :viewer);

-- name: gone
-- Files that nobody needs any more, as far as is known; the oldest first.
-- Usage: attachment_gone is nearly always empty.
select encode(kept_sha256, 'hex') from attachment_gone order by at limit :most;

-- name: needed
-- Which of these files somebody's attachment still needs.
-- Usage: attachment_kept_idx.
select distinct encode(kept_sha256, 'hex') from attachment where kept_sha256 = any (cast(:kept as bytea[]));

-- name: removed
-- A file that was removed, or is needed again, waits no longer.
delete from attachment_gone where kept_sha256 = :kept;

-- name: file_lock
-- Waits until nobody writes or removes this file; held to the end of the transaction. The name is the beginning of its digest.
select pg_advisory_xact_lock(cast(:name as bigint));

-- name: file_lock_shared
-- The same for writers, who may write it side by side.
select pg_advisory_xact_lock_shared(cast(:name as bigint));

-- name: forget
-- Photos and recordings that no report has named in :kept days; a look-up of the definer's.
select attachment_id from attachment_forget(:kept, :most);
