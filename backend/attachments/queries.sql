-- name: keep
-- Records a photo once for its owner; no row comes back when this owner has sent it before.
insert into attachment (author_id, ticket, sent_sha256, kept_sha256, media_type, bytes, width, height)
values (:author_id, :ticket, :sent, :kept, :media_type, :bytes, :width, :height)
on conflict on constraint attachment_once do nothing
returning id;

-- name: own
-- The photo this owner has sent under this digest.
select kept_sha256, media_type, bytes, width, height from attachment
where sent_sha256 = :sent and author_id is not distinct from :author_id and ticket is not distinct from :ticket;

-- name: visible
-- A photo with this digest that the policies show: one's own, or that of a report in sight. Equal digests were equal pictures.
select kept_sha256, media_type, bytes, width, height from attachment
where sent_sha256 = :sent order by created_at, id limit 1;

-- name: of_deputy
-- A photo with this digest of what was sent in through this deputy's own code; a look-up of the definer's.
select kept_sha256, media_type, bytes, width, height from deputy_photo(:sent, :viewer);
