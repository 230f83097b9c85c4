-- Whoever has a case in hand is told ahead of its deadline, once in each state: the people of the body at its table, and of the
-- office the nearest of each role that a move of its state waits for (`states` and `roles`, pair by pair, from the table of moves).
@definer forewarn_cases(states text[], hands text[], last_day date) for worker@
returns table (notice_id uuid, account_id bigint)
begin atomic
  with due as materialized (
    select c.id, c.number, c.state, c.area_code, c.state_since from cases c
    where c.state not in ('answered', 'closed', 'archived', 'joined', 'withdrawn')
      and coalesce(c.due_on, 'infinity') between china_today() and last_day),
  holding as materialized (select h.state, h.role from unnest(states, hands) h(state, role)),
  seated as (
    select d.id, d.number, d.state_since, m.account_id from due d
    join case_seat s on s.case_id = d.id and s.until is null join holding h on h.state = d.state and h.role = s.role
    join body_member m on m.body_id = s.body_id and china_today() between m.from_day and coalesce(m.until_day, 'infinity')),
  staff as (
    select d.id, d.number, d.state_since, r.account_id, rank() over (partition by d.id, r.role order by length(a.prefix) desc) as nearness
    from due d join holding h on h.state = d.state join account_role r on r.role = h.role
    join area a on a.code = r.area_code and d.area_code ^@ a.prefix where @in_term@),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct t.account_id, 'case.due_soon', t.id, t.number from (
      select s.id, s.number, s.state_since, s.account_id from seated s
      union select s.id, s.number, s.state_since, s.account_id from staff s where s.nearness = 1) t
    join account p on p.id = t.account_id and p.disabled_at is null and p.locked_at is null
    where not exists (select from notice n where n.subject_id = t.id and n.kind = 'case.due_soon'
      and n.account_id = t.account_id and n.created_at >= t.state_since)
    on conflict on constraint notice_once do update set created_at = now(), read_at = null
    returning notice.id, notice.account_id)
  select t.id, t.account_id from told t;
end;
