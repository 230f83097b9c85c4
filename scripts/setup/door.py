"""Hands one file, the certificate of the local authority, to phones in the local network: `door.py FILE PORT`."""

from __future__ import annotations

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Door(BaseHTTPRequestHandler):
    """Answers one path and knows no other; the file is public by nature."""

    certificate: bytes

    def do_GET(self) -> None:
        """Send the certificate."""
        if self.path != "/ca.crt":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-x509-ca-cert")
        self.send_header("Content-Length", str(len(self.certificate)))
        self.end_headers()
        self.wfile.write(self.certificate)

    def log_message(self, *_: object) -> None:
        """Write no log: who fetched it is nobody's business."""


if __name__ == "__main__":
    Door.certificate = Path(sys.argv[1]).read_bytes()
    ThreadingHTTPServer(("", int(sys.argv[2])), Door).serve_forever()
