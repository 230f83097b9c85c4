"""What the books are and what is asked of them. Pure."""

from backend.ledgers.domain.asked import KEEPERS, Choices, Page, Sheet, Wanted, Write
from backend.ledgers.domain.books import BOOKS, SPANS
from backend.ledgers.domain.columns import NARROWS, Book, Column, Narrow, Own, Sum, Totals

__all__ = [
    "BOOKS",
    "KEEPERS",
    "NARROWS",
    "SPANS",
    "Book",
    "Choices",
    "Column",
    "Narrow",
    "Own",
    "Page",
    "Sheet",
    "Sum",
    "Totals",
    "Wanted",
    "Write",
]
