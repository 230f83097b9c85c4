-- What is told in public of a station month by month: counted once, when the month is over, and never again, so that no two looks at it
-- tell of one person. What is below five is not even stored.
create table release_month (
  month date primary key constraint release_month_first check (extract(day from month) = 1),
  released_at timestamptz not null default now()
);
-- Null: fewer than five. A station without a row had fewer than five of each.
create table station_release (
  station_id bigint not null references station,
  month date not null references release_month,
  heard integer constraint station_release_heard check (heard >= 5),
  answered integer constraint station_release_answered check (answered >= 5),
  adopted integer constraint station_release_adopted check (adopted >= 5),
  primary key (station_id, month),
  constraint station_release_something check (num_nonnulls(heard, answered, adopted) > 0)
);
@guard release_month@
@guard station_release@
@append_only release_month@
@append_only station_release@
grant select on release_month, station_release to @app@, @worker@;
grant select, insert on release_month to @definer@;
grant insert on station_release to @definer@;
-- Figures that are meant for everybody; written by the release alone.
create policy read on release_month for select to @app@, @worker@, @definer@ using (released_at is not null);
create policy read on station_release for select to @app@, @worker@ using (station_id is not null);
create policy release on release_month for insert to @definer@ with check (month + interval '1 month' <= china_today());
create policy release on station_release for insert to @definer@ with check (station_id is not null);
-- Usage: what became of opinions in a month (the release, bulletins).
create index opinion_event_came_idx on opinion_event (at) include (opinion_id, to_state)
  where to_state in ('reported', 'adopted', 'partly_adopted', 'answered');
-- Usage: which cases were answered or given back in a month (the release, bulletins).
create index case_event_came_idx on case_event (at) include (case_id, to_state) where to_state in ('answered', 'returned') and kind = 'move';
-- Usage: what was heard in a month (the release).
create index opinion_received_idx on opinion (received_at) include (station_id, state);
-- Releases a month that is over, once; returns how many stations it tells of, null where it was released before. What is hidden or
-- restricted is left out; what is heard of a draft and becomes a case is heard once.
@definer release_stations(first date) for worker@
returns table (told bigint)
begin atomic
  with put as (
    insert into release_month (month) select first on conflict do nothing returning month::timestamp at time zone 'Asia/Shanghai' as low,
      (month + interval '1 month') at time zone 'Asia/Shanghai' as high),
  said as (
    select 'heard' as what, o.station_id, o.id from put join opinion o on o.received_at >= put.low and o.received_at < put.high
    where o.state not in ('invalid', 'withdrawn', 'became_case')
    union
    select 'heard', r.station_id, r.id from put join report r on r.received_at >= put.low and r.received_at < put.high
      join submission m on m.report_id = r.id join case_report k on k.report_id = r.id join cases c on c.id = k.case_id
    where r.corrects_id is null and not m.hidden and not c.hidden and not c.restricted
    union
    select 'answered', r.station_id, r.id from put join case_event e on e.at >= put.low and e.at < put.high
      join cases c on c.id = e.case_id join case_report k on k.case_id = c.id join submission m on m.report_id = k.report_id
      join report r on r.id = m.report_id
    where e.to_state = 'answered' and e.kind = 'move' and r.corrects_id is null and not m.hidden and not c.hidden and not c.restricted
    union
    select case e.to_state when 'answered' then 'answered' else 'adopted' end, o.station_id, o.id
    from put join opinion_event e on e.at >= put.low and e.at < put.high join opinion o on o.id = e.opinion_id
    where e.to_state in ('adopted', 'partly_adopted', 'answered')),
  counted as (
    select s.station_id, count(*) filter (where s.what = 'heard') as heard, count(*) filter (where s.what = 'answered') as answered,
      count(*) filter (where s.what = 'adopted') as adopted
    from said s group by s.station_id),
  kept as (
    insert into station_release (station_id, month, heard, answered, adopted)
    select n.station_id, first, case when n.heard >= 5 then n.heard end, case when n.answered >= 5 then n.answered end,
      case when n.adopted >= 5 then n.adopted end
    from counted n where greatest(n.heard, n.answered, n.adopted) >= 5 returning 1)
  select case when exists (select from put) then (select count(*) from kept) end;
end;
-- What was adopted of what was said at a station, as far as everybody may read it: of drafts on which five and more spoke there.
@definer adopted_at(place bigint, most integer)@
returns table (draft uuid, law text, title text, said text, name text, name_en text, final_label text, final_text text)
begin atomic
  select s.id, s.title, i.title, i.text, u.name, u.name_en, f.label, f.text
  from (select o.solicitation_id as id from opinion o where o.station_id = place and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn')
    group by o.solicitation_id having count(*) >= 5) l
  join solicitation s on s.id = l.id join digest_item i on i.solicitation_id = l.id
  join solicitation_outcome u on (u.kind, u.outcome) = (i.kind, i.outcome) left join draft_article f on f.id = i.final_article_id
  where i.answered_at is not null and i.outcome in ('adopted', 'partly', 'corrected', 'taken_up') and exists (
    select from digest_opinion d join opinion o on o.id = d.opinion_id where d.item_id = i.id and o.station_id = place)
  order by i.answered_at desc, i.id limit most;
end;
