-- 履职档案: what a deputy has done between two days, out of the records of the rooms; nothing of it is typed in. For the deputy and for the
-- congress of the deputy's area, for nobody else. Of a vote: that it was cast, once the ballot is closed. No words of what is hidden.
grant select on talk, project, project_score, ballot to @definer@;
create policy definer on talk for select to @definer@ using (true);
create policy definer on project for select to @definer@ using (true);
create policy definer on project_score for select to @definer@ using (true);
create policy definer on ballot for select to @definer@ using (true);
@definer performance_of(wanted bigint, since date, until date)@
returns table (section text, id uuid, day date, number text, title text, kind text, name text, name_en text, mark text, n integer)
begin atomic
  with who as (
    select d.id, d.account_id, d.name from deputy d
    where d.id = wanted and (d.account_id = @viewer@ or holds_role('town_congress', d.area_code)))
  select f.* from (
    -- Who signed in was there; where nobody was asked to sign in, who stands among its people.
    select case a.type when 'training' then 'training' else 'activity' end, a.id, a.held_on, '', a.title, a.type, t.name, t.name_en,
      case when s.own > 0 then 'signed' else 'listed' end, 1
    from who w cross join lateral (
      select p.activity_id from activity_person p where p.deputy_id = w.id
      union select p.activity_id from activity_person p where p.account_id = w.account_id
      union select v.activity_id from activity_attendance v where v.account_id = w.account_id) x
    join activity a on a.id = x.activity_id join activity_type t on t.type = a.type
    cross join lateral (
      select count(*) as everybody, count(*) filter (where v.account_id = w.account_id or (v.account_id is null and v.name = w.name)) as own
      from activity_attendance v where v.activity_id = a.id) s
    where a.state = 'held' and a.type <> 'reception' and a.held_on between since and until and (s.own > 0 or s.everybody = 0)
    union all
    select 'reception', a.id, (r.starts_at at time zone 'Asia/Shanghai')::date, '', s.name, a.state, a.title, '', '',
      (select count(*)::integer from talk k where k.activity_id = a.id)
    from who w join reception_host h on h.deputy_id = w.id and h.stands join reception r on r.activity_id = h.activity_id
    join activity a on a.id = h.activity_id join station s on s.id = r.station_id
    where a.state <> 'cancelled' and (a.ends_at <= now() or exists (select from talk k where k.activity_id = a.id)) and (r.starts_at at time zone 'Asia/Shanghai')::date between since and until
    union all
    select 'suggestion', i.id, (i.made_at at time zone 'Asia/Shanghai')::date, i.number, case when i.hidden then '' else i.title end, i.state, '', '',
      coalesce((select e.mark from initiative_event e where e.initiative_id = i.id and e.mark in ('A', 'B', 'C') order by e.version desc limit 1), '') ||
      coalesce((select ' ' || e.mark from initiative_event e where e.initiative_id = i.id and e.to_state = 'closed' order by e.version desc limit 1), ''), 1
    from who w join initiative i on i.made_by = w.account_id and i.kind = 'deputy_suggestion'
    where (i.made_at at time zone 'Asia/Shanghai')::date between since and until
    union all
    select 'signed', i.id, (s.settled_at at time zone 'Asia/Shanghai')::date, i.number, i.title, i.state, '', '', '', 1
    from who w join initiative_signer s on s.account_id = w.account_id and s.state = 'signed' join initiative i on i.id = s.initiative_id
    where (s.settled_at at time zone 'Asia/Shanghai')::date between since and until
    union all
    select distinct on (s.subject_id) 'answered', s.subject_id, (s.issued_at at time zone 'Asia/Shanghai')::date, s.subject_number, '', '', '', '', '', 1
    from who w join submission m on m.deputy_id = w.id join feedback_sheet s on s.report_id = m.report_id and s.signed_by = w.account_id
    where s.subject_kind = 'case' and (s.issued_at at time zone 'Asia/Shanghai')::date between since and until
    union all
    select 'commitment', c.id, (c.made_at at time zone 'Asia/Shanghai')::date, '', case when c.hidden then '' else c.text end, c.state, '', '', '', 1
    from who w join commitment c on c.asked_by = w.account_id
    where (c.made_at at time zone 'Asia/Shanghai')::date between since and until
    union all
    select 'pairing', p.id, p.from_day, '', p.first_name, p.kind, k.name, k.name_en, p.purpose, 1
    from who w join pairing p on p.second_deputy = w.id join pairing_kind k on k.code = p.kind
    where p.from_day <= until and (p.until_day is null or p.until_day >= since)
    union all
    select distinct 'vote', b.id, b.held_on, b.number, b.title, '', '', '', '', 1
    from who w join ballot_member m on m.deputy_id = w.id or m.account_id = w.account_id join ballot b on b.id = m.ballot_id
    where m.has_voted and b.state in ('closed', 'counted', 'published') and b.held_on between since and until
    union all
    select 'score', p.id, max((o.at at time zone 'Asia/Shanghai')::date), p.number, p.title, '', '', '', '', round(avg(o.score))::integer
    from who w join project_score o on o.account_id = w.account_id join project p on p.id = o.project_id
    where (o.at at time zone 'Asia/Shanghai')::date between since and until group by p.id, o.round
  ) f (section, id, day, number, title, kind, name, name_en, mark, n)
  order by f.section, f.day desc, f.id limit 2000;
end;
