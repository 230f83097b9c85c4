create table audit_entry (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  actor_id bigint,
  actor text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  area_code text collate "C",
  fields text[] not null default '{}',
  mac bytea not null
);
-- Usage: the sealing job takes committed entries in the order of their transactions.
create index audit_entry_xid_idx on audit_entry (xid, id);
-- Usage: the entries of one subject, newest first.
create index audit_entry_subject_idx on audit_entry (subject_kind, subject_id, id);
-- Usage: the entries of an area, newest first, for its audit administrator.
create index audit_entry_area_idx on audit_entry (area_code, id) where area_code is not null;
create table audit_chain (
  seq bigint primary key,
  entry_id bigint not null unique references audit_entry,
  link bytea not null
);
create table audit_seal (
  only_one boolean primary key default true check (only_one),
  horizon xid8 not null default '0',
  seq bigint not null default 0,
  link bytea not null default '\x'
);
insert into audit_seal default values;
@guard audit_entry@
@guard audit_chain@
@append_only audit_entry@
@append_only audit_chain@
grant insert on audit_entry to @app@, @worker@;
create policy append on audit_entry for insert to @app@, @worker@ with check (
  actor_id is not distinct from @viewer@);
grant select (id, at, actor_id, actor, action, subject_kind, subject_id, area_code, fields) on audit_entry to @app@;
create policy audits on audit_entry for select to @app@ using (@audits@);
-- The worker seals in its own role: it reads entries and extends the chain.
grant select on audit_entry, audit_chain, audit_seal to @worker@;
grant insert on audit_chain to @worker@;
grant update on audit_seal to @worker@;
create policy seal_read on audit_entry for select to @worker@ using (@service@ = 'seal');
create policy seal_chain_read on audit_chain for select to @worker@ using (@service@ = 'seal');
create policy seal_chain on audit_chain for insert to @worker@ with check (@service@ = 'seal');
