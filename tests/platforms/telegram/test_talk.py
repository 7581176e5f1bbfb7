"""The private chat over a socket: commands with their words, deep links, and everything else."""

import pytest

from bot.app import commands as c
from bot.app.said import Answer, Hello, Refused
from bot.core.people import Address, Platform
from tests.fakes.telegram import Cut, Flood, Refusal, labels, words
from tests.platforms.telegram.parts import Stage
from tests.platforms.telegram.samples import FAQ, HELLO, LOGGED, LONG, offer


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/today", c.Today()),
        ("/TODAY@pacekeeper_bot", c.Today()),
        (
            "/log 1h30 svd notes when:yesterday focus:4 done",
            c.LogFlow(90, "svd notes", "yesterday", 4, True),
        ),
        ("/log 45\nline one\nline two", c.LogFlow(45, "line one line two")),
        ("/week 3", c.ShowWeek(3)),
        ("/undo", c.UndoLast()),
        ("/faq", c.Faq()),
        ("/start", c.Join()),
        ("/start g1-abcdefghijkl", c.Join(link="1-abcdefghijkl")),
        ("/start c_today", c.Today()),
        ("/start nonsense", c.Join()),
        ("/review", c.WriteReview()),
    ],
)
async def test_what_is_typed_is_carried_out(stage: Stage, typed: str, command: c.Command) -> None:
    """Section 3: words after the command; what is no option is the note."""
    ana = stage.server.person("Ana", started=True)
    ana.tell(typed)
    await stage.server.message(ana.id, "Prompts will reach you")
    assert stage.app.commands == [command]


async def test_who_asks_is_told_to_the_app(stage: Stage) -> None:
    """The account, its name, the private address, and the update's own id (R20)."""
    ana = stage.server.person("Ana", started=True, last_name="Lee")
    ana.tell("/today")
    await stage.server.message(ana.id)
    asker = stage.app.last
    assert (asker.person, asker.name, asker.private, asker.facilitator) == (str(ana.id), "Ana Lee", True, False)
    assert asker.chat == Address(Platform.TELEGRAM, str(ana.id), person=str(ana.id))
    assert (asker.request, asker.press) == (str(stage.server.platform.inbox.last_id), "")


async def test_a_refusal_of_the_words_is_said_and_nothing_is_done(stage: Stage) -> None:
    """Section 4: one polite sentence; the command is not carried out."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 25 hours")
    await stage.server.message(ana.id, "up to 600")
    assert stage.app.commands == []
    assert stage.app.rows == {}
    assert [asker.person for asker in stage.around.opened] == [str(ana.id)]  # any act counts (R16)


async def test_an_answer_and_its_asides_come_in_order(stage: Stage) -> None:
    """First the result, then what its asker should also know."""
    stage.app.says[c.LogFlow] = Answer(LOGGED.said, (HELLO.said, FAQ.said))
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    await stage.server.message(ana.id, "Why so slow?")
    sent = [words(each.message).splitlines()[0] for each in stage.server.platform.journal.in_chat(ana.id)]
    assert sent[0].startswith("Logged 1 h 30")
    assert sent[1:] == ["Prompts will reach you", "Why so slow?"]


async def test_answers_in_a_chat_keep_their_order(stage: Stage) -> None:
    """Ten commands in a row are answered in a row."""
    ana = stage.server.person("Ana", started=True)
    for minutes in range(1, 11):
        ana.tell(f"/log {minutes}")
    for _ in range(10):
        await stage.server.message(ana.id)
    assert [ask.minutes for ask in stage.app.commands if isinstance(ask, c.LogFlow)] == list(range(1, 11))


async def test_every_reply_takes_from_the_budget_first(stage: Stage) -> None:
    """Refinement 10: each message and each edit passes through the one send budget."""
    stage.app.says[c.Today] = LONG
    ana = stage.server.person("Ana", started=True)
    ana.tell("/today")
    await stage.server.message(ana.id, lambda message: bool(labels(message)))
    assert stage.around.passed == [stage.app.last.chat] * len(stage.server.platform.journal.in_chat(ana.id))


async def test_an_unknown_command_is_told_kindly(stage: Stage) -> None:
    """The way out is named."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/frobnicate now")
    message = await stage.server.message(ana.id)
    assert words(message) == "There is no /\u2060frobnicate. /help shows what you can do."


