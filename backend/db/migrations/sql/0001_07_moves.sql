-- The allowed changes, as `cases/domain/table.py` has them (a contract test holds the two together); the trigger refuses the rest.
insert into case_move (id, from_state, to_state, roles, holders, needs) values
  ('7', 'pending', 'accepted', '{liaison,town_congress}', '{}', '{"level": 0}'),
  ('2', 'pending', 'withdrawn', '{}', '{citizen}', '{}'),
  ('3', 'pending', 'refused', '{liaison,town_congress}', '{}', '{"ways": 5}'),
  ('5', 'pending', 'lacking', '{liaison}', '{}', '{"asked": 5}'),
  ('6-1', 'lacking', 'pending', '{}', '{citizen,author}', '{"more": 2}'),
  ('6-2', 'lacking', 'pending', '{system}', '{}', '{}'),
  ('exit-refused', 'refused', 'answering', '{liaison}', '{}', '{}'),
  ('4', 'pending', 'joined', '{liaison}', '{}', '{"into": 5}'),
  ('7a-1', 'accepted', 'verifying', '{liaison}', '{}', '{"handling": 5}'),
  ('7a-2', 'accepted', 'answering', '{liaison}', '{}', '{"handling": 5}'),
  ('8-1', 'accepted', 'triage', '{liaison,town_congress}', '{}', '{}'),
  ('8-2', 'accepted', 'triage', '{liaison,town_congress}', '{}', '{}'),
  ('7b-1', 'pending', 'verifying', '{}', '{deputy}', '{"handling": 5}'),
  ('7b-2', 'pending', 'answering', '{}', '{deputy}', '{"handling": 5}'),
  ('7c-1', 'pending', 'pending', '{}', '{deputy}', '{"forwarded_to": 1, "forward_note": 5}'),
  ('7c-2', 'answering', 'answering', '{}', '{deputy}', '{"forwarded_to": 1, "forward_note": 5}'),
  ('A1', 'triage', 'dispatched', '{liaison,town_congress}', '{}', '{"body": 1, "due": 10}'),
  ('A1-recall', 'dispatched', 'triage', '{liaison,town_congress}', '{}', '{}'),
  ('A2', 'dispatched', 'returned', '{department,mediator}', '{}', '{"suggested": 2}'),
  ('exit-returned-1', 'returned', 'triage', '{liaison,town_congress}', '{}', '{}'),
  ('A3-1', 'dispatched', 'mediating', '{mediator}', '{}', '{"willing": 2}'),
  ('A3-2', 'dispatched', 'handling', '{department}', '{}', '{}'),
  ('A4', 'mediating', 'agreed', '{mediator}', '{}', '{"agreement": 5, "effective_on": 10, "perform_by": 10}'),
  ('A5', 'mediating', 'terminated', '{mediator}', '{}', '{"ways": 5}'),
  ('A7-1', 'agreed', 'verifying', '{mediator}', '{}', '{"handling": 5}'),
  ('A7-2', 'handling', 'verifying', '{department}', '{}', '{"handling": 5}'),
  ('A6-1-1', 'mediating', 'extending', '{mediator}', '{}', '{"due": 10}'),
  ('A6-2-1', 'extending', 'mediating', '{liaison,town_congress}', '{}', '{}'),
  ('A6-3-1', 'extending', 'mediating', '{liaison,town_congress}', '{}', '{}'),
  ('A6-1-2', 'handling', 'extending', '{department}', '{}', '{"due": 10}'),
  ('A6-2-2', 'extending', 'handling', '{liaison,town_congress}', '{}', '{}'),
  ('A6-3-2', 'extending', 'handling', '{liaison,town_congress}', '{}', '{}'),
  ('A6-1-3', 'organ_handling', 'extending', '{court,department,organ}', '{}', '{"due": 10}'),
  ('A6-2-3', 'extending', 'organ_handling', '{working_body}', '{}', '{}'),
  ('A6-3-3', 'extending', 'organ_handling', '{working_body}', '{}', '{}'),
  ('A8-1', 'terminated', 'offered', '{liaison}', '{}', '{"body": 1, "permission": 2}'),
  ('A8-2', 'offered', 'linked', '{court,justice_office,petition_office,police}', '{}', '{"their_number": 2}'),
  ('A8-3', 'offered', 'terminated', '{court,justice_office,petition_office,police}', '{}', '{}'),
  ('A8-4', 'handling', 'linked', '{department}', '{}', '{"outside": 2, "their_number": 2, "permission": 2}'),
  ('exit-linked', 'linked', 'answering', '{liaison}', '{}', '{}'),
  ('exit-terminated', 'terminated', 'answering', '{liaison}', '{}', '{"ways": 5}'),
  ('B1-1', 'triage', 'to_report', '{liaison,town_congress}', '{}', '{"basis": 1}'),
  ('B1-2', 'mediating', 'to_report', '{liaison,town_congress}', '{}', '{"basis": 1}'),
  ('B1-3', 'handling', 'to_report', '{liaison,town_congress}', '{}', '{"basis": 1}'),
  ('B1-4', 'terminated', 'to_report', '{liaison,town_congress}', '{}', '{"basis": 1}'),
  ('B1-5', 'returned', 'to_report', '{liaison,town_congress}', '{}', '{"basis": 1}'),
  ('B2-1', 'to_report', 'sent_up', '{liaison}', '{}', '{"body": 1, "summary": 5}'),
  ('B2-2', 'sent_up', 'sorting', '{research_centre}', '{}', '{}'),
  ('B2-3', 'sent_up', 'to_report', '{research_centre}', '{}', '{}'),
  ('B3', 'sorting', 'studying', '{research_centre}', '{}', '{"body": 1, "report": 5, "together": 0}'),
  ('B4', 'studying', 'sent_back', '{working_body}', '{}', '{}'),
  ('exit-sent-back', 'sent_back', 'triage', '{liaison,town_congress}', '{}', '{}'),
  ('B5', 'studying', 'tabled', '{working_body}', '{}', '{"body": 1, "agenda": 2, "together": 0}'),
  ('B6-1', 'tabled', 'approved', '{chairpersons}', '{}', '{"minutes": 2, "met_on": 10, "together": 0}'),
  ('B6-2', 'tabled', 'not_approved', '{chairpersons}', '{}', '{"minutes": 2, "met_on": 10, "together": 0}'),
  ('B6-3', 'tabled', 'to_supplement', '{chairpersons}', '{}', '{"minutes": 2, "met_on": 10, "together": 0}'),
  ('exit-not-approved-1', 'not_approved', 'triage', '{town_congress}', '{}', '{}'),
  ('exit-not-approved-2', 'not_approved', 'answering', '{town_congress}', '{}', '{"explanation": 5}'),
  ('exit-to-supplement', 'to_supplement', 'sorting', '{research_centre}', '{}', '{"material": 5}'),
  ('B7', 'approved', 'forwarded', '{working_body}', '{}', '{"body": 1, "letter": 2, "due": 10, "together": 0}'),
  ('B7-recall', 'forwarded', 'approved', '{working_body}', '{}', '{}'),
  ('B8-1', 'forwarded', 'organ_signed', '{court,department,organ}', '{}', '{}'),
  ('B8-2', 'forwarded', 'returned', '{court,department,organ}', '{}', '{"suggested": 2}'),
  ('exit-returned-2', 'returned', 'forwarded', '{working_body}', '{}', '{"body": 1, "letter": 2, "due": 10}'),
  ('B9-1', 'organ_signed', 'organ_handling', '{court,department,organ}', '{}', '{}'),
  ('B9-2', 'organ_handling', 'organ_replied', '{court,department,organ}', '{}', '{"result": 5}'),
  ('B10-1', 'organ_replied', 'verifying', '{town_congress,working_body}', '{}', '{}'),
  ('B10-2', 'organ_replied', 'redoing', '{town_congress,working_body}', '{}', '{}'),
  ('9', 'verifying', 'answering', '{verifier}', '{}', '{"check": 2}'),
  ('10', 'verifying', 'redoing', '{verifier}', '{}', '{}'),
  ('exit-redoing-1', 'redoing', 'handling', '{department}', '{}', '{}'),
  ('exit-redoing-2', 'redoing', 'mediating', '{mediator}', '{}', '{}'),
  ('exit-redoing-3', 'redoing', 'organ_handling', '{court,department,organ}', '{}', '{}'),
  ('exit-redoing-4', 'redoing', 'accepted', '{liaison}', '{}', '{}'),
  ('11-1', 'answering', 'answered', '{liaison}', '{deputy}', '{"answer": 5}'),
  ('11-2', 'answering', 'answered', '{liaison,system}', '{deputy}', '{}'),
  ('12-1', 'answered', 'closed', '{department,liaison}', '{}', '{"consent": 2}'),
  ('12-2', 'answered', 'closed', '{system}', '{}', '{}'),
  ('13-1', 'answered', 'reopened', '{}', '{citizen}', '{}'),
  ('13-2', 'answered', 'reopened', '{town_congress}', '{}', '{}'),
  ('13-3', 'closed', 'reopened', '{}', '{citizen}', '{}'),
  ('13-4', 'closed', 'reopened', '{town_congress}', '{}', '{}'),
  ('exit-reopened', 'reopened', 'accepted', '{liaison}', '{}', '{}'),
  ('14', 'closed', 'archived', '{system}', '{}', '{}');
