"""Progress and its numbers, the ledger, the board."""

from collections.abc import Sequence
from datetime import date

from bot.app import commands as c
from bot.app.said import (
    BoardLine,
    BoardShown,
    CheersHeard,
    FormulaShown,
    LedgerShown,
    NumbersShown,
    ProgressShown,
    WhichGroup,
)
from bot.core.board import Period
from bot.core.finish import LATEST
from bot.core.standing import LedgerDay, LedgerWeek
from bot.core.verdicts import Rule, Verdict
from bot.ui.dates import WEEKDAYS_SHORT, date_words, dated, length, months
from bot.ui.phrase import Phrase
from bot.ui.screens.parts import next_words, run_words, week_blocks, where
from bot.ui.text import Text
from bot.ui.view import Action, Block, Facts, Option, Pick, Press, Say, Small, View

MOST_WEEKS = 16  # squares that fit beside their label on a phone


def progress(it: ProgressShown, say: Text) -> View:
    """Position, kept weeks, and this week with its reserve."""
    standing = it.standing
    kept = (Say(say.many("**{n} week kept**", "**{n} weeks kept**", standing.kept)),) if standing.kept else ()
    title = it.stand.phase.project.title if it.stand.spot == "project" else it.stand.week.title
    place = say("{where}, {title}", where=where(say, it.stand), title=title)
    rows = (
        (say.words("Where"), say("{where}", where=where(say, it.stand)) if it.stand.spot == "finished" else place),
        (say.words("Phase"), say("{phase}", phase=it.stand.phase.title)),
        (
            say.words("Done"),
            say(
                "{days} of {total} days, {weeks} of {of} weeks closed",
                days=it.days_done,
                total=it.days_total,
                weeks=it.weeks_closed,
                of=it.weeks_total,
            ),
        ),
    )
    blocks: list[Block] = [
        *kept,
        *week_blocks(say, standing.this_week),
        Facts(rows),
        *(Say(_cheers(each, say)) for each in it.cheers),
        Say(next_words(say, it.stand)),
    ]
    actions = (
        Press(say.words("Show the next flow"), c.Today(), "main"),
        Press(say.words("Numbers"), c.Progress("numbers")),
        Press(say.words("Ledger"), c.Progress("ledger")),
        Press(say.words("History"), c.History()),
        Press(say.words("Portfolio"), c.Portfolio()),
        Press(say.words("The project"), c.Milestones()),
    )
    if it.stand.spot == "finished":
        actions = (Press(say.words("Look back"), c.LookBack(), "main"), *actions[1:])
    return View(say("Your progress"), tuple(blocks), actions, in_place=True)


def _cheers(it: CheersHeard, say: Text) -> Phrase:
    if it.others is None:
        return say("👏 Last week in {group}, with what you brought to it, was cheered.", group=it.group)
    return say.many(
        "👏 Last week in {group}, with what you brought to it, was cheered by {n} other member.",
        "👏 Last week in {group}, with what you brought to it, was cheered by {n} other members.",
        it.others,
        group=it.group,
    )


def numbers(it: NumbersShown, say: Text) -> View:
    """Run, last eight, minutes, a finish range."""
    standing = it.standing
    solid, of = standing.last_eight
    run = run_words(say, standing.run) if standing.run else say("begins with your next kept week")
    rows: list[tuple[str, Phrase]] = [
        (say.words("Weeks kept"), say("{n}", n=standing.kept)),
        (say.words("Run"), run),
    ]
    if standing.run:
        rows.append((say.words("Week by week"), say("{squares}", squares=_squares(standing.chain))))
    if standing.best_run:
        rows.append((say.words("Best run"), run_words(say, standing.best_run)))
    if of:
        rows.append((say.words("Lately"), say("solid in {n} of the last {of}", n=solid, of=of)))
    rows += [
        (say.words("Study days"), say("{n}", n=standing.study_days)),
        (say.words("Flows"), say("{n}", n=it.flows)),
        (say.words("Time"), say("{time}", time=length(say, standing.minutes))),
    ]
    if it.focus is not None:
        rows.append((say.words("Focus"), say("{n} of 5 on average", n=str(it.focus))))
    rows.append((say.words("Weeks explained"), say("{n}", n=it.reviews)))
    rows.append((say.words("Since"), say("{day}", day=dated(say, it.since))))
    small = [
        say("A week with no study and no rest ends the run; nothing else does. The ledger shows each day and its rule.")
    ]
    if it.finish is not None:
        rows.append((say.words("The end"), say("{months}, at your own pace", months=months(say, *it.finish))))
        how = say(
            "The end is a range, not a date to keep: the quicker and the slower half of the last {n} weeks that you explained. Weeks away are not counted.",
            n=LATEST,
        )
        small.append(how)
    blocks: tuple[Block, ...] = (Facts(tuple(rows)), *(Small(line) for line in small))
    actions = (Press(say.words("Ledger"), c.Progress("ledger")), Press(say.words("Progress"), c.Progress()))
    return View(say("Your numbers"), blocks, actions, in_place=True)


