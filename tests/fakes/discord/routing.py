"""Which function answers which route, found by the steps of the path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.fakes.discord.messages import Upload
from tests.fakes.discord.parts import Parts

NO_CONTENT = object()
"""What a route returns for an answer 204."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request for a route: the ids of its path, its query, its body and files, and when all of it was in."""

    ids: dict[str, str]
    query: Mapping[str, str]
    body: Any
    uploads: dict[str, Upload]
    host: str
    received: float  # of time.perf_counter

    def id(self, name: str) -> int:
        """An id from the path as a number; 0, which nobody has, if it isn't one."""
        return int(self.ids[name]) if self.ids[name].isdecimal() else 0


Route: TypeAlias = Callable[[Parts, Call], Any]


@dataclass(slots=True)
class _Step:
    steps: dict[str, "_Step"] = field(default_factory=dict)
    anything: "tuple[str, _Step] | None" = None
    template: str = ""
    routes: dict[str, Route] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A path that is known: its template, its ids, and the function, if the method is known too."""

    template: str
    ids: dict[str, str]
    route: Route | None


class Routes:
    """A tree of path steps; literal steps win over {named} ones."""

    def __init__(self) -> None:
        self._root = _Step()

    def add(self, method: str, template: str) -> Callable[[Route], Route]:
        """Decorate the function that answers a route such as "/channels/{channel_id}"."""

        def keep(route: Route) -> Route:
            place = self._root
            for step in template.strip("/").split("/"):
                if not step.startswith("{"):
                    place = place.steps.setdefault(step, _Step())
                else:
                    if place.anything is None:
                        place.anything = (step[1:-1], _Step())
                    place = place.anything[1]
            place.template = template
            place.routes[method] = route
            return route

        return keep

    def find(self, method: str, path: str) -> Match | None:
        """The route for a path below /api/v10, or None."""
        place, ids = self._root, {}
        for step in path.strip("/").split("/"):
            if step in place.steps:
                place = place.steps[step]
            elif place.anything is not None:
                name, place = place.anything
                ids[name] = step
            else:
                return None
        return Match(place.template, ids, place.routes.get(method)) if place.template else None
