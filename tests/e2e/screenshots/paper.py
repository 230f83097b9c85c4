"""What goes on paper: the poster of a post."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from tests.e2e.screenshots.camera import COLOURS, FOLDER

ROOT = Path(__file__).parents[3]
POST, WIDTH = "LT-100-005", 800


def paper() -> None:
    """Draw the poster of a post with `scripts/zhitong`, and show its page."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([ROOT / "scripts/zhitong", "posters", "--station", POST, "--out", folder], check=True)
        (pdf,) = Path(folder).glob("*.pdf")
        page = pdfium.PdfDocument(pdf)[0]
        shown: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / "poster.png", optimize=True)
