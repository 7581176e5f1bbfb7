"""What is measured, as Prometheus reads it, and the files in `deploy/` that ask for it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot import __version__
from bot.app.courier import Gone, Later, Unacceptable, Undeliverable, Unsure, trouble_of
from bot.gauges import Gauges
from bot.seeing.metrics import Metrics, Now
from bot.storage.figures import Figures

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NAMES = re.compile(r"\b(?:pacekeeper|process)_[a-z_]+\b")
FIGURES = Figures(
    {("discord", "ready", "card"): 3}, {("sent", "prompt"): 9}, {"discord": 12.5}, {"telegram": -3.0}, aside=2
)


def read(metrics: Metrics, now: Now) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every value by its name and labels in the order of the alphabet, as Prometheus itself reads the text."""
    families = text_string_to_metric_families(metrics.text(now).decode())
    return {(it.name, tuple(sorted(it.labels.values()))): it.value for family in families for it in family.samples}


def served() -> set[str]:
    """Every name that a port can serve."""
    names = set()
    for family in text_string_to_metric_families(Metrics().text(Now(None, 0)).decode()):
        match family.type:
            case "counter":
                names.add(f"{family.name}_total")
            case "histogram":
                names |= {f"{family.name}_{part}" for part in ("bucket", "count", "sum")}
            case _:
                names.add(family.name)
    return names


def test_what_is_measured_is_served() -> None:
    """Issue 6, 5: commands, letters, failures, beats, commits, updates, resumes."""
    metrics = Metrics()
    metrics.handled("LogFlow", "told", 0.004)
    metrics.delivered("prompt", "telegram", 3)
    metrics.failed("discord", "throttled")
    metrics.beaten(0.1, 0.02, 7)
    metrics.committed(0.002)
    metrics.updated("aside")
    metrics.resumed()
    metrics.lagged(0.3)
    found = read(metrics, Now(FIGURES, 4, {"discord": True, "telegram": False}, 0.05, 1_800_000_000.0))
    assert found["pacekeeper_info", (__version__,)] == 1
    assert found["pacekeeper_command_seconds_count", ("LogFlow", "told")] == 1
    assert found["pacekeeper_command_seconds_bucket", ("0.0025", "LogFlow", "told")] == 0
    assert found["pacekeeper_command_seconds_bucket", ("0.005", "LogFlow", "told")] == 1
    assert found["pacekeeper_letter_lateness_seconds_sum", ("prompt", "telegram")] == 3
    assert found["pacekeeper_send_failures_total", ("discord", "throttled")] == 1
    assert found["pacekeeper_beat_decided_total", ()] == 7
    assert found["pacekeeper_commit_seconds_count", ()] == 1
    assert found["pacekeeper_updates_total", ("aside",)] == 1
    assert found["pacekeeper_gateway_resumes_total", ()] == 1
    assert found["pacekeeper_loop_lag_seconds_sum", ()] == 0.3
    assert found["pacekeeper_writes_waiting", ()] == 4
    assert found["pacekeeper_platform_connected", ("telegram",)] == 0
    assert found["pacekeeper_letters_open", ("card", "discord", "ready")] == 3
    assert found["pacekeeper_letters_ended_recently", ("prompt", "sent")] == 9
    assert found["pacekeeper_letters_overdue_seconds", ("discord",)] == 12.5
    assert found["pacekeeper_budget_sends", ("telegram",)] == -3
    assert found["pacekeeper_updates_set_aside", ()] == 2
    assert found["pacekeeper_backup_newest_timestamp_seconds", ()] == 1_800_000_000
    assert found["process_resident_memory_bytes", ()] > 0


def test_a_database_that_is_away_leaves_gaps_and_no_zeros() -> None:
    """Issue 6, 5: what cannot be read is missing, so that no alert takes it for well."""
    found = read(Metrics(), Now(None, 0))
    assert found["pacekeeper_database_up", ()] == 0
    assert not [name for name, _ in found if "letters" in name or "budget" in name or "set_aside" in name]


def test_nobody_measures_by_default() -> None:
    """Issue 6, 5: whoever calls need not know whether anybody listens."""
    silent = Gauges()
    silent.handled("LogFlow", "told", 1)
    silent.delivered("prompt", "telegram", 1)
    silent.failed("telegram", "gone")
    silent.beaten(1, 1, 1)
    silent.committed(1)
    silent.updated("taken")
    silent.resumed()


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (Later("slow down", 3, throttled=True), "throttled"),
        (Later("no network", 3), "later"),
        (Unsure("lost"), "unsure"),
        (Gone("blocked"), "gone"),
        (Unacceptable("form"), "unacceptable"),
        (Undeliverable("a bug"), "failed"),
    ],
)
def test_each_trouble_has_one_word(outcome: Undeliverable, word: str) -> None:
    """Issue 6, 5: a 429 is told from all else."""
    assert trouble_of(outcome) == word


def expressions_of(value: Any) -> list[str]:
    """Every query in a dashboard or a file of rules."""
    if isinstance(value, dict):
        own = [each for key, each in value.items() if key in ("expr", "query") and isinstance(each, str)]
        return own + [text for each in value.values() for text in expressions_of(each)]
    if isinstance(value, list):
        return [text for each in value for text in expressions_of(each)]
    return []


def test_the_dashboard_shows_every_metric_and_no_other() -> None:
    """Issue 6, 5: a name that is misspelt draws an empty panel, which looks like peace."""
    board = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
    asked = set(NAMES.findall(" ".join(expressions_of(board))))
    assert asked - served() == set()
    shown = {re.sub(r"_(bucket|count|sum)$", "", name) for name in asked}
    ours = {re.sub(r"_(bucket|count|sum)$", "", name) for name in served() if name.startswith("pacekeeper_")}
    assert ours - shown == set()


def test_panels_do_not_lie_on_each_other() -> None:
    """Grafana would move them about."""
    board = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_alerts_ask_for_what_exists_and_say_what_to_do() -> None:
    """Issue 6, 5: each rule has a severity, one sentence and a fix."""
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
    for rule in rules:
        asked = set(NAMES.findall(rule["expr"]))
        assert asked <= served(), rule["alert"]
        assert asked or rule["alert"] in ("PacekeeperDown", "PacekeeperProxyDown", "PacekeeperWebhooksUnserved")
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert set(rule["annotations"]) == {"summary", "fix"}
    alerts = {rule["alert"].removeprefix("Pacekeeper") for rule in rules}
    assert {"LettersLate", "UpdatesSetAside", "LettersUnknown", "BeatLate", "Throttled", "BackupOld"} <= alerts
