-- A photo of what was sent in through the deputy's own code: a deputy reads no township, only what came to them (deputy_report).
@definer deputy_photo(sent bytea, person bigint)@
returns table (kept_sha256 bytea, media_type text, bytes integer, width integer, height integer, duration_ms integer)
begin atomic
  select a.kept_sha256, a.media_type, a.bytes, a.width, a.height, a.duration_ms
  from report_attachment n join submission m using (report_id) join deputy d on d.id = m.deputy_id
  join attachment a on a.sent_sha256 = n.sent_sha256
    and a.author_id is not distinct from n.author_id and a.ticket is not distinct from n.ticket
  where n.sent_sha256 = sent and d.account_id = person order by a.created_at, a.id limit 1;
end;