def _squares(chain: Sequence[Verdict]) -> str:
    """The weeks of a run, the latest that fit: kept, light, rest."""
    marks = {Verdict.FULL: "🟩", Verdict.SOLID: "🟩", Verdict.LIGHT: "🟨", Verdict.REST: "🟪"}
    return "".join(marks[week] for week in chain[-MOST_WEEKS:])


def ledger(it: LedgerShown, say: Text) -> View:
    """Each day, what counted, by which rule (R21)."""
    blocks: list[Block] = []
    for week in it.weeks:
        blocks.append(Say(_week_title(week, it.today, say)))
        told = [day for day in week.days if day.logs or day.is_rest or (day.is_plan_day and day.day >= it.since)]
        blocks.append(Facts(tuple(_day(day, it.today, say) for day in told)))
        blocks.append(Small(_rule(week, say)))
    actions: list[Action] = []
    if it.page:
        actions.append(Press(say.words("Newer"), c.Progress("ledger", it.page - 1)))
    if it.page + 1 < it.pages:
        actions.append(Press(say.words("Older"), c.Progress("ledger", it.page + 1)))
    actions += [
        Press(say.words("Numbers"), c.Progress("numbers")),
        Press(say.words("Progress"), c.Progress()),
    ]
    return View(say("Your ledger"), tuple(blocks), tuple(actions), in_place=True)


def _week_title(week: LedgerWeek, today: date, say: Text) -> Phrase:
    plan = say.many("{n} plan day", "{n} plan days", week.plan.size)
    return say("**Week from {day}** · {plan}", day=date_words(say, week.monday, today), plan=plan)


def _day(day: LedgerDay, today: date, say: Text) -> tuple[str, Phrase]:
    label = date_words(say, day.day)
    name = say.words(WEEKDAYS_SHORT[day.day.weekday()])
    if day.is_study_day:
        said = say("{time}, a study day", time=length(say, day.minutes))
    elif day.logs:
        said = say("{time}, kept in your minutes (a study day has 10)", time=length(say, day.minutes))
    elif day.is_rest:
        said = say("rest")
    elif day.day >= today:
        said = say("to come") if day.day > today else say("today")
    else:
        said = say("free")
    return f"{name} {label}", said


def _rule(week: LedgerWeek, say: Text) -> Phrase:
    p, f, n = week.plan.size, week.plan.floor, week.study_days
    match week.rule:
        case Rule.PLAN_REACHED:
            why = say("Full: {n} study days, {p} planned. It adds one to kept weeks and run (R5, R6).", n=n, p=p)
        case Rule.FLOOR_REACHED:
            why = say(
                "Solid: {n} study days, {f} keep a week of {p}. It adds one to kept weeks and run (R5, R6).",
                n=n,
                f=f,
                p=p,
            )
        case Rule.FIRST_WEEK:
            why = say("A first week that was short counts as rest (R5).")
        case Rule.SOME_LOG:
            why = say("Light: there was study, so the run holds (R5, R6).")
        case Rule.REST_DECLARED:
            why = say("Rest: the run holds (R5, R6).")
        case Rule.NO_LOG_NO_REST:
            why = say("Quiet: a new run begins with the next solid week (R5, R6).")
        case None:
            why = say("Open: it can only add (R6). From {f} study days on it is kept (R5).", f=f)
    tail = say(" Weeks kept {kept}, run {run}.", kept=week.kept, run=week.run)
    lately = say(" One of the last eight (R9).") if week.in_last_eight else ()
    return (*why, *tail, *lately)


