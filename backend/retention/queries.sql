-- name: rules
-- How many days each kind is kept.
select kind, days from retention_rule

-- name: one_at_a_time
-- Two runs at once take turns, batch by batch.
select pg_advisory_xact_lock(7460040)

-- name: due
-- How many reports are due by one rule, and since when the first matter is at its end. What a hold keeps is left out.
-- Usage: cases_over_idx; case_report by its primary key; erasure_report_idx.
with recursive held as (
  select h.case_id from case_hold h
  union select c.joined_to from cases c join held on c.id = held.case_id where c.joined_to is not null)
select count(*) as reports, min(c.state_since) as since
from cases c join case_report k on k.case_id = c.id
where c.state in ('closed', 'withdrawn') and c.state_since < now() - make_interval(days => :days)
  and not exists (select from held where held.case_id = c.id)
  and not exists (select from erasure e
    where e.report_id = k.report_id and e.what = :what and e.cause = 'retention' and e.at >= c.state_since)

-- name: erase_due
-- Erases one kind of what is due, the matter that ended first before the others, at most :most reports (trigger `erases`).
-- A matter that was opened again and ended again is due again.
-- Usage: cases_over_idx; case_report by its primary key; erasure_report_idx.
with recursive held as (
  select h.case_id from case_hold h
  union select c.joined_to from cases c join held on c.id = held.case_id where c.joined_to is not null),
due as materialized (
  select k.report_id from cases c join case_report k on k.case_id = c.id
  where c.state in ('closed', 'withdrawn') and c.state_since < now() - make_interval(days => :days)
    and not exists (select from held where held.case_id = c.id)
    and not exists (select from erasure e
      where e.report_id = k.report_id and e.what = :what and e.cause = 'retention' and e.at >= c.state_since)
  order by c.state_since limit :most)
insert into erasure (report_id, what, cause, area_code, hidden)
select r.id, :what, 'retention', r.area_code, r.hidden from due join report r on r.id = due.report_id
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
