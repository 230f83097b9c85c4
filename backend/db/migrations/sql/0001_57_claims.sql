-- Who checks hears of what a station says of itself; who said it hears that it was checked: once each until they have looked. One row a
-- message that is new; of nothing but what the viewer said or checked just now.
grant select on evaluation, evaluation_claim, evaluation_check to @definer@;
create policy definer on evaluation for select to @definer@ using (true);
create policy definer on evaluation_claim for select to @definer@ using (true);
create policy definer on evaluation_check for select to @definer@ using (true);
@definer tell_claim(p_evaluation uuid, p_station bigint)@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with said as (
    select e.id, e.area_code, e.made_by, s.name, @viewer@ as viewer from evaluation e
    join evaluation_station s on (s.evaluation_id, s.station_id) = (e.id, p_station)
    where e.id = p_evaluation and exists (select from evaluation_claim c
      where (c.evaluation_id, c.station_id) = (e.id, p_station) and c.made_by = @viewer@ and c.made_at = now())),
  near as (
    select r.account_id, rank() over (partition by r.role order by length(a.prefix) desc) as nearness from said s
    join account_role r on r.role in ('liaison', 'town_congress') join area a on a.code = r.area_code and s.area_code ^@ a.prefix where @in_term@),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select p.id, 'evaluation.claimed', s.id, s.name from said s cross join (
      select n.account_id from near n where n.nearness = 1 union select m.made_by from said m) t (person)
    join account p on p.id = t.person and p.disabled_at is null and p.locked_at is null where p.id <> s.viewer
    on conflict on constraint notice_once do update set created_at = now(), read_at = null, number = excluded.number
      where notice.read_at is not null or notice.number <> excluded.number
    returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
@definer tell_claim_checked(p_evaluation uuid, p_station bigint)@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct p.id, 'evaluation.checked', s.evaluation_id, s.name from evaluation_station s
    join evaluation_check k on (k.evaluation_id, k.station_id) = (s.evaluation_id, s.station_id) and k.checked_by = @viewer@ and k.checked_at = now()
    join evaluation_claim c on (c.evaluation_id, c.station_id, c.indicator) = (k.evaluation_id, k.station_id, k.indicator)
    join account p on p.id = c.made_by and p.disabled_at is null and p.locked_at is null
    where (s.evaluation_id, s.station_id) = (p_evaluation, p_station)
    on conflict on constraint notice_once do update set created_at = now(), read_at = null, number = excluded.number
      where notice.read_at is not null or notice.number <> excluded.number
    returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
