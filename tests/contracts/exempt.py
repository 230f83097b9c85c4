"""Writes that the walks leave out, each with its reason: they name nobody's matter, or take no fields."""

from __future__ import annotations

from tests.contracts import solicitation_writes as soliciting
from tests.contracts.digest_writes import BARE

# Writes that name nobody's matter, each with its reason.
NAMES_NOTHING = {
    "POST /api/login": "names an account, not a matter; unknown and known accounts answer alike (T28)",
    "POST /api/login-links": "names an account, not a matter; says the same of every one (T31)",
    "POST /api/login-links/trade": "names a link by its token, which nobody else has; tests/backend/accounts/views/test_links.py",
    "POST /api/duties": "writes words of one's own area, checked in tests/backend/stations/test_duties.py",
    "POST /api/audit/checks": "names nothing; has the whole record verified",
    "POST /api/logout": "ends one's own session, whose ever that is",
    "POST /api/accounts": "makes somebody new in one's own areas, checked in tests/backend/accounts/views/test_people.py",
    "POST /api/accounts/import": "makes people of one's own areas, checked in tests/backend/accounts/views/test_imports.py",
    "POST /api/me/second-factor": "one's own second factor, whose ever that is",
    "POST /api/me/second-factor/confirm": "one's own second factor",
    "POST /api/me/second-factor/end": "one's own second factor",
    "DELETE /api/me/sessions": "one's own other sessions",
    "PUT /api/me/password": "one's own password",
    "DELETE /api/routing-rules/<uuid:rule_id>": "names a rule of the office, which is gone or another area's; tests/backend/routing",
    "POST /deputies/": "looks for the deputies of a place; deputies are public",
    "POST /api/draft-files": "reads the words of a file that was sent and keeps nothing; tests/backend/solicitations/test_reading.py",
    "POST /api/solicitations": "issues for one's own area under an id of one's own, checked in tests/scenarios/test_solicitations.py",
    "POST /api/opinion-sittings": "keeps a sitting of a station of one's own area; tests/scenarios/test_opinions.py",
    "POST /receptions/<uuid:activity_id>": "takes a slot that is open to everybody; tests/scenarios/test_receptions.py",
    "POST /drafts/<uuid:solicitation_id>/say": "speaks on a draft, which is public, as POST /api/opinions does",
    "POST /drafts/<uuid:solicitation_id>/say/<uuid:article_id>": "likewise on an article of one",
    "POST /api/station-sessions": "says where a mobile station of one's own place stands; tests/scenarios/test_mobile_stations.py",
    "POST /api/station-sessions/<uuid:session_id>/cancel": "names a session, which is public; likewise",
    "POST /api/fund-entries": "enters money of one's own area under an id of one's own; tests/scenarios/test_activity_kinds.py",
    "POST /api/coverage/plans": "keeps trial posts of one's own area under an id of one's own; tests/backend/coverage/test_views.py",
    "DELETE /api/coverage/plans/<uuid:plan_id>": "names an office's plan; tests/backend/coverage/test_views.py tries a neighbour's",
    "POST /api/ledger-books": "keeps a book of one's own area under an id of one's own; tests/scenarios/test_ledgers.py",
    "POST /api/ledger-books/<uuid:book_id>/end": "names an office's book; tests/scenarios/test_ledgers.py tries a neighbour's",
    "POST /api/evaluation-schemes": "weights of one's own area under an id of one's own; tests/scenarios/test_evaluation.py",
    "POST /api/evaluations": "evaluates stations of one's own area under an id of one's own; likewise",
    "POST /api/evaluations/<uuid:evaluation_id>/checks": "names an office's evaluation; tests/scenarios/test_evaluation.py tries a neighbour's",
    "POST /api/evaluations/<uuid:evaluation_id>/claims": "likewise",
    "POST /api/evaluations/<uuid:evaluation_id>/transitions": "likewise",
    "POST /api/station-honours": "asks for a station of one's own area under an id of one's own; likewise",
    "POST /api/station-honours/<uuid:honour_id>/transitions": "likewise",
    "POST /api/story-hints": "reads the words that were sent and keeps nothing; tests/scenarios/test_stories.py",
    "POST /s/": "looks for the stations near a place; stations are public",
}


# Writes in JSON that take no fields at all; what is sent along changes nothing.
NO_FIELDS = {
    "POST /api/audit/checks",
    "DELETE /api/me/sessions",
    "DELETE /api/me/sessions/<uuid:session_id>",
    "DELETE /api/accounts/<int:account_id>/roles/<int:role_id>",
    "POST /api/accounts/<int:account_id>/roles/<int:role_id>/confirm",
    "POST /api/accounts/<int:account_id>/lock",
    "POST /api/accounts/<int:account_id>/unlock",
    "DELETE /api/accounts/<int:account_id>/sessions",
    "POST /api/accounts/<int:account_id>/password-reset",
    "DELETE /api/accounts/<int:account_id>/second-factor",
    "POST /api/logout",
    "POST /api/ledger-books/<uuid:book_id>/end",
    "DELETE /api/coverage/plans/<uuid:plan_id>",
    "DELETE /api/routing-rules/<uuid:rule_id>",
    "DELETE /api/cases/<uuid:case_id>/links/<uuid:link_id>",
    "DELETE /api/stations/<int:station_id>/walls/<uuid:wall_id>",
    "POST /api/notices/<uuid:notice_id>/read",
    "DELETE /api/activities/<uuid:activity_id>/agenda/<uuid:item_id>",
    "DELETE /api/push/subscriptions/<uuid:follow_id>",
    *soliciting.BARE,
    "DELETE /api/cases/<uuid:case_id>/hold",
    "DELETE /api/opinions/<uuid:opinion_id>/thanks",
    "DELETE /api/submissions/<string:receipt>/contents",
    "DELETE /api/opinions/receipts/<string:receipt>/contents",
    "POST /api/opinions/receipts/<string:receipt>/withdrawal",
    *BARE,
    "DELETE /api/partners/<uuid:partner_id>",
    "POST /api/inbound/<uuid:partner_id>",  # verified before it is read
    "POST /api/gateway/receipts",
    "POST /api/partners/<uuid:partner_id>/rotate",
    "POST /api/partners/<uuid:partner_id>/test",
    "POST /api/partners/<uuid:partner_id>/deliveries/<uuid:delivery_id>/resend",
}
