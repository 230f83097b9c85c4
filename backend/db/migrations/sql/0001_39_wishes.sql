-- 心愿树: wishes of people in hardship. Who they are is sealed, apart, and opens for who verifies and who claims, nobody else.
create sequence wish_number;
grant usage on sequence wish_number to @app@;
-- Kinds of hardship; the office may add rows.
create table wish_hardship (
  code text primary key,
  name text not null,
  name_en text not null,
  position smallint not null
);
grant select on wish_hardship to @app@, @worker@, @definer@;
insert into wish_hardship (code, name, name_en, position) values
  ('illness', '重大疾病', 'Severe illness', 1), ('disability', '重大残障', 'Severe disability', 2), ('misfortune', '重大变故', 'Great misfortune', 3),
  ('study', '困难学子', 'Student in need', 4), ('other', '其他困难', 'Other hardship', 5);
create table wish (
  id uuid primary key,
  number text not null unique,
  receipt text not null unique,
  area_code text collate "C" not null references area,
  station_id bigint not null references station,
  hardship text not null references wish_hardship,
  -- what is wished, in words that tell nobody who it is
  words text not null constraint wish_words check (length(btrim(words)) between 5 and 200),
  state text not null default 'registered' constraint wish_state_known check (state in (
    'registered', 'verified', 'on_tree', 'claimed', 'delivered', 'followed_up', 'archived', 'withdrawn', 'not_verified')),
  reply_way text not null constraint wish_reply_way check (reply_way in ('receipt', 'door')),
  registered_by bigint not null references account,
  registered_name text not null,
  registered_at timestamptz not null default now(),
  verified_by bigint references account,
  asked bytea not null,
  version integer not null default 1,
  constraint wish_second_person check (verified_by <> registered_by),
  constraint wish_verified check (state in ('registered', 'not_verified', 'withdrawn') or verified_by is not null)
);
-- Usage: the wishes of a scope, newest first.
create index wish_area_idx on wish (area_code, registered_at);
-- Usage: the public tree.
create index wish_tree_idx on wish (state, registered_at) where state in ('on_tree', 'claimed', 'delivered', 'followed_up', 'archived');
create table wish_person (
  wish_id uuid primary key references wish,
  area_code text collate "C" not null,
  name_sealed bytea,
  phone_sealed bytea,
  address_sealed bytea,
  story_sealed bytea,
  erased_at timestamptz
);
create table wish_claim (
  id uuid primary key,
  wish_id uuid not null references wish,
  area_code text collate "C" not null,
  -- a person with an account, for a body or not; or a citizen with a receipt
  account_id bigint references account,
  body_id bigint references body,
  receipt text unique,
  name_sealed bytea,
  phone_sealed bytea,
  claimed_at timestamptz not null default now(),
  released_at timestamptz,
  -- when, and by whom, a citizen was told who it is
  introduced_at timestamptz,
  introduced_by bigint references account,
  -- how the citizen was checked before
  introduced_why text not null default '',
  constraint wish_claim_who check ((account_id is null) = (receipt is not null) and (body_id is null or account_id is not null)),
  constraint wish_claim_introduced check ((introduced_at is null) = (introduced_by is null)
    and (introduced_at is null or receipt is not null and length(btrim(introduced_why)) between 2 and 200))
);
-- Usage: two claim at once: one wins.
create unique index wish_claim_live_idx on wish_claim (wish_id) where released_at is null;
-- Usage: whether the viewer has claimed a wish.
create index wish_claim_account_idx on wish_claim (account_id) where account_id is not null;
create table wish_event (
  wish_id uuid not null references wish,
  version integer not null,
  at timestamptz not null default now(),
  actor_id bigint,
  actor_name text not null,
  actor_role text not null,
  from_state text not null,
  to_state text not null,
  note text not null default '' constraint wish_event_note check (length(note) <= 500),
  primary key (wish_id, version),
  -- the table of moves, as `wishes/domain.py` has it
  constraint wish_event_move check ((from_state, to_state, actor_role) in (
    ('registered', 'verified', 'staff'), ('registered', 'not_verified', 'staff'), ('verified', 'on_tree', 'staff'),
    ('on_tree', 'claimed', 'claimer'), ('claimed', 'on_tree', 'claimer'), ('claimed', 'on_tree', 'staff'),
    ('claimed', 'delivered', 'claimer'), ('claimed', 'delivered', 'staff'), ('delivered', 'followed_up', 'staff'),
    ('followed_up', 'archived', 'staff'), ('registered', 'withdrawn', 'staff'), ('registered', 'withdrawn', 'person'),
    ('verified', 'withdrawn', 'staff'), ('verified', 'withdrawn', 'person'), ('on_tree', 'withdrawn', 'staff'), ('on_tree', 'withdrawn', 'person'),
    ('claimed', 'withdrawn', 'staff'), ('claimed', 'withdrawn', 'person')))
);
@guard wish@
@guard wish_person@
@guard wish_claim@
@guard wish_event@
@append_only wish_event@
grant select, insert on wish, wish_person, wish_event to @app@;
grant select, update (introduced_at, introduced_by, introduced_why) on wish_claim to @app@;
grant update (state, words, verified_by, version) on wish to @app@;
grant select, update on wish to @definer@;
grant select, insert, update on wish_claim to @definer@;
grant select, update on wish_person to @definer@;
grant select, insert on wish_event to @definer@;
create policy definer on wish for all to @definer@ using (true) with check (true);
create policy definer on wish_claim for all to @definer@ using (true) with check (true);
create policy definer on wish_person for all to @definer@ using (true) with check (true);
create policy definer on wish_event for all to @definer@ using (true) with check (true);
-- Claims: whose they are, and the congress staff of the area.
create policy staff on wish_claim for select to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
create policy own on wish_claim for select to @app@ using (
  id = @receipt@ or account_id = @viewer@ or (body_id = any ((select my_bodies())::bigint[])) is true);
