"""A certificate that no authority signed, made for a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def write_certificate(
    folder: Path, stem: str, host: str, address: IPv4Address | None = None
) -> tuple[Path, Path]:
    """Write the certificate of a host and its key, valid for a day around now; give their paths.

    With an ``address``, it may be taken for the authority of the server that answers there.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )
    if address is not None:
        names = x509.SubjectAlternativeName([x509.IPAddress(address)])
        authority = x509.BasicConstraints(ca=True, path_length=None)
        builder = builder.add_extension(names, critical=False).add_extension(
            authority, critical=True
        )
    certificate = builder.sign(key, hashes.SHA256())
    paths = folder / f"{stem}.crt", folder / f"{stem}.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    paths[1].write_bytes(private)
    return paths
