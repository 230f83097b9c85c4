"""Single pinned files from the Python package index, for what is needed before there is an installer.

The index is the one this machine is set up for (environment or pip's own configuration), the default index only when
nothing is said. What arrives is used only if its digest is the pinned one, wherever it came from.
"""

from __future__ import annotations

import configparser
import hashlib
import html
import os
import re
import shutil
import ssl
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from .say import SetupError
from .shell import certificates

DEFAULT_INDEX = "https://pypi.org/simple/"
PIP_FILES = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")


@dataclass(frozen=True)
class Wheel:
    """One file of the index and the digest it must have."""

    project: str
    filename: str
    sha256: str


def index() -> str:
    """Return the simple index this machine uses, with a slash at the end."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name].rstrip("/") + "/"
    reader = configparser.RawConfigParser(strict=False)
    files = [os.environ.get("PIP_CONFIG_FILE", ""), *PIP_FILES]
    try:
        reader.read([Path(name).expanduser() for name in files if name])
    except (configparser.Error, UnicodeDecodeError):
        return DEFAULT_INDEX
    return reader.get("global", "index-url", fallback=DEFAULT_INDEX).rstrip("/") + "/"


def unpack(wheel: Wheel, target: Path) -> Path:
    """Fetch `wheel`, check its digest and unpack it into `target` (replaced as a whole); return `target`.

    Raises SetupError when the index does not answer, lacks the file or sends other bytes.
    """
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    archive = fresh / wheel.filename
    archive.write_bytes(_fetch(wheel))
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            path = Path(packed.extract(member, fresh))
            mode = member.external_attr >> 16
            if path.is_file() and mode & 0o111:
                path.chmod(0o755)
    archive.unlink()
    shutil.rmtree(target, ignore_errors=True)
    return fresh.rename(target)


def _fetch(wheel: Wheel) -> bytes:
    page_url = urljoin(index(), f"{wheel.project}/")
    page = _get(page_url).decode("utf-8", "replace")
    for found in re.findall(r'href="([^"]+)"', page):
        url = urljoin(page_url, html.unescape(found)).split("#")[0]
        if unquote(urlsplit(url).path).endswith("/" + wheel.filename):
            data = _get(url)
            if hashlib.sha256(data).hexdigest() == wheel.sha256:
                return data
            raise SetupError(f"{wheel.filename} from {urlsplit(url).netloc} is not the pinned file (digest differs)")
    raise SetupError(f"the package index {index()} does not offer {wheel.filename}")


def _get(url: str) -> bytes:
    bundle = certificates()
    trust = ssl.create_default_context(cafile=str(bundle) if bundle else None)
    try:
        with urllib.request.urlopen(url, timeout=120, context=trust) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, OSError) as error:
        raise SetupError(f"could not fetch {url}: {error}") from error
