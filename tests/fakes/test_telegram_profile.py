"""What the bot tells Telegram about itself."""

import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeChat, BotCommandScopeChatMember
from telegram.error import BadRequest

from tests.fakes.telegram import TelegramServer


async def test_the_bot_learns_who_it_is(server: TelegramServer, bot: Bot) -> None:
    """The id is the token's first part."""
    assert (bot.id, bot.username) == (7000000000, "pacekeeper_bot")
    assert bot.bot.can_read_all_group_messages is False


async def test_command_menus_are_kept_by_scope_and_language(server: TelegramServer, bot: Bot) -> None:
    """Each pair has its own list and none falls back on another."""
    ana = server.person("Ana", started=True)
    group = server.group("Study", ana, bot="member")
    groups, there = BotCommandScopeAllGroupChats(), BotCommandScopeChat(group.id)
    mine = BotCommandScopeChatMember(group.id, ana.id)
    await bot.set_my_commands([BotCommand("today", "The next flow")])
    await bot.set_my_commands([("today", "Der nächste Schritt")], language_code="de")
    await bot.set_my_commands([("setup", "Make a group")], scope=groups)
    await bot.set_my_commands([("group", "Settings")], scope=there)
    await bot.set_my_commands([("mine", "Mine")], scope=mine)
    assert [c.description for c in await bot.get_my_commands()] == ["The next flow"]
    assert [c.description for c in await bot.get_my_commands(language_code="de")] == ["Der nächste Schritt"]
    assert [c.command for c in await bot.get_my_commands(scope=groups)] == ["setup"]
    assert [c.command for c in await bot.get_my_commands(scope=there)] == ["group"]
    assert [c.command for c in await bot.get_my_commands(scope=mine)] == ["mine"]
    await bot.delete_my_commands(scope=groups)
    assert await bot.get_my_commands(scope=groups) == ()
    assert set(server.platform.profile.commands) == {
        ("default", ""),
        ("default", "de"),
        (f"chat:{group.id}", ""),
        (f"chat_member:{group.id}:{ana.id}", ""),
    }


@pytest.mark.parametrize(
    ("commands", "complaint"),
    [
        ([("Today", "x")], "Bot_command_invalid"),
        ([("to-day", "x")], "Bot_command_invalid"),
        ([("x" * 33, "x")], "Bot_command_invalid"),
        ([("today", "")], "Bot_command_description_invalid"),
        ([("today", "x" * 257)], "Bot_command_description_invalid"),
        ([(f"c{n}", "x") for n in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_a_menu_that_telegram_would_not_take_is_refused(
    bot: Bot, commands: list[tuple[str, str]], complaint: str
) -> None:
    """100 commands of a-z 0-9 _ with up to 32 characters, each described in 1 to 256."""
    with pytest.raises(BadRequest, match=f"^{complaint}$"):
        await bot.set_my_commands(commands)


async def test_a_menu_for_an_unknown_chat_is_refused(bot: Bot) -> None:
    """The bot has to know the chat."""
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.set_my_commands([("x", "x")], scope=BotCommandScopeChat(-5))


async def test_descriptions_are_kept_by_language(bot: Bot) -> None:
    """512 and 120 characters; a language without one gets the one for all."""
    await bot.set_my_description("Study together")
    await bot.set_my_short_description("Study", language_code="de")
    assert (await bot.get_my_description("de")).description == "Study together"
    assert (await bot.get_my_short_description("de")).short_description == "Study"
    assert (await bot.get_my_short_description()).short_description == ""
    with pytest.raises(BadRequest):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)


async def test_a_bot_that_logged_out_is_refused(server: TelegramServer, bot: Bot) -> None:
    """close() is harmless, log_out() ends everything."""
    assert await bot.close()
    ana = server.person("Ana", started=True)
    assert await bot.log_out()
    with pytest.raises(BadRequest, match=r"^Logged out$"):
        await bot.send_message(ana.id, "x")
