-- name: remind
-- Tells who mediated that an agreement is to be performed by now and nobody has asked yet.
select told from notice_follow_ups()