-- Who verified a wish lets the citizen who claimed it know whose it is.
@definer introduces(wish uuid)@ returns boolean
begin atomic
  select exists (select from wish w where w.id = introduces.wish and w.state = 'claimed' and w.verified_by = @viewer@);
end;
create policy introduce on wish_claim for update to @app@ using (receipt is not null and released_at is null and introduces(wish_id))
  with check (introduced_by = @viewer@);
create policy staff on wish for select to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
create policy own on wish for select to @app@ using (id = @receipt@);
create policy claimed on wish for select to @app@ using (exists (select from wish_claim c where c.wish_id = wish.id and c.released_at is null
  and (c.id = @receipt@ or c.account_id = @viewer@ or (c.body_id = any ((select my_bodies())::bigint[])) is true)));
create policy write on wish for insert to @app@ with check (registered_by = @viewer@ and state = 'registered' and verified_by is null
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code))
  and exists (select from station s where s.id = station_id and s.area_code = wish.area_code));
create policy change on wish for update to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code) or id = @receipt@
  or exists (select from wish_claim c where c.wish_id = wish.id and c.released_at is null
    and (c.id = @receipt@ or c.account_id = @viewer@ or (c.body_id = any ((select my_bodies())::bigint[])) is true)));
-- Who somebody is: for who verified, for the staff that has to verify and did not register, for who has claimed with
-- an account, and for a citizen who was introduced. No more.
create policy verifier on wish_person for select to @app@ using (exists (select from wish w where w.id = wish_id and (w.verified_by = @viewer@
  or w.state = 'registered' and w.registered_by <> @viewer@ and (holds_role('liaison', w.area_code) or holds_role('town_congress', w.area_code)))));
create policy claimer on wish_person for select to @app@ using (exists (select from wish_claim c where c.wish_id = wish_person.wish_id
  and c.released_at is null and (c.account_id = @viewer@ or (c.id = @receipt@ and c.introduced_at is not null)
    or (c.body_id = any ((select my_bodies())::bigint[])) is true)));
create policy write on wish_person for insert to @app@ with check (exists (
  select from wish w where w.id = wish_id and w.registered_by = @viewer@ and w.state = 'registered' and w.area_code = wish_person.area_code));
create policy read on wish_event for select to @app@ using (exists (select from wish w where w.id = wish_id));
create policy write on wish_event for insert to @app@ with check (actor_id is not distinct from @viewer@ and exists (
    select from wish w where w.id = wish_id and w.state = from_state and w.version + 1 = wish_event.version
    and (actor_role <> 'staff' or holds_role('liaison', w.area_code) or holds_role('town_congress', w.area_code)))
  and (actor_role <> 'person' or wish_id = @receipt@)
  and (actor_role <> 'claimer' or to_state <> 'claimed' and exists (select from wish_claim c where c.wish_id = wish_event.wish_id and c.released_at is null
    and (c.id = @receipt@ or c.account_id = @viewer@ or (c.body_id = any ((select my_bodies())::bigint[])) is true))));
-- Only along the table, each step with its event. Who verifies is somebody else than who registered, and stays; the words are the verifier's to
-- put right until they hang on the tree.
create function check_wish() returns trigger language plpgsql as $$
begin
  if new.version <> old.version + 1 or not exists (select from wish_event e where e.wish_id = new.id and e.version = new.version
      and (e.from_state, e.to_state) = (old.state, new.state))
    or (new.verified_by is distinct from old.verified_by and (new.state <> 'verified' or new.verified_by is distinct from
      nullif(current_setting('app.viewer', true), '')::bigint))
    or (new.words <> old.words and new.state not in ('verified', 'on_tree')) or (new.words <> old.words and old.state = 'claimed') then
    raise exception 'a wish goes along its steps' using errcode = 'ZT047';
  end if;
  return new;
