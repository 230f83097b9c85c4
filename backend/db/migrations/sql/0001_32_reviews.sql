-- What holds digests together: the table of moves, experts who stand back, opinions that follow their items, and what everybody may read.
-- Only along the table, each step with its event; what is adopted points to the newest text of the same draft.
create function check_digest() returns trigger language plpgsql as $$
begin
  if new.version = old.version then
    if not holds_role('liaison', new.area_code) or row (new.title, new.text, new.article_id, new.state, new.batch_id, new.outcome, new.outcome_reason, new.final_article_id, new.merged_into)
        is distinct from row (old.title, old.text, old.article_id, old.state, old.batch_id, old.outcome, old.outcome_reason, old.final_article_id, old.merged_into) then
      raise exception 'an item goes along its table' using errcode = 'ZT045';
    end if;
    return new;
  end if;
  if new.version <> old.version + 1 or not exists (select from digest_event e join digest_move m on m.id = e.move_id
      where e.item_id = new.id and e.version = new.version and (m.from_state, m.to_state) = (old.state, new.state)
        and (not m.reason_required or length(btrim(e.words)) >= 2)
        and (m.id <> 'settle-late' or old.outcome = 'overdue')
        and (m.id not in ('consult', 'consult-again') or (exists (select from digest_opinion d where d.item_id = new.id)
          and exists (select from expert_assignment a where a.item_id = new.id and a.ended_at is null)))
        and (m.to_state not in ('passed', 'returned') or m.from_state <> 'reviewing'
          or not exists (select from expert_assignment a where a.item_id = new.id and a.ended_at is null))
        and (m.id not in ('merge', 'merge-returned') or not exists (select from digest_opinion d where d.item_id = new.id)))
    or (new.state not in ('drafted', 'returned') and row (new.title, new.text, new.article_id) is distinct from row (old.title, old.text, old.article_id))
    or (new.state = 'reported' and not exists (select from report_batch b where b.id = new.batch_id and b.solicitation_id = new.solicitation_id))
    or (old.batch_id is not null and new.batch_id is distinct from old.batch_id)
    or (new.outcome is not null and not exists (select from solicitation_outcome o where (o.kind, o.outcome) = (new.kind, new.outcome)
      and (not o.reason_required or length(btrim(new.outcome_reason)) >= 2)
      and o.article_required = (new.final_article_id is not null)))
    or (new.final_article_id is not null and not exists (select from draft_article a join draft_version v on v.id = a.version_id
      where a.id = new.final_article_id and a.solicitation_id = new.solicitation_id
        and v.nth = (select max(w.nth) from draft_version w where w.solicitation_id = new.solicitation_id))) then
    raise exception 'an item goes along its table' using errcode = 'ZT045';
  end if;
  return new;
end $$;
create trigger digest_steps before update on digest_item for each row execute function check_digest();
-- 回避, whoever asks: no expert with a declared conflict in the draft, none who is an author of what the item holds.
create function conflict_of(somebody uuid, item uuid) returns text language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from expert_conflict c join digest_item i on i.solicitation_id = c.solicitation_id where c.expert_id = somebody and i.id = item) then
    return 'declared';
  end if;
  if exists (select from expert e join opinion o on o.author_id = e.account_id join digest_opinion d on d.opinion_id = o.id
      where e.id = somebody and d.item_id = item) then
    return 'author';
  end if;
  return null;
end $$;
alter function conflict_of(uuid, uuid) owner to @definer@;
revoke all on function conflict_of(uuid, uuid) from public;
grant execute on function conflict_of(uuid, uuid) to @app@;
create function check_assignment() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if conflict_of(new.expert_id, new.item_id) is not null or exists (select from expert e where e.id = new.expert_id and e.ended_on is not null) then
    raise exception 'this expert stands back' using errcode = 'ZT046';
  end if;
  insert into notice (account_id, kind, subject_id, number)
  select e.account_id, 'digest.review', i.id, i.number from expert e join digest_item i on i.id = new.item_id
  where e.id = new.expert_id and e.account_id is not null
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return new;
end $$;
@hook check_assignment@
create trigger assignment_free before insert on expert_assignment for each row execute function check_assignment();
create function check_verdict() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.verdict is not null and (old.verdict is not null or conflict_of(new.expert_id, new.item_id) is not null) then
    raise exception 'this expert stands back' using errcode = 'ZT046';
  end if;
  return new;
end $$;
@hook check_verdict@
create trigger verdict_free before update of verdict on expert_assignment for each row execute function check_verdict();
create function end_assignments() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update expert_assignment a set ended_at = now() from digest_item i
  where a.expert_id = new.expert_id and a.item_id = i.id and i.solicitation_id = new.solicitation_id and a.ended_at is null and a.verdict is null;
  return null;
end $$;
@hook end_assignments@
create trigger conflict_ends after insert on expert_conflict for each row execute function end_assignments();
-- An opinion goes only to an item of its own draft that is being worked on, and to none whose expert is its author.
create function check_digest_opinion() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from digest_item i join opinion o on o.solicitation_id = i.solicitation_id
      where i.id = new.item_id and o.id = new.opinion_id and i.state in ('drafted', 'returned') and o.area_code = new.area_code)
    or (tg_op = 'UPDATE' and not exists (select from digest_item i where i.id = old.item_id and i.state in ('drafted', 'returned'))) then
    raise exception 'an opinion goes to an item of its draft' using errcode = 'ZT047';
  end if;
  return new;
