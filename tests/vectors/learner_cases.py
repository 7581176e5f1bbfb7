"""Learners to be measured (R5-R11, R15). What stands in `hand` was worked out on paper, from the words of the rules.

Weeks are words from Monday 2 March 2026 on unless `from` says otherwise; the vectors' README explains the letters.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

Case = dict[str, Any]
BERLIN, TOKYO, LISBON = "Europe/Berlin", "Asia/Tokyo", "Europe/Lisbon"
FIVE = "01234"


def case(
    name: str, weeks: str, today: str, *, rules: str, since: str = "2026-03-02", hand: Case | None = None, **more: Any
) -> Case:
    """A learner whose weeks begin on the Monday `since`; "-" is an empty week."""
    words = ["" if word == "-" else word for word in weeks.split()]
    return {"name": name, "rules": rules, "from": since, "joined": "2026-03-02", "plan": FIVE, "weeks": words,
            "today": today, **more, "hand": hand or {}}  # fmt: skip


def log(at: str, zone: str, minutes: int, day: str = "") -> Case:
    """A log by its instant; `day` where the learner named one."""
    return {"at": at, "zone": zone, "minutes": minutes, **({"for": day} if day else {})}


def _plan(plan: str, weeks: str, *, verdicts: str, run: int, reserve: int, mean: str) -> Case:
    """Three weeks of a plan: all of its days, its floor, and one day less."""
    hand = {"verdicts": verdicts.split(), "kept": 2, "run": run, "best_run": 2, "last_eight": [2, 3], "studied": 0,
            "days_left": len(plan), "reserve": reserve, "words": "reserve", "4 weeks": mean}  # fmt: skip
    return case(f"a plan of {len(plan)} days", weeks, "2026-03-23", rules="R5 R6 R7 R10", plan=plan, hand=hand)


CASES = [
    case("a fresh week", "", "2026-03-02", rules="R7", hand={
        "verdicts": [], "kept": 0, "run": 0, "best_run": 0, "last_eight": [0, 0], "studied": 0, "days_left": 5,
        "reserve": 2, "words": "reserve", "week": "0", "4 weeks": None, "12 weeks": None}),
    case("three of five, on the third day", "xxx", "2026-03-04", rules="R5 R6 R7 R8 R10", hand={
        "verdicts": [], "kept": 1, "run": 1, "best_run": 1, "studied": 3, "days_left": 2, "reserve": 2,
        "words": "kept", "week": "60"}),
    _plan("26", "xx x -", verdicts="full solid quiet", run=0, reserve=1, mean="33.3"),
    _plan("024", "xxx xx x", verdicts="full solid light", run=2, reserve=1, mean="66.7"),
    _plan("0135", "xxxx xxx xx", verdicts="full solid light", run=2, reserve=1, mean="75.0"),
    _plan(FIVE, "xxxxx xxx xx", verdicts="full solid light", run=2, reserve=2, mean="66.7"),
    _plan("012345", "xxxxxx xxxx xxx", verdicts="full solid light", run=2, reserve=2, mean="80.0"),
    _plan("0123456", "xxxxxxx xxxxx xxxx", verdicts="full solid light", run=2, reserve=2, mean="93.3"),
    case("a quiet week ends the run and the return is welcomed", "xxx xxx - xxx", "2026-03-30", rules="R6 R8 R9 R10",
         hand={"verdicts": ["solid", "solid", "quiet", "solid"], "kept": 3, "run": 1, "best_run": 2,
               "last_eight": [3, 4], "4 weeks": "50.0", "12 weeks": "50.0"}),
    case("a light week holds it", "xxx x xxx", "2026-03-23", rules="R6 R9", hand={
        "verdicts": ["solid", "light", "solid"], "kept": 2, "run": 2, "last_eight": [2, 3]}),
    case("a rest week holds it", "xxx r xxx", "2026-03-23", rules="R6 R9 R10 R15", hand={
        "verdicts": ["solid", "rest", "solid"], "kept": 2, "run": 2, "last_eight": [2, 2], "4 weeks": "60.0"}),
    case("light with rest on a plan day counts as rest lately", "xxx xr xxx", "2026-03-23", rules="R9 R10", hand={
        "verdicts": ["solid", "light", "solid"], "last_eight": [2, 2], "4 weeks": "46.7"}),
    case("but not with rest on a free day", "xxx x....r xxx", "2026-03-23", rules="R9", hand={"last_eight": [2, 3]}),
    case("a first week that was short", "...x", "2026-03-09", rules="R5", joined="2026-03-05", hand={
        "verdicts": ["rest"], "kept": 0, "run": 0, "last_eight": [0, 0]}),
    case("joined and gone", "- -", "2026-03-16", rules="R5 R6", hand={"verdicts": ["rest", "quiet"], "run": 0}),
    case("weeks count from the first log where that was before joining", "xxx", "2026-03-16", rules="R5",
         joined="2026-03-11", hand={"verdicts": ["solid", "quiet"], "kept": 1, "run": 0, "best_run": 1}),
    case("nine minutes are no study day, ten are", "xx", "2026-03-05", rules="R5", logs=[
        log("2026-03-04T18:00Z", BERLIN, 9), log("2026-03-05T18:00Z", BERLIN, 10)], hand={
        "sealed": ["2026-03-04", "2026-03-05"], "studied": 3, "words": "kept"}),
    case("two short flows make one", "s", "2026-03-02", rules="R5 R7", logs=[log("2026-03-02T20:00Z", BERLIN, 5)],
         hand={"studied": 1, "days_left": 4, "reserve": 2, "words": "reserve"}),
    case("Wednesday and nothing yet", "xxx -", "2026-03-11", rules="R7", hand={
        "run": 1, "days_left": 3, "reserve": 0, "words": "any flow"}),
    case("Friday with one flow", "xxx x", "2026-03-13", rules="R7", hand={
        "days_left": 1, "reserve": 0, "words": "safe", "more": 2}),
    case("Sunday with one flow: two more do not fit", "xxx x", "2026-03-15", rules="R7", hand={
        "days_left": 0, "reserve": 0, "words": "safe", "more": None}),
    case("a week declared rest on Monday", "xxx rrrrr", "2026-03-09", rules="R7 R15", hand={
        "days_left": 0, "reserve": 0, "words": "safe", "more": None}),
    case("without a run nothing is said of it", "x -", "2026-03-11", rules="R7", hand={
        "run": 0, "reserve": 0, "words": ""}),
    case("flows on days off the plan count too", "xxx .....xx .x...xx", "2026-03-23", rules="R5", hand={
        "verdicts": ["solid", "light", "solid"], "run": 2}),
    case("a weekend learner on Monday", ".....x", "2026-03-09", rules="R7", plan="56", hand={
        "verdicts": ["solid"], "run": 1, "days_left": 2, "reserve": 1, "words": "reserve"}),
    case("a weekend learner on Sunday", ".....x", "2026-03-15", rules="R7", plan="56", hand={
        "days_left": 1, "reserve": 0, "words": "any flow"}),
    case("a plan chosen on Wednesday holds from Monday", "xxx xx .....x", "2026-03-23", rules="R11",
         changes=[["2026-03-11", "56"]], hand={"verdicts": ["solid", "light", "solid"], "kept": 2, "run": 2}),
    case("of two plans chosen in one week the last holds", "xxx xxx xxxx", "2026-03-23", rules="R11",
         changes=[["2026-03-11", "56"], ["2026-03-13", "0123456"]], hand={
             "verdicts": ["solid", "solid", "light"], "days_left": 7, "reserve": 2}),
    case("chosen on a Sunday it holds tomorrow", "xxx x x", "2026-03-23", rules="R11", changes=[["2026-03-15", "05"]],
         hand={"verdicts": ["solid", "light", "solid"]}),
    case("chosen on a Monday it holds in a week", "xxx x x", "2026-03-23", rules="R11", changes=[["2026-03-16", "05"]],
         hand={"verdicts": ["solid", "light", "light"], "days_left": 2, "reserve": 1}),
    case("eight days late counts everywhere but on the board", "xxx lll", "2026-03-23", rules="R2 R10", hand={
        "verdicts": ["solid", "solid", "quiet"], "kept": 2, "4 weeks": "20.0"}),
    case("seven days late counts there too", "xxx www", "2026-03-23", rules="R2 R10", hand={
        "verdicts": ["solid", "solid", "quiet"], "4 weeks": "40.0"}),
    case("rest after the fact brings the run back, not the board", "xxx - -", "2026-03-23", rules="R6 R10 R15",
         rest=[["2026-03-05", "2026-03-22", "2026-03-23"]], hand={
             "verdicts": ["solid", "rest", "rest"], "run": 1, "4 weeks": "20.0"}),
    case("rest declared before the week ended", "xxx - -", "2026-03-23", rules="R10 R15",
         rest=[["2026-03-09", "2026-03-22", "2026-03-15"]], hand={
             "verdicts": ["solid", "rest", "rest"], "run": 1, "4 weeks": None}),
    case("rest until further notice", "xxx - -", "2026-03-25", rules="R5 R6 R7 R10 R15",
         rest=[["2026-03-09", None, "2026-03-09"]], hand={
             "verdicts": ["solid", "rest", "rest"], "run": 1, "last_eight": [1, 1], "days_left": 0, "reserve": 0,
             "words": "safe", "more": None, "4 weeks": None}),
    case("rest ahead leaves fewer days, and less in reserve", "xxx x", "2026-03-10", rules="R7 R15",
         rest=[["2026-03-12", "2026-03-20", "2026-03-10"]], hand={
             "studied": 1, "days_left": 2, "reserve": 0, "words": "safe", "more": 2}),
    case("rest today takes today out of the days left", "xxx -", "2026-03-09", rules="R7 R15",
         rest=[["2026-03-09", "2026-03-09", "2026-03-09"]], hand={
             "days_left": 4, "reserve": 1, "words": "reserve"}),
    case("study on days of rest counts as ever", "xxx xxx x", "2026-03-23", rules="R5 R9 R10 R15",
         rest=[["2026-03-09", "2026-03-22", "2026-03-08"]], hand={
             "verdicts": ["solid", "solid", "light"], "kept": 2, "run": 2, "last_eight": [2, 2], "4 weeks": "46.7"}),
    case("rest declared after the week does not take the quiet week from the board", "xxx - xxx", "2026-03-23",
         rules="R6 R10 R15", rest=[["2026-03-09", "2026-03-15", "2026-03-16"]], hand={
             "verdicts": ["solid", "rest", "solid"], "run": 2, "4 weeks": "46.7"}),
    case("a night owl's Sunday", "xx", "2026-03-09", rules="R1 R4", logs=[log("2026-03-09T00:30Z", BERLIN, 60)],
         hand={"sealed": ["2026-03-08"], "verdicts": ["solid"]}),
    case("flown east, Lisbon to Tokyo", "", "2026-03-04", rules="R1 R11", logs=[
        log("2026-03-02T20:00Z", LISBON, 60), log("2026-03-02T21:30Z", TOKYO, 60),
        log("2026-03-04T10:00Z", TOKYO, 60)], hand={
        "sealed": ["2026-03-02", "2026-03-03", "2026-03-04"], "studied": 3, "words": "kept"}),
    case("flown west over a Sunday: a log that stands ahead of today", "xx", "2026-03-08", rules="R1 R11",
         logs=[log("2026-03-08T20:00Z", TOKYO, 60)], hand={
             "sealed": ["2026-03-09"], "studied": 2, "days_left": 0, "reserve": 0, "words": ""}),
    case("03:30 on the night that is put forward", "xx", "2026-03-30", rules="R1", joined="2026-03-23",
         since="2026-03-23", logs=[log("2026-03-29T01:30Z", BERLIN, 60)], hand={
             "sealed": ["2026-03-28"], "verdicts": ["solid"]}),
    case("a week over the year's end", "...xxx", "2027-01-04", rules="R4 R5", joined="2026-12-28",
         since="2026-12-28", hand={"verdicts": ["solid"]}),
    case("a week with a leap day", ".x.xx", "2028-03-06", rules="R4 R5", joined="2028-02-28",
         since="2028-02-28", hand={"verdicts": ["solid"]}),
    case("the last eight reach back over rest", "xxx xxx x x x r r r r r xxx xxx xxx xxx", "2026-06-08", rules="R9",
         hand={"last_eight": [5, 8]}),
    case("a review adds forty, at most one a week", "xxx", "2026-03-05", rules="R10",
         reviews=["2026-03-04", "2026-03-05"], hand={"week": "100"}),
    case("a review in a week without a flow", "-", "2026-03-05", rules="R10", reviews=["2026-03-04"], hand={
        "week": "40"}),
    case("a second return within three weeks", "xxx - x - x", "2026-04-06", rules="R10", hand={"4 weeks": "15.0"}),
    case("three weeks are too few for twelve", "xxx xxx xxx", "2026-03-23", rules="R10", hand={
        "4 weeks": "60.0", "12 weeks": None}),
    case("four are enough", "xxx xxx xxx xxx", "2026-03-30", rules="R10", hand={"12 weeks": "60.0"}),
    case("a mean is rounded halves up", "xxx x xxx xxx xxx", "2026-04-06", rules="R10", plan="012", hand={
        "4 weeks": "83.3"}),
    case("the best run takes the open week in", "xxx xxx xxx", "2026-03-18", rules="R6", hand={
        "run": 3, "best_run": 3}),
    case("and stays when it is over", "xxx xxx xxx - xxx", "2026-04-06", rules="R6", hand={"run": 1, "best_run": 3}),
]  # fmt: skip


def drawn(number: int) -> Iterator[Case]:
    """Learners that were drawn by lot: up to a year of anything."""
    lot = Random("vectors")  # noqa: S311 - the same for ever, and no secret
    for n in range(number):
        first = date(2026, 3, 2) + timedelta(weeks=lot.randrange(90))
        length = lot.randint(8, 50)
        words = [_word(lot) for _ in range(length)]
        changes = sorted(
            [str(first + timedelta(days=lot.randrange(7 * length))), _digits(lot)] for _ in range(lot.randint(0, 2))
        )
        rest = [_away(lot, first + timedelta(days=lot.randrange(7 * length))) for _ in range(lot.randint(0, 3))]
        reviews = sorted(str(first + timedelta(days=lot.randrange(7 * length))) for _ in range(length // 3))
        yield case(
            f"drawn by lot {n + 1}",
            " ".join(words),
            str(first + timedelta(days=7 * length - lot.randrange(14))),
            rules="R5 R6 R7 R8 R9 R10 R11 R15",
            since=str(first),
            joined=str(first + timedelta(days=lot.choice((0, 0, 2, 5, 12)))),
            plan=_digits(lot),
            changes=changes,
            rest=rest,
            reviews=reviews,
        )


def _away(lot: Random, first: date) -> list[str]:
    """A range of rest, declared from a week before until four after it began."""
    last = first + timedelta(days=lot.randrange(18))
    return [str(first), str(last), str(first + timedelta(days=lot.randint(-7, 28)))]


def _word(lot: Random) -> str:
    kind = lot.random()
    if kind < 0.2:
        return "-"
    if kind < 0.3:
        return "rrrrrrr"[: lot.randint(1, 7)]
    likely = "x" * lot.randint(1, 8) + "." * 5 + "swlr"
    return "".join(lot.choice(likely) for _ in range(7))


def _digits(lot: Random) -> str:
    return "".join(map(str, sorted(lot.sample(range(7), lot.randint(2, 7)))))
