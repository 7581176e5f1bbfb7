"""The control API: POST /control/VERB with a JSON object, for tests and benchmarks in another process."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.faults import Cut, Fault, Flood, Garbled, Odd, Page, Refusal, Silence
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.refusals import ActError
from tests.fakes.telegram.shapes import Json

if TYPE_CHECKING:
    from tests.fakes.telegram.server import TelegramServer

Verb = Callable[["TelegramServer", Json], Any | Awaitable[Any]]

PERSON_ACTS = frozenset(
    {
        "start",
        "tell",
        "say",
        "send",
        "edit",
        "press",
        "follow",
        "vote",
        "block",
        "unblock",
        "vanish",
        "join",
        "leave",
        "remove",
        "add_bot",
        "remove_bot",
        "promote",
    }
)
GROUP_ACTS = frozenset(
    {
        "topic",
        "close_topic",
        "reopen_topic",
        "close_general",
        "open_general",
        "set_slow",
        "delete_topic",
        "rename",
        "forbid_writing",
        "delete",
        "forget_message",
        "another_bot_writes",
        "migrate",
    }
)
PLAN = ("method", "times", "chat_id", "pass_first")
FAULTS: dict[str, Callable[..., Fault]] = {
    "flood": Flood,
    "refusal": Refusal,
    "page": Page,
    "silence": Silence,
    "cut": Cut,
    "garbled": Garbled,
    "odd": Odd,
}


def _act(server: "TelegramServer", arguments: Json) -> Any:
    """{user, act, ...}: a person does something; {group, act, ...}: something happens to a group."""
    name = arguments.pop("act")
    world = server.platform.world
    if "group" in arguments:
        if name not in GROUP_ACTS:
            raise ActError(f"nothing called {name} happens to groups")
        done = getattr(Group(server.platform, world.chat(arguments.pop("group"))), name)(**arguments)
        return done.id if isinstance(done, Group) else done
    if name not in PERSON_ACTS:
        raise ActError(f"nobody can {name}")
    return getattr(Person(server.platform, world.user(arguments.pop("user"))), name)(**arguments)


def _person(server: "TelegramServer", arguments: Json) -> int:
    """{first_name, ...}: a new person; the id."""
    return server.person(**arguments).id


def _people(server: "TelegramServer", arguments: Json) -> list[int]:
    """{count, started}: many people at once; their ids."""
    started = bool(arguments.get("started", True))
    return [server.person(f"P{n}", started=started).id for n in range(int(arguments["count"]))]


def _group(server: "TelegramServer", arguments: Json) -> int:
    """{title, owner, members, kind, forum, username, bot}: a new group; the id."""
    world, platform = server.platform.world, server.platform
    owner = Person(platform, world.user(arguments.pop("owner")))
    members = [Person(platform, world.user(user_id)) for user_id in arguments.pop("members", [])]
    return server.group(arguments.pop("title"), owner, *members, **arguments).id


def _fault(server: "TelegramServer", arguments: Json) -> None:
    """{fault, method, times, chat_id, pass_first, ...the fault's own fields}."""
    plan = {key: arguments.pop(key) for key in PLAN if key in arguments}
    server.faults.add(FAULTS[arguments.pop("fault")](**arguments), **plan)


def _clear_faults(server: "TelegramServer", arguments: Json) -> None:
    server.faults.clear()


def _calls(server: "TelegramServer", arguments: Json) -> list[Json]:
    """{method, since}: the requests so far, or those of one method, after the first `since` of all."""
    wanted = arguments.get("method")
    calls = server.platform.journal.calls.items[int(arguments.get("since", 0)) :]
    return [
        {"method": c.method, "params": c.params, "at": c.at, "code": c.code, "result": c.result}
        for c in calls
        if wanted in (None, c.method)
    ]


def _deliveries(server: "TelegramServer", arguments: Json) -> list[Json]:
    """{chat_id, since}: the bot's messages so far, in one chat or in all, after delivery number `since`."""
    journal, since = server.platform.journal, int(arguments.get("since", 0))
    chat_id = arguments.get("chat_id")
    found = journal.deliveries.items[since:] if chat_id is None else journal.in_chat(chat_id, since)
    return [{"number": d.number, "change": d.change, "message": d.message} for d in found]


def _limits(server: "TelegramServer", arguments: Json) -> None:
    """{enforced}: switch Telegram's own limits on or off."""
    server.platform.limits.enforced = bool(arguments["enforced"])


def _counts(server: "TelegramServer", arguments: Json) -> Json:
    """How much was sent and refused, and the busiest moments."""
    journal, limits = server.platform.journal, server.platform.limits
    return {
        "calls": len(journal.calls.items),
        "deliveries": len(journal.deliveries.items),
        "refused": limits.refused,
        "busiest_second": limits.busiest_second,
        "busiest_chat_second": limits.busiest_chat_second,
        "busiest_group_minute": limits.busiest_group_minute,
        "waiting_updates": len(server.platform.inbox.waiting),
        "last_update_id": server.platform.inbox.last_id,
        "violations": len(server.violations),
    }


def _violations(server: "TelegramServer", arguments: Json) -> list[Json]:
    return [{"method": v.method, "complaint": v.complaint} for v in server.violations]


def _message(server: "TelegramServer", arguments: Json) -> Any:
    """{chat_id, matching, change, since, within}: wait for a message of the bot."""
    return server.message(**arguments)


def _answer(server: "TelegramServer", arguments: Json) -> Any:
    """{query_id, within}: wait for the answer to a press."""
    return server.answer(**arguments)


def _advance(server: "TelegramServer", arguments: Json) -> None:
    """{seconds}: move the server's clock."""
    server.platform.clock.advance(float(arguments["seconds"]))


def _replay(server: "TelegramServer", arguments: Json) -> None:
    """{update_id}: deliver an old update again."""
    server.platform.inbox.replay(int(arguments["update_id"]))


def _drop_updates(server: "TelegramServer", arguments: Json) -> None:
    """Forget the updates that wait."""
    server.platform.inbox.drop_all()


def _webhook_instead(server: "TelegramServer", arguments: Json) -> None:
    """{url}: push to this address, as a proxy in front of the bot does; "" ends that."""
    server.pusher.instead = str(arguments["url"]).rstrip("/")


def _jump(server: "TelegramServer", arguments: Json) -> None:
    """{next_id}: go on with other update ids."""
    server.platform.inbox.jump(int(arguments["next_id"]))


def _token(server: "TelegramServer", arguments: Json) -> None:
    """{valid}: revoke the bot's token, or give it back."""
    server.platform.token_valid = bool(arguments["valid"])


VERBS: dict[str, Verb] = {
    "act": _act,
    "person": _person,
    "people": _people,
    "group": _group,
    "fault": _fault,
    "clear_faults": _clear_faults,
    "calls": _calls,
    "deliveries": _deliveries,
    "limits": _limits,
    "counts": _counts,
    "violations": _violations,
    "message": _message,
    "answer": _answer,
    "advance": _advance,
    "replay": _replay,
    "drop_updates": _drop_updates,
    "webhook_instead": _webhook_instead,
    "jump": _jump,
    "token": _token,
}