end $$;
@hook check_digest_opinion@
create trigger opinion_fits before insert or update of item_id on digest_opinion for each row execute function check_digest_opinion();
-- Experts who are late hear of it once a day at most; the worker's.
@definer remind_experts(day date) for worker@
returns table (told bigint)
begin atomic
  with late as (
    update expert_assignment a set reminded_at = now() from expert e, digest_item i
    where e.id = a.expert_id and i.id = a.item_id and i.state = 'reviewing' and a.ended_at is null and a.verdict is null and a.due_on < day
      and (a.reminded_at is null or a.reminded_at < now() - interval '20 hours')
    returning a.item_id, i.number, e.account_id, a.assigned_by),
  told as (
    insert into notice (account_id, kind, subject_id, number)
    select distinct coalesce(l.account_id, l.assigned_by), 'digest.review_late', l.item_id, l.number from late l
    on conflict on constraint notice_once do update set created_at = now(), read_at = null returning 1)
  select count(*) from told;
end;
-- An opinion follows the item into which it was sorted, along its own table (`opinion_move`), in the name of who moved the item.
grant select on opinion_move to @definer@;
grant insert on opinion_event to @definer@;
grant update (state, state_since, version) on opinion to @definer@;
create function follow_item(ids uuid[], wanted text, who text, said text) returns void language plpgsql as $$
declare
  moved uuid[];
begin
  with told as (
    insert into opinion_event (opinion_id, version, move, from_state, to_state, actor_id, actor_name, actor_role, words, area_code)
    select o.id, o.version + 1, m.id, o.state, m.to_state, nullif(current_setting('app.viewer', true), '')::bigint, who, 'system',
      left(said, 1000), o.area_code
    from opinion o join opinion_move m on m.from_state = o.state and m.to_state = wanted where o.id = any (ids)
    returning opinion_id)
  select array_agg(opinion_id) into moved from told;
  update opinion o set state = wanted, state_since = now(), version = o.version + 1 where o.id = any (moved);
end $$;
create function opinions_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  deed digest_event;
begin
  select * into deed from digest_event e where e.item_id = new.id and e.version = new.version;
  perform follow_item(array(select d.opinion_id from digest_opinion d where d.item_id = new.id), case new.state
    when 'selected' then 'selected' when 'dropped' then 'not_selected' when 'reported' then 'reported' when 'settled' then case
      when new.outcome in ('adopted', 'corrected', 'taken_up') then 'adopted' when new.outcome = 'partly' then 'partly_adopted'
      when new.outcome = 'overdue' then 'overdue' else 'not_adopted' end end,
    deed.actor_name, case when new.state = 'settled' then coalesce(nullif(new.outcome_reason, ''), deed.words) else deed.words end);
  return null;
end $$;
@hook opinions_follow@
create trigger item_followed after update of version on digest_item for each row
  when (new.state in ('selected', 'dropped', 'reported', 'settled')) execute function opinions_follow();
create function opinion_sorted() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  who text := coalesce((select a.name from account a where a.id = nullif(current_setting('app.viewer', true), '')::bigint), '');
begin
  if tg_op = 'DELETE' then
    perform follow_item(array[old.opinion_id], 'registered', who, '');
  elsif tg_op = 'INSERT' then
    perform follow_item(array[new.opinion_id], 'merged', who, '');
  elsif new.answered_at is not null and old.answered_at is null then
    perform follow_item(array[new.opinion_id], 'answered', who, '');
  end if;
  return null;
end $$;
@hook opinion_sorted@
create trigger opinion_followed after insert or delete or update of answered_at on digest_opinion for each row execute function opinion_sorted();
-- Experts read the originals of the items they are asked about, groups those of their areas; who spoke they do not read.
@definer my_reviewed_opinions()@
returns uuid[]
begin atomic
  select coalesce(array_agg(d.opinion_id), '{}') from digest_opinion d where d.item_id = any (my_reviews());
end;
create policy reviewed on opinion for select to @app@ using ((id = any ((select my_reviewed_opinions())::uuid[])) is true);
create policy of_groups on opinion for select to @app@ using (
  (area_code ^@ any ((select digest_group_areas())::text[]) or area_code ^@ any ((select digest_body_areas())::text[])) is true);
-- What everybody may read of a draft's results: of its items those whose authors have been answered; no person, no place.
@definer results_of(draft uuid)@
returns table (label text, title text, said text, state text, outcome text, outcome_name text, outcome_name_en text, reason text,
  final_label text, final_text text, opinions bigint)
begin atomic
  select coalesce(a.label, ''), i.title, i.text, i.state, i.outcome, o.name, o.name_en,
    case when i.state = 'dropped' then (select e.words from digest_event e where e.item_id = i.id order by e.version desc limit 1)
      else i.outcome_reason end,
    f.label, f.text, (select count(*) from digest_opinion d where d.item_id = i.id)
  from digest_item i left join draft_article a on a.id = i.article_id left join draft_article f on f.id = i.final_article_id
  left join solicitation_outcome o on (o.kind, o.outcome) = (i.kind, i.outcome)
  where i.solicitation_id = draft and i.answered_at is not null
  order by o.position nulls last, a.position nulls first, i.made_at, i.id limit 500;
end;
@definer results_counts(draft uuid)@
returns table (area_name text, raised bigint, reported bigint, adopted bigint)
begin atomic
  select null, count(*), count(i.batch_id), count(*) filter (where i.outcome in ('adopted', 'partly', 'corrected', 'taken_up'))
  from opinion o left join digest_opinion d on d.opinion_id = o.id left join digest_item i on i.id = d.item_id
  where o.solicitation_id = draft and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn')
  union all
  select * from (
    select a.name, count(*), 0::bigint, 0::bigint from opinion o join area a on a.code = left(o.area_code, 9)
    where o.solicitation_id = draft and o.state not in ('submitted', 'invalid', 'became_case', 'withdrawn')
    group by a.code, a.name having count(*) >= 3 order by count(*) desc, a.code limit 50) places;
end;
