"""Groups: privacy mode, membership, topics, rights, migration, and the ways in which they are lost."""

import pytest
from telegram import Bot, ChatMemberAdministrator, ReplyParameters, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.fakes.telegram import ActError, Person, TelegramServer


async def _news(bot: Bot) -> list[Update]:
    """What came since the last time, confirmed."""
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return list(updates)


async def _texts(bot: Bot) -> list[str | None]:
    return [update.effective_message.text if update.effective_message else None for update in await _news(bot)]


async def test_in_privacy_mode_only_what_is_meant_for_the_bot_arrives(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """Commands with its name and replies to it; bare commands only if it wrote last."""
    group = server.group("Study", ana, bot="member")
    for text in ("hello", "/log 5", "/log@other_bot 5", "/log@Pacekeeper_Bot 5", "hi @pacekeeper_bot"):
        ana.say(group.id, text)
    assert await _texts(bot) == ["/log@Pacekeeper_Bot 5"]
    sent = await bot.send_message(group.id, "How long?")
    ana.say(group.id, "/log 6")
    ana.say(group.id, "50", reply_to=sent.message_id)
    ana.say(group.id, "51")
    assert await _texts(bot) == ["/log 6", "50"]
    group.another_bot_writes()
    ana.say(group.id, "/log 7")
    assert await _texts(bot) == []


async def test_an_administrator_bot_reads_everything(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """So does one whose privacy mode is off."""
    group = server.group("Study", ana, bot="administrator")
    ana.say(group.id, "hello")
    assert await _texts(bot) == ["hello"]
    ana.promote(group.id, server.platform.bot.id, "member")
    server.platform.privacy = False
    ana.say(group.id, "hello again")
    assert (await _texts(bot))[-1] == "hello again"


async def test_being_added_is_told_and_the_deep_link_follows(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """my_chat_member, the service message, and /start@bot with the parameter of the link."""
    group = server.group("Study", ana)
    with pytest.raises(Forbidden, match=r"^Forbidden: bot is not a member of the supergroup chat$"):
        await bot.send_message(group.id, "x")
    ana.add_bot(group.id, "setup_7")
    member, notice, start = await _news(bot)
    assert member.my_chat_member is not None
    assert (member.my_chat_member.old_chat_member.status, member.my_chat_member.new_chat_member.status) == (
        "left",
        "member",
    )
    assert notice.message is not None
    assert [user.username for user in notice.message.new_chat_members] == ["pacekeeper_bot"]
    assert start.message is not None
    assert start.message.text == "/start@pacekeeper_bot setup_7"
    assert await bot.send_message(group.id, "x")


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_removed_bot_is_told_and_may_not_write(
    server: TelegramServer, bot: Bot, ana: Person, kind: str
) -> None:
    """403: kicked."""
    group = server.group("Study", ana, kind="group" if kind == "group" else "supergroup", bot="member")
    ana.remove_bot(group.id)
    notice, member = await _news(bot)
    assert notice.message is not None
    assert notice.message.left_chat_member is not None
    assert member.my_chat_member is not None
    assert member.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match=f"^Forbidden: bot was kicked from the {kind} chat$"):
        await bot.send_message(group.id, "x")


async def test_a_bot_that_left_is_no_member(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """403 in other words."""
    group = server.group("Study", ana, kind="group", bot="member")
    assert await bot.leave_chat(group.id)
    (update,) = await _news(bot)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "left"
    with pytest.raises(Forbidden, match=r"^Forbidden: bot is not a member of the group chat$"):
        await bot.send_message(group.id, "x")


async def test_who_comes_and_goes_is_told_to_an_administrator_that_asks(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """chat_member; a member bot sees the service messages only."""
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    ben = server.person("Ben")
    group = server.group("Study", ana, bot="member")
    ben.join(group.id)
    (joined,) = await _news(bot)
    assert joined.message is not None
    assert joined.message.new_chat_members[0].id == ben.id
    ana.promote(group.id, server.platform.bot.id)
    ben.leave(group.id)
    promoted, left, gone = await _news(bot)
    assert promoted.my_chat_member is not None
    assert isinstance(promoted.my_chat_member.new_chat_member, ChatMemberAdministrator)
    assert left.message is not None
    assert left.message.left_chat_member is not None
    assert gone.chat_member is not None
    assert (gone.chat_member.from_user.id, gone.chat_member.new_chat_member.status) == (ben.id, "left")


async def test_blocking_and_restarting_the_bot_is_told(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """my_chat_member of the private chat."""
    ana.block()
    ana.unblock()
    statuses = [update.my_chat_member.new_chat_member.status for update in await _news(bot) if update.my_chat_member]
    assert statuses == ["kicked", "member"]


async def test_administrators_are_listed_for_any_member_bot(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """The owner and those who were made so; about one person only an administrator learns."""
    ben, cem = server.person("Ben"), server.person("Cem")
    group = server.group("Study", ana, ben, cem, bot="member")
    ana.promote(group.id, ben.id)
    administrators = await bot.get_chat_administrators(group.id)
    assert {(member.user.id, member.status) for member in administrators} == {
        (ana.id, "creator"),
        (ben.id, "administrator"),
    }
    assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
    with pytest.raises(BadRequest, match=r"^Chat_admin_required$"):
        await bot.get_chat_member(group.id, cem.id)
    ana.promote(group.id, bot.id)
    assert (await bot.get_chat_member(group.id, cem.id)).status == "member"
    with pytest.raises(BadRequest, match=r"^User not found$"):
        await bot.get_chat_member(group.id, 123456)
    assert await bot.get_chat_member_count(group.id) == 4


async def test_an_anonymous_administrator_speaks_as_the_group(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """From 1087968824, with the group as sender."""
    ben = server.person("Ben")
    group = server.group("Study", ana, ben, bot="member")
    ana.say(group.id, "/setup@pacekeeper_bot", anonymous=True)
    (update,) = await _news(bot)
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.id == 1087968824
    assert update.message.sender_chat is not None
    assert update.message.sender_chat.id == group.id
    with pytest.raises(ActError, match="only administrators can be anonymous"):
        ben.say(group.id, "x", anonymous=True)


async def test_topics_have_threads_and_general_has_none(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """A message in a topic carries its thread and answers the topic's first message, which is not a reply to us."""
    group = server.group("Study", ana, forum=True, bot="administrator")
    topic = group.topic("Linear algebra")
    ana.say(group.id, "in general")
    ana.say(group.id, "in the topic", thread=topic)
    opened, general, inside = await _news(bot)
    assert opened.message is not None
    assert opened.message.forum_topic_created is not None
    assert general.message is not None
    assert (general.message.message_thread_id, general.message.is_topic_message) == (None, None)
    assert inside.message is not None
    assert (inside.message.message_thread_id, inside.message.is_topic_message) == (topic, True)
    assert inside.message.reply_to_message is not None
    assert inside.message.reply_to_message.forum_topic_created is not None
    sent = await bot.send_message(group.id, "here", message_thread_id=topic)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    answered = await bot.send_message(group.id, "there", reply_parameters=ReplyParameters(inside.message.message_id))
    assert answered.message_thread_id == topic


@pytest.mark.parametrize("thread_id", [1, 999])
async def test_a_thread_that_does_not_exist_is_not_found(
    server: TelegramServer, bot: Bot, ana: Person, thread_id: int
) -> None:
    """Neither General by the number 1, nor a deleted topic, nor any in a chat without topics."""
    forum, plain = server.group("Forum", ana, forum=True, bot="member"), server.group("Plain", ana, bot="member")
    topic = forum.topic("x")
    forum.delete_topic(topic)
    for chat, thread in ((forum.id, thread_id), (forum.id, topic), (plain.id, thread_id), (ana.id, thread_id)):
        if chat == forum.id and thread == topic == thread_id:
            continue
        with pytest.raises(BadRequest, match=r"^Message thread not found$"):
            await bot.send_message(chat, "x", message_thread_id=thread)


async def test_a_closed_topic_takes_words_from_administrators_only(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """TOPIC_CLOSED for a member bot."""
    group = server.group("Study", ana, forum=True, bot="member")
    topic = group.topic("Old")
    group.close_topic(topic)
    with pytest.raises(BadRequest, match=r"^Topic_closed$"):
        await bot.send_message(group.id, "x", message_thread_id=topic)
    ana.promote(group.id, bot.id)
    assert await bot.send_message(group.id, "x", message_thread_id=topic)


async def test_a_reply_outside_a_forum_has_a_thread_that_is_no_topic(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """Sending into such a thread fails, so is_topic_message has to be looked at."""
    group = server.group("Study", ana, bot="member")
    sent = await bot.send_message(group.id, "How long?")
    ana.say(group.id, "50", reply_to=sent.message_id)
    (update,) = await _news(bot)
    assert update.message is not None
    assert (update.message.message_thread_id, update.message.is_topic_message) == (sent.message_id, None)
    with pytest.raises(BadRequest, match=r"^Message thread not found$"):
        await bot.send_message(group.id, "x", message_thread_id=update.message.message_thread_id)


async def test_a_group_becomes_a_supergroup_under_another_id(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """Both service messages come, the old id answers with the new one, and the bot is in the new chat."""
    group = server.group("Study", ana, kind="group", bot="administrator")
    new = group.migrate()
    away, member, arrived = await _news(bot)
    assert away.message is not None
    assert (away.message.chat.id, away.message.migrate_to_chat_id) == (group.id, new.id)
    assert member.my_chat_member is not None
    assert member.my_chat_member.chat.id == new.id
    assert arrived.message is not None
    assert (arrived.message.chat.id, arrived.message.migrate_from_chat_id) == (new.id, group.id)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "x")
    assert caught.value.new_chat_id == new.id
    assert (await bot.send_message(new.id, "x")).chat.type == "supergroup"


async def test_a_group_can_take_the_right_to_write(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """CHAT_WRITE_FORBIDDEN until it is given back, and other words for a bot that is restricted itself."""
    group = server.group("Study", ana, bot="member")
    group.forbid_writing()
    with pytest.raises(BadRequest, match=r"^Chat_write_forbidden$"):
        await bot.send_message(group.id, "x")
    group.forbid_writing(forbidden=False)
    assert await bot.send_message(group.id, "x")
    ana.promote(group.id, bot.id, "restricted")
    with pytest.raises(BadRequest, match=r"^Not enough rights to send text messages to the chat$"):
        await bot.send_message(group.id, "x")


async def test_a_deleted_group_is_told_apart(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """403."""
    group = server.group("Study", ana, kind="group", bot="member")
    group.delete()
    with pytest.raises(Forbidden, match=r"^Forbidden: the group chat was deleted$"):
        await bot.send_message(group.id, "x")


async def test_a_group_tells_its_title_and_a_forum_that_it_is_one(
    server: TelegramServer, bot: Bot, ana: Person
) -> None:
    """getChat, by id and by name, and the service message of a new title."""
    group = server.group("Study", ana, forum=True, username="study_group", bot="member")
    group.rename("Study 2")
    assert (await bot.get_chat(group.id)).title == "Study 2"
    chat = await bot.get_chat("@study_group")
    assert (chat.id, chat.is_forum) == (group.id, True)
    (update,) = await _news(bot)
    assert update.message is not None
    assert update.message.new_chat_title == "Study 2"
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.get_chat(server.person("Ben").id)


async def test_people_do_only_what_the_app_lets_them(server: TelegramServer, bot: Bot, ana: Person) -> None:
    """A test that asks for more is wrong, and hears so."""
    ben = server.person("Ben")
    group = server.group("Study", ana, forum=True)
    with pytest.raises(ActError, match="Ben has to start the bot first"):
        ben.tell("hello")
    with pytest.raises(ActError, match="Ben is not in the chat"):
        ben.say(group.id, "hello")
    with pytest.raises(ActError, match="no open topic 5"):
        ana.say(group.id, "hello", thread=5)
    with pytest.raises(ActError, match=r"1 to 4,096 characters"):
        ana.tell("x" * 4097)
    with pytest.raises(ActError, match="only a basic group"):
        group.migrate()
    ana.vanish()
    with pytest.raises(ActError, match="cannot be used"):
        ana.tell("hello")
    assert await bot.get_updates() == ()
