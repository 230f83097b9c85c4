-- 备案审查与行政复议、行政审判信息共享: what a reconsideration or a trial says of a normative document. Nothing of the parties stands in it.
create sequence review_hint_number;
grant usage on sequence review_hint_number to @app@;
create table review_hint (
  id uuid primary key,
  number text not null unique,
  -- which document, and the review that looks at it where there is one
  document text not null constraint review_hint_document_plain check (document ~ '^[^\u0001-\u001f\u007f-\u009f]{2,100}$'),
  solicitation_id uuid references solicitation,
  kind text not null constraint review_hint_kind_known check (kind in ('reconsideration', 'trial')),
  organ text not null constraint review_hint_organ_plain check (organ ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  reference text not null constraint review_hint_reference_plain check (reference ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  decided_on date not null,
  said text not null constraint review_hint_said_length check (length(btrim(said)) between 5 and 2000),
  area_code text collate "C" not null references area,
  made_by bigint not null references account,
  made_name text not null,
  made_at timestamptz not null default now(),
  asked bytea not null
);
-- Usage: the hints of a scope, newest first.
create index review_hint_made_idx on review_hint (made_at, id);
@guard review_hint@
@append_only review_hint@
grant select, insert on review_hint to @app@;
-- The areas of the viewer's bodies that review, reconsider or try: they share what they know, up and down.
@mine review_areas text a.prefix@
join body b on b.id = m.body_id and b.kind in ('court', 'government', 'justice_office', 'working_body', 'research_centre')
join area a on a.code = b.area_code
end;
create policy read on review_hint for select to @app@ using (@area@);
create policy shared on review_hint for select to @app@ using (
  area_code ^@ any ((select review_areas())::text[]) or exists (select from unnest((select review_areas())::text[]) p where p ^@ area_code));
create policy write on review_hint for insert to @app@ with check (made_by = @viewer@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code) or area_code ^@ any ((select review_areas())::text[]))
  and (solicitation_id is null or exists (select from solicitation s where s.id = solicitation_id and s.kind = 'rule_review')));
-- 立法信息员: who collects what people say of laws for a contact point, and which neighbourhood, village or unit they serve.
create table informant (
  id uuid primary key,
  station_id bigint not null references station,
  name text not null constraint informant_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{2,30}$'),
  -- who they are: a party member, a deputy, a resident
  standing text not null default '' constraint informant_standing_plain check (standing ~ '^[^\u0001-\u001f\u007f-\u009f]{0,20}$'),
  serves text not null constraint informant_serves_known check (serves in ('neighbourhood', 'village', 'unit')),
  place text not null constraint informant_place_plain check (place ~ '^[^\u0001-\u001f\u007f-\u009f]{2,60}$'),
  from_day date not null,
  until_day date,
  area_code text collate "C" not null,
  made_by bigint not null references account,
  made_at timestamptz not null default now(),
  asked bytea not null,
  constraint informant_days check (until_day is null or until_day >= from_day)
);
-- Usage: the network of a station.
create index informant_station_idx on informant (station_id, serves, place);
@guard informant@
grant select, insert on informant to @app@;
grant update (until_day) on informant to @app@;
create policy read on informant for select to @app@ using (@area@);
create policy write on informant for insert to @app@ with check (made_by = @viewer@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code))
  and exists (select from station s where s.id = station_id and s.area_code = informant.area_code));
create policy change on informant for update to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
