"""Reading opinions as they are digested, items, experts, batches, and the figures."""

from backend.digests.queries.items import end_reviews, item, items, lock, next_number
from backend.digests.queries.pool import account_of, conflict_of, experts, specialities
from backend.digests.queries.reading import (
    SQL,
    article_of,
    articles,
    body_areas,
    draft,
    drafts,
    free,
    funnel,
    in_hand,
    opinions,
    opinions_by_id,
    outcomes,
    results,
    results_counts,
    running,
    to_answer,
)
from backend.digests.queries.sending import batches, notices
from backend.digests.queries.shapes import (
    Answered,
    ArticleRow,
    BatchView,
    Count,
    DraftRow,
    Event,
    ExpertView,
    FunnelRow,
    ItemView,
    Moment,
    NoticeView,
    OpinionRow,
    OutcomeRow,
    Result,
    Review,
    Told,
    Wanted,
    Wording,
)

__all__ = ["SQL", "Answered", "ArticleRow", "BatchView", "Count", "DraftRow", "Event", "ExpertView", "FunnelRow", "ItemView", "Moment", "NoticeView", "OpinionRow", "OutcomeRow", "Result", "Review",
    "Told", "Wanted", "Wording", "account_of", "article_of", "articles", "batches", "body_areas", "conflict_of", "draft", "drafts", "end_reviews", "experts", "free", "funnel", "in_hand", "item", "items", "lock", "next_number", "notices", "opinions", "opinions_by_id", "outcomes", "results", "results_counts", "running", "specialities", "to_answer"]  # fmt: skip
