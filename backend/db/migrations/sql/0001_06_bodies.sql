-- Departments, committees and organs that a matter can be handed to; public, as offices are. `bodies/domain.py` has the same kinds.
create table body_kind (
  kind text primary key,
  -- the role its people act in; one without stands in the directory only
  role text
);
grant select on body_kind to @app@, @worker@;
insert into body_kind (kind, role) values
  ('department', 'department'),
  ('mediation_committee', 'mediator'),
  ('police_station', 'police'),
  ('justice_office', 'justice_office'),
  ('petition_office', 'petition_office'),
  ('court', 'court'),
  ('government', 'organ'),
  ('supervision_commission', 'organ'),
  ('procuratorate', 'organ'),
  ('research_centre', 'research_centre'),
  ('working_body', 'working_body'),
  ('chairpersons', 'chairpersons'),
  ('leading_group', null),
  ('working_group', 'working_group'),
  ('law_firm', null),
  ('notary', null),
  ('appraiser', null),
  ('arbitration', null),
  ('legal_aid', null);
create table body (
  id bigint generated always as identity primary key,
  code text not null unique,
  name text not null constraint body_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,60}$'),
  kind text not null references body_kind,
  area_code text collate "C" not null references area,
  phone text not null default '' constraint body_phone_plain check (phone ~ '^[^\u0001-\u001f\u007f-\u009f]{0,40}$'),
  address text not null default '' constraint body_address_plain check (address ~ '^[^\u0001-\u001f\u007f-\u009f]{0,200}$'),
  closed_on date,
  -- what it is there for
  duties text not null default '' constraint body_duties_length check (length(duties) <= 2000)
);
grant select on body to @app@, @worker@;
-- Who acts for a body, and in which days.
create table body_member (
  body_id bigint not null references body,
  account_id bigint not null references account,
  from_day date not null,
  until_day date,
  -- what they do there: 组长, 副组长, 成员 …
  duty text not null default '' constraint body_member_duty_plain check (duty ~ '^[^\u0001-\u001f\u007f-\u009f]{0,60}$'),
  primary key (body_id, account_id, from_day),
  constraint body_member_days check (until_day >= from_day)
);
-- Usage: the bodies of a person: every policy of a matter in a body's hands asks for them.
create index body_member_account_idx on body_member (account_id);
@guard body_member@
grant select on body_member to @app@, @worker@, @definer@;
grant select on body, body_kind to @definer@;
create policy own on body_member for select to @app@ using (account_id = @viewer@);
create policy definer on body_member for select to @definer@ using (true);
-- The bodies for which the viewer acts today; read once a statement. One that is closed ends what it has in hand and gets nothing new.
@mine my_bodies bigint m.body_id@
end;
