-- name: rules
-- How many days each kind is kept.
select kind, days from retention_rule

-- name: one_at_a_time
-- Two runs at once take turns, batch by batch.
select pg_advisory_xact_lock(7460040)

-- name: due
-- How many reports are due by one rule, and since when the first matter is at its end; a look-up of the definer's.
select count(*) as reports, min(ended_at) as since from retention_due(:what, :days, 2147483647)

-- name: erase_due
-- Erases one kind of what is due, the matter that ended first before the others, at most :most reports (trigger `erases`).
-- Usage: cases_over_idx and what the look-up `retention_due` goes on by; report by its primary key.
insert into erasure (report_id, what, cause, area_code, hidden)
select r.id, :what, 'retention', r.area_code, r.hidden from retention_due(:what, :days, :most) d join report r on r.id = d.report_id
returning report_id, gone

-- name: forget_sessions
-- Deletes logins that ended :days ago; a look-up of the definer's.
select gone from session_forget(:days)

-- name: forget_counters
-- Deletes counters of windows that are over.
with ended as (delete from throttle where window_start < now() - make_interval(days => :days) returning 1) select count(*) from ended

-- name: register
-- Rows of the register with what the record of who did what says of each; read by the owner alone.
-- Usage: audit_entry_subject_idx.
select d.id, d.run, d.at, d.kind, d.days, d.counts, d.subjects, d.backups_until,
  array(select f from audit_entry a, unnest(a.fields) f where a.subject_kind = 'deletion_record' and a.subject_id = d.id::text) as sealed
from deletion_record d order by d.id desc limit :most
