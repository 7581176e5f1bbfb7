"""The words of what facilitators ask for."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.app import commands as c
from bot.app.commands import Command
from bot.ui.field_words import CommandWords, FieldWords

FACILITATOR_WORDS: Mapping[type[Command], CommandWords] = MappingProxyType(
    {
        c.ForgetRoom: CommandWords("Have no study room any more", {}),
        c.NameFacilitator: CommandWords("Name a facilitator, or take it back", {}),
        c.InviteChat: CommandWords("Let another chat join this group", {}),
        c.DetachChat: CommandWords("Stop meeting in a chat", {}),
        c.TakeGroup: CommandWords("Let a group that lost its chat go on here", {}),
        c.SeeRewards: CommandWords("See the roles for phases", {}),
        c.DropReward: CommandWords("Give no role for a phase any more", {}),
        c.SeeHellos: CommandWords("See who may like a hello", {}),
        c.DraftHello: CommandWords("Draft a hello", {}),
        c.ManageGroup: CommandWords(
            "Your group: its chats and facilitators",
            {
                "member": FieldWords(
                    "Member", "A listed member's name, to name them a facilitator", "Which member, by name?"
                ),
                "role": FieldWords("Role", "Members get it when they finish the phase that you name", "Which role?"),
                "phase": FieldWords("Phase", "The phase whose finishers get the role: 1, 2 …", "Which phase?"),
            },
        ),
        c.EndSeason: CommandWords("Take a season back", {}),
        c.Season: CommandWords(
            "Days off for the whole group",
            {
                "start": FieldWords("First day", "21 December or 2026-12-21; up to 28 days back", "From which day on?"),
                "end": FieldWords("Last day", "3 January or 2027-01-03; that one day if left out", "Until which day?"),
                "called": FieldWords("Name", "What it is: Winter break, exams", "What is it called?"),
            },
        ),
        c.Setup: CommandWords(
            "Make this chat a study group, or change it",
            {
                "zone": FieldWords(
                    "Time zone",
                    "The group's city or zone: Berlin, Asia/Tokyo",
                    "Which city's time does the group keep?",
                ),
                "hour": FieldWords(
                    "Hour", "When the day's card comes: 09:00 or 9am", "When should the day's card come?"
                ),
                "board": FieldWords("Leaderboard", "Turn the group's board on?", "Should the group have a board?"),
                "called": FieldWords(
                    "Name",
                    "What the group is called; this chat's name if left out",
                    "What is the group called?",
                ),
                "curriculum": FieldWords(
                    "Curriculum",
                    "What the group studies; can be chosen until somebody joins",
                    "Which curriculum does the group study?",
                ),
                "room": FieldWords(
                    "Study room",
                    "A voice channel to study in; members may be offered to log their time there",
                    "Which voice channel does the group study in?",
                ),
                "days": FieldWords(
                    "Days of the card",
                    "2 to 7 weekdays: mon-fri, or Mon Wed Sat; Mondays and Sundays always have one",
                    "On which weekdays should the day's card come? For example mon-fri.",
                ),
                "digest": FieldWords(
                    "Monday's digest",
                    "Should Monday's card tell what the group did last week?",
                    "Should Monday's card tell what the group did last week?",
                ),
                "attach": FieldWords(
                    "Code",
                    "A code from /group in another chat: that group meets here, too",
                    "Which code did /group give you in the other chat?",
                ),
                "language": FieldWords(
                    "Language",
                    "What the group reads here; automatic is the server's or the app's language",
                    "Which language does the group read? Automatic is the server's or the app's.",
                ),
                "check": FieldWords(
                    "Check", "Test every right that I need here", "Shall I test every right that I need here?"
                ),
            },
        ),
    }
)
