"""The list of a batch on paper, for who gets it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.clock import minute
from backend.digests.queries import BatchView, ItemView
from backend.http.words import language, say
from backend.paper import Paper


def draw(batch: BatchView, items: Sequence[ItemView], taken_by: str, now: datetime) -> bytes:
    """Return the list as an A4 PDF in the caller's language; each page says who took it out and when, the end has room for the receipt."""
    paper = Paper(
        f"{say('上报意见清单')} {batch.number}", f"{batch.number}　{taken_by}　{minute(now)}", now, language()
    )
    paper.title(say("上报意见清单"), batch.number)
    paper.facts([
        (say("草案"), batch.solicitation_title),
        (say("报送"), batch.recipient),
        (say("上报日期"), str(batch.sent_on)),
        (say("条目"), say("共{n}条", n=len(items))),
        (say("意见数"), str(batch.opinions)),
        (say("说明"), batch.note),
        (say("回执"), f"{batch.receipt_number}　{batch.receipt_on}　{batch.receipt_by}" if batch.receipt_number else ""),
    ])  # fmt: skip
    for item in items:
        paper.heading(f"{item.article_label or say('整部草案')}　{item.title}")
        paper.note(f"{item.number}　{say('意见{n}条', n=item.opinions)}")
        paper.words(item.text)
    if not batch.receipt_number:
        paper.tear()
        paper.words(say("回执：以上{n}条已收到。", n=len(items)))
        paper.blanks([say("编号"), say("签收人"), say("日期")])
    return paper.bytes()
