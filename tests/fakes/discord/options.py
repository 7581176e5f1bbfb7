"""What a person types after a command, checked as Discord's own client would before sending it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.discord.commands import GROUP, SUBCOMMAND
from tests.fakes.discord.refusals import ActError
from tests.fakes.discord.shapes import Json
from tests.fakes.discord.things import Guild
from tests.fakes.discord.world import World

TEXT, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10


@dataclass(slots=True)
class Typed:
    """The options of one use of a command, and the things that they name."""

    options: list[Json]
    resolved: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Typing:
    """Turns a person's words into options; raises ActError where the client would not send them."""

    world: World
    guild: Guild | None

    def whole(self, command: Json, branch: list[str], given: Mapping[str, Any]) -> Typed:
        """A command that is sent: every required option, each value as declared."""
        declared = _at(command, branch)
        typed = Typed([])
        options = [self._value(each, given[each["name"]], typed) for each in declared if each["name"] in given]
        _refuse_strangers(declared, given)
        missing = [each["name"] for each in declared if each.get("required") and each["name"] not in given]
        if missing:
            raise ActError(f"/{command['name']} needs {', '.join(missing)}")
        typed.options = _nested(command, branch, options)
        return typed

    def partial(self, command: Json, branch: list[str], given: Mapping[str, Any], focused: str, text: str) -> Typed:
        """A command that is still being typed, for autocomplete of one option."""
        declared = _at(command, branch)
        _refuse_strangers(declared, {**given, focused: text})
        typed = Typed([])
        options = []
        for each in declared:
            if each["name"] == focused:
                if not each.get("autocomplete"):
                    raise ActError(f"{focused} has no autocomplete")
                options.append({"name": focused, "type": each["type"], "value": text, "focused": True})
            elif each["name"] in given:
                options.append(self._value(each, given[each["name"]], typed))
        typed.options = _nested(command, branch, options)
        return typed

    def _value(self, option: Json, value: Any, typed: Typed) -> Json:
        name, kind = option["name"], option["type"]
        match kind:
            case _ if kind == TEXT and isinstance(value, str):
                _check_length(option, value)
            case _ if kind in (INTEGER, NUMBER) and _is_number(value, whole=kind == INTEGER):
                _check_range(option, value)
            case _ if kind == BOOLEAN and isinstance(value, bool):
                pass
            case _ if kind in (USER, CHANNEL, ROLE, MENTIONABLE) and _is_number(value, whole=True):
                self._resolve(option, int(value), typed)
                return {"name": name, "type": kind, "value": str(value)}
            case _:
                raise ActError(f"{name} (type {kind}) does not take {value!r}")
        choices = option.get("choices") or []
        if choices and value not in [each["value"] for each in choices]:
            raise ActError(f"{name} has no choice {value!r}")
        return {"name": name, "type": kind, "value": value}

    def _resolve(self, option: Json, number: int, typed: Typed) -> None:
        kind, world, guild = option["type"], self.world, self.guild
        if kind in (USER, MENTIONABLE) and number in world.users:
            user = world.users[number]
            typed.resolved.setdefault("users", {})[str(number)] = user.shown()
            if guild is not None and number in guild.members:
                member = guild.members[number].shown(user=False) | {"permissions": str(guild.permissions(number))}
                typed.resolved.setdefault("members", {})[str(number)] = member
        elif kind in (ROLE, MENTIONABLE) and guild is not None and number in guild.roles:
            typed.resolved.setdefault("roles", {})[str(number)] = guild.roles[number].shown()
        elif kind == CHANNEL and guild is not None and number in guild.channels:
            wanted = option.get("channel_types")
            if wanted and guild.channels[number].kind not in wanted:
                raise ActError(f"{option['name']} does not offer this channel")
            channel = guild.channels[number].shown() | {"permissions": str(guild.permissions(world.bot.id))}
            typed.resolved.setdefault("channels", {})[str(number)] = channel
        else:
            raise ActError(f"nothing here has the id {number}")


def _at(command: Json, branch: list[str]) -> list[Json]:
    """The options declared at the end of the branch of subcommands."""
    options: list[Json] = command["options"]
    for step in branch:
        found = [each for each in options if each["name"] == step and each["type"] in (SUBCOMMAND, GROUP)]
        if not found:
            raise ActError(f"/{command['name']} has no subcommand {step}")
        options = found[0].get("options") or []
    if any(each["type"] in (SUBCOMMAND, GROUP) for each in options):
        raise ActError(f"/{' '.join([command['name'], *branch])} is only the start of a command")
    return options


def _nested(command: Json, branch: list[str], options: list[Json]) -> list[Json]:
    for depth, step in reversed(list(enumerate(branch, 1))):
        kind = SUBCOMMAND if depth == len(branch) else GROUP
        options = [{"name": step, "type": kind, "options": options}]
    return options


def _refuse_strangers(declared: list[Json], given: Mapping[str, Any]) -> None:
    strangers = set(given) - {each["name"] for each in declared}
    if strangers:
        raise ActError(f"no such option: {', '.join(sorted(strangers))}")


def _is_number(value: Any, *, whole: bool) -> bool:
    return not isinstance(value, bool) and isinstance(value, int if whole else int | float)


def _check_length(option: Json, value: str) -> None:
    if not (option.get("min_length") or 0) <= len(value) <= (option.get("max_length") or 6000):
        raise ActError(f"{option['name']} has {len(value)} characters")
    if not value and option.get("required"):
        raise ActError(f"{option['name']} is empty")


def _check_range(option: Json, value: float) -> None:
    least, most = option.get("min_value"), option.get("max_value")
    if (least is not None and value < least) or (most is not None and value > most):
        raise ActError(f"{option['name']} is not between {least} and {most}")
