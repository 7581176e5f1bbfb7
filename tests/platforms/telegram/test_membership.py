"""What happens to the bot itself, as facts for the app."""

import pytest

from bot.app import commands as c
from bot.core.people import Address, Platform
from tests.fakes.telegram.membership import member_card
from tests.platforms.telegram.parts import Stage
from tests.platforms.telegram.samples import READY


async def test_a_block_closes_the_private_chat_and_a_restart_opens_it(stage: Stage) -> None:
    """Section 3: it opens again when they come back."""
    ana = stage.server.person("Ana", started=True)
    ana.block()
    await stage.settled()
    assert stage.around.closed == [
        (Address(Platform.TELEGRAM, str(ana.id), person=str(ana.id)), "the person blocked the bot")
    ]
    ana.unblock()
    await stage.settled()
    (asker,) = stage.around.opened
    assert (asker.person, asker.private, asker.chat.chat) == (str(ana.id), True, str(ana.id))


async def test_a_removed_bot_closes_the_group_and_a_new_one_opens_it(stage: Stage) -> None:
    """Section 4: kept as a fact; the others go on."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, bot="member")
    ana.remove_bot(group.id)
    await stage.settled()
    assert stage.around.closed == [(Address(Platform.TELEGRAM, str(group.id)), "the bot was removed from the group")]
    ana.add_bot(group.id)
    await stage.server.message(group.id, "Hello, I am Pacekeeper")
    await stage.settled()
    assert (stage.app.news.departures, stage.app.news.arrivals) == ([str(group.id)], [str(group.id)])


async def test_where_it_is_known_the_bot_says_nothing(stage: Stage) -> None:
    """Issue 5: it introduces itself once; a group that is set up goes on as it was."""
    stage.app.news.new = False
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana)
    ana.add_bot(group.id)
    await stage.settled()
    assert stage.app.news.arrivals == [str(group.id)]
    assert stage.server.platform.journal.in_chat(group.id) == []


async def test_a_muted_bot_closes_the_group(stage: Stage) -> None:
    """Restricted without the right to write, and back."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, bot="member")
    bot = stage.server.platform.bot
    muted = member_card(bot, "restricted")
    free = member_card(bot, "member")
    for old, new in ((free, muted), (muted, free)):
        event = {"chat": group.chat.card, "from": ana.user.card(), "date": 1772557200}
        change = {"old_chat_member": old, "new_chat_member": new}
        stage.server.platform.inbox.put("my_chat_member", event | change, group.id)
    await stage.settled()
    assert [reason for _, reason in stage.around.closed] == ["the bot may not write in the group"]
    assert stage.app.news.arrivals == [str(group.id)]


async def test_a_promotion_changes_nothing(stage: Stage) -> None:
    """The bot could write before, too."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, bot="member")
    ana.promote(group.id, stage.server.platform.bot.id)
    await stage.settled()
    assert (stage.around.closed, stage.around.opened) == ([], [])


async def test_a_group_that_became_a_supergroup_has_moved(stage: Stage) -> None:
    """Both chats tell it; the app hears the same twice at most, and the group goes on."""
    stage.app.says[c.Setup] = READY
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, kind="group", bot="member")
    new = group.migrate()
    ana.say(new.id, "/setup@pacekeeper_bot Berlin")
    await stage.server.message(new.id, "study group now")
    await stage.settled()
    assert set(stage.around.moved) == {(str(group.id), str(new.id))}
    assert stage.around.closed == []


async def test_an_answer_follows_a_group_that_moved(stage: Stage) -> None:
    """The error of the reply names the new chat."""
    stage.app.says[c.Setup] = READY
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana, kind="group", bot="member")
    ana.say(group.id, "/setup@pacekeeper_bot Berlin")
    new = group.migrate()
    await stage.server.message(new.id, "study group now")


async def test_a_start_in_a_group_is_joining(stage: Stage) -> None:
    """t.me/bot?startgroup brings the bot in and says /start there."""
    ana = stage.server.person("Ana", started=True)
    group = stage.server.group("Owls", ana)
    ana.add_bot(group.id, "hello")
    await stage.server.message(group.id, "private chat")
    assert stage.app.commands == [c.Join()]


# --- people


async def comings(stage: Stage) -> list[tuple[str, bool]]:
    """Who was told of since the last time, and whether they are there; twice the same is once."""
    await stage.settled()
    found = dict.fromkeys((person, there) for _, person, there in stage.app.news.comings)
    stage.app.news.comings.clear()
    return list(found)


@pytest.mark.parametrize("bot", ["member", "administrator"])
async def test_who_leaves_and_who_is_put_out_is_told_to_any_bot(stage: Stage, bot: str) -> None:
    """Refinement 12: the group's own message, with privacy mode on; an administrator gets the change as well."""
    ana, ben = stage.server.person("Ana", started=True), stage.server.person("Ben")
    group = stage.server.group("Owls", ana, ben, bot=bot)
    ben.leave(group.id)
    assert await comings(stage) == [(str(ben.id), False)]
    ben.join(group.id)
    assert await comings(stage) == [(str(ben.id), True)]
    ana.remove(group.id, ben.id)
    assert await comings(stage) == [(str(ben.id), False)]
    assert stage.server.platform.journal.in_chat(group.id) == []
    assert (stage.around.closed, stage.app.seen, stage.app.asked) == ([], [], [])


@pytest.mark.parametrize(
    ("status", "there"),
    [("restricted", True), ("restricted_away", False), ("kicked", False), ("left", False), ("administrator", True)],
)
async def test_every_standing_is_there_or_not(stage: Stage, status: str, there: bool) -> None:
    """`chat_member`, where the bot is an administrator: one who is restricted may have left or not."""
    ana, ben = stage.server.person("Ana", started=True), stage.server.person("Ben")
    group = stage.server.group("Owls", ana, ben, bot="administrator")
    ana.promote(group.id, ben.id, status)
    assert await comings(stage) == [(str(ben.id), there)]


async def test_who_is_restricted_and_leaves_is_gone(stage: Stage) -> None:
    """Telegram keeps calling them restricted."""
    ana, ben = stage.server.person("Ana", started=True), stage.server.person("Ben")
    group = stage.server.group("Owls", ana, ben, bot="administrator")
    ana.promote(group.id, ben.id, "restricted")
    assert await comings(stage) == [(str(ben.id), True)]
    ben.leave(group.id)
    assert await comings(stage) == [(str(ben.id), False)]


async def test_the_bots_own_going_says_nothing_of_people(stage: Stage) -> None:
    """Removed, added again, and a group that became a supergroup."""
    ana, ben = stage.server.person("Ana", started=True), stage.server.person("Ben")
    group = stage.server.group("Owls", ana, ben, kind="group", bot="member")
    ana.remove_bot(group.id)
    ana.add_bot(group.id)
    group.migrate()
    assert await comings(stage) == []
