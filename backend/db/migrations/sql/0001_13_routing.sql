-- Which body gets what: the office's own rules, in order, the first that fits is suggested; a person decides.
create table routing_rule (
  id uuid primary key,
  -- the order runs through a county
  county text collate "C" not null generated always as (left(area_code, 6)) stored,
  position integer not null constraint routing_rule_position check (position between 1 and 9999),
  category text references category,
  -- the matter lies in it: a county, a township or a village
  area_code text collate "C" not null references area constraint routing_rule_area check (length(area_code) > 6 or right(area_code, 2) <> '00'),
  from_day date,
  until_day date,
  -- Monday is 1; hours of the day in China, 22 to 6 runs over midnight
  weekdays smallint[],
  from_hour smallint,
  until_hour smallint,
  channel text not null constraint routing_rule_channel check (channel in ('industry', 'congress')),
  body_id bigint references body,
  -- working days for the handling
  days smallint constraint routing_rule_days check (days between 1 and 365),
  note text not null default '' constraint routing_rule_note check (length(note) <= 200),
  disabled boolean not null default false,
  version integer not null default 1,
  constraint routing_rule_in_time check (until_day >= from_day),
  constraint routing_rule_weekdays check (weekdays <@ '{1,2,3,4,5,6,7}'::smallint[] and cardinality(weekdays) > 0),
  constraint routing_rule_hours check ((from_hour is null) = (until_hour is null) and from_hour between 0 and 23 and until_hour between 1 and 24 and from_hour <> until_hour),
  constraint routing_rule_once unique (county, position) deferrable
);
@guard routing_rule@
grant select, insert, update, delete on routing_rule to @app@;
-- Staff read the rules of their county: the order of all of them decides. Who hands matters on writes those of the own area.
create policy read on routing_rule for select to @app@ using (exists (
  select from unnest(array_remove(string_to_array(current_setting('app.areas', true), ','), '')) as held
  where area_code ^@ held or held ^@ county));
create policy write on routing_rule for insert to @app@ with check (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
create policy change on routing_rule for update to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code))
  with check (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
create policy remove on routing_rule for delete to @app@ using (holds_role('liaison', area_code) or holds_role('town_congress', area_code));
