"""Slash commands in other languages: descriptions and choices, never names."""

import pytest
from discord import Locale

from bot.core.languages import LANGUAGES
from bot.platforms.discord.translations import Translations, told
from bot.ui.text import text_in
from tests.platforms.discord.stage import Stage

LOCALES = {locale.value for locale in Locale}


async def payloads(stage: Stage) -> dict[str, dict[str, object]]:
    """What is sent to Discord of each command."""
    tree = stage.front.tree
    return {each.name: await each.get_translated_payload(tree, Translations()) for each in tree.get_commands()}


async def test_descriptions_are_localized_and_names_are_not(stage: Stage) -> None:
    """Issue 5, point 7: whoever reads German finds `/log` under its name, told in German."""
    sent = await payloads(stage)
    today = sent["today"]
    assert today["description_localizations"] == {"de": text_in("de").known(str(today["description"]))}
    for payload in sent.values():
        assert not payload.get("name_localizations")
        for option in payload["options"]:  # type: ignore[attr-defined]  # a list, says Discord
            assert not option.get("name_localizations")
            assert set(option.get("description_localizations") or {}) <= LOCALES
            assert all(1 <= len(text) <= 100 for text in (option.get("description_localizations") or {}).values())


async def test_the_start_registers_them(stage: Stage) -> None:
    """What was put to Discord has the localizations."""
    [put] = stage.sent("PUT", "/commands")
    assert any(command.get("description_localizations") for command in put)


async def test_a_change_of_words_alone_is_registered(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark of the definitions covers every language."""
    before = stage.front.definitions()
    assert before == stage.front.definitions()
    monkeypatch.setattr("bot.platforms.discord.client.told", lambda: [*told(), "another word"])
    assert stage.front.definitions() != before


def test_the_mark_covers_every_language() -> None:
    """One list for each that is spoken."""
    assert len(told()) % len(LANGUAGES) == 0
