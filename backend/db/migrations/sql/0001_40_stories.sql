-- 典型案例、参与故事: told from cases without whose they were, public once a second person has checked them, taken back at once.
create table story_kind (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
grant select on story_kind to @app@, @worker@;
insert into story_kind (code, name, name_en, position) values
  ('case', '以案普法', 'The law by example', 1), ('part', '参与故事', 'Stories of taking part', 2), ('result', '成果展示', 'What came of it', 3);
create table story (
  id uuid primary key,
  kind text not null references story_kind,
  -- what it is about: a category of matters, none for a story of another kind
  category text references category,
  title text not null constraint story_title check (length(btrim(title)) between 2 and 60),
  body text not null constraint story_body check (length(btrim(body)) between 20 and 5000),
  state text not null default 'draft' constraint story_state_known check (state in ('draft', 'public', 'withdrawn')),
  area_code text collate "C" not null references area,
  -- numbers of the cases it was told from, for the staff that reads them
  cases text[] not null default '{}' constraint story_cases check (cardinality(cases) <= 20),
  -- for whom it is and on which subjects: names of audiences
  audiences text[] not null default '{}' constraint story_audiences check (cardinality(audiences) <= 10),
  written_by bigint not null references account,
  written_name text not null,
  written_at timestamptz not null default now(),
  checked_by bigint references account,
  checked_name text,
  checked_at timestamptz,
  withdrawn_reason text not null default '',
  version integer not null default 1,
  -- who wrote it does not check it
  constraint story_second_person check (checked_by <> written_by),
  constraint story_checked check ((state = 'draft') <= (checked_by is null) and (state <> 'public' or checked_by is not null and checked_name is not null
    and checked_at is not null)),
  constraint story_withdrawn check ((state = 'withdrawn') = (length(btrim(withdrawn_reason)) >= 2))
);
-- Usage: what is public, newest first; the stories of a scope.
create index story_state_idx on story (state, checked_at);
create index story_area_idx on story (area_code, written_at);
@guard story@
grant select, insert on story to @app@;
grant update (title, body, category, audiences, state, checked_by, checked_name, checked_at, withdrawn_reason, version) on story to @app@;
create policy read on story for select to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
create policy write on story for insert to @app@ with check (written_by = @viewer@ and state = 'draft'
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
create policy change on story for update to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
-- Its words change in a draft only, by who wrote it; it becomes public by somebody else, word for word; it is taken back by anybody of the staff, for good.
create function check_story() returns trigger language plpgsql as $$
declare
  viewer bigint := nullif(current_setting('app.viewer', true), '')::bigint;
begin
  if new.version <> old.version + 1 or old.state = 'withdrawn' or (old.state, new.state) in (('public', 'draft'))
    or (row (new.title, new.body, new.category, new.audiences) is distinct from row (old.title, old.body, old.category, old.audiences)
      and (old.state <> 'draft' or new.state <> 'draft' or old.written_by is distinct from viewer))
    or (old.state = 'draft' and new.state = 'public' and new.checked_by is distinct from viewer)
    or (new.state <> 'public' and new.checked_by is distinct from old.checked_by) then
    raise exception 'a story goes along its steps' using errcode = 'ZT048';
  end if;
  return new;
end $$;
create trigger story_steps before update on story for each row execute function check_story();
-- What everybody reads: the words and the kind; not who wrote it, nor of which case.
@definer public_stories(wanted uuid, kind_of text, topic text, of_tag text, county text, most integer)@
returns table (id uuid, kind_code text, kind text, kind_en text, category text, category_en text, title text, body text, area_name text, since timestamptz, audiences text[])
begin atomic
  select s.id, k.code, k.name, k.name_en, c.name, c.name_en, s.title, s.body, a.name, s.checked_at, s.audiences
  from story s join story_kind k on k.code = s.kind join area a on a.code = left(s.area_code, 6) left join category c on c.code = s.category
  where s.state = 'public' and (wanted is null or s.id = wanted) and (kind_of is null or s.kind = kind_of)
    and (of_tag is null or of_tag = any(s.audiences) or of_tag = c.name)
    and (topic is null or s.category = topic) and (county is null or s.area_code ^@ county)
  order by s.checked_at desc, s.id limit most;
end;
-- How many there are of each kind about each topic, for the filters.
@definer public_story_counts()@
returns table (kind text, category text, name text, name_en text, n bigint)
begin atomic
  select s.kind, s.category, c.name, c.name_en, count(*) from story s left join category c on c.code = s.category
  where s.state = 'public' group by s.kind, s.category, c.name, c.name_en order by count(*) desc, s.category;
end;
-- For whom, and on which subjects, there are public stories and activities: of a county, or everywhere; activities of the last year and
-- to come. What nobody listed as an audience is left out.
@definer public_audiences(place text)@
returns table (name text, axis text, name_en text, stories bigint, activities bigint)
begin atomic
  with of_stories as materialized (
    select t.tag, count(*) as n from story s, unnest(s.audiences) t(tag) where s.state = 'public' and s.area_code ^@ public_audiences.place group by t.tag),
  of_activities as materialized (
    select t.tag, count(*) as n from activity a, unnest(a.tags) t(tag)
    -- an activity has a place of its own
    where a.public and a.state <> 'cancelled' and a.starts_at > now() - interval '1 year' and a.area_code ^@ public_audiences.place group by t.tag)
  select u.name, u.axis, u.name_en, coalesce(s.n, 0), coalesce(a.n, 0)
  from audience u left join of_stories s on s.tag = u.name left join of_activities a on a.tag = u.name order by u.position;
end;
grant select on audience to @definer@;
grant select on story, story_kind to @definer@;
create policy definer on story for select to @definer@ using (true);
