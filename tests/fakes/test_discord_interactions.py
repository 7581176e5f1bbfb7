"""discord.py's real client hears what people do on our server, and answers."""

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.fakes.discord import ActError, AnswerKind, Flag, Permission
from tests.fakes.discord.props import Review, add_commands, log, view_with
from tests.fakes.discord.stages import Act, Stage, staged


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as it:
        add_commands(it.client.tree)
        await it.client.tree.sync()
        yield it


async def test_a_slash_command_arrives_typed_and_its_answer_is_seen(stage: Stage) -> None:
    """Platform: options come with their declared types; an ephemeral answer keeps its flag."""
    asked, act = await log(stage, note="svd", focus=5, with_whom=stage.ana.id)
    assert (act.namespace.minutes, act.namespace.note, act.namespace.focus) == (50, "svd", 5)
    assert act.namespace.with_whom.id == act.user.id == stage.ana.id
    assert act.channel_id == stage.channel.id
    await act.response.send_message("50 minutes logged", ephemeral=True)
    shown = await stage.server.watch.shown(asked)
    assert shown["content"] == "50 minutes logged"
    assert shown["flags"] & Flag.EPHEMERAL
    answer = await stage.server.watch.answer(asked)
    assert answer.kind == AnswerKind.MESSAGE
    assert answer.seconds < 3
    assert (await act.original_response()).content == "50 minutes logged"


async def test_a_command_works_in_the_private_conversation(stage: Stage) -> None:
    """Platform: in direct messages the payload has a user instead of a member, and context 1."""
    asked = stage.server.people.slash(stage.ana.id, "group zone", {"name": "Europe/Rome"})
    act = await stage.client.next_act()
    assert (act.guild_id, act.user.id, act.namespace.name) == (None, stage.ana.id, "Europe/Rome")
    await act.response.send_message("done")
    message = await stage.server.watch.shown(asked)
    assert message["channel_id"] == str(stage.server.world.conversation(stage.ana.id).id)


async def test_languages_of_person_and_guild_come_with_the_act(stage: Stage) -> None:
    """Platform: locale is the person's, guild_locale the guild's; a time zone never comes."""
    eva = stage.server.world.add_user("eva", locale="de")
    stage.server.world.add_member(stage.guild.id, eva.id)
    stage.server.people.slash(eva.id, "log", {"minutes": 5}, channel_id=stage.channel.id)
    act = await stage.client.next_act()
    assert (act.locale, act.guild_locale) == (discord.Locale.german, discord.Locale.american_english)


async def test_rights_of_member_and_bot_come_with_the_act(stage: Stage) -> None:
    """Platform: member.permissions and app_permissions hold the rights in that channel."""
    eva = stage.server.world.add_user("eva")
    stage.server.world.add_member(stage.guild.id, eva.id, permissions=Permission.MANAGE_GUILD)
    stage.server.world.set_rights(stage.channel.id, deny=Permission.EMBED_LINKS)
    stage.server.people.slash(eva.id, "setup", channel_id=stage.channel.id)
    act = await stage.client.next_act()
    assert act.permissions.manage_guild
    assert act.app_permissions.send_messages
    assert not act.app_permissions.embed_links


@pytest.mark.parametrize(
    ("command", "options", "private"),
    [
        ("unknown", {}, False),
        ("log", {}, False),
        ("log", {"minutes": "50"}, False),
        ("log", {"minutes": True}, False),
        ("log", {"minutes": 0}, False),
        ("log", {"minutes": 601}, False),
        ("log", {"minutes": 50, "note": "x" * 21}, False),
        ("log", {"minutes": 50, "focus": 4}, False),
        ("log", {"minutes": 50, "with_whom": 1}, False),
        ("log", {"minutes": 50, "mood": "good"}, False),
        ("group", {}, False),
        ("group colour", {}, False),
        ("setup", {}, False),
        ("setup", {}, True),
    ],
)
async def test_what_discords_client_would_not_send_is_refused(
    stage: Stage, command: str, options: dict[str, Any], private: bool
) -> None:
    """Platform: people can only send what the synced command declares, where it is offered, to whom."""
    place = None if private else stage.channel.id
    with pytest.raises(ActError):
        stage.server.people.slash(stage.ana.id, command, options, channel_id=place)
    assert stage.client.acts.empty()


async def test_autocomplete_gets_its_choices(stage: Stage) -> None:
    """Platform: type 4 is answered by choices, 25 at most."""
    asked = stage.server.people.autocomplete(
        stage.ana.id, "log", "week", "7", {"minutes": 5}, channel_id=stage.channel.id
    )
    answer = await stage.server.watch.answer(asked)
    assert answer.kind == AnswerKind.CHOICES
    assert answer.body["choices"] == [{"name": "Week 7", "value": "7"}]
    with pytest.raises(ActError):
        stage.server.people.autocomplete(stage.ana.id, "log", "note", "s", channel_id=stage.channel.id)


async def test_a_button_edits_its_own_message(stage: Stage) -> None:
    """Platform: type 7 changes the message under the button; a vanished button cannot be pressed."""
    go = discord.ui.Button[Any](label="Go", custom_id="go")
    off = discord.ui.Button[Any](label="Off", custom_id="off", disabled=True)
    message = await stage.room().send("Ready?", view=view_with(go, off))
    asked = stage.server.people.press(stage.ana.id, message.id, "go")
    act = await stage.client.next_act()
    assert act.message is not None
    assert act.message.id == message.id
    await act.response.edit_message(content="Going", view=None)
    assert (await stage.server.watch.shown(asked))["content"] == "Going"
    assert (await stage.room().fetch_message(message.id)).content == "Going"
    with pytest.raises(ActError):
        stage.server.people.press(stage.ana.id, message.id, "go")
    stage.server.people.press_outdated(stage.ana.id, message.id, "go")
    assert (await stage.client.next_act()).data == {"custom_id": "go", "component_type": 2, "id": 1}


