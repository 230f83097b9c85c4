"""The feedback sheet as PDF, to be kept or sent on; the page that is printed at the desk says the same."""

from __future__ import annotations

from datetime import datetime

from backend.clock import CHINA
from backend.codes.service.posters import qr
from backend.feedback.queries import SheetView
from backend.http.words import say
from backend.paper import SIDE, Paper

QR_MM = 25.0


def link_of(sheet: SheetView, public_url: str) -> str:
    """Return where the person of a sheet follows the matter, "" for who has no receipt."""
    return f"{public_url}/t/{sheet.receipt}" if sheet.receipt else ""


def draw(sheet: SheetView, public_url: str) -> bytes:
    """Return `sheet` as an A4 PDF in the language its person was answered in; its QR leads to the receipt."""
    lang, link = sheet.language, link_of(sheet, public_url)
    gone = say("内容已删除", lang)
    paper = Paper(f"{say('意见建议反馈单', lang)} {sheet.number}", sheet.number, sheet.issued_at, lang)
    paper.title(say("意见建议反馈单", lang), f"{say('编号', lang)} {sheet.number}")
    paper.facts([
        (say("来件编号", lang), sheet.report_number),
        (say("收到日期", lang), day(sheet.said_at)),
        (say("事项编号", lang), sheet.subject_number),
        (say("答复日期", lang), day(sheet.issued_at)),
        (say("回执号", lang), " ".join(sheet.receipt[n : n + 4] for n in (0, 4, 8)) if sheet.receipt else ""),
    ], columns=2)  # fmt: skip
    paper.heading(say("您说的", lang))
    paper.boxed(sheet.said or gone)
    paper.heading(say("办理结果", lang))
    paper.words(sheet.answer or gone, 14, 1.75)
    signer = f"{say('签发人', lang)} {sheet.signer_name}"
    top = paper.signed([sheet.body_name, signer, day(sheet.issued_at)], say("盖章处", lang))
    if link:
        _follow(paper, top + 6, link, say("扫码查进度", lang))
    paper.blanks([say("收件人签字", lang), say("日期", lang)])
    paper.tear()
    paper.note(f"{say('存根', lang)} {sheet.number}　{say('来件编号', lang)} {sheet.report_number}　{sheet.body_name}")
    paper.blanks([say("送达方式", lang), say("收件人签字", lang), say("日期", lang)])
    return paper.bytes()


def _follow(paper: Paper, top: float, link: str, words: str) -> None:
    after = paper.pdf.get_y()
    qr(paper.pdf, link, SIDE + 3, top, QR_MM)
    paper.pdf.set_xy(SIDE, top + QR_MM + 3)
    paper.note(f"{words}\n{link}")
    paper.pdf.set_y(max(after, paper.pdf.get_y()))


def day(when: datetime) -> str:
    """Return the date in China as people write it."""
    local = when.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日"
