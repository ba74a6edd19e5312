"""A certificate that nobody vouches for: refused, unless the site's profile says otherwise, and then marked."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawling import Crawl, TableServer, page
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pipelines.archive import Archive


@pytest.fixture
def signed_by_itself(tmp_path: Path) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "server.pem"
    path.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_certificate_is_checked_unless_the_profile_says_otherwise(
    signed_by_itself: ssl.SSLContext, crawl: Crawl, tmp_path: Path
) -> None:
    with TableServer({"/": page("Home", "/gone")}, signed_by_itself) as server:
        refused = crawl(server.url + "/")
        assert (refused["pages"], server.requests) == ([], [])
        assert "certificate verify failed" in refused["trouble"][0]
        taken = crawl(server.url + "/", profile={"tls_verified": False})
    assert taken["rows"] == {
        "/": ["ok", "tls_verified=false"],
        "/gone": ["skipped", "not found (HTTP 404) (tls_verified=false)"],
    }
    with Archive(tmp_path / "home" / "archive") as archive:
        capture = archive.newest(server.url + "/")
        assert capture
        assert archive.read_record(capture).warc["colloquy-tls-verified"] == "false"
