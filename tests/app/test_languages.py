"""Who reads what: the language that was chosen, else the app's; a group's own in its chats."""

from dataclasses import replace
from datetime import time

import pytest

from bot.app.app import App
from bot.app.commands import (
    InviteChat,
    Join,
    JoinNow,
    Leaderboard,
    LogFlow,
    Settings,
    Setup,
    Today,
)
from bot.app.said import (
    Card,
    ChatAttached,
    ChatCode,
    DailyPrompt,
    GroupReady,
    Logged,
    Refused,
    SettingsShown,
    SetupOffer,
    WentWrong,
)
from bot.core.languages import AUTOMATIC, CHOICES, LANGUAGES, Tongues, choice_of, tag_of, tidy_tag
from bot.core.people import Platform
from bot.storage.store import Store
from tests.app.life import Life
from tests.app.scenes import CHANNEL
from tests.world import PLACE, Person, StoppedClock, founded


@pytest.fixture
def karl(app: App) -> Person:
    """Has a German client."""
    return Person(app, "k1", "Karl", language="de-AT")


@pytest.fixture
def hanna(app: App) -> Person:
    """Leads a Telegram group, with a German client."""
    return Person(app, "h1", "Hanna", facilitator=True, language="de")


async def test_an_answer_is_in_the_language_of_the_askers_app(karl: Person) -> None:
    """Section 3: whoever has chosen nothing reads what their app is in, strangers too."""
    assert (await karl.says(Join())).tongues == Tongues("de-AT", "de-AT")
    await karl.joins()
    assert (await karl.says(Today())).tongues == Tongues("de-AT", "de-AT")
    assert (await karl.says(LogFlow(2000))).tongues.own == "de-AT"


async def test_what_was_chosen_wins_at_once_until_it_is_automatic_again(karl: Person) -> None:
    """`/settings` language: the very answer is in it; who named none before reads the app's again."""
    await karl.joins()
    changed = await karl.says(Settings(language="English"))
    assert isinstance(changed.said, SettingsShown)
    assert (changed.said.language, changed.said.changed) == ("en", ("language",))
    assert changed.tongues == Tongues("en", "en")
    karl.language = ""  # a client that tells none
    assert (await karl.says(Today())).tongues.own == "en"
    back = await karl.says(Settings(language=AUTOMATIC))
    assert back.tongues.own == "de-AT"


async def test_letters_are_in_the_language_of_the_last_act(karl: Person, life: Life) -> None:
    """R16: what comes unasked is in it too, though no app tells anything then."""
    await karl.says(JoinNow(prompts=True, zone="UTC"))
    await life.until("2026-03-03 20:00")
    assert {it.language for it in life.telegram.sent} == {"de-AT"}
    karl.language = "en-US"
    await karl.app.noticed(karl.asker())
    await life.until("2026-03-04 20:00")
    prompts = [it for it in life.telegram.sent if isinstance(it.said, DailyPrompt)]
    assert prompts[-1].language == "en-US"
    await karl.says(Settings(language="Deutsch"))
    await life.until("2026-03-09 20:00")
    assert life.telegram.sent[-1].language == "de"


async def test_a_card_is_german_and_its_member_reads_english(hanna: Person, anna: Person, life: Life) -> None:
    """Issue 5, point 7: the group's language for what all see, one's own for the rest."""
    anna.language = "en"
    await founded(hanna)
    await anna.joins(place=PLACE)
    await life.until("2026-03-03 09:00")
    [card] = [it for it in life.telegram.sent if isinstance(it.said, Card)]
    assert card.language == "de"
    logged = await anna.says(LogFlow(30), PLACE)
    assert isinstance(logged.said, Logged)
    assert logged.tongues == Tongues("en", "de")
    assert (await anna.says(LogFlow(2000), PLACE)).tongues == Tongues("en", "de")
    await life.until("2026-03-03 09:05")
    assert life.telegram.edits
    assert {it.language for it in life.telegram.edits} == {"de"}


async def test_a_facilitator_chooses_the_groups_language(hanna: Person, life: Life) -> None:
    """`/setup` language; automatic is the platform's again."""
    group = await founded(hanna)
    assert (group.language, group.platform_language) == ("", "de")
    changed = await hanna.says(Setup(language="English"), PLACE)
    assert changed.tongues == Tongues("de", "en")
    assert isinstance(changed.said, GroupReady)
    assert (changed.said.changed, changed.said.group.language) == (True, "en")
    await life.until("2026-03-03 09:00")
    assert life.telegram.sent[-1].language == "en"
    ready = await hanna.hears(GroupReady, Setup(language=AUTOMATIC), PLACE)
    assert (ready.group.language, ready.group.platform_language) == ("", "de")


