"""Every look-up of a definer, called where there are 100,000 rows of each: it reads by index, and no more than it may."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from backend.db import Context
from backend.settings import Settings
from tests.contracts import plans
from tests.contracts.test_explain_rest import CITIZEN, DRAFT, LINKED, ONE, STAFF, TOWN, judge
from tests.contracts.test_rls import FUNCTIONS as FUNCTIONS_OF_OURS
from tests.make import Maker

# The definer's look-ups stand in the migrations; a call of each, the indexes it needs, the most rows in a table.
FUNCTIONS: list[tuple[str, str, str, set[str], int]] = [
    ("login_of", "app", "'d7'", {"account_login_key", "account_role_account_idx", "second_factor_pkey"}, 2),
    ("session_of", "app", "sha256('7'), interval '1 day', '{liaison}', interval '30 minutes'", {"session_pkey", "account_pkey", "account_role_account_idx", "second_factor_pkey"}, 10),
    ("login_link_ask", "app", f"'d7', '{ONE}', sha256('t'), sha256('d')", {"account_login_key"}, 3),
    ("login_link_due", "worker", f"'{ONE}'", {"login_link_pkey"}, 2),
    ("login_link_sent", "worker", f"'{ONE}'", {"login_link_pkey"}, 2),
    ("login_link_of", "app", "sha256('t')", {"login_link_token_hash_key"}, 2),
    ("login_link_use", "app", "sha256('t')", {"login_link_token_hash_key"}, 2),
    ("body_people", "app", "array[1]::bigint[]", {"body_member_pkey"}, 200),
    ("people_known", "app", "'mediator'", {"account_kinds_idx"}, 500),
    ("account_beyond", "app", "7", {"account_role_account_idx"}, 10),
    ("session_close", "app", "sha256('7')", {"session_pkey"}, 1),
    ("missing_of", "app", f"'{ONE}', 1", {"report_pkey", "report_attachment_pkey", "attachment_sent_idx|attachment_once"}, 2),
    ("receipt_of", "app", "'00000000007D'", {"submission_receipt_key", "opinion_receipt_key", "case_report_report_idx"}, 1),
    ("digest_group_areas", "app", "", set(), 4),
    ("digest_body_areas", "app", "", set(), 4),
    ("review_areas", "app", "", set(), 5),
    ("my_reviews", "app", "", set(), 5),
    ("my_reviewed_opinions", "app", "", set(), 5),
    ("expert_account", "app", "'d7'", set(), 4),
    ("conflict_of", "app", f"'{ONE}', '{ONE}'", set(), 5),
    ("results_of", "app", f"'{DRAFT}'", set(), 10),
    ("results_counts", "app", f"'{DRAFT}'", {"opinion_draft_idx"}, 12_000),
    ("remind_experts", "worker", "'2026-03-01'", set(), 5),
    ("my_solicitations", "app", "", set(), 500),
    ("deputy_report", "app", f"'{ONE}', 13", {"case_report_pkey", "submission_pkey"}, 2),
    ("my_receptions", "app", "", {"deputy_account_idx"}, 50),
    ("receptions_shown", "app", f"'{ONE}', null, null, null, null, '2000-01-01', 1", set(), 5),
    ("receptions_shown", "app", "null, 1, null, null, null, '2000-01-01', 6", set(), 500),
    ("appointment_of", "app", "'00000000007D'", set(), 1),
    ("reception_contacts_erase", "worker", "180, 20", set(), 500),
    ("reception_words_erase", "worker", "1095, 20", set(), 500),
    ("performance_of", "app", "1, '2026-01-01', '2026-12-31'", set(), 5),
    ("deputy_figures", "app", "13, now()", {"submission_deputy_idx"}, 20_000),
    ("count_code", "app", "7, false", {"representative_code_pkey", "code_day_pkey"}, 400),
    ("own_code_use", "app", "'2026-03-01', '2026-04-01'", {"deputy_account_idx"}, 20_000),
    ("deputy_cases", "app", "13, true, null, null, 50", {"submission_deputy_idx", "case_report_report_idx"}, 20_000),
    ("push_follow_add", "app", f"'https://x', sha256('x'), 'a', 'b', null, '{ONE}', 9", {"push_follow_report_idx"}, 2),
    ("push_follow_add", "app", "'https://x', sha256('x'), 'a', 'b', 1, null, 9", {"push_follow_account_idx"}, 2),
    ("push_follow_end", "app", f"'{ONE}', null, '{ONE}'", {"push_follow_pkey"}, 1),
    ("draft_followers", "worker", f"'{DRAFT}'", {"push_follow_report_idx"}, 12_000),
    ("push_targets", "worker", f"'{ONE}', 1", {"push_follow_report_idx", "push_follow_account_idx", "push_subscription_pkey"}, 2),
    ("push_target", "worker", f"'{ONE}'", {"push_follow_pkey"}, 1),
    ("push_gone", "worker", f"'{ONE}', 410::smallint", {"push_subscription_pkey"}, 1),
    ("gateway_told", "app", f"'{ONE}', 'failed'", {"delivery_pkey"}, 2),
    ("asked_of", "app", "1", {"ask_author_idx|cases_lapsing_idx"}, 20),
    ("own_sighting", "app", f"'{ONE}', 1", {"report_pkey", "case_report_report_idx"}, 2),
    ("ask_gateway_told", "app", f"'{ONE}', 'failed'", {"ask_delivery_pkey"}, 2),
    ("partner_secrets", "app", "'00000000-0000-0000-0000-000000000003'", set(), 5),
    ("partner_note_kept", "app", "'00000000-0000-0000-0000-000000000003', '7'", {"partner_note_pkey"}, 2),
    ("partner_note_add", "app", "'00000000-0000-0000-0000-000000000003', 'new', '', 'n775', 'x', ''", {"cases_number_key"}, 10),
    ("registered_as", "app", f"'hotline', '7', '{TOWN}'", set(), 2),
    ("reports_of_case", "app", f"'{ONE}'", {"case_report_pkey"}, 5),
    ("left_by_own_move", "app", f"'{ONE}', 1, 'accepted'", {"case_event_once"}, 5),
    ("give_reports", "app", f"'{ONE}', array['{ONE}']::uuid[]", {"cases_pkey|cases_parent_idx"}, 2),
    ("hidden_matters", "app", f"array['{TOWN}']", {"cases_hidden_idx|cases_area_idx"}, 5000),
    ("cell_workers", "app", "'G5-5'", {"grid_cell_code_idx"}, 200),
    ("edition_workers", "app", "1", set(), 5000),
    ("withdraw_edition", "app", "2, '王', '画错了'", set(), 5),
    ("near_the_field", "app", "1, '2026-03-01'", {"grid_cell_code_idx", "cases_cell_idx"}, 2000),
    ("my_bodies", "app", "", {"body_member_account_idx"}, 2),
    ("my_ballots", "app", "", {"ballot_member_account_idx|ballot_teller_account_idx"}, 4),
    ("teller_found", "app", f"'w700', '{TOWN}'", {"account_login_key"}, 4),
    ("my_signings", "app", "", set(), 5),
    ("my_activities", "app", "", {"activity_participant_body_idx"}, 1200),
    ("busy", "app", f"7, null, now(), now() + interval '2 hours', '{ONE}'", {"activity_person_account_idx", "activity_pkey"}, 500),
    ("visit_workers", "app", f"'{TOWN}001', 'G5-5', null", set(), 60_000),
    ("tell_visit", "app", f"'{ONE}'", set(), 5),
    ("colleagues", "app", f"'{TOWN}'", set(), 60_000),
    ("sign_in", "app", f"'{ONE}', gen_random_uuid(), null, '王', ''", {"activity_pkey"}, 2),
    ("note_score", "app", f"'{ONE}', sha256('x'), 'fair', ''", {"activity_pkey"}, 30),
    ("public_activities", "app", f"'{TOWN}', null, null, null, null, now(), now() + interval '30 days', 50", {"activity_public_idx"}, 8000),
    ("public_activity", "app", f"'{ONE}'", {"activity_pkey"}, 100),
    ("public_promises", "app", f"'{ONE}'", set(), 100),
    ("tell_claim", "app", f"'{ONE}', 1", set(), 5),
    ("tell_claim_checked", "app", f"'{ONE}', 1", set(), 5),
    ("tell_promises", "worker", "china_today() + 3", set(), 300_000),
    ("my_cases", "app", "", {"case_seat_body_idx"}, 1200),
    ("my_solicitation_tasks", "app", "", set(), 1200),
    ("notice_late_tasks", "worker", "", set(), 1200),
    ("my_reports", "app", "", {"case_report_pkey"}, 1200),
    ("my_contacts", "app", "", {"case_report_pkey"}, 1200),
    ("own_handovers", "app", "", {"submission_pkey|case_report_report_idx"}, 500),
    ("my_parties", "app", "", {"mediation_party_case_idx"}, 2400),
    ("wall_found", "app", "sha256('t')", set(), 2),
    ("wall_seen", "app", "sha256('t')", set(), 2),
    ("link_found", "app", "sha256('tn775')", {"case_link_token_hash_key", "case_seat_open_idx|case_seat_pkey", "case_event_once"}, 200),
    ("link_bound", "app", "sha256('tn775'), sha256('x')", {"case_link_token_hash_key"}, 2),
    ("link_of", "app", "sha256('dn775')", {"case_link_device_hash_key"}, 200),
    ("link_seen", "app", "sha256('dn775')", {"case_link_device_hash_key"}, 2),
    ("linked_case", "app", "", {"case_link_device_hash_key"}, 2),
    ("linked_role", "app", "", {"case_link_device_hash_key"}, 2),
    ("linked_reports", "app", "", {"case_link_device_hash_key", "case_report_pkey"}, 2),
    ("attachment_forget", "worker", "40, 9", set(), 300_000),
    ("session_forget", "worker", "30", set(), 100_000),
    ("claim_wish", "app", f"'X1', '{ONE}', 'R', null, null, null, '爱心人士'", set(), 5),
    ("thanked", "app", f"'{ONE}'", set(), 500),
    ("introduces", "app", f"'{ONE}'", set(), 5),
    ("hanging_wish", "app", "'X1'", set(), 5),
    ("wish_tree", "app", "'621124', '621125', 50", set(), 500),
    ("public_stories", "app", "null, null, null, null, null, 100", set(), 500),
    ("public_story_counts", "app", "", set(), 500),
    ("adopted_at", "app", "1, 20", set(), 12_000),
    ("release_stations", "worker", "'2026-03-01'", {"opinion_received_idx", "case_event_came_idx"}, 600_000),
    ("public_audiences", "app", "'621124'", set(), 100_000),
    ("wish_receipt", "app", "'R'", set(), 5),
    ("notice_read", "app", f"'{ONE}', 1", {"notice_pkey"}, 1),
]  # fmt: skip
# Run by a named statement above; and one that only writes a row.
WITHIN = {
    "retention_due",
    "stored",
    "opinion_stored",
    "opinion_due",
    "notice_new_cases",
    "notice_follow_ups",
    "deputy_photo",
    "forewarn_cases",
    "tell_alert",
    "tell_bulletin",
    "tell_edition",
    "tell_late_initiatives",
}
ONE_ROW = {"session_open"}
# Run by the triggers of a case: one that joins another, by the first column of the primary key of case_report; seats, by
# that of case_seat and by case_event_once; who is told of a seat or an urging, by the few people of a body and of an area;
# of sheets, ratings and deliveries: one row by its primary key; of a role, by the index of a person's roles; of an erasure, above.
BY_TRIGGER = {
    "join_reports", "take_seat", "leave_seat", "tell_seated", "tell_urged", "tell_forwarded", "end_login_links", "note_reached", "note_unreached", "check_roles",
    "erase_contents", "tell_asked", "tell_invited", "tell_agenda", "mark_level", "keep_inside", "tell_initiative", "tell_proposal", "tell_appointment", "tell_evaluated", "tell_honour", "free_hosts", "mark_elsewhere", "check_rating", "mark_rated", "mark_talked", "withdraw_alert", "check_ballot_sum", "settle_wish",
    "tell_person", "tell_settled", "tell_signer",
    "tell_task", "erase_opinion", "check_assignment", "check_verdict", "end_assignments", "check_digest_opinion", "opinions_follow", "opinion_sorted",
    "tell_followers", "tell_of_version", "forget_followers",
}  # fmt: skip


@pytest.mark.parametrize(("name", "who", "arguments", "indexes", "most"), FUNCTIONS)
def test_a_look_up_of_the_definers_reads_by_index(
    country: Settings, name: str, who: str, arguments: str, indexes: set[str], most: int
) -> None:
    call = text(f"select * from {name}({arguments})".replace("::", "\\:\\:"))
    context = {
        "my": Context(viewer=700),
        "near": Context(viewer=1),
        "asked": Context(viewer=1),
        "own": Context(viewer=1),
        "hidden": STAFF,
        "linked": LINKED,
    }.get(name.partition("_")[0], CITIZEN)
    judge(plans.of_call(country, who, context, lambda session: session.execute(call)), indexes, most)


def test_every_look_up_of_the_definers_is_explained(make: Maker) -> None:
    rows = make.rows(FUNCTIONS_OF_OURS)
    assert {row.proname for row in rows if row.prosecdef} == {
        each[0] for each in FUNCTIONS
    } | WITHIN | ONE_ROW | BY_TRIGGER
