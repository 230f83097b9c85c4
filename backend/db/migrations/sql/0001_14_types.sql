-- What kinds of activities there are: rows, not tables. `steps`: what stands in the record of one, in this order, each with its phase,
-- what shows that it was done (`takes`: words, photos, people, agenda, minutes, promises, scores) and its name. `fields`: what is
-- counted of one. `minutes`: how long one lasts where nobody says. `numbered`: held with numbered minutes. `scored`: who was there, or
-- whom it concerns, says how content they are. `a_year`: how many there are at most in a place's year. `open`: everybody may read of one
-- where nobody says. `needs`: steps that are done, and parts somebody has, before one counts as held.
create table activity_type (
  type text primary key,
  name text not null,
  name_en text not null,
  position integer not null,
  minutes integer not null,
  numbered boolean not null,
  scored boolean not null,
  a_year integer,
  open boolean not null,
  needs text[] not null,
  steps jsonb not null,
  fields jsonb not null
);
grant select on activity_type to @app@, @worker@;
insert into activity_type (type, name, name_en, position, minutes, numbered, scored, a_year, open, needs, steps, fields)
select v.type, v.name, v.name_en, v.n, v.minutes, v.type in ('joint_meeting', 'council'), v.scored, v.a_year,
  v.type not in ('joint_meeting', 'party_report', 'mentoring'), coalesce(q.needs, '{}'),
  (select jsonb_agg(jsonb_build_object('key', p[1], 'phase', p[2], 'takes', p[3], 'name', p[4], 'name_en', coalesce(p[5], p[4])) order by l.n)
    from unnest(v.steps) with ordinality l(line, n), string_to_array(l.line, '|') p),
  (select coalesce(jsonb_agg(jsonb_build_object('key', p[1], 'kind', p[2], 'name', p[3], 'name_en', coalesce(p[4], p[3])) order by l.n), '[]')
    from unnest(v.fields) with ordinality l(line, n), string_to_array(l.line, '|') p)
