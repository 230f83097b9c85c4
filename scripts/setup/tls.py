"""A certificate for this machine's address in the local network, signed by an authority of its own.

Run with the project's Python (`cryptography`), as `tls.py FOLDER ADDRESS`. The authority is made once, so that a phone
that trusts it keeps doing so; the certificate is made again when the address changes or it soon runs out.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Phones refuse certificates of servers that are valid for more than 825 days.
SERVER_DAYS = 397
AUTHORITY_DAYS = 3650
RENEW_DAYS = 30


def main(folder: Path, address: str) -> None:
    """Have `ca.crt`, `server.crt` and `server.key` for `address` in `folder`; keys are readable for their owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority, authority_key = _authority(folder)
    server = folder / "server.crt"
    if server.exists() and _still_good(server, address):
        return
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _builder(address, authority.subject, key.public_key(), SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName(_names(address)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write_key(folder / "server.key", key)
    server.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    certificate_file, key_file = folder / "ca.crt", folder / "ca.key"
    if certificate_file.exists() and key_file.exists():
        stored = serialization.load_pem_private_key(key_file.read_bytes(), None)
        if isinstance(stored, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(certificate_file.read_bytes()), stored
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"Zhitong {socket.gethostname()}"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    certificate = (
        _builder(name[:64], subject, key.public_key(), AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_may_sign(), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_key(key_file, key)
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return certificate, key


def _builder(name: str, issuer: x509.Name, public_key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=days))
    )


def _names(address: str) -> list[x509.GeneralName]:
    loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    return [x509.IPAddress(ipaddress.ip_address(address)), loopback, x509.DNSName("localhost")]


def _may_sign() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _still_good(path: Path, address: str) -> bool:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    left = certificate.not_valid_after_utc - dt.datetime.now(dt.UTC)
    known = names.get_values_for_type(x509.IPAddress)
    return ipaddress.ip_address(address) in known and left > dt.timedelta(days=RENEW_DAYS)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    data = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
