-- name: seal_from
-- Where the chain ends, and how far it may go now: every transaction below the snapshot's xmin has ended. Who waited for the lock
-- looks from before, while the one it waited for may have gone further: never back.
-- Usage: the one row of audit_seal.
select horizon::text, seq, link, greatest(horizon, pg_snapshot_xmin(pg_current_snapshot()))::text as until from audit_seal for update;
-- name: unsealed
-- Committed entries from horizon :low up to :high, in the order of their transactions, :most at a time.
-- Usage: audit_entry_xid_idx.
select id, xid::text::bigint as xid, (extract(epoch from at) * 1000000)::bigint as at_micros, area_code, mac
from audit_entry where xid >= cast(:low as xid8) and xid < cast(:high as xid8) order by xid, id limit :most;
-- name: add_links
-- Usage: none; inserts.
insert into audit_chain (seq, entry_id, link)
select * from unnest(cast(:seqs as bigint[]), cast(:entries as bigint[]), cast(:links as bytea[]));
-- name: move_seal
-- Usage: the one row of audit_seal.
update audit_seal set horizon = cast(:horizon as xid8), seq = :seq, link = :link;
-- name: chain
-- A piece of the chain with its entries, for the verifier; an entry that is gone shows as nulls. Piece by piece, so that no
-- statement takes long and none holds the whole.
-- Usage: audit_chain's primary key, audit_entry's primary key.
select c.seq, c.link, c.entry_id, e.id, e.xid::text::bigint as xid, (extract(epoch from e.at) * 1000000)::bigint as at_micros,
  e.actor_id, e.actor, e.action, e.subject_kind, e.subject_id, e.area_code, e.fields, e.mac
from (select * from audit_chain where seq > :after order by seq limit :most) c
left join lateral (select * from audit_entry where id = c.entry_id offset 0) e on true order by c.seq;
-- name: unchained
-- Entries below the horizon that the chain does not hold: put in behind its back.
-- Usage: audit_entry_xid_idx.
select e.id from audit_entry e where e.xid < (select horizon from audit_seal)
  and not exists (select from audit_chain c where c.entry_id = e.id) order by e.id limit 20;
-- name: seal
-- Usage: the one row of audit_seal.
select horizon::text, seq, link from audit_seal;
-- name: link_at
-- One link of the chain.
-- Usage: audit_chain's primary key.
select link from audit_chain where seq = :seq;
