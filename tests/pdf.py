"""Reading PDFs back."""

from __future__ import annotations

import pypdfium2


def words_of(pdf: bytes) -> str:
    """Return what stands on the pages of a PDF, without ends of lines."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    finally:
        document.close()


def pictures_of(pdf: bytes) -> int:
    """Return how many pictures stand on the pages of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
        return sum(len(list(page.get_objects(filter=[kind]))) for page in document)
    finally:
        document.close()
