-- Following a draft by a browser alone: a follow of its id, as of a receipt's; whoever said something on it and follows that receipt hears
-- of the draft as well.
-- Usage: push_follow_report_idx, opinion_draft_idx.
@definer draft_followers(draft uuid) for worker@
returns table (follow_id uuid, language text)
begin atomic
  select distinct on (s.id) f.id, coalesce(o.language, 'zh-CN')
  from push_follow f join push_subscription s on s.id = f.subscription_id left join opinion o on o.id = f.report_id
  where s.gone_at is null and f.report_id in (
    select draft union all select x.id from opinion x where x.solicitation_id = draft and x.state not in ('withdrawn', 'invalid', 'became_case'))
  order by s.id, o.language;
end;
revoke execute on function draft_followers(uuid) from @app@;
-- A new version is told to who follows with an account; what is over forgets the browsers that followed it alone.
create function tell_of_version() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into notice (account_id, kind, subject_id, number)
  select f.account_id, 'draft.version', s.id, s.number from draft_follow f join solicitation s on s.id = f.solicitation_id
  where f.solicitation_id = new.solicitation_id and new.nth > 1
  on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  return null;
end $$;
@hook tell_of_version@
create trigger version_told after insert on draft_version for each row execute function tell_of_version();
create function forget_followers() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  with gone as (delete from push_follow p where p.report_id = new.id returning p.id, p.subscription_id)
  delete from push_subscription s using gone g where s.id = g.subscription_id and not exists (
    select from push_follow o where o.subscription_id = s.id and o.report_id is distinct from new.id);
  return null;
end $$;
@hook forget_followers@
create trigger followers_forgotten after update of state on solicitation for each row
  when (new.state in ('archived', 'cancelled')) execute function forget_followers();
