-- What was seen or said: facts, never changed. Text, photos and the link to a case stand apart.
-- How something came to the office: one list for intake, filters and figures. Public.
create table report_channel (
  code text primary key constraint report_channel_form check (code ~ '^[a-z]{2,20}$'),
  name text not null unique,
  name_en text not null,
  sort smallint not null,
  -- staff write it down at the desk; it is a petition (人大信访); other systems give it a number that comes once only
  registered boolean not null,
  petition boolean not null,
  numbered boolean not null,
  constraint report_channel_petition check (registered or not (petition or numbered))
);
grant select on report_channel to @app@, @worker@;
insert into report_channel (code, name, name_en, sort, registered, petition, numbered) values
  ('door', '上门走访', 'Door visit', 10, false, false, false),
  ('scan', '扫码', 'Scanned code', 20, false, false, false),
  ('web', '网页', 'Web page', 30, false, false, false),
  ('reception', '接待', 'Reception', 40, true, false, false),
  ('phone', '来电', 'Telephone', 50, true, false, false),
  ('meeting', '会议', 'Meeting', 60, true, false, false),
  ('box', '意见箱', 'Letter box', 70, true, false, false),
  ('media', '媒体', 'Media', 80, true, false, false),
  ('hotline', '12345热线', '12345 hotline', 90, true, false, true),
  ('letter', '来信（人大信访）', 'Letter (petition)', 100, true, true, true),
  ('visit', '来访（人大信访）', 'Visit (petition)', 110, true, true, true);
