"""The provider as a process of its own, with and without a certificate."""

import asyncio
import re
import ssl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sandbox.provider.cli import provider
from sandbox.provider.server import Config, create
from tests.provider.conftest import Caller

_START = "from sandbox.provider.cli import provider; provider()"


async def test_it_says_where_it_listens_and_stops_when_told() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _START, "--port", "0", "--admin-port", "0", "--accounts", "3",
        "--admin-login", "robot", "--admin-token", "robot-token", "--unknown", "absent",
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            line = (await process.stdout.readline()).decode()
        url, desk, admin = re.findall(r"http://[\w.:/]+", line)
        async with aiohttp.ClientSession() as http:
            async with http.get(desk) as response:
                assert len((await response.json())["accounts"]) == 3
            await Caller(http, admin).ok("Session/login", login="robot", token="robot-token")
            answer = await Caller(http, url).call("Session/login", login="alice", password="no")
            assert answer.faultcode == "Server.Session.auth_failed"
    finally:
        process.terminate()
        async with asyncio.timeout(10):
            assert await process.wait() == 0


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A self-signed certificate of this machine and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


async def test_both_realms_speak_tls_with_a_certificate(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    server = create(Config(cert=str(cert), key=str(key)))
    await server.start()
    trust = ssl.create_default_context(cafile=str(cert))
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust)) as http:
            for url in (server.url, server.admin_url or ""):
                assert url.startswith("https://")
                caller = Caller(http, url.replace("127.0.0.1", "localhost"))
                assert await caller.ok("Session/ping", access_token="x") == {"user_id": 0}
    finally:
        await server.stop()


def test_a_key_without_its_certificate_is_a_mistake(certificate: tuple[Path, Path]) -> None:
    result = CliRunner().invoke(provider, ["--port", "0", "--key", str(certificate[1])])

    assert result.exit_code == 2
    assert "--cert" in result.output
