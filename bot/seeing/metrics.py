"""Measurements as Prometheus reads them. Loaded only where a port for it is open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector

from bot import __version__
from bot.gauges import Gauges, Outcome, Taken
from bot.storage.figures import Figures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)  # seconds
LATE = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400)


@dataclass(frozen=True, slots=True)
class Now:
    """What is looked up at each reading. `connected` tells by platform; `latency` is the gateway's in seconds, None
    where there is none; `newest_backup` is an instant in seconds since 1970, 0 if there is none, None if none is
    taken; `figures` is None while the database does not answer."""

    figures: Figures | None
    writing: int
    connected: Mapping[str, bool] = field(default_factory=dict)
    latency: float | None = None
    newest_backup: float | None = None


class Metrics(Gauges):
    """Keeps what is measured, in a registry of its own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each, of which nobody asks anything
        self.registry = CollectorRegistry()
        self._now = Now(None, 0)
        at = self.registry
        Info("pacekeeper", "The version that runs.", registry=at).info({"version": __version__})
        self._commands = Histogram(
            "pacekeeper_command_seconds",
            "Time of a command, by what came of it.",
            ["command", "outcome"],
            buckets=QUICK,
            registry=at,
        )
        self._lateness = Histogram(
            "pacekeeper_letter_lateness_seconds",
            "From when a letter was first due until its platform took it.",
            ["kind", "platform"],
            buckets=LATE,
            registry=at,
        )
        self._failures = Counter(
            "pacekeeper_send_failures", "Messages that did not go out, by why.", ["platform", "trouble"], registry=at
        )
        self._beat_lag = Histogram(
            "pacekeeper_beat_lag_seconds", "How late a beat of the scheduler begins.", buckets=LATE, registry=at
        )
        self._beat_time = Histogram(
            "pacekeeper_beat_seconds",
            "How long a beat of the scheduler takes.",
            buckets=(*QUICK, 5, 10, 30),
            registry=at,
        )
        self._beat_last = Gauge("pacekeeper_beat_last_timestamp_seconds", "When the last beat ended.", registry=at)
        self._decided = Counter("pacekeeper_beat_decided", "What was due and has been decided.", registry=at)
        self._commits = Histogram("pacekeeper_commit_seconds", "Time of a commit.", buckets=QUICK, registry=at)
        self._loop_lag = Histogram(
            "pacekeeper_loop_lag_seconds",
            "How late the event loop runs, looked at twice a second.",
            buckets=QUICK,
            registry=at,
        )
        self._updates = Counter(
            "pacekeeper_updates", "Telegram's updates that were seen through.", ["outcome"], registry=at
        )
        self._resumes = Counter(
            "pacekeeper_gateway_resumes", "Cuts of Discord's gateway that were mended.", registry=at
        )
        for outcome in ("taken", "aside"):
            self._updates.labels(outcome)
        ProcessCollector(registry=self.registry)
        self.registry.register(self)

    def handled(self, command: str, outcome: Outcome, seconds: float) -> None:
        """A command."""
        self._commands.labels(command, outcome).observe(seconds)

    def delivered(self, kind: str, platform: str, late: float) -> None:
        """A letter."""
        self._lateness.labels(kind, platform).observe(late)

    def failed(self, platform: str, trouble: str) -> None:
        """A message that did not go out."""
        self._failures.labels(platform, trouble).inc()

    def beaten(self, late: float, took: float, decided: int) -> None:
        """A beat."""
        self._beat_lag.observe(late)
        self._beat_time.observe(took)
        self._decided.inc(decided)
        self._beat_last.set_to_current_time()

    def committed(self, seconds: float) -> None:
        """A commit."""
        self._commits.observe(seconds)

    def updated(self, outcome: Taken) -> None:
        """An update."""
        self._updates.labels(outcome).inc()

    def resumed(self) -> None:
        """A cut that was mended."""
        self._resumes.inc()

    def lagged(self, seconds: float) -> None:
        """A look at the event loop."""
        self._loop_lag.observe(seconds)

    def text(self, now: Now) -> bytes:
        """All of it, as Prometheus reads it."""
        self._now = now
        return generate_latest(self.registry)

    def collect(self) -> Iterator[Metric]:
        """What is looked up, for the registry. A name is there even while nothing stands under it."""
        now, read = self._now, self._now.figures
        yield _one("pacekeeper_database_up", "Whether the database answers.", float(read is not None))
        yield _one("pacekeeper_writes_waiting", "Transactions that run or wait for a writer.", now.writing)
        yield _by(
            "pacekeeper_platform_connected",
            "Whether a platform is connected.",
            ("platform",),
            {(platform,): float(holds) for platform, holds in now.connected.items()},
        )
        yield _one("pacekeeper_gateway_latency_seconds", "Discord's heartbeat until its answer.", now.latency)
        yield _one(
            "pacekeeper_backup_newest_timestamp_seconds",
            "When the newest back-up was taken; 0: never.",
            now.newest_backup,
        )
        labels = ("platform", "state", "kind")
        yield _by(
            "pacekeeper_letters_open", "Letters that wait or are being sent.", labels, read.open if read else None
        )
        yield _by(
            "pacekeeper_letters_ended_recently",
            "Letters that ended in the last 10 minutes.",
            ("state", "kind"),
            read.ended if read else None,
        )
        yield _by(
            "pacekeeper_letters_overdue_seconds",
            "For how long the longest waiting letter is due.",
            ("platform",),
            {(platform,): seconds for platform, seconds in read.overdue.items()} if read else None,
        )
        yield _by(
            "pacekeeper_budget_sends",
            "Sends that the budget allows at once; below 0 after a 429.",
            ("platform",),
            {(platform,): left for platform, left in read.budget.items()} if read else None,
        )
        yield _one("pacekeeper_updates_set_aside", "Updates that lie aside.", read.aside if read else None)


def _one(name: str, about: str, value: float | None) -> Metric:
    family = GaugeMetricFamily(name, about)
    if value is not None:
        family.add_metric([], value)
    return family


def _by(name: str, about: str, labels: tuple[str, ...], values: Mapping[Any, float] | None) -> Metric:
    family = GaugeMetricFamily(name, about, labels=labels)
    for label, value in (values or {}).items():
        family.add_metric([str(part) for part in label], value)
    return family