end $$;
create trigger wish_steps before update on wish for each row execute function check_wish();
-- A claim that is given back ends; where all is over, nobody is known any more. Who verified hears of a claim.
create function settle_wish() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.state = 'claimed' and new.state in ('on_tree', 'withdrawn') then
    update wish_claim c set released_at = now() where c.wish_id = new.id and c.released_at is null;
  end if;
  if new.state in ('archived', 'withdrawn', 'not_verified') then
    update wish_person p set name_sealed = null, phone_sealed = null, address_sealed = null, story_sealed = null, erased_at = now() where p.wish_id = new.id;
    update wish_claim c set name_sealed = null, phone_sealed = null where c.wish_id = new.id;
  end if;
  if new.state = 'claimed' then
    insert into notice (account_id, kind, subject_id, number) values (new.verified_by, 'wish.claimed', new.id, new.number)
    on conflict on constraint notice_once do update set created_at = now(), read_at = null;
  end if;
  return null;
end $$;
@hook settle_wish@
create trigger wish_settled after update of state on wish for each row execute function settle_wish();
-- Claims what hangs on the tree, for the viewer, for a body of theirs, or for a citizen; of two at once one finds it taken. May be repeated.
@definer claim_wish(wanted text, claim uuid, paper text, acting bigint, called bytea, dial bytea, who text)@
returns table (wish_id uuid, area_code text)
begin atomic
  insert into wish_event (wish_id, version, actor_id, actor_name, actor_role, from_state, to_state)
  select w.id, w.version + 1, @viewer@, who, 'claimer', 'on_tree', 'claimed'
  from (select x.id, x.version from wish x where x.number = wanted and x.state = 'on_tree'
    and (acting is null or exists (select from body_member m where m.body_id = acting
      and m.account_id = @viewer@ and china_today() between m.from_day and coalesce(m.until_day, 'infinity'))) for update) w
  where not exists (select from wish_claim c where c.id = claim);
  insert into wish_claim (id, wish_id, area_code, account_id, body_id, receipt, name_sealed, phone_sealed)
  select claim, w.id, w.area_code, @viewer@, acting, case when @viewer@ is null then paper end, called, dial
  from wish w join wish_event e on e.wish_id = w.id and e.version = w.version + 1 where w.number = wanted and w.state = 'on_tree';
  update wish w set state = 'claimed', version = w.version + 1 where w.number = wanted and w.state = 'on_tree'
    and exists (select from wish_claim c where c.id = claim and c.wish_id = w.id);
  select c.wish_id, c.area_code from wish_claim c join wish w on w.id = c.wish_id
  where c.id = claim and w.number = wanted and c.account_id is not distinct from @viewer@ and c.body_id is not distinct from acting
    and c.released_at is null;
end;
-- The tree, for everybody: words that were checked, the kind of hardship, the township; never a name, a village or a station.
@definer wish_tree(prefix text, past text, most integer)@
returns table (number text, hardship text, hardship_en text, words text, town text, state text, registered_at timestamptz)
begin atomic
  select w.number, h.name, h.name_en, w.words, t.name, w.state, w.registered_at
  from wish w join wish_hardship h on h.code = w.hardship left join area t on t.code = left(w.area_code, 9) and length(t.code) = 9
  where w.state in ('on_tree', 'claimed', 'delivered', 'followed_up', 'archived') and w.area_code >= wish_tree.prefix and w.area_code < past
  order by w.state <> 'on_tree', w.registered_at desc, w.id limit most;
end;
-- One wish of the tree by its number, as everybody sees it there; none for a number that hangs on no tree.
@definer hanging_wish(wanted text)@
returns table (number text, hardship text, hardship_en text, words text, town text, state text, registered_at timestamptz)
begin atomic
  select w.number, h.name, h.name_en, w.words, t.name, w.state, w.registered_at
  from wish w join wish_hardship h on h.code = w.hardship left join area t on t.code = left(w.area_code, 9) and length(t.code) = 9
  where w.number = wanted and w.state in ('on_tree', 'claimed', 'delivered', 'followed_up', 'archived');
end;
-- What stands behind a receipt: the wish itself, or the claim of a citizen. The query code is held against the id.
@definer wish_receipt(paper text)@
returns table (id uuid, wish_id uuid)
begin atomic
  select w.id, w.id from wish w where w.receipt = paper union all select c.id, c.wish_id from wish_claim c where c.receipt = paper;
end;
