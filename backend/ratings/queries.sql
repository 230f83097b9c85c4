-- name: figures
-- By station, what people last said of the answers signed in a time, and how many said nothing; only what the viewer may see.
-- Usage: cases_area_idx or cases_opened_idx, feedback_sheet_subject_idx, rating_case_idx.
select s.id as station_id, s.name as station_name,
  count(*) filter (where r.verdict = 'satisfied') as satisfied,
  count(*) filter (where r.verdict = 'fair') as fair,
  count(*) filter (where r.verdict = 'dissatisfied') as dissatisfied,
  count(*) filter (where r.verdict is null) as silent
from cases c
join feedback_sheet f on f.subject_id = c.id and f.receipt is not null
join station s on s.id = c.station_id
left join lateral (
  select x.verdict from rating x where x.case_id = c.id and x.sheet_id = f.id order by x.nth desc limit 1) r on true
where (cast(:since as timestamptz) is null or f.issued_at >= :since) and (cast(:until as timestamptz) is null or f.issued_at < :until)
  and not exists (select from feedback_sheet g
    where g.subject_id = f.subject_id and g.report_id = f.report_id and g.issued_at > f.issued_at)
group by s.id, s.name order by s.id