def board(it: BoardShown, say: Text) -> View:
    """The group's total, the asker's neighbours, the top (R10)."""
    blocks: list[Block] = []
    together = say.many("{n} learner", "{n} learners", it.total_learners)
    if it.total_minutes is not None:
        blocks.append(
            Say(
                say(
                    "Together: **{time}** by {learners}.",
                    time=length(say, it.total_minutes),
                    learners=together,
                )
            )
        )
    if it.near and not any(line.you for line in it.top):
        blocks += [Say(say("**Around you**")), Facts(tuple(_line(line, say) for line in it.near))]
    elif it.own is not None and not it.own_listed:
        blocks.append(Facts((_line(it.own, say),)))
    if it.own is not None and not it.own_listed:
        blocks.append(Small(say("Only you see your line: you are unlisted here and take no place.")))
    if it.weeks_needed:
        blocks.append(Small(say.many("A place takes {n} past week.", "A place takes {n} past weeks.", it.weeks_needed)))
    if it.top:
        blocks += [Say(say("**Top**")), Facts(tuple(_line(line, say) for line in it.top))]
    if not it.top and not it.near:
        blocks.append(Say(say("No places yet. Whoever is listed and studies appears here.")))
    names: dict[Period, str] = {
        "week": say.words("This week"),
        "4 weeks": say.words("4 weeks"),
        "12 weeks": say.words("12 weeks"),
    }
    actions: list[Action] = [Press(label, c.Leaderboard(period, it.group_id)) for period, label in names.items()]
    if it.earlier:
        actions.append(Press(say.words("Week before"), c.Leaderboard("week", it.group_id, week=it.earlier)))
    if it.later:
        actions.append(Press(say.words("Week after"), c.Leaderboard("week", it.group_id, week=it.later)))
    actions.append(Press(say.words("The formula"), c.Leaderboard(it.period, it.group_id, formula=True)))
    title = say("{group}: {period}", group=it.group, period=names[it.period])
    if it.monday is not None:
        title = say("{group}: week from {day}", group=it.group, day=date_words(say, it.monday))
    return View(title, tuple(blocks), tuple(actions), in_place=True)


def _line(line: BoardLine, say: Text) -> tuple[str, Phrase]:
    place = f"{line.place}." if line.place else "·"
    name = say.words("{name} (you)", name=line.name) if line.you else line.name
    points = say("1 point") if line.points == "1" else say("{n} points", n=line.points)
    return f"{place} {name}", say("{points} · {time}", points=points, time=length(say, line.minutes))


def formula(it: FormulaShown, say: Text) -> View:
    """R10's formula with the asker's own numbers."""
    blocks = (
        Say(
            say(
                "A week gives up to **100** points: your study days, up to {q}, out of {q}. Your plan has {p} days, and every plan is measured by 3 to 5.",
                q=it.held,
                p=it.plan_days,
            )
        ),
        Say(
            say(
                "**40** more for closing a week of the curriculum with a review, once a week. **20** for a welcome back after a quiet week."
            )
        ),
        Say(
            say(
                "4 and 12 weeks show the mean of the past weeks that were not rest. Minutes are shown, never ranked. What is logged more than 7 days late counts everywhere but here."
            )
        ),
    )
    back = Press(say.words("Back to the board"), c.Leaderboard(it.period, it.group_id))
    return View(say("How points come about"), blocks, (back,), in_place=True)


def which_group(it: WhichGroup, say: Text) -> View:
    """In private, a group command asks which group."""
    options = tuple(Option(name, c.Leaderboard(it.period, group)) for group, name in it.groups[:25])
    return View(say("Which group?"), (), (Pick(say.words("Your groups"), options),))
