"""Asks Discord for the bot's rights in a channel or thread: from the server's live state, and by trying."""

import discord

from bot.app.asker import Asker
from bot.app.courier import Gone, Parcel, Unacceptable, Undeliverable
from bot.app.rights import Needs
from bot.app.said import Reached
from bot.core.people import Address, Platform
from bot.core.rights import Right, RightFact, State, may_write
from bot.core.roles import ServerRole
from bot.platforms.discord.attempt import attempt
from bot.platforms.discord.courier import DiscordCourier
from bot.platforms.discord.roles import Keeper

ASKED_WITHIN = 4.0  # seconds for one question
ALL: tuple[Right, ...] = ("view", "send", "embed", "attach")

Place = discord.abc.GuildChannel | discord.Thread


class Inspector:
    """Looks at one chat at a time, with the login that its courier has."""

    def __init__(self, courier: DiscordCourier, keeper: Keeper) -> None:
        self._courier = courier
        self._keeper = keeper

    async def look(self, asker: Asker, needs: Needs) -> tuple[RightFact, ...]:
        """Every right that is needed where the asker is. Their private chat is proven by a message to them."""
        here = await self._here(int(asker.chat.chat))
        direct = RightFact("direct", await self._direct(asker))
        return (*here, *self._room(needs.room), *self._roles(needs.roles), direct)

    async def _here(self, number: int) -> tuple[RightFact, ...]:
        client = self._courier.client
        if client is None:
            return tuple(RightFact(right, "unknown") for right in ALL)
        try:
            place = client.get_channel(number) or await attempt(client.fetch_channel(number), ASKED_WITHIN, posts=False)
        except (Gone, discord.InvalidData):
            return (RightFact("view", "missing"),)
        except Undeliverable:
            place = None
        if not isinstance(place, Place) or place.guild.unavailable or place.guild.me is None:
            return tuple(RightFact(right, "unknown") for right in ALL)
        found = granted(place)
        if not may_write(found):
            return found
        if isinstance(place, discord.Thread) and place.archived:  # a message would open it again, trying would not
            return found
        return (*found[:1], RightFact(found[1].right, await self._writes(client, number)), *found[2:])

    async def _writes(self, client: discord.Client, number: int) -> State:
        """Say that one is typing, which takes the right to write and leaves nothing behind."""
        try:
            await attempt(client.http.send_typing(number), ASKED_WITHIN, posts=False)
        except (Gone, Unacceptable):
            return "missing"
        except Undeliverable:
            return "unknown"
        return "ok"

    def _room(self, room: str) -> tuple[RightFact, ...]:
        client = self._courier.client
        if not room:
            return ()
        channel = client.get_channel(int(room)) if client else None
        if not isinstance(channel, discord.abc.GuildChannel) or channel.guild.me is None:
            return (RightFact("room", "unknown"),)
        sees = channel.permissions_for(channel.guild.me).view_channel
        return (RightFact("room", "ok" if sees else "missing"),)

    def _roles(self, given: tuple[tuple[str, str], ...]) -> tuple[RightFact, ...]:
        """Manage Roles once, then each role that the group gives, as far as it can be known without that right."""
        found = [self._keeper.look(*each) for each in given]
        facts = [RightFact("role", _state(role), role) for role in found if role.flaw != "right"]
        if not found:
            return ()
        if any(role.flaw == "unknown" for role in found):
            return tuple(RightFact("role", "unknown", role) for role in found)
        lacks = next((role for role in found if role.flaw == "right"), None)
        return (RightFact("roles", "missing" if lacks else "ok", lacks), *facts)

    async def _direct(self, asker: Asker) -> State:
        """Nothing but a message tells whether messages come; it is asked for, and one for each check."""
        to = Address(Platform.DISCORD, "", person=asker.person)
        parcel = Parcel(f"reach:{asker.request}", to, Reached(Platform.DISCORD))
        try:
            await self._courier.deliver(parcel)
        except (Gone, Unacceptable):
            return "missing"
        except Undeliverable:
            return "unknown"
        return "ok"


def granted(place: Place) -> tuple[RightFact, ...]:
    """The rights that the server's roles and the channel's permissions give, the first that lacks others last.

    What hangs on a right that is missing is not told: nobody can know it before that one is mended.
    """
    me = place.guild.me
    rights = place.permissions_for(me)
    facts = [_fact("view", rights.view_channel)]
    if not rights.view_channel:
        return tuple(facts)
    if me.is_timed_out():
        return (*facts, RightFact("timeout", "missing"))
    if isinstance(place, discord.Thread):
        facts.append(_fact("threads", rights.send_messages_in_threads))
        writes = rights.send_messages_in_threads
        shut = place.locked and not rights.manage_threads
        facts.append(_fact("thread_open", not shut))
    else:
        facts.append(_fact("send", rights.send_messages))
        writes = rights.send_messages
    if writes:
        facts += [_fact("embed", rights.embed_links), _fact("attach", rights.attach_files)]
    return tuple(facts)


def _state(role: ServerRole) -> State:
    return "missing" if role.flaw else "ok"


def _fact(right: Right, granted_: bool) -> RightFact:  # a right's own value
    return RightFact(right, "ok" if granted_ else "missing")
