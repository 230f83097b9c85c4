-- A partner is another system that hears of what happens in an area: which events, and of each only the fields that were granted.
create table partner (
  id uuid primary key,
  name text not null constraint partner_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  area_code text collate "C" not null references area,
  endpoint text not null,
  events text[] not null,
  fields text[] not null,
  -- hidden matters, and of these the village only; never without this
  hidden boolean not null default false,
  -- what it calls our fields and codes, and the shape of its messages
  vocabulary jsonb not null default '{}',
  secret_sealed bytea not null,
  -- signs beside the new one until then, so that the other side may change over
  former_sealed bytea,
  former_until timestamptz,
  created_by bigint not null references account,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  constraint partner_former check ((former_sealed is null) = (former_until is null))
);
-- One event for one partner. Its id is the message's, the same at every try.
create table partner_delivery (
  id uuid primary key default gen_random_uuid(),
  partner_id uuid not null references partner,
  area_code text collate "C" not null,
  event text not null,
  -- what makes the event one: told twice by a job run twice, it is sent once
  key text not null,
  subject_id uuid,
  version integer,
  status text not null default 'waiting' constraint partner_delivery_status check (status in ('waiting', 'delivered', 'dead')),
  attempts smallint not null default 0,
  next_at timestamptz not null default now(),
  -- an errand stands ready for it until then; the sweep looks after what is left
  queued_until timestamptz not null default now() + interval '1 hour',
  response_code smallint,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  constraint partner_delivery_once unique (partner_id, key)
);
-- Usage: a partner's deliveries, newest first, also of one status (the dead-letter list).
create index partner_delivery_list_idx on partner_delivery (partner_id, created_at, id);
-- Usage: what is to be tried again; what of a partner has to wait with the rest.
create index partner_delivery_due_idx on partner_delivery (partner_id, next_at) where status = 'waiting';
@guard partner@
@guard partner_delivery@
grant select, insert on partner, partner_delivery to @app@;
grant update (name, endpoint, events, fields, hidden, vocabulary, secret_sealed, former_sealed, former_until, disabled_at) on partner to @app@;
grant update (status, attempts, next_at, queued_until, settled_at) on partner_delivery to @app@;
create policy keep on partner for all to @app@ using (@partners@) with check (@partners@);
create policy keep on partner_delivery for all to @app@ using (@partners@) with check (@partners@);
-- The worker sends for all areas: a partner's area lies above the matter's.
grant select, update (disabled_at) on partner to @worker@;
grant select, insert, update on partner_delivery to @worker@;
create policy send on partner for all to @worker@ using (@service@ = 'exchange') with check (@service@ = 'exchange');
create policy send on partner_delivery for all to @worker@ using (@service@ = 'exchange') with check (@service@ = 'exchange');
-- What partners tell: each message is acted on once, by its id; what it says stands with the case it is about.
create table partner_note (
  partner_id uuid not null references partner,
  message_id text not null constraint partner_note_message_id_plain check (message_id ~ '^[^\u0001-\u001f\u007f-\u009f]{1,200}$'),
  digest bytea not null,
  case_id uuid not null references cases,
  area_code text collate "C" not null,
  hidden boolean not null,
  partner_name text not null,
  their_number text not null,
  note text not null,
  received_at timestamptz not null default now(),
  primary key (partner_id, message_id)
);
-- Usage: what partners said of a case, newest first.
create index partner_note_case_idx on partner_note (case_id, received_at);
@guard partner_note@
@append_only partner_note@
grant select on partner_note to @app@;
create policy read on partner_note for select to @app@ using (@reads@);
grant select on partner to @definer@;
grant select, insert on partner_note to @definer@;
create policy definer on partner for select to @definer@ using (true);
create policy definer on partner_note for all to @definer@ using (true) with check (true);
-- What verifies a partner's messages; a disabled partner has nothing to say.
@definer partner_secrets(wanted uuid)@
returns table (secret_sealed bytea, former_sealed bytea, vocabulary jsonb)
begin atomic
  select p.secret_sealed, case when p.former_until > now() then p.former_sealed end, p.vocabulary
  from partner p where p.id = wanted and p.disabled_at is null;
end;
-- Keeps what a partner says of a case in its reach. No row when there is no such case for it; hidden ones have no number outside.
@definer partner_note_add(wanted uuid, message text, message_digest bytea, about text, theirs text, said text)@
returns table (area_code text, case_id uuid)
begin atomic
  insert into partner_note (partner_id, message_id, digest, case_id, area_code, hidden, partner_name, their_number, note)
  select p.id, message, message_digest, c.id, c.area_code, c.hidden, p.name, theirs, said
  from partner p join area a on a.code = p.area_code join cases c on c.number = about and c.area_code ^@ a.prefix
  where p.id = wanted and p.disabled_at is null and 'number' = any (p.fields) and not c.hidden
  on conflict do nothing returning area_code, case_id;
end;
-- Whether a message was kept before, and with which digest.
@definer partner_note_kept(wanted uuid, message text)@
returns table (digest bytea)
begin atomic
  select n.digest from partner_note n where n.partner_id = wanted and n.message_id = message;
end;