async def test_plain_words_are_answered_with_what_works(stage: Stage) -> None:
    """Nobody is left without an answer, and their door counts as open."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("hi there")
    await stage.server.message(ana.id, "did not understand")
    assert [asker.person for asker in stage.around.opened] == [str(ana.id)]


async def test_a_slash_within_a_text_is_no_command(stage: Stage) -> None:
    """A path is a text."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/usr/bin is full")
    await stage.server.message(ana.id, "did not understand")


async def test_cancel_without_a_question_does_nothing(stage: Stage) -> None:
    """It is understood all the same."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/cancel")
    await stage.server.message(ana.id, "nothing to stop")


async def test_what_a_person_typed_is_never_markup(stage: Stage) -> None:
    """It comes back as it was typed, without a link, a mention or a preview."""
    stage.app.says[c.LogFlow] = Answer(Refused("bad_day", given="<b>@durov</b>"))
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90 x")
    message = await stage.server.message(ana.id, "durov")
    assert "<b>@\u2060durov</\u2060b>" in words(message)
    assert {each["type"] for each in message["entities"]} <= {"bold", "bot_command"}
    assert stage.server.platform.journal.called("sendMessage")[-1].params["link_preview_options"] == {
        "is_disabled": True
    }


async def test_a_blocked_reply_is_no_trouble(stage: Stage) -> None:
    """The effect stands, the loop goes on, the next person is answered."""
    ana, ben = (stage.server.person(name, started=True) for name in ("Ana", "Ben"))
    ana.tell("/log 90")
    ana.user.blocked = True
    ben.tell("/today")
    await stage.server.message(ben.id)
    await stage.settled()
    assert c.LogFlow(90) in stage.app.commands
    assert stage.around.aside == []


@pytest.mark.parametrize("fault", [Cut(acted=True), Refusal(500, "Internal Server Error"), Refusal(400, "Bad Request")])
async def test_a_reply_that_fails_leaves_its_effect(stage: Stage, fault: Cut | Refusal) -> None:
    """Nothing is done twice for it, and nothing set aside."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(fault, "sendMessage", chat_id=ana.id)
    ana.tell("/log 90")
    ana.tell("/today")
    await stage.server.message(ana.id)
    await stage.settled()
    assert stage.app.commands == [c.LogFlow(90), c.Today()]
    assert stage.around.aside == []


async def test_a_reply_waits_out_a_flood(stage: Stage) -> None:
    """A 429 posted nothing: the reply comes a second later."""
    ana = stage.server.person("Ana", started=True)
    stage.server.faults.add(Flood(1), "sendMessage", chat_id=ana.id)
    ana.tell("/today")
    await stage.server.message(ana.id, "Prompts will reach you")


async def test_a_replayed_update_takes_effect_once(stage: Stage) -> None:
    """R20: the same update delivered again."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/log 90")
    await stage.server.message(ana.id)
    await stage.settled()
    stage.server.platform.inbox.replay(stage.server.platform.inbox.last_id)
    ana.tell("/today")
    await stage.server.message(ana.id)
    assert stage.app.commands == [c.LogFlow(90), c.Today()]


async def test_edits_and_other_bots_are_passed_over(stage: Stage) -> None:
    """Only messages count, and only people's."""
    ana = stage.server.person("Ana", started=True)
    sent = ana.tell("/today")
    await stage.server.message(ana.id)
    ana.edit(sent, "/log 90")
    await stage.settled()
    assert stage.app.commands == [c.Today()]


async def test_a_join_link_shows_the_offer(stage: Stage) -> None:
    """Joining finishes in private: one tap takes the group's settings."""
    stage.app.says[c.Join] = offer("1-abcdefghijkl")
    ana = stage.server.person("Ana")
    ana.start("g1-abcdefghijkl")
    message = await stage.server.message(ana.id, "Join Night owls")
    ana.press(message, "Join without prompts")
    await stage.server.message(ana.id, "Prompts will reach you")
    assert stage.app.commands[-1] == c.JoinNow(prompts=False, link="1-abcdefghijkl")


async def test_setup_belongs_into_a_group(stage: Stage) -> None:
    """In private nobody is asked for a zone first, only to be refused then."""
    ana = stage.server.person("Ana", started=True)
    ana.tell("/setup")
    await stage.server.message(ana.id)
    assert stage.app.rows == {}


async def test_the_hello_says_who_it_is_for(stage: Stage) -> None:
    """A name with markup in it stays a name."""
    stage.app.says[c.Today] = Answer(Hello("<i>Ana</i> /forget", HELLO.said.hour))  # type: ignore[union-attr]  # a Hello
    ana = stage.server.person("Ana", started=True)
    ana.tell("/today")
    assert "<i>Ana</\u2060i>" in words(await stage.server.message(ana.id))
