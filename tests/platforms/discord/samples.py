"""Views of every shape and size, for property tests, and a few that look like the real ones."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.app.commands import EditLog, LogFlow, MarkDone, ShowWeek, Today, Undo, WriteReview
from bot.ui.phrase import Code, Link, Moment, Person, Plain, Strong
from bot.ui.view import Checklist, Facts, Fill, Meter, Open, Option, Pick, Press, Quote, Say, Small, View

_characters = st.characters(exclude_categories=["Cs"])
texts = st.one_of(
    st.text(_characters, max_size=60),
    st.text(st.sampled_from("ab *_`~|<>[]()#@-+.:/\\\n1é漢🟩"), max_size=300),
    st.builds(
        lambda word, times: word * times,
        st.sampled_from(["word ", "漢字", "🟩", "*", "\n", "x"]),
        st.sampled_from([1, 40, 900, 4000]),
    ),
)
addresses = st.sampled_from(
    ["https://example.org", "https://example.org/" + "a" * 600, "http://plain.example", "nonsense"]
)
moments = st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
spans = st.one_of(
    st.builds(Plain, texts),
    st.builds(Strong, texts),
    st.builds(Code, texts),
    st.builds(Person, texts),
    st.builds(Link, texts, addresses),
    st.builds(Moment, moments, texts),
)
phrases = st.lists(spans, max_size=6).map(tuple)
commands = st.one_of(
    st.just(Today()),
    st.builds(Undo, st.just("log"), st.integers(0, 10**12)),
    st.builds(ShowWeek, st.integers(1, 999)),
    st.builds(MarkDone, st.sampled_from(["w1d1", "w46d5"])),
    st.builds(LogFlow, st.integers(1, 600)),
)
presses = st.builds(Press, texts, commands, st.sampled_from(["plain", "main", "danger"]))
fills = st.one_of(
    st.builds(lambda label, log: Fill(label, EditLog, {"log": log}), texts, st.integers(1, 10**12)),
    st.builds(lambda label: Fill(label, LogFlow, {}, ("minutes", "note")), texts),
    st.builds(lambda label: Fill(label, WriteReview, {"week": "w1"}), texts),
)
picks = st.builds(Pick, texts, st.lists(st.builds(Option, texts, commands, texts), max_size=25).map(tuple))
actions = st.one_of(presses, fills, picks, st.builds(Open, texts, addresses))
blocks = st.one_of(
    st.builds(Say, phrases),
    st.builds(Facts, st.lists(st.tuples(texts, phrases), max_size=8).map(tuple)),
    st.builds(Meter, st.integers(-1, 400), st.integers(-1, 400), st.integers(-1, 400)),
    st.builds(
        Checklist, st.lists(st.tuples(st.sampled_from(["done", "next", "open"]), phrases), max_size=8).map(tuple)
    ),
    st.builds(Quote, texts),
    st.builds(Small, phrases),
)
MANY = st.sampled_from([1, 1, 1, 4])
views: st.SearchStrategy[View] = st.builds(
    View,
    phrases,
    st.builds(lambda some, times: tuple(some) * times, st.lists(blocks, max_size=8), MANY),
    st.builds(lambda some, times: tuple(some) * times, st.lists(actions, max_size=8), MANY),
    accent=st.sampled_from(["plain", "good", "warm", "no"]),
)
