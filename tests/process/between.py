"""What stands between: pgbouncer before PostgreSQL and HAProxy before the webhooks, as deploy/ sets them up.

Only addresses and ports are changed. Both end with the block.
"""

import asyncio
import os
import re
import shutil
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.process.harness import ROOT, until

DEPLOY = ROOT / "deploy"
WHO, PASSWORD = "pacekeeper", "of-letters-and-digits-7"


def program(name: str) -> str:
    """A program of the system; skips the test where it is not installed."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@asynccontextmanager
async def pooled(url: str, folder: Path, **changed: str) -> AsyncIterator[str]:
    """pgbouncer before a database; yields the `DATABASE_URL` through it. `changed` are settings of pgbouncer.ini."""
    pgbouncer, port = program("pgbouncer"), free_port()
    who = _pooler_of(url, folder, {"listen_addr": "127.0.0.1", "listen_port": str(port), **changed})
    async with _run(pgbouncer, *who, str(folder / "pgbouncer.ini"), port=port):
        yield f"postgresql://{WHO}:{PASSWORD}@127.0.0.1:{port}/pacekeeper"


@asynccontextmanager
async def proxied(webs: Mapping[str, tuple[int, int]], folder: Path) -> AsyncIterator[str]:
    """HAProxy before the web processes, each with the ports of its webhook and its metrics; yields the address."""
    haproxy = program("haproxy")
    port, seen = free_port(), free_port()
    certificate = folder / "certificate.pem"
    certificate.write_bytes(_certificate())
    config = (DEPLOY / "haproxy.cfg").read_text("utf-8")
    config = config.replace("bind :8443 ssl crt /run/certificate.pem", f"bind 127.0.0.1:{port} ssl crt {certificate}")
    config = config.replace("bind :8405", f"bind 127.0.0.1:{seen}")
    for name, (web, metrics) in webs.items():
        config = config.replace(f"server {name} {name}:8080", f"server {name} 127.0.0.1:{web} port {metrics}")
    assert "bind :" not in config
    assert ":8080" not in config
    (folder / "haproxy.cfg").write_text(config, "utf-8")
    async with _run(haproxy, "-db", "-f", str(folder / "haproxy.cfg"), port=port):
        yield f"https://127.0.0.1:{port}"


def trusting() -> ssl.SSLContext:
    """For a certificate that nobody signed."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _pooler_of(url: str, folder: Path, changed: Mapping[str, str]) -> list[str]:
    """Write pgbouncer's files; returns the words that say who it runs as, since it refuses to be root."""
    with psycopg.connect(url) as connection:
        have = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [WHO]).fetchone() is not None
        if not have:
            connection.execute(f"CREATE ROLE {WHO} LOGIN SUPERUSER".encode())
        info = connection.info
        owner = Path(info.host).owner() if info.host.startswith("/") else "nobody"
        server = f"host={info.host} port={info.port} dbname={info.dbname}"
    users, file = folder / "users.given", folder / "pgbouncer.ini"
    users.write_text(f'"{WHO}" "{PASSWORD}"\n', "utf-8")
    config = (DEPLOY / "pgbouncer.ini").read_text("utf-8")
    config = re.sub(r"(?<=^pacekeeper = ).*", lambda _: server, config, count=1, flags=re.MULTILINE)
    for name, value in {"auth_file": str(users), **changed}.items():
        config, times = re.subn(rf"(?m)^{name} = .*", lambda _, to=f"{name} = {value}": to, config)  # type: ignore[misc]
        assert times == 1, name
    file.write_text(config, "utf-8")
    if os.getuid() != 0:
        return []
    for each in (folder, *folder.parents[:-1]):
        if each.owner() == "root":
            each.chmod(each.stat().st_mode | 0o011)
    for each in (users, file):
        each.chmod(0o644)
    return ["-u", owner]


@asynccontextmanager
async def _run(*command: str, port: int) -> AsyncIterator[None]:
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )

    async def listens() -> bool:
        assert child.returncode is None, (await child.stderr.read()).decode() if child.stderr else ""
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        return True

    try:
        await until(listens)
        yield
    finally:
        if child.returncode is None:
            child.kill()
        await child.communicate()


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bot.example.org")])
    made = datetime(2026, 1, 1)  # noqa: DTZ001  # x509 means UTC
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(made)
        .not_valid_after(made + timedelta(days=36_500))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signed.public_bytes(serialization.Encoding.PEM) + secret
