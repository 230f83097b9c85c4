"""/drafts/{id}/results: what became of what people said of a draft, for everybody."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from backend.digests import service as digests
from backend.front.pages.frame import page, pages
from backend.http.transaction import transact
from backend.http.words import language, say
from backend.opinions import service as opinions


@pages.get("/drafts/<uuid:draft_id>/results")
def results(draft_id: UUID) -> Response:
    """Show how many spoke, what was adopted and where it stands now, and why the rest was not; no person, no small place."""
    title, issuer, _, counts, found = transact(lambda session: digests.results(session, draft_id))
    thanked = transact(lambda session: opinions.thanked(session, draft_id))
    whole, places = counts[0], counts[1:]
    items = [
        {
            "label": each.label or say("整部草案"), "title": each.title, "said": each.said, "reason": each.reason, "opinions": each.opinions,
            "outcome": (each.outcome_name_en if language() == "en" else each.outcome_name) or say("没有上报"),
            "good": each.outcome in digests.ADOPTED, "final_label": each.final_label, "final_text": each.final_text,
        }
        for each in found
    ]  # fmt: skip
    return page(
        "results",
        title=title,
        issuer=issuer,
        draft_id=draft_id,
        whole=whole,
        places=places,
        items=items,
        thanked=thanked,
    )