update case_move set reason_required = true where id in ('3', '8-1', '8-2', 'A1-recall', 'A2', 'A5', 'A6-1-1', 'A6-3-1', 'A6-1-2', 'A6-3-2', 'A6-1-3',
  'A6-3-3', 'A8-3', 'B1-2', 'B1-3', 'B1-4', 'B1-5', 'B2-3', 'B4', 'B6-2', 'B6-3', 'B7-recall', 'B8-2', 'B10-2', '10', '13-1', '13-2', '13-3', '13-4');
update case_move set only_skipping = true where id in ('7a-2', '7b-2');
update case_move set not_handler = true where id in ('9', '10');
update case_move set resumes = true where id in ('A6-2-1', 'A6-3-1', 'A6-2-2', 'A6-3-2', 'A6-2-3', 'A6-3-3', 'exit-redoing-1', 'exit-redoing-2',
  'exit-redoing-3', 'exit-redoing-4');
update case_move set handles = true where id in ('7a-1', '7a-2', '7b-1', '7b-2', 'A7-1', 'A7-2', 'B9-2');
update case_move set joins = true where id in ('4');
update case_move set signs = true where id in ('11-1');
update case_move set tells = true where id in ('3', '5', '7c-1', '7c-2', 'A5', 'A8-1');
update case_move set alone = true where id in ('2');
update case_move set gathers = true where id in ('B3', 'B5', 'B6-1', 'B6-2', 'B6-3', 'B7');
update case_move set within = 'dispatched' where id in ('A2');
update case_move set within = 'forwarded' where id in ('B8-2');
update case_move set within = 'objection' where id in ('13-1', '13-3');
update case_move set after = 'lacking' where id in ('6-2');
update case_move set after = 'objection' where id in ('12-2');
update case_move set after = 'archive' where id in ('14');
update case_move set follows = '11-1' where id in ('11-2');
update case_move set proof = 'B6-1' where id in ('B7', 'exit-returned-2');
update case_move set seat = 'handler' where id in ('A1', 'B7', 'exit-returned-2');
update case_move set seat = 'receiver' where id in ('A8-1');
update case_move set seat = 'research_centre' where id in ('B2-1');
update case_move set seat = 'working_body' where id in ('B3');
update case_move set seat = 'chairpersons' where id in ('B5');
update case_move set ends = 'handler' where id in ('8-1', '8-2', 'A1-recall', 'A2', 'B1-2', 'B1-3', 'B1-4', 'B1-5', 'B7-recall', 'B8-2');
update case_move set ends = 'receiver' where id in ('A8-3', 'exit-linked');
update case_move set ends = 'research_centre' where id in ('B2-3');
update case_move set ends = '*' where id in ('14');
update case_move set channel = 'industry' where id in ('8-1', 'A1', 'exit-sent-back', 'exit-not-approved-1');
update case_move set channel = 'congress' where id in ('8-2', 'B1-1', 'B1-2', 'B1-3', 'B1-4', 'B1-5');
update case_move set bodies = '{department,mediator}' where id in ('A1');
update case_move set bodies = '{court,justice_office,petition_office,police}' where id in ('A8-1');
update case_move set bodies = '{research_centre}' where id in ('B2-1');
update case_move set bodies = '{working_body}' where id in ('B3');
update case_move set bodies = '{chairpersons}' where id in ('B5');
update case_move set bodies = '{court,department,organ}' where id in ('B7', 'exit-returned-2');
