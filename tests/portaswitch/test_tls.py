"""TLS: verified, with the operator's own certificate, or not at all."""

from __future__ import annotations

import datetime
import ssl
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portaswitch import (
    Provider,
    ProviderConfig,
    Tokens,
)
from tests.portaswitch.conftest import (
    Script,
    jwt,
    refused,
    says,
)

DELETE = "Account/delete_followme_number"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate, as operators run them, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "switch")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


async def test_tls_is_verified_unless_the_operator_says_otherwise(
    script: Script, certificate: tuple[Path, Path]
) -> None:
    cert_file, key_file = certificate
    script.on(DELETE, says({"success": 1}))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert_file, key_file)
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", script.handle)
    server = TestServer(app, scheme="https")
    await server.start_server(ssl=context, shutdown_timeout=0)
    url = f"https://127.0.0.1:{server.port}"

    problem = await refused(ProviderConfig(url=url))
    assert not problem.sent
    assert not script.seen

    for config in (
        ProviderConfig(url=url, ca=str(cert_file)),
        ProviderConfig(url=url, verify=False),
    ):
        provider = Provider(config)
        await provider.start()
        await provider.account(Tokens(jwt())).delete_followme_number(1)
        await provider.stop()
    assert len(script.seen) == 2
    await server.close()


async def test_a_missing_ca_file_is_told_at_the_start(tmp_path: Path) -> None:
    provider = Provider(ProviderConfig(url="https://127.0.0.1", ca=str(tmp_path / "missing.pem")))

    with pytest.raises(FileNotFoundError):
        await provider.start()
    await provider.stop()
