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
