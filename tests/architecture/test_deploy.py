"""What runs the bot gives it no more than it needs."""

import re
from configparser import RawConfigParser
from pathlib import Path

import yaml

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SERVICE = {
    "User": "pacekeeper",
    "NoNewPrivileges": "true",
    "ProtectSystem": "strict",
    "ProtectHome": "true",
    "PrivateTmp": "true",
    "PrivateDevices": "true",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "true",
    "RestrictNamespaces": "true",
    "SystemCallFilter": "@system-service",
    "UMask": "0077",
    "StateDirectoryMode": "0700",
}


def test_the_image_runs_without_root_and_takes_only_what_is_pinned() -> None:
    """Issue 6, 3: every package by its hash; a user of its own before anything starts."""
    lines = (DEPLOY / "Dockerfile").read_text("utf-8").splitlines()
    last = max(at for at, line in enumerate(lines) if line.startswith("FROM "))
    (user,) = [at for at, line in enumerate(lines) if line == "USER pacekeeper"]
    (starts,) = [at for at, line in enumerate(lines) if line.startswith("ENTRYPOINT ")]
    assert last < user < starts
    for line in lines:
        if "pip install" in line:
            assert "--require-hashes" in line or "--no-deps --no-build-isolation ." in line, line
    assert not any(line.startswith("EXPOSE") for line in lines)
    for name in ("requirements.txt", "build-requirements.txt"):
        told = (DEPLOY / name).read_text("utf-8")
        for pin in filter(str.strip, re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", told, flags=re.MULTILINE))):
            assert re.match(r"[a-z0-9._-]+(\[.*\])?==", pin), pin[:40]
            assert "--hash=sha256:" in pin, pin[:40]


def test_the_container_may_next_to_nothing() -> None:
    """No capability, no new privilege, a file system to read, no port to the world."""
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    bot = composed["services"]["pacekeeper"]
    assert (bot["read_only"], bot["cap_drop"], bot["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert "ports" not in bot
    assert "privileged" not in bot


def test_the_service_may_next_to_nothing() -> None:
    """The same without a container."""
    read = RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # names as they are written
    read.read(DEPLOY / "pacekeeper.service")
    assert {name: read["Service"].get(name) for name in SERVICE} == SERVICE
