-- People of real offices: what a deputy is told of and passes on.
-- Usage: what came by the codes of one deputy.
create index submission_deputy_idx on submission (deputy_id) where deputy_id is not null;
-- What came by the deputy's own code and is not joined with others' reports (deputy_report), newest first, after a cursor; `waiting`:
-- only where an answer is the deputy's to give, who has not passed it on since. A deputy has no scope of area: so a look-up.
@definer deputy_cases(person bigint, waiting boolean, last_at timestamptz, last_id uuid, most integer)@
returns table (id uuid, number text, state text, category text, area_code text, cell_id bigint, station_id bigint, hidden boolean,
  opened_at timestamptz, state_since timestamptz, due_on date, version integer, channel text, urged smallint, restricted boolean,
  elsewhere text, rated text, opening text, mine boolean)
begin atomic
  select c.id, c.number, c.state, c.category, c.area_code, c.cell_id, c.station_id, c.hidden, c.opened_at, c.state_since, c.due_on,
    c.version, c.channel, c.urged, c.restricted, c.elsewhere, c.rated, coalesce(left(t.body, 60), ''), w.mine
  from deputy d join submission m on m.deputy_id = d.id join case_report k using (report_id) join cases c on c.id = k.case_id
  left join report_text t on t.report_id = m.report_id
  cross join lateral (select (c.state = 'pending' or c.state = 'answering') and not exists (select from case_event e where e.case_id = c.id
    and e.move in ('7c-1', '7c-2', '11-1') and e.at >= c.state_since) as mine) w
  where d.account_id = person and (not waiting or w.mine) and (last_at is null or (c.opened_at, c.id) < (last_at, last_id))
    and m.report_id = (select report_id from deputy_report(c.id, person))
  order by c.opened_at desc, c.id desc limit most;
end;
-- To whom a deputy passes a matter on hears of it: the nearest liaisons, and the town's congress where it was named.
create function tell_forwarded() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select distinct n.account_id, 'case.forwarded', n.id, n.number from (
    select c.id, c.number, r.account_id, r.role, rank() over (partition by r.role order by length(a.prefix) desc) as nearness
    from case_event e join cases c on c.id = e.case_id join area a on c.area_code ^@ a.prefix join account_role r on r.area_code = a.code
    join account p on p.id = r.account_id and p.disabled_at is null and p.locked_at is null
    where e.id = new.event_id and r.role in ('liaison', new.evidence ->> 'forwarded_to') and @in_term@) n
  where n.nearness = 1
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_forwarded@
create trigger forwarded_told after insert on case_event_text for each row
  when (new.evidence ? 'forwarded_to') execute function tell_forwarded();
