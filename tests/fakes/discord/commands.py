"""The bot's registered commands: Discord's rules for them, and the two lists (global, per server)."""

import unicodedata

from tests.fakes.discord.clock import Snowflakes
from tests.fakes.discord.refusals import Form, unknown
from tests.fakes.discord.shapes import Json

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
TEXT, INTEGER, NUMBER = 3, 4, 10
OPTIONS = CHOICES = 25
ALL_CHARACTERS = 8000
COUNTS = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}


class Commands:
    """What the bot synced; a person can only use what stands here."""

    def __init__(self, ids: Snowflakes, application_id: int) -> None:
        self._ids = ids
        self._application_id = application_id
        self._lists: dict[int | None, list[Json]] = {}
        self.created = 0
        """How many commands were new to their list (Discord allows 200 creates a day)."""

    def listed(self, guild_id: int | None = None) -> list[Json]:
        """The commands of a server, or the global ones."""
        return self._lists.get(guild_id, [])

    def find(self, name: str, guild_id: int | None, kind: int = SLASH) -> Json | None:
        """The command that a person sees under this name; a server's own comes before the global one."""
        places = (None,) if guild_id is None else (guild_id, None)
        for place in places:
            for command in self.listed(place):
                if command["name"] == name and command["type"] == kind:
                    return command
        return None

    def replace(self, commands: list[Json], guild_id: int | None = None) -> list[Json]:
        """Register exactly these; a command keeps its id while its name and type stay."""
        _check_all(commands)
        old = {(each["type"], each["name"]): each for each in self.listed(guild_id)}
        new = [self._registered(each, old, guild_id) for each in commands]
        self._lists[guild_id] = new
        return new

    def one(self, command_id: int, guild_id: int | None = None) -> Json:
        """A command by its id, for the API; else 10063."""
        for command in self.listed(guild_id):
            if command["id"] == str(command_id):
                return command
        raise unknown("application command")

    def _registered(self, command: Json, old: dict[tuple[int, str], Json], guild_id: int | None) -> Json:
        kind = command.get("type") or SLASH
        before = old.get((kind, command["name"]))
        if before is None:
            self.created += 1
        permissions = command.get("default_member_permissions")
        stored = {
            "id": before["id"] if before else str(self._ids.next()),
            "application_id": str(self._application_id),
            "version": str(self._ids.next()),
            "type": kind,
            "name": command["name"],
            "name_localizations": command.get("name_localizations"),
            "description": command.get("description") or "",
            "description_localizations": command.get("description_localizations"),
            "options": command.get("options") or [],
            "default_member_permissions": None if permissions is None else str(permissions),
            "nsfw": command.get("nsfw") or False,
        }
        if guild_id is not None:
            return stored | {"guild_id": str(guild_id)}
        return stored | {
            "dm_permission": command.get("dm_permission", True),
            "contexts": command.get("contexts"),
            "integration_types": command.get("integration_types") or [0],
        }


def _check_all(commands: list[Json]) -> None:
    form = Form()
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        path = str(index)
        kind = command.get("type") or SLASH
        key = (kind, command.get("name", ""))
        if key in seen:
            code = "APPLICATION_COMMANDS_DUPLICATE_NAME"
            form.add(f"{path}.name", code, "Application command names must be unique")
        seen.add(key)
        if kind == SLASH:
            _check_named(path, command, form)
            _check_options(f"{path}.options", command.get("options") or [], form, depth=0)
        else:
            form.length(f"{path}.name", command.get("name"), 32, least=1)
            if command.get("description"):
                code = "APPLICATION_COMMAND_INVALID_DESCRIPTION"
                form.add(f"{path}.description", code, "Context menu commands cannot have a description")
        if _characters(command) > ALL_CHARACTERS:
            code = "APPLICATION_COMMAND_TOO_LARGE"
            form.add(path, code, f"Command exceeds maximum size ({ALL_CHARACTERS})")
    for kind, most in COUNTS.items():
        if sum(each == kind for each, _ in seen) > most:
            text = f"Maximum number of application commands reached ({most})."
            form.add(str(len(commands) - 1), "APPLICATION_COMMAND_TOO_MANY", text)
    form.check()


def _check_named(path: str, it: Json, form: Form) -> None:
    name = it.get("name")
    form.length(f"{path}.name", name, 32, least=1)
    if isinstance(name, str) and name and not _is_name(name):
        code = "APPLICATION_COMMAND_INVALID_NAME"
        form.add(f"{path}.name", code, "Command name is invalid")
    form.length(f"{path}.description", it.get("description"), 100, least=1)


def _is_name(name: str) -> bool:
    """Letters and numbers of any script, - _ ', without capitals."""
    return name == name.lower() and all(
        mark in "-_'" or unicodedata.category(mark)[0] in "LN" or unicodedata.category(mark) in ("Mn", "Mc")
        for mark in name
    )


def _check_options(path: str, options: list[Json], form: Form, *, depth: int) -> None:
    if len(options) > OPTIONS:
        form.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {OPTIONS} or fewer in length.")
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        form.add(path, "APPLICATION_COMMAND_OPTIONS_DUPLICATE_NAME", "Option names must be unique")
    optional_before = False
    branches = 0
    for index, option in enumerate(options):
        here = f"{path}.{index}"
        _check_named(here, option, form)
        if option.get("type") in (SUBCOMMAND, GROUP):
            branches += 1
            _check_branch(here, option, form, depth=depth)
            continue
        if option.get("required") and optional_before:
            code = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"
            form.add(here, code, "Required options must be placed before non-required options")
        optional_before = optional_before or not option.get("required")
        _check_value_rules(here, option, form)
    if branches and branches < len(options):
        code = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"
        form.add(path, code, "Sub-command and sub-command group option types are mutually exclusive")


def _check_branch(path: str, option: Json, form: Form, *, depth: int) -> None:
    if depth > 1 or (depth == 1 and option["type"] == GROUP):
        form.add(f"{path}.type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Groups nest one level deep")
    _check_options(f"{path}.options", option.get("options") or [], form, depth=depth + 1)


def _check_value_rules(path: str, option: Json, form: Form) -> None:
    choices = option.get("choices") or []
    if len(choices) > CHOICES:
        form.add(f"{path}.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {CHOICES} or fewer in length.")
    if choices and option.get("autocomplete"):
        code = "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES"
        form.add(path, code, "Choices and autocomplete exclude each other")
    if (choices or option.get("autocomplete")) and option.get("type") not in (TEXT, INTEGER, NUMBER):
        form.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only text and numbers have choices")
    for index, choice in enumerate(choices):
        form.length(f"{path}.choices.{index}.name", choice.get("name"), 100, least=1)
        if option.get("type") == TEXT:
            form.length(f"{path}.choices.{index}.value", choice.get("value"), 100, least=1)


def _characters(it: Json) -> int:
    """Names, descriptions and choices' values, the longest translation of each."""
    count = 0
    for name in ("name", "description"):
        translations = list((it.get(f"{name}_localizations") or {}).values())
        count += max((len(text) for text in [it.get(name) or "", *translations]), default=0)
    for choice in it.get("choices") or []:
        count += len(choice.get("name") or "") + len(str(choice.get("value")))
    return count + sum(map(_characters, it.get("options") or []))