create sequence report_number;
grant usage on sequence report_number to @app@;
create table report (
  id uuid primary key,
  number text not null unique,
  kind text not null constraint report_kind_known check (kind in ('sighting', 'submission')),
  author_id bigint references account,
  area_code text collate "C" not null references area,
  cell_id bigint references grid_cell,
  station_id bigint not null references station,
  category text not null references category,
  channel text not null references report_channel,
  hidden boolean not null,
  seen_at timestamptz not null,
  received_at timestamptz not null default now(),
  place geometry(Point, 4326),
  source_crs text,
  accuracy_m real,
  fixed_at timestamptz,
  corrects_id uuid references report,
  digest bytea not null constraint report_digest_length check (octet_length(digest) = 32),
  -- digest of the very spelling in which it came with a batch: sent again so, it is known before it is read
  spelling bytea constraint report_spelling_length check (octet_length(spelling) = 16),
  -- the answer as it was first given; json keeps its text, so that a resend gets the same bytes
  answer json not null,
  constraint report_author_kind check ((kind = 'sighting') = (author_id is not null)),
  constraint report_place_crs check ((place is null) = (source_crs is null))
);
-- Usage: counts per cell by category and time (hotspots), with all that the policies ask (`id` is that of a receipt's own).
create index report_count_idx on report (category, received_at) include (cell_id, area_code, hidden, id, corrects_id, channel);
-- Usage: newest reports of a scope; counts of all categories.
create index report_area_idx on report (area_code, received_at) include (cell_id, category, hidden, id, corrects_id, channel);
-- Usage: the reports of one cell, newest first; where each of them counts when the grid is drawn anew, without the table.
create index report_cell_idx on report (cell_id, received_at) include (place, area_code, hidden, corrects_id);
-- Usage: a station's unplaced list.
create index report_unplaced_idx on report (station_id, received_at) where cell_id is null;
-- Usage: what its writer put right in a report.
create index report_corrects_idx on report (corrects_id) where corrects_id is not null;
create table report_text (
  report_id uuid primary key references report,
  area_code text collate "C" not null,
  author_id bigint,
  hidden boolean not null,
  body text not null,
  place_words text not null default ''
);
create table report_attachment (
  report_id uuid not null references report,
  nth smallint not null,
  area_code text collate "C" not null,
  author_id bigint,
  ticket bytea,
  hidden boolean not null,
  sent_sha256 bytea not null,
  primary key (report_id, nth)
);
-- Usage: may this viewer see this photo (policy of attachment).
create index report_attachment_sent_idx on report_attachment (sent_sha256);
create table case_report (
  case_id uuid not null,
  report_id uuid not null references report,
  area_code text collate "C" not null,
  author_id bigint,
  hidden boolean not null,
  joined_at timestamptz not null default now(),
  primary key (case_id, report_id)
);
-- Usage: the case of a report.
create unique index case_report_report_idx on case_report (report_id);
create table sighting (
  report_id uuid primary key references report,
  area_code text collate "C" not null,
  author_id bigint not null,
  hidden boolean not null,
  noticed_by text not null constraint sighting_noticed_known check (noticed_by in ('door_visit', 'neighbour_inquiry', 'public_interaction', 'own_observation')),
  risk text not null constraint sighting_risk_known check (risk in ('low', 'medium', 'high')),
  out_of_cell boolean not null,
  out_of_cell_reason text,
  visit_id uuid
);
create table submission (
  report_id uuid primary key references report,
  area_code text collate "C" not null,
  hidden boolean not null,
  receipt text not null unique constraint submission_receipt_form check (receipt ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
  code_id bigint references representative_code,
  deputy_id bigint references deputy,
  reply_way text not null constraint submission_reply_known check (reply_way in ('receipt', 'phone', 'door')),
  contact_id uuid references contact,
  language text not null default 'zh-CN'
);
@facts report@
@facts report_text@
@facts report_attachment@
@facts case_report@
@facts sighting@
@facts submission@
-- Facts stay as they are. Only where it was to the metre may be emptied, and the naming of a
-- photo only deleted, by what erases contents (`erase_contents`, the one thing that runs as the definer and changes them).
create function facts_stay() returns trigger language plpgsql as $$
begin
  -- how sensitive a matter is may be judged anew (`mark_level`)
  if current_user = '@definer@' and tg_op = 'UPDATE' and to_jsonb(new) - 'hidden' = to_jsonb(old) - 'hidden' then
    return new;
  end if;
  if current_user = '@definer@' and tg_op = 'UPDATE'
      and (not jsonb_strip_nulls(to_jsonb(new)) ?| tg_argv or to_jsonb(new) ->> tg_argv[0] = '——')
      and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
    return new;
  end if;
  if current_user = '@definer@' and tg_op = 'DELETE' and tg_argv[0] = 'deleted' then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'ZT001';
end $$;
create trigger append_only before update or delete on report for each row execute function facts_stay('place', 'source_crs', 'accuracy_m', 'fixed_at');
create trigger append_only before update or delete on report_attachment for each row execute function facts_stay('deleted');
create trigger never_emptied before truncate on report for each statement execute function refuse_change();
create trigger never_emptied before truncate on report_attachment for each statement execute function refuse_change();
@append_only sighting@
@append_only submission@
create policy write on report for insert to @app@ with check (
  (kind = 'sighting' and author_id = @viewer@ and @files@) or (kind = 'submission' and @viewer@ is null and coalesce(corrects_id, id) = @receipt@));
-- Whether a report puts right that of the receipt. A function of its own, though read once in a policy: what is read inside is planned
-- into every statement that writes, and most of those are sightings (`sightings.record`).
create function corrects_own(wanted uuid) returns boolean language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  return exists (select from report r where r.id = wanted and r.corrects_id = @receipt@);
end $$;
create policy write on report_text for insert to @app@ with check (
  (author_id = @viewer@ and @files@) or (author_id is null and (report_id = @receipt@ or corrects_own(report_id))));
create policy write on report_attachment for insert to @app@ with check (
  (author_id = @viewer@ and ticket is null and @files@)
  or (author_id is null and ticket is not distinct from @ticket@ and report_id = @receipt@));
create policy write on case_report for insert to @app@ with check (
  (author_id = @viewer@ and @files@) or (author_id is null and (report_id = @receipt@ or corrects_own(report_id))) or @reads@);
create policy write on sighting for insert to @app@ with check (author_id = @viewer@ and @files@);
create policy write on submission for insert to @app@ with check (report_id = @receipt@);
-- "is true" keeps this arm from the planner's indexes: as an OR of two it would turn every count into a bitmap scan.
-- A receipt opens what its writer put right in it, too.
create policy own on report for select to @app@, @worker@ using ((coalesce(corrects_id, id) = @receipt@) is true);
create policy own on report_text for select to @app@, @worker@ using (report_id = @receipt@ or exists (
  select from report r where r.id = report_id and r.corrects_id = @receipt@));
create policy own on report_attachment for select to @app@, @worker@ using (report_id = @receipt@);
create policy own on case_report for select to @app@, @worker@ using (report_id = @receipt@ or exists (
  select from report r where r.id = report_id and r.corrects_id = @receipt@));
create policy own on submission for select to @app@, @worker@ using (report_id = @receipt@);
create policy of_report on attachment for select to @app@, @worker@ using (exists (
  select from report_attachment n where n.sent_sha256 = attachment.sent_sha256
    and n.author_id is not distinct from attachment.author_id and n.ticket is not distinct from attachment.ticket));
-- Whoever sends again is answered from here: a moved worker still gets what is theirs, anyone else the fixed 409 (patterns 1, 5).
grant select on report, report_attachment, attachment, submission, case_report to @definer@;
create policy definer on report for select to @definer@ using (true);
create policy definer on report_attachment for select to @definer@ using (true);
create policy definer on attachment for select to @definer@ using (true);
create policy definer on submission for select to @definer@ using (true);
create policy definer on case_report for select to @definer@ using (true);
-- Digests a report of this author names and has not received yet, in its order; no row at all when the report is not theirs.
@definer missing_of(wanted uuid, person bigint)@
returns table (found boolean, missing text[])
begin atomic
  select true, array(
    select encode(n.sent_sha256, 'hex') from report_attachment n
    where n.report_id = r.id and not exists (
      select from attachment a where a.author_id = r.author_id and a.sent_sha256 = n.sent_sha256)
    order by n.nth)
  from report r where r.id = wanted and r.author_id = person;
end;
@definer receipt_of(wanted text)@
returns table (report_id uuid, case_id uuid, area_code text)
begin atomic
  select s.report_id, c.case_id, s.area_code from submission s left join case_report c using (report_id) where s.receipt = wanted;
end;