async def test_a_disabled_button_and_somebody_elses_ephemeral_message_cannot_be_pressed(stage: Stage) -> None:
    """Platform: only the person who was answered sees an ephemeral message."""
    asked, act = await log(stage)
    on = discord.ui.Button[Any](label="Undo", custom_id="undo")
    off = discord.ui.Button[Any](label="Off", custom_id="off", disabled=True)
    await act.response.send_message("logged", ephemeral=True, view=view_with(on, off))
    shown = await stage.server.watch.shown(asked)
    eva = stage.server.world.add_user("eva")
    stage.server.world.add_member(stage.guild.id, eva.id)
    for user_id, custom_id in ((eva.id, "undo"), (stage.ana.id, "off"), (stage.ana.id, "nowhere")):
        with pytest.raises(ActError):
            stage.server.people.press(user_id, int(shown["id"]), custom_id)
    stage.server.people.press(stage.ana.id, int(shown["id"]), "undo")
    assert (await stage.client.next_act()).type is discord.InteractionType.component


async def test_a_select_gives_its_values(stage: Stage) -> None:
    """Platform: values must be options, as many as the select takes."""
    options = [discord.SelectOption(label="One", value="1"), discord.SelectOption(label="Two", value="2")]
    message = await stage.room().send("Pick", view=view_with(discord.ui.Select[Any](custom_id="pick", options=options)))
    stage.server.people.choose(stage.ana.id, message.id, "pick", ["2"])
    act = await stage.client.next_act()
    assert act.data is not None
    assert act.data["values"] == ["2"]  # type: ignore[typeddict-item]  # a select's payload, not a command's
    for wrong in ([], ["3"], ["1", "2"]):
        with pytest.raises(ActError):
            stage.server.people.choose(stage.ana.id, message.id, "pick", wrong)


async def test_a_modal_is_opened_filled_and_submitted(stage: Stage) -> None:
    """Platform: the submit carries each field under the modal's custom_id, and is answered like a command."""
    asked, act = await log(stage)
    await act.response.send_modal(Review())
    assert (await stage.server.watch.answer(asked)).body["title"] == "Review"
    for wrong in ({}, {"words": "x"}, {"words": "long enough", "focus": ["none"]}, {"colour": "red"}):
        with pytest.raises(ActError):
            stage.server.people.submit(stage.ana.id, asked, wrong)
    sent = stage.server.people.submit(stage.ana.id, asked, {"words": "it turns", "focus": ["deep"]})
    form = await stage.client.next_act()
    assert form.type is discord.InteractionType.modal_submit
    assert form.data is not None
    assert form.data["custom_id"] == "review:1"  # type: ignore[typeddict-item]  # a modal's payload
    fields = [each["component"] for each in form.data["components"]]  # type: ignore[typeddict-item]
    assert [each.get("value", each.get("values")) for each in fields] == ["it turns", ["deep"]]
    await form.response.send_message("kept", ephemeral=True)
    assert (await stage.server.watch.shown(sent))["content"] == "kept"


async def test_a_form_opened_by_a_button_may_edit_the_buttons_message(stage: Stage) -> None:
    """Platform: a modal submit that came from a component can update that component's message."""
    message = await stage.room().send("?", view=view_with(discord.ui.Button[Any](label="Fill", custom_id="fill")))
    asked = stage.server.people.press(stage.ana.id, message.id, "fill")
    await (await stage.client.next_act()).response.send_modal(Review())
    await stage.server.watch.answer(asked)
    stage.server.people.submit(stage.ana.id, asked, {"words": "it turns", "focus": ["deep"]})
    await (await stage.client.next_act()).response.edit_message(content="Filled", view=None)
    assert (await stage.room().fetch_message(message.id)).content == "Filled"


async def test_the_same_interaction_may_be_delivered_twice(stage: Stage) -> None:
    """R20: a platform may deliver an act again; it has the same id and token."""
    asked, act = await log(stage)
    stage.server.people.deliver_again(asked)
    again = await stage.client.next_act()
    assert (again.id, again.token) == (act.id, act.token)


async def test_waiting_for_an_answer_that_never_comes_says_what_was_asked(stage: Stage) -> None:
    """The harness: a failed wait tells the command."""
    asked, _ = await log(stage)
    with pytest.raises(TimeoutError, match="log"):
        await stage.server.watch.answer(asked, within=0.01)


async def test_a_guilds_own_command_comes_before_the_global_one(stage: Stage) -> None:
    """Platform: commands are kept per guild and globally; the guild's own is used where both exist."""
    guild = discord.Object(stage.guild.id)

    @stage.client.tree.command(name="log", description="This guild's own", guild=guild)
    async def own(interaction: Act) -> None:
        """Answered by the test."""

    synced = await stage.client.tree.sync(guild=guild)
    stage.server.people.slash(stage.ana.id, "log", channel_id=stage.channel.id)
    act = await stage.client.next_act()
    assert act.command_id == synced[0].id
    assert act.command is own
    assert {each.name for each in await stage.client.tree.fetch_commands()} == {"log", "group", "setup"}
    assert (await stage.client.tree.fetch_command(synced[0].id, guild=guild)).name == "log"