from (values
  (1, 'joint_meeting', '联席会议', 'Joint meeting', 120, false, null::integer,
    '{agenda|before|agenda|议题|Agenda,notice|before|words|会议通知|Notice,minutes|during|minutes|会议纪要|Minutes,follow|after|promises|交办事项|What was handed over}'::text[], '{}'::text[]),
  (2, 'solicitation_meeting', '意见征集会', 'Meeting on a draft', 120, false, null,
    '{notice|before|words|会前通知|Notice,draft|before|words|草案送达|The draft is delivered,meeting|during|people|到会签到|Sign-in,photos|during|photos|会场照片|Photos of the meeting,opinions|after|words|意见整理|Opinions put in order}', '{opinions|count|意见建议|Opinions}'),
  (3, 'law_lecture', '普法讲座', 'Lecture on law', 90, false, null,
    '{notice|before|words|通知和讲稿|Notice and script,meeting|during|people|到场签到|Sign-in,photos|during|photos|现场照片|Photos,review|after|words|小结|Summing up}', '{lecturer|text|主讲人|Speaker,leaflets|count|发放资料|Leaflets given out}'),
  (4, 'inquiry', '问政', 'Public inquiry', 180, true, 2,
    '{topic|before|agenda|选题|Choosing the topic,research|before|words|问前调研|Study before the inquiry,meeting|during|people|问政会|The inquiry,promises|during|promises|承诺清单|List of promises,follow|after|words|跟踪问效|Following up,scores|after|scores|群众满意度|How content people are,closing|after|words|销号|Crossed off}', '{questions|count|提问|Questions asked}'),
  (5, 'council', '议政代表会议', 'Consultative council', 180, false, null,
    '{notice|before|words|会议通知|Notice,report|during|words|工作通报|Report on the work,advice|during|words|代表建议|Suggestions of members,review|during|words|评议|Review,inspection|after|words|视察|Inspection,minutes|after|minutes|会议纪要|Minutes}', '{suggestions|count|建议|Suggestions}'),
  (6, 'work_review', '工作评议', 'Review of work', 180, true, null,
    '{plan|before|words|评议方案|Plan of the review,research|before|words|评议调查|Study before the review,meeting|during|people|评议会|The review,scores|during|scores|测评|Scores,follow|after|promises|整改承诺|Promises to put it right}', '{questions|count|问题|Problems}'),
  (7, 'special_inquiry', '专题询问', 'Special inquiry', 150, false, null,
    '{topic|before|agenda|询问议题|Topic of the inquiry,research|before|words|会前调研|Study before the meeting,meeting|during|people|询问会|The inquiry,follow|after|promises|答复承诺|Answers promised}', '{questions|count|询问|Questions asked}'),
  (8, 'special_report', '专项报告', 'Special report', 120, false, null,
    '{report|before|words|报告送达|The report is delivered,meeting|during|words|听取和审议|Heard and deliberated,opinion|after|words|审议意见|Opinion of the deliberation}', '{}'),
  (9, 'inspection', '视察', 'Inspection', 180, false, null,
    '{plan|before|words|视察方案|Plan of the inspection,visit|during|people|到场签到|Sign-in,photos|during|photos|现场照片|Photos,report|after|words|视察报告|Report of the inspection}', '{places|count|视察点|Places inspected,problems|count|发现问题|Problems found,solved|count|解决问题|Problems solved}'),
  (10, 'research', '专题调研', 'Study', 180, false, null,
    '{plan|before|words|调研提纲|Outline of the study,visit|during|people|调研走访|Visits,report|after|words|调研报告|Report of the study}', '{places|count|走访点|Places visited}'),
  (11, 'enterprise_visit', '进企业', 'Visit to enterprises', 120, false, null,
    '{plan|before|words|走访安排|Plan of the visit,visit|during|words|走访记录|Record of the visit,problems|after|promises|问题交办|Problems handed over,reply|after|words|回访反馈|Answer at a second visit}', '{enterprises|count|走访企业|Enterprises visited,problems|count|收集问题|Problems collected,solved|count|解决问题|Problems solved}'),
  (12, 'community_visit', '进社区', 'Visit to communities', 120, false, null,
    '{plan|before|words|走访安排|Plan of the visit,visit|during|words|走访记录|Record of the visit,problems|after|promises|问题交办|Problems handed over,reply|after|words|回访反馈|Answer at a second visit}', '{communities|count|走访社区|Communities visited,problems|count|收集问题|Problems collected,solved|count|解决问题|Problems solved}'),
  (13, 'village_night', '村月末干群议事会', 'Month-end village meeting', 120, false, null,
    '{topics|before|agenda|征集议题|Collecting topics,meeting|during|people|到会签到|Sign-in,result|during|words|议事结果|What was agreed,promises|after|promises|承诺事项|Promises,publish|after|words|结果公开|Result made public}', '{households|count|到会户数|Households present}'),
  (14, 'consultation', '协商议事会', 'Consultation', 120, false, null,
    '{topics|before|agenda|协商议题|Topics to consult on,meeting|during|people|到会签到|Sign-in,result|during|words|协商结果|Result of the consultation,promises|after|promises|承诺事项|Promises}', '{}'),
  (15, 'face_to_face', '面对面', 'Face to face', 120, true, null,
    '{notice|before|words|公告|Public notice,meeting|during|people|到场签到|Sign-in,promises|during|promises|当场承诺|Promises made there,follow|after|words|跟踪落实|Following up}', '{questions|count|提出问题|Problems raised}'),
  (16, 'reception', '接待日', 'Reception day', 240, false, null,
    '{notice|before|words|提前公告|Notice in advance,meeting|during|words|接待登记|Record of the reception,follow|after|words|转交办理|Handed over}', '{visitors|count|接待人次|Visitors received}'),
  (17, 'training', '培训', 'Training', 180, false, null,
    '{plan|before|words|培训安排|Plan of the training,meeting|during|people|签到|Sign-in,photos|during|photos|照片|Photos,review|after|words|小结|Summing up}', '{lecturer|text|主讲人|Speaker,hours|count|学时|Hours}'),
  (18, 'exchange_visit', '观摩交流', 'Exchange visit', 240, false, null,
    '{plan|before|words|观摩安排|Plan of the visit,visit|during|people|签到|Sign-in,review|after|words|交流记录|Record of the exchange}', '{places|count|观摩点|Places seen}'),
  (19, 'mentoring', '以老带新', 'Mentoring', 60, false, null,
    '{pairing|before|words|结对|Pairing,meeting|during|words|带教记录|Record of the mentoring,review|after|words|出师小结|Summing up}', '{}'),
  (20, 'deputy_group', '代表小组活动', 'Activity of a deputies’ group', 120, false, null,
    '{plan|before|words|活动计划|Plan,meeting|during|people|签到|Sign-in,record|after|words|活动记录|Record}', '{problems|count|收集问题|Problems collected,solved|count|解决问题|Problems solved}'),
  (21, 'duty_report', '代表述职', 'Report on duties', 120, true, null,
    '{report|before|words|述职报告|Report on duties,meeting|during|people|选民到会|Voters present,scores|during|scores|选民评议|Scores of the voters,record|after|words|评议结果|Result of the review}', '{}'),
  (22, 'joint_supervision', '“2+3”组合监督', 'Joint supervision', 180, false, null,
    '{topic|before|words|监督议题|Topic of supervision,parties|before|words|镇人大、政协、纪委分工|Who does what: congress and CPPCC and discipline,meeting|during|people|监督活动|The supervision,follow|after|promises|整改承诺|Promises to put it right,result|after|words|监督结果|Result of the supervision}', '{problems|count|发现问题|Problems found,solved|count|整改问题|Problems put right}'),
  (23, 'department_oversight', '职能部门代表监督', 'Deputies beside a department', 120, false, null,
    '{pairing|before|words|结对名单|Who is paired,meeting|during|words|监督活动|The supervision,follow|after|promises|整改承诺|Promises to put it right}', '{problems|count|发现问题|Problems found,solved|count|整改问题|Problems put right}'),
  (24, 'party_report', '重大事项请示报告', 'Report to the party committee', 60, false, null,
    '{ask|before|words|事前请示|Asking beforehand,report|during|words|事中汇报|Reporting meanwhile,result|after|words|事后报告|Reporting afterwards}', '{}'),
  (25, 'charity_fund', '公益基金', 'Charity fund', 60, false, null,
    '{plan|before|words|救助方案|Plan of the aid,payment|during|words|收支凭证|Vouchers,publish|after|words|公示|Made public}', '{received|money|收入|Money in,paid|money|支出|Money out,helped|count|受助人数|People helped}')
) v(n, type, name, name_en, minutes, scored, a_year, steps, fields)
left join (values
  ('council', '{report}'::text[]), ('enterprise_visit', '{visit}'), ('community_visit', '{visit}'), ('consultation', '{topics,result}'),
  ('face_to_face', '{leader,deputy}'), ('joint_supervision', '{parties}'), ('party_report', '{ask,report}')
) q(type, needs) on q.type = v.type;
