-- What a station is and has (站点档案). Which facts there are of each kind: the office may add rows; what a kind asks for is stations/domain/facts.py.
create table station_term (
  kind text not null,
  value text not null,
  name text not null,
  name_en text not null,
  position smallint not null,
  primary key (kind, value)
);
grant select on station_term to @app@, @worker@;
insert into station_term (kind, value, name, name_en, position) values
  ('intro', '', '简介', 'Introduction', 1),
  ('host', 'enterprise', '企业', 'Enterprise', 1), ('host', 'law_firm', '律师事务所', 'Law firm', 2), ('host', 'community', '社区', 'Community', 3),
  ('host', 'village', '村', 'Village', 4), ('host', 'township', '乡镇（街道）', 'Township or subdistrict', 5), ('host', 'school', '学校', 'School', 6),
  ('host', 'institution', '事业单位', 'Public institution', 7), ('host', 'association', '行业协会', 'Trade association', 8),
  ('premises', 'service_window', '办事窗口', 'Service window', 1), ('premises', 'petition_hall', '信访接待大厅', 'Petition reception hall', 2),
  ('premises', 'union_inn', '工会驿站', 'Trade union stop', 3), ('premises', 'party_centre', '党群服务中心', 'Party and people service centre', 4),
  ('premises', 'deputy_station', '人大代表联络站', 'Deputies’ liaison station', 5), ('premises', 'governance_centre', '综治服务平台', 'Local governance centre', 6),
  ('function', 'opinions', '立法意见征集', 'Opinions on drafts', 1), ('function', 'lectures', '普法宣传教育', 'Legal education', 2),
  ('function', 'mediation', '矛盾调处化解', 'Settling disputes', 3), ('function', 'practice', '民主法治实践', 'Practice of democracy and law', 4),
  ('equipment', 'sign', '标识标牌', 'Sign', 1), ('equipment', 'bookshelf', '法律图书资料架', 'Shelf of law books', 2),
  ('equipment', 'box', '意见征集箱', 'Opinion box', 3), ('equipment', 'board', '宣传栏', 'Notice board', 4),
  ('equipment', 'screen', '电子显示屏', 'Display screen', 5), ('equipment', 'desk', '意见咨询台', 'Advice desk', 6),
  ('affiliate', 'court', '社区法庭', 'Community court', 1), ('affiliate', 'procurator', '社区检察官工作室', 'Community procurators’ office', 2),
  ('affiliate', 'family_mediation', '社区家事调解委员会', 'Family mediation committee', 3), ('affiliate', 'council', '协商议事会', 'Consultation council', 4),
  ('affiliate', 'lecture_hall', '法治大讲堂', 'Law lecture hall', 5), ('affiliate', 'deputy_station', '代表联络站', 'Deputies’ liaison station', 6),
  ('force', 'party', '基层党组织', 'Party organisation', 1), ('force', 'social', '社会组织', 'Social organisation', 2), ('force', 'mass', '群团组织', 'Mass organisation', 3),
  ('level', 'national', '国家级', 'National', 1), ('level', 'provincial', '省级示范点', 'Provincial model station', 2), ('level', 'city', '市级示范点', 'City model station', 3),
  ('staff', 'station_head', '站点负责人', 'Head of the station', 1), ('staff', 'liaison', '联络员', 'Liaison', 2), ('staff', 'collector', '信息采集员', 'Collector', 3),
  ('staff', 'counsel', '法律顾问', 'Legal counsel', 4), ('staff', 'mediator', '调解员', 'Mediator', 5), ('staff', 'deputy', '代表', 'Deputy', 6),
  ('assessment', 'excellent', '优秀', 'Excellent', 1), ('assessment', 'good', '称职', 'Competent', 2), ('assessment', 'fair', '基本称职', 'Fairly competent', 3),
  ('assessment', 'poor', '不称职', 'Not competent', 4),
  ('standard', 'people', '人员配备：有负责人、联络员和信息采集员', 'People: a head, a liaison and collectors', 1),
  ('standard', 'ability', '能力提升：当年培训过、会用工作流程', 'Ability: trained this year, knows the procedure', 2),
  ('standard', 'place', '场所建设：有固定场所、标识标牌和设施', 'Place: premises, sign and equipment', 3),
  ('standard', 'management', '日常管理：制度上墙、台账齐全、按时值守', 'Management: rules on the wall, ledgers complete, staffed on time', 4),
  ('standard', 'support', '基础保障：经费、设备和网络有着落', 'Support: money, devices and network', 5);
-- Each change is a row of its own, the last version stands: so who changed what, and how it was before, can be read.
create table station_fact (
  id uuid not null,
  version integer not null constraint station_fact_version check (version >= 1),
  station_id bigint not null references station,
  area_code text collate "C" not null,
  kind text not null,
  value text not null,
  -- a name, or the introduction
  words text not null default '' constraint station_fact_words check (length(words) <= 2000),
  count integer constraint station_fact_count check (count between 1 and 10000),
  place text not null default '' constraint station_fact_place check (length(place) <= 100),
  met boolean,
  -- whom an assessment is about: the fact that names them
  about uuid,
  from_day date,
  -- the last day
  until_day date,
  note text not null default '' constraint station_fact_note check (length(note) <= 500),
  removed boolean not null default false,
  written_by bigint not null,
  written_name text not null,
  written_at timestamptz not null default now(),
  primary key (id, version),
  constraint station_fact_term foreign key (kind, value) references station_term,
  constraint station_fact_days check (until_day >= from_day),
  constraint station_fact_counted check ((kind = 'equipment') = (count is not null)),
  constraint station_fact_met check ((kind = 'standard') = (met is not null)),
  constraint station_fact_about check ((kind = 'assessment') = (about is not null))
);
-- Usage: the facts of a station.
create index station_fact_station_idx on station_fact (station_id, id, version);
@guard station_fact@
@append_only station_fact@
grant select, insert on station_fact to @app@;
-- Stations are public, and so are their facts; how somebody was assessed and how a station was inspected are for who is logged in.
create policy read on station_fact for select to @app@ using (kind <> 'assessment' and kind <> 'standard' or @viewer@ is not null);
create policy write on station_fact for insert to @app@ with check (written_by = @viewer@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code))
  and exists (select from station s where s.id = station_id and s.area_code = station_fact.area_code));
