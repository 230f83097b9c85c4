"""A program of ours that reads what strangers wrote, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


def answer_of(
    program: Path, arguments: list[str], *, seconds: float, data: bytes = b"", folder: Path = Path("/")
) -> dict[str, Any] | None:
    """Return the JSON that `program` answers, None when it died, said nothing or took more than `seconds`.

    `data` is its standard input, `folder` where it works. It gets no environment: neither our keys nor anybody's PYTHONPATH
    reach it. Its limits of memory and time it sets itself, first of all.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by its path
            [sys.executable, "-I", str(program), *arguments],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
            cwd=folder,
            # numpy's threads would take the memory that the reading needs
            env={"OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode or not done.stdout:
        return None
    told: dict[str, Any] = json.loads(done.stdout, parse_constant=lambda _: None)
    return told