async def test_a_servers_language_is_the_groups_until_one_is_chosen(app: App, life: Life) -> None:
    """Discord names the server's; it follows when the server changes it and the settings are looked at."""
    gus = Person(app, "700", "Gus", Platform.DISCORD, facilitator=True, language="en-US", place_language="de")
    offer = await gus.says(Setup(), CHANNEL)
    assert isinstance(offer.said, SetupOffer)
    assert offer.tongues == Tongues("en-US", "de")
    await founded(gus, CHANNEL)
    await life.until("2026-03-03 09:00")
    assert life.discord.sent[-1].language == "de"
    gus.place_language = "fr"
    await gus.says(Setup(hour=time(9)), CHANNEL)
    await life.until("2026-03-04 09:00")
    assert life.discord.sent[-1].language == "fr"


async def test_all_chats_of_a_group_read_one_language(hanna: Person, app: App, life: Life) -> None:
    """Issue 5, point 6: cards drawn for several chats of one group are in the group's language."""
    group = await founded(hanna)
    code = (await hanna.hears(ChatCode, InviteChat(group.id), PLACE)).code
    gus = Person(app, "700", "Gus", Platform.DISCORD, facilitator=True, language="en-US", place_language="en-US")
    await gus.hears(ChatAttached, Setup(attach=code), CHANNEL)
    await life.until("2026-03-03 09:00")
    assert {it.language for it in (*life.telegram.sent, *life.discord.sent) if isinstance(it.said, Card)} == {"de"}


async def test_a_replay_is_answered_as_before_in_todays_language(karl: Person) -> None:
    """R20: the same facts; what was sealed is no sentence."""
    await karl.joins()
    first = await karl.says(LogFlow(30), request="once")
    await karl.says(Settings(language="English"))
    again = await karl.says(LogFlow(30), request="once")
    assert again == first
    assert (first.tongues.own, again.tongues.own) == ("de-AT", "en")
    asker = replace(karl.asker(), request="once")
    replayed = await karl.app.replayed(asker)
    assert replayed == first


async def test_what_is_said_without_the_database_is_in_the_last_language(
    karl: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A flood and a failure are told without a look: as this process heard last, else as the app says."""
    await karl.joins()
    assert karl.app.last_tongues(Person(karl.app, "new", "New", language="fr").asker()) == Tongues("fr", "fr")
    await karl.says(Settings(language="English"))
    assert karl.app.last_tongues(karl.asker()) == Tongues("en", "en")

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("bot.app.app.heard", broken)
    failed = await karl.says(LogFlow(30))
    assert isinstance(failed.said, WentWrong)
    assert failed.tongues.own == "en"


async def test_a_place_without_a_group_reads_what_its_asker_reads(karl: Person) -> None:
    """Telegram names no language of a group."""
    assert (await karl.says(Leaderboard(), PLACE)).tongues == Tongues("de-AT", "de-AT")
    refused = await karl.says(Setup(zone="UTC"), PLACE)
    assert isinstance(refused.said, Refused)
    assert refused.tongues == Tongues("de-AT", "de-AT")


async def test_a_language_is_stored_and_read_on_both_engines(store: Store, karl: Person, clock: StoppedClock) -> None:
    """Storage: the chosen one beside the app's, which comes with the account."""
    await karl.joins()
    found = await store.read(lambda tx: tx.people.by_account(karl.platform, karl.id, clock()))
    assert found is not None
    learner, account = found
    assert (learner.language, account.language) == ("", "de-AT")
    await karl.says(Settings(language="Deutsch"))
    address = karl.asker().chat
    named = await store.read(lambda tx: tx.people.languages(address.platform, [address.person]))
    assert named == {address.person: "de"}
    assert await store.read(lambda tx: tx.groups.language(PLACE)) == ""


def test_choices_and_tags_belong_together() -> None:
    """Each language is named in itself; whatever a platform sends is a tag or nothing."""
    assert [tag_of(choice) for choice in CHOICES] == ["", *LANGUAGES]
    assert [choice_of(tag) for tag in ("", *LANGUAGES, "xx")] == [*CHOICES, AUTOMATIC]
    assert [tidy_tag(tag) for tag in ("de", "pt-BR", None, "", "../x", "d" * 30, "zh-Hant-TW")] == [
        *("de", "pt-BR", "", "", "", "", "zh-Hant-TW")
    ]
