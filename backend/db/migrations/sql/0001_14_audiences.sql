-- 分业、分众、专题: for whom a lecture or a story is, and subjects with a page of their own. The name is the tag on activities and stories.
-- What a matter is about (分类) are the categories; they need no rows here.
create table audience (
  name text primary key constraint audience_name_plain check (name ~ '^[^\u0001-\u001f\u007f-\u009f]{1,20}$'),
  axis text not null constraint audience_axis_known check (axis in ('trade', 'people', 'subject')),
  name_en text not null,
  intro text not null default '',
  intro_en text not null default '',
  position smallint not null
);
insert into audience (name, axis, name_en, intro, intro_en, position) values
  ('企业', 'trade', 'Enterprises', '', '', 1), ('商户', 'trade', 'Shops', '', '', 2), ('建筑工地', 'trade', 'Building sites', '', '', 3),
  ('农户', 'trade', 'Farmers', '', '', 4), ('学校', 'trade', 'Schools', '', '', 5),
  ('青少年', 'people', 'Young people', '', '', 6), ('老年人', 'people', 'Older people', '', '', 7), ('妇女', 'people', 'Women', '', '', 8),
  ('务工人员', 'people', 'Migrant workers', '', '', 9), ('残疾人', 'people', 'People with disabilities', '', '', 10),
  ('村规民约', 'subject', 'Village rules', '村规民约由村民会议讨论制定，不能和法律相抵触。', 'Village rules are made by the villagers’ assembly and may not go against the law.', 11),
  ('移风易俗', 'subject', 'New customs', '婚事新办、丧事简办，不比高价彩礼。', 'Simple weddings and funerals, no contest of bride prices.', 12);
grant select on audience to @app@, @worker@;
