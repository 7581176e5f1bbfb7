"""The files for many processes fit together, and fit the program: deploy/compose.fleet.yaml and what it mounts."""

import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import _roles
from bot.feeding import CONNECTIONS
from bot.roles import Role, read_roles
from bot.settings import documented, read_settings
from bot.shards import read_shards
from bot.storage.engine import READERS, STANDS_STILL, database_url
from bot.storage.store import WRITERS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
TEXT = (DEPLOY / "compose.fleet.yaml").read_text("utf-8")
GIVEN = {  # what stands in `.env`
    "POSTGRES_PASSWORD": "0123abcd",
    "DISCORD_TOKEN": "discord",
    "TELEGRAM_TOKEN": "telegram",
    "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TELEGRAM_WEBHOOK_SECRET": "secret",
    "ENCRYPTION_KEY": "",
}
Service = dict[str, Any]
FROM_ENV = re.compile(r"\$\{([A-Z_]+)(?::\?[^}]*|:-)\}")
SPARE = 10  # of PostgreSQL's connections: for back-ups and whoever looks in; three of them are its superuser's


def services() -> dict[str, Service]:
    """All of them, with what stands in `.env`."""
    found: dict[str, Service] = yaml.safe_load(FROM_ENV.sub(lambda name: GIVEN[name[1]], TEXT))["services"]
    return found


def ours() -> dict[str, Service]:
    """Those that run the program."""
    return {name: each for name, each in services().items() if each["image"] == "pacekeeper"}


def running() -> dict[str, frozenset[Role]]:
    """The roles of those that stay."""
    found = {name: each["command"] for name, each in ours().items() if name != "migrate"}
    assert all(command[:2] == ["run", "--roles"] and len(command) == 3 for command in found.values())
    return {name: read_roles(command[2]) for name, command in found.items()}


def pooler() -> ConfigParser:
    """pgbouncer.ini."""
    read = ConfigParser(comment_prefixes=(";",), interpolation=None)
    read.read_string((DEPLOY / "pgbouncer.ini").read_text("utf-8"))
    return read


def pools(roles: frozenset[Role]) -> int:
    """How many connections a process opens at most, with both platforms."""
    queues = 2 if Role.DELIVER in roles else 0
    return WRITERS + READERS + CONNECTIONS * (queues + (Role.TICK in roles))


@pytest.mark.parametrize("name", ours())
def test_settings_and_roles_are_accepted(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Issue 6, point 1: nothing is misspelt, and each role has what it needs; nobody is given a token they do not."""
    service = ours()[name]
    environment = {key: str(value or "") for key, value in service["environment"].items()}
    assert set(environment) <= {variable for variable, _, _ in documented()}
    monkeypatch.chdir(tmp_path)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    settings = read_settings()
    assert database_url(settings.database_url).database in pooler()["databases"]
    if name == "migrate":
        assert service["command"] == ["migrate"]
        return
    roles = _roles(service["command"][2], settings)
    assert ("DISCORD_TOKEN" in environment) == bool(roles & {Role.DISCORD, Role.DELIVER})
    assert ("TELEGRAM_TOKEN" in environment) == bool(roles & {Role.TELEGRAM, Role.DELIVER, Role.WEB})
    assert f"127.0.0.1:{settings.metrics_port}/healthz" in service["healthcheck"]["test"][-1]
    assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_each_role_is_there_as_often_as_it_may() -> None:
    """ARCHITECTURE, "Many processes": two of each, one that tells Telegram where to post, every shard once."""
    roles = running()
    count = {role: sum(role in each for each in roles.values()) for role in Role}
    assert count == {Role.TICK: 2, Role.DELIVER: 2, Role.WEB: 2, Role.DISCORD: 2, Role.TELEGRAM: 1}
    said = [ours()[name]["environment"]["DISCORD_SHARDS"] for name, each in roles.items() if Role.DISCORD in each]
    parts = [read_shards(each) for each in said]
    (total,) = {each.total for each in parts}
    assert sorted(number for each in parts for number in each.ids) == list(range(total))


def test_the_proxy_asks_and_serves_the_web_processes() -> None:
    """The names and ports of one file are those of the other."""
    config = (DEPLOY / "haproxy.cfg").read_text("utf-8")
    webs = {name for name, roles in running().items() if Role.WEB in roles}
    environments = [ours()[name]["environment"] for name in webs]
    assert set(re.findall(r"^ +server (\S+) (\S+)$", config, re.MULTILINE)) == {
        (name, f"{name}:{ours()[name]['environment']['WEB_PORT']}") for name in webs
    }
    assert {str(each["METRICS_PORT"]) for each in environments} == set(re.findall(r"check port (\d+)", config))
    assert {each[name] for each in environments for name in ("WEB_HOST", "METRICS_HOST")} == {"0.0.0.0"}  # noqa: S104
    proxy = services()["proxy"]
    (published,) = proxy["ports"]
    assert f"bind :{published.split(':')[1]} ssl" in config
    assert published.split(":")[0] in ("443", "80", "88", "8443")  # Telegram posts to no other
    assert f"bind :{re.search(r':([0-9]+)/healthz', str(proxy['healthcheck']['test']))[1]}\n" in config  # type: ignore[index]
    assert set(proxy["depends_on"]) == webs


def test_all_processes_fit_into_the_pooler_and_that_into_postgres() -> None:
    """Each process gets the connections it may ask for, and PostgreSQL is asked for fewer than it has."""
    settings = pooler()["pgbouncer"]
    assert settings["pool_mode"] == "transaction"
    assert int(settings["idle_transaction_timeout"]) == STANDS_STILL
    (allowed,) = re.findall(r"max_connections=(\d+)", " ".join(services()["postgres"]["command"]))
    assert len(pooler()["databases"]) == 1  # a pool for each pair of a database and a user
    assert int(settings["default_pool_size"]) + SPARE <= int(allowed)
    asked = sum(map(pools, running().values())) + pools(frozenset())  # and whoever migrates
    assert asked <= int(settings["max_client_conn"])


def test_what_is_mounted_is_there() -> None:
    """Each file that comes with the program exists; the others are named at the top."""
    for name, service in services().items():
        for each in service.get("volumes", ()):
            source = each.split(":")[0]
            known = (DEPLOY / source).is_file() or source in ("./curricula", "./backups", "postgres")
            assert known or f"`{source.removeprefix('./')}`" in TEXT.split("\nx-")[0], name


def test_the_top_names_what_has_to_be_set() -> None:
    """Whoever follows it is told of nothing else by docker compose."""
    names = set(re.findall(r"([A-Z_]+)=(?:…|https)", TEXT.split("\nx-")[0]))
    assert names == set(FROM_ENV.findall(TEXT)) == set(GIVEN)


def test_every_process_is_scraped() -> None:
    """deploy/SEEING.md's job has each of them, and no other: one that is missing could end unseen."""
    page = (DEPLOY / "SEEING.md").read_text("utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    jobs = {job["job_name"]: job["static_configs"][0]["targets"] for job in blocks[-1]["scrape_configs"]}
    assert jobs.pop("pacekeeper-proxy") == ["proxy:8405"]
    assert sorted(jobs.pop("pacekeeper")) == sorted(f"{name}:9100" for name in running())
    assert jobs == {}


@pytest.mark.parametrize("role", Role)
def test_the_page_tells_how_many_connections_a_process_has(role: Role) -> None:
    """deploy/SCALING.md's table."""
    page = (DEPLOY / "SCALING.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| `{role}` \|.*\| (\d+) \|$", page, re.MULTILINE)
    assert int(row) == pools(frozenset({role}))
