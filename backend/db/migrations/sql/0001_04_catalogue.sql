-- Categories of matters (B16), public.
create table category (
  code text primary key constraint category_code_form check (code ~ '^[a-z_]{2,40}$'),
  name text not null unique,
  name_en text not null,
  sort smallint not null,
  skips_verification boolean not null default false,
  retired_on date
);
grant select on category to @app@, @worker@;
insert into category (code, name, name_en, sort, skips_verification) values
  ('neighbours', '邻里关系', 'Neighbours', 10, false),
  ('land', '土地边界', 'Land boundary', 20, false),
  ('family', '婚姻家庭', 'Marriage and family', 30, false),
  ('relocation', '拆迁安置', 'Demolition and resettlement', 40, false),
  ('public_service', '公共服务', 'Public services', 50, true),
  ('property', '物业管理', 'Property management', 60, false),
  ('labour', '劳资欠薪', 'Wages and labour', 70, false),
  ('environment', '环境卫生', 'Environment and sanitation', 80, true),
  ('traffic', '道路交通', 'Roads and traffic', 90, true),
  ('other', '说不清', 'Not sure', 900, false);
-- Contacts: sealed values only; see contacts/service.py for the suite, the key id and the associated data.
create table contact (
  id uuid primary key,
  area_code text collate "C" not null,
  hidden boolean not null,
  suite smallint not null,
  key_id smallint not null,
  name_sealed bytea,
  phone_sealed bytea,
  phone_index bytea,
  created_at timestamptz not null default now()
);
-- Usage: who has written from this phone before, by its blind index.
create index contact_phone_idx on contact (phone_index) where phone_index is not null;
@guard contact@
grant select, insert on contact to @app@, @worker@;
create policy read on contact for select to @app@, @worker@ using (@reads@);
create policy own on contact for select to @app@ using (id = @receipt@);
create policy write on contact for insert to @app@ with check (id = @receipt@);
-- Photos and recordings: the row of what was sent and what is kept; a photo has a size in pixels, a recording a length in
-- milliseconds. The bytes lie in the attachment store under the kept digest.
create table attachment (
  id uuid primary key default gen_random_uuid(),
  author_id bigint references account,
  ticket bytea,
  sent_sha256 bytea not null constraint attachment_sent_length check (octet_length(sent_sha256) = 32),
  kept_sha256 bytea not null constraint attachment_kept_length check (octet_length(kept_sha256) = 32),
  media_type text not null,
  bytes integer not null,
  width integer,
  height integer,
  duration_ms integer,
  created_at timestamptz not null default now(),
  constraint attachment_owner check ((author_id is null) <> (ticket is null)),
  constraint attachment_measures check (num_nulls(width, height) = case when duration_ms is null then 0 else 2 end),
  constraint attachment_once unique nulls not distinct (author_id, ticket, sent_sha256)
);
-- Usage: an attachment by the digest it was sent under, whoever sent it (the policies choose).
create index attachment_sent_idx on attachment (sent_sha256);
-- Usage: whether anybody still needs a file.
create index attachment_kept_idx on attachment (kept_sha256);
-- Usage: photos that no report has named in time.
create index attachment_created_idx on attachment (created_at);
-- Files that nobody needs any more, until the worker has removed them.
create table attachment_gone (
  kept_sha256 bytea primary key,
  at timestamptz not null default now()
);
@guard attachment_gone@
@guard attachment@
grant select, insert on attachment to @app@;
grant select on attachment to @worker@;
create policy own on attachment for select to @app@ using (author_id = @viewer@ or ticket = @ticket@);
create policy write on attachment for insert to @app@ with check (
  author_id is not distinct from @viewer@ and ticket is not distinct from @ticket@);
-- (policy `of_report` is added with the reports, below)
