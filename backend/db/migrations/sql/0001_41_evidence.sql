-- What shows, beside words, that a step of the nine was done: photos of who ticked it, which staff of the place see, and an activity.
alter table step_tick add column activity_id uuid references activity;
alter table step_tick add column activity_title text not null default '';
create table step_photo (
  run_id uuid not null,
  nth smallint not null,
  position smallint not null constraint step_photo_position check (position between 1 and 9),
  author_id bigint not null references account,
  sent_sha256 bytea not null,
  area_code text collate "C" not null,
  primary key (run_id, nth, position),
  foreign key (run_id, nth) references step_tick
);
-- Usage: may this viewer see this photo (policy of attachment); whether somebody still needs it.
create index step_photo_sent_idx on step_photo (sent_sha256);
@guard step_photo@
@append_only step_photo@
grant select, insert on step_photo to @app@;
grant select on step_photo to @definer@;
create policy definer on step_photo for select to @definer@ using (true);
create policy read on step_photo for select to @app@ using (exists (select from step_run r where r.id = run_id));
create policy write on step_photo for insert to @app@ with check (author_id = @viewer@ and exists (
  select from step_tick t join step_run r on r.id = t.run_id where t.run_id = step_photo.run_id and t.nth = step_photo.nth
    and t.done_by = @viewer@ and r.area_code = step_photo.area_code));
create policy of_step on attachment for select to @app@ using (exists (
  select from step_photo p where p.sent_sha256 = attachment.sent_sha256 and p.author_id = attachment.author_id));
-- What an activity of this viewer's is called, null for one that they do not see.
create function activity_called(activity uuid) returns text language sql stable as $$ select a.title from activity a where a.id = activity $$;
-- A step keeps what its activity was called; only who sees the activity names it.
create function check_tick() returns trigger language plpgsql as $$
begin
  new.activity_title := case when new.activity_id is null then '' else activity_called(new.activity_id) end;
  return new;
end $$;
create trigger tick_of_activity before insert on step_tick for each row execute function check_tick();
-- As before, and no step of the nine.
drop function attachment_forget(integer, integer);
@definer attachment_forget(kept integer, most integer) for worker@
returns table (attachment_id uuid)
begin atomic
  with lost as (
    select a.id from attachment a where a.created_at < now() - make_interval(days => kept) and not exists (
      select from report_attachment n where n.sent_sha256 = a.sent_sha256
        and n.author_id is not distinct from a.author_id and n.ticket is not distinct from a.ticket)
      and not exists (select from activity_photo p where p.sent_sha256 = a.sent_sha256 and p.author_id = a.author_id)
      and not exists (select from step_photo p where p.sent_sha256 = a.sent_sha256 and p.author_id = a.author_id)
      and not exists (select from delivery d where d.photo_sha256 = a.sent_sha256 and d.photo_by = a.author_id
        and not exists (select from erasure e where e.report_id = d.report_id and e.what = 'photos' and e.at > d.created_at))
    limit most),
  gone as (delete from attachment a using lost where a.id = lost.id returning a.id, a.kept_sha256),
  noted as (insert into attachment_gone (kept_sha256) select distinct kept_sha256 from gone on conflict do nothing)
  select id from gone;
end;
revoke execute on function attachment_forget(integer, integer) from @app@;
