-- How answers are begun (回复模板): each change is a row of its own, the last version stands. None holds anybody's data.
create table reply_template (
  id uuid not null,
  version integer not null constraint reply_template_version check (version >= 1),
  -- whose it is: a county's, a township's or a village's; null for what was shipped
  area_code text collate "C" references area,
  kind text not null,
  title text not null constraint reply_template_title check (length(btrim(title)) between 2 and 60),
  body text not null constraint reply_template_body check (length(btrim(body)) between 5 and 2000),
  disabled boolean not null default false,
  at timestamptz not null default now(),
  actor_id bigint references account,
  primary key (id, version),
  constraint reply_template_shipped check ((area_code is null) = (actor_id is null))
);
@guard reply_template@
@append_only reply_template@
grant select, insert on reply_template to @app@;
-- What was shipped is for everybody who is logged in; staff read those of the areas above and below their own. Whose area it is writes it, and each
-- version stays where the first one was.
create policy read on reply_template for select to @app@ using (area_code is null and @viewer@ is not null or exists (
  select from unnest(array_remove(string_to_array(current_setting('app.areas', true), ','), '')) as held
  where area_code ^@ held or held ^@ area_code));
create policy write on reply_template for insert to @app@ with check (actor_id = @viewer@
  and (holds_role('liaison', area_code) or holds_role('town_congress', area_code)));
insert into reply_template (id, version, kind, title, body) values
  ('00000000-0000-7000-8000-000000000001', 1, 'done', '办理完毕',
   '您于{{received_on}}反映的{{category}}事项（编号{{number}}）已经办理完毕。办理情况：{{handling}}。承办单位：{{body}}。如对办理结果有不同意见，可以在收到本反馈单之日起{{objection_days}}日内要求重新办理。感谢您对我们工作的支持。'),
  ('00000000-0000-7000-8000-000000000002', 1, 'merged', '与他人反映并案办理',
   '您于{{received_on}}反映的事项与其他群众反映的属于同一事项，已合并为编号{{number}}一并办理。办理情况：{{handling}}。承办单位：{{body}}。对涉及您的部分如有不同意见，请在{{objection_days}}日内向{{station}}提出。'),
  ('00000000-0000-7000-8000-000000000003', 1, 'agreed', '调解达成协议',
   '您反映的{{category}}事项（编号{{number}}）经{{body}}调解，双方自愿达成调解协议。办理情况：{{handling}}。请双方按照约定履行；双方可以依法共同向人民法院申请司法确认。'),
  ('00000000-0000-7000-8000-000000000004', 1, 'organ', '人大转办事项办理结果',
   '您反映的事项（编号{{number}}）经主任会议审议（{{minutes}}）转交{{body}}办理，现将办理结果告知如下：{{handling}}。如对办理结果不满意，可以在{{objection_days}}日内要求重新办理。'),
  ('00000000-0000-7000-8000-000000000005', 1, 'refused', '不予受理并告知其他途径',
   '您于{{received_on}}反映的事项（编号{{number}}）经研究不属于本站受理范围，不予受理。您可以通过以下途径解决：{{ways}}。如有疑问，请与{{station}}联系，我们将协助您办理。'),
  ('00000000-0000-7000-8000-000000000006', 1, 'terminated', '调解终止并告知其他途径',
   '您反映的{{category}}事项（编号{{number}}）经{{body}}调解，双方未能达成协议，调解已经终止。您可以通过以下途径解决：{{ways}}。调解终止不影响您依法主张权利。'),
  ('00000000-0000-7000-8000-000000000007', 1, 'linked', '已移交有关单位',
   '您反映的事项（编号{{number}}）经您同意，已移交{{body}}办理，对方编号为{{their_number}}。办理进展请凭该编号向对方查询，{{station}}将继续关注。'),
  ('00000000-0000-7000-8000-000000000008', 1, 'not_approved', '主任会议未通过的说明',
   '您反映的事项（编号{{number}}）经主任会议研究（{{minutes}}），未列入转办。具体说明见本反馈单。您可以继续通过{{station}}或者法律规定的其他途径反映。');
