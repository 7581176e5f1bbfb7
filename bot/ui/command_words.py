"""The words of every command and field: menus, modal labels, and questions asked one by one. What facilitators ask for
is in `facilitator_words.py`."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.app import commands as c
from bot.app.commands import Command
from bot.ui.facilitator_words import FACILITATOR_WORDS
from bot.ui.field_words import CommandWords, FieldWords
from bot.ui.text import Text


def words_of(cls: type[Command], say: Text) -> CommandWords:
    """The words of a command, in a language; KeyError for one that has none."""
    own = _WORDS[cls]
    fields = {
        name: FieldWords(say.words(each.label), say.words(each.hint), say.words(each.question))
        for name, each in own.fields.items()
    }
    return CommandWords(say.words(own.description), fields)


_MINUTES = FieldWords(
    "How long", "90, 1h30, 1:30 or 2 hours, up to 10 hours", "How long did you study? For example 90 or 1h30."
)
_EDIT_NOTE = FieldWords(
    "Note", "What you worked on; a dash - takes it away", "What did you work on? A dash - takes the note away."
)
_NOTE = FieldWords("Note", "What you worked on, only for you", "What did you work on? Only you will see it.")
_WHEN = FieldWords(
    "Day",
    "yesterday, Monday or 2026-03-02, up to 28 days back",
    "Which day was it? For example yesterday, or Monday.",
)
_FOCUS = FieldWords("Focus, 1 to 5", "1 scattered, 5 wholly absorbed", "How was your focus, from 1 to 5?")
_ZONE = FieldWords("Time zone", "A city or a zone: Berlin, Asia/Tokyo", "Which city keeps the same time as you?")
_HOUR = FieldWords("Hour", "When the daily prompt should come: 18:00 or 6pm", "At what time should your prompt come?")
_PLAN = FieldWords(
    "Study days",
    "2 to 7 weekdays: mon-fri, or Mon Wed Sat",
    "On which weekdays do you study? For example mon-fri.",
)
_CURRICULUM = FieldWords("Curriculum", "Which one, by its title", "Which curriculum?")
_LINK = FieldWords(
    "Link",
    "An https address that shows it; may be left out if there is a note",
    "Which link shows it? It begins with https://.",
)
_SHIP_NOTE = FieldWords(
    "Note", "What it is or what you learned; may be left out if there is a link", "Anything to say about it, in a note?"
)
_CALLED = FieldWords("Name", "How your group knows you", "What should your group call you?")

_WORDS: Mapping[type[Command], CommandWords] = MappingProxyType(
    {
        **FACILITATOR_WORDS,
        c.Join: CommandWords(
            "Join the curriculum and its study group",
            {"zone": _ZONE, "hour": _HOUR, "plan": _PLAN, "called": _CALLED, "curriculum": _CURRICULUM},
        ),
        c.JoinNow: CommandWords("Join with these settings", {}),
        c.Today: CommandWords("Your next flow: what to do, and when it is done", {}),
        c.LogFlow: CommandWords(
            "Record how long you studied, with a note",
            {
                "minutes": _MINUTES,
                "note": _NOTE,
                "when": _WHEN,
                "focus": _FOCUS,
                "done": FieldWords("Flow done", "Is this day's work finished?", "Is this day's work finished?"),
            },
        ),
        c.StartFocus: CommandWords(
            "A timer to study by, 25 minutes or yours",
            {
                "minutes": FieldWords(
                    "How long",
                    "25, 50 or 1h30, up to 3 hours; 25 if left out",
                    "How long will you focus? For example 25.",
                )
            },
        ),
        c.JoinFocus: CommandWords("Focus with others of your group", {}),
        c.StopFocus: CommandWords("Stop your timer", {}),
        c.SettleFocus: CommandWords("Log what your timer ran", {}),
        c.SettleVisit: CommandWords("Log your time in the study room", {}),
        c.MarkDone: CommandWords("Mark this day's work done", {}),
        c.EditLog: CommandWords(
            "Change a log", {"minutes": _MINUTES, "note": _EDIT_NOTE, "when": _WHEN, "focus": _FOCUS}
        ),
        c.Undo: CommandWords("Take this back", {}),
        c.UndoLast: CommandWords("Take your newest log back", {}),
        c.History: CommandWords("Your recent logs, each with edit and undo", {}),
        c.WriteCheckin: CommandWords(
            "Look back at your week and plan the next",
            {
                "went_well": FieldWords(
                    "What went well?", "Anything you are glad about counts", "What went well this week?"
                ),
                "in_the_way": FieldWords(
                    "What got in the way?", "Whatever it was, without blame", "What got in the way this week?"
                ),
                "after": FieldWords(
                    "Next week: after …",
                    "A moment you already have: after breakfast, after work",
                    "After what moment of your day will you study next week? For example: after breakfast.",
                ),
                "i_will": FieldWords(
                    "… I will …",
                    "One small step: open the notebook at my desk",
                    "And what will you do then? One small step is best.",
                ),
                "confidence": FieldWords(
                    "How sure are you, 1 to 5?",
                    "1 not sure, 5 very sure",
                    "How sure are you that it will happen, from 1 to 5?",
                ),
            },
        ),
        c.WriteReview: CommandWords(
            "Explain your week in your own words",
            {
                "text": FieldWords(
                    "In your own words",
                    "As you would tell a friend, before looking at any notes",
                    "Explain the week in your own words, as to a friend. Write before you look at notes.",
                )
            },
        ),
        c.AnswerReview: CommandWords("Say whether anything was missing", {}),
        c.Recall: CommandWords("Up to five questions a day on what you have explained", {}),
        c.ShowRecall: CommandWords("Show the answer", {}),
        c.RateRecall: CommandWords("Say how well it was there", {}),
        c.ChooseRecall: CommandWords("Choose an answer", {}),
        c.AnswerQuiz: CommandWords("Answer a quiz", {}),
        c.Milestones: CommandWords("Your phase's project: ship its steps, and go on to the next phase", {}),
        c.SeeMilestone: CommandWords("Look at a step of the project", {}),
        c.Ship: CommandWords("Ship a step of your project", {"link": _LINK, "note": _SHIP_NOTE}),
        c.WriteReady: CommandWords(
            "Say how the phase went",
            {
                "text": FieldWords(
                    "How did it go?",
                    "A few sentences in your own words; nobody grades it",
                    "How did the phase go, and what can you do now? A few sentences; nobody grades them.",
                )
            },
        ),
        c.LeavePhase: CommandWords("Go on to the next phase", {}),
        c.ShowGround: CommandWords(
            "Show a phase that you know already",
            {
                "text": FieldWords(
                    "What shows that you are ready?",
                    "How you met its readiness signal, in your own words",
                    "How did you meet this phase's readiness signal? Tell it in a few sentences of your own.",
                ),
                "link": _LINK,
                "note": _SHIP_NOTE,
            },
        ),
        c.ShowProject: CommandWords("Show a project of that phase", {"link": _LINK, "note": _SHIP_NOTE}),
        c.ShorterPath: CommandWords("The shorter path through this phase", {}),
        c.LookBack: CommandWords("Your whole way on one page", {}),
        c.Progress: CommandWords("Where you stand: your place, your kept weeks, this week", {}),
        c.Leaderboard: CommandWords(
            "Your group's board",
            {"period": FieldWords("Period", "week, 4 weeks or 12 weeks", "Which period: week, 4 weeks or 12 weeks?")},
        ),
        c.Settings: CommandWords(
            "Your zone, hour, study days, prompts and name",
            {
                "zone": _ZONE,
                "until": FieldWords(
                    "Zone until", "While travelling: the day your old zone comes back", "Until which day?"
                ),
                "hour": _HOUR,
                "plan": _PLAN,
                "prompts": FieldWords("Daily prompts", "yes or no", "Would you like a daily prompt, yes or no?"),
                "called": _CALLED,
                "quiet": FieldWords(
                    "Quiet hours",
                    "When nothing unasked comes: 22-8, or off",
                    "During which hours should nothing come? For example 22-8, or off.",
                ),
                "voice": FieldWords(
                    "Study room",
                    "Offer you to log your time in the group's voice channel: yes or no",
                    "Shall I offer to log your time in the group's voice channel, yes or no?",
                ),
                "week": FieldWords(
                    "Your week",
                    "Move to another week; nothing earned is lost",
                    "Which week do you want to be in?",
                ),
                "language": FieldWords(
                    "Language",
                    "What I write to you in; automatic is your app's language",
                    "Which language shall I write to you in? Automatic is your app's.",
                ),
                "curriculum": FieldWords(
                    "Active curriculum",
                    "What you study now; your place in the other waits for you",
                    "Which curriculum do you want to study?",
                ),
            },
        ),
        c.Rest: CommandWords(
            "Take days off: your run holds",
            {
                "start": FieldWords(
                    "First day",
                    "today, Friday or 24 December; up to 28 days back",
                    "From which day on? For example today.",
                ),
                "end": FieldWords("Last day", "Sunday or 2 January; that one day if left out", "Until which day?"),
            },
        ),
        c.RestNow: CommandWords("Rest in one tap", {}),
        c.RestGap: CommandWords("Count an absence as rest", {}),
        c.EndRest: CommandWords("Be back", {}),
        c.Snooze: CommandWords("Later", {}),
        c.Link: CommandWords(
            "Join your Discord and Telegram selves",
            {
                "passcode": FieldWords(
                    "Code",
                    "What /link gave you on your other account; leave it out to get one",
                    "Which code did /link give you on your other account?",
                )
            },
        ),
        c.LinkPick: CommandWords("Choose otherwise", {}),
        c.LinkNow: CommandWords("Link both accounts", {}),
        c.LinkPart: CommandWords("Part them again", {}),
        c.ListMe: CommandWords("Say whether this group may see your name", {}),
        c.InGroup: CommandWords("How this group knows you", {}),
        c.Agree: CommandWords("Say yes or no to this", {}),
        c.Promise: CommandWords(
            "Promise your partner something for this week",
            {
                "promise": FieldWords(
                    "Promise",
                    "What you will do this week; your partner reads it",
                    "What will you do this week? Your partner reads it.",
                )
            },
        ),
        c.NameMe: CommandWords("Choose what this group calls you", {"called": _CALLED}),
        c.ShowWeek: CommandWords(
            "Read a week: its days and its help",
            {"number": FieldWords("Week", "The week's number; yours if left out", "Which week's number?")},
        ),
        c.ShowCurriculum: CommandWords(
            "The whole way: phases, weeks, projects",
            {"curriculum": FieldWords("Curriculum", "Another one than yours", "Which curriculum?")},
        ),
        c.Faq: CommandWords("Questions that learners ask", {}),
        c.Stuck: CommandWords("What helps when you are stuck", {}),
        c.AskGroup: CommandWords(
            "Ask your group",
            {
                "text": FieldWords(
                    "Your question",
                    "What you tried, what you expected, and what came instead",
                    "What would you like to ask? Say what you tried, what you expected, and what came instead.",
                )
            },
        ),
        c.PostAsk: CommandWords("Post it", {}),
        c.Help: CommandWords("What you can do here", {}),
        c.Privacy: CommandWords("What is kept about you, and why", {}),
        c.Export: CommandWords("Everything that is stored of you, as files", {}),
        c.ImportDays: CommandWords(
            "Bring study days along in a CSV file",
            {
                "file": FieldWords(
                    "File",
                    "A CSV file with the columns date, minutes and perhaps note",
                    "Which CSV file? Its first line names the columns: date,minutes or date,minutes,note.",
                )
            },
        ),
        c.UndoImport: CommandWords("Take back what came in that file", {}),
        c.Forget: CommandWords("Erase everything that is stored of you", {}),
        c.ForgetNow: CommandWords("Erase me for good", {}),
        c.Leave: CommandWords("Leave a group or a curriculum", {}),
        c.SeeShare: CommandWords("Look at what you would share", {}),
        c.ShareNow: CommandWords("Share it with your group", {}),
        c.Unshare: CommandWords("Take it back", {}),
        c.ReadShared: CommandWords("Read what was shared", {}),
        c.Kudos: CommandWords("Cheer what the group did", {}),
        c.Portfolio: CommandWords("Your projects and numbers as one page", {}),
    }
)
