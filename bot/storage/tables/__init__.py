"""The tables, by what they hold."""

from sqlalchemy import Column, String, Table, Text

from bot.storage.tables.boards import board_lines, board_stale, board_tallies
from bot.storage.tables.columns import metadata
from bot.storage.tables.curricula import editions, enrolments
from bot.storage.tables.facts import (
    asks,
    checkins,
    logs,
    quizzes,
    recalls,
    rests,
    reviews,
    shares,
    shipped,
    signals,
    steps,
    timers,
    visits,
)
from bot.storage.tables.peers import ask_posts, helpers, kudos, paired, pairs
from bot.storage.tables.people import (
    accounts,
    chats,
    greeted,
    group_codes,
    groups,
    learners,
    link_codes,
    link_tries,
    members,
    plans,
    remnants,
    seasons,
    unions,
    zones,
)
from bot.storage.tables.post import budgets, cards, letters, paces, questions, requests, rhythms, set_aside
from bot.storage.tables.presences import presences
from bot.storage.tables.rewards import holders, reward_stale, rewards

meta = Table("meta", metadata, Column("key", String(40), primary_key=True), Column("value", Text, nullable=False))

SCHEMA = "0021"  # the newest migration; compared at start without loading Alembic

__all__ = [
    "SCHEMA",
    "accounts",
    "ask_posts",
    "asks",
    "board_lines",
    "board_stale",
    "board_tallies",
    "budgets",
    "cards",
    "chats",
    "checkins",
    "editions",
    "enrolments",
    "greeted",
    "group_codes",
    "groups",
    "helpers",
    "holders",
    "kudos",
    "learners",
    "letters",
    "link_codes",
    "link_tries",
    "logs",
    "members",
    "meta",
    "metadata",
    "paces",
    "paired",
    "pairs",
    "plans",
    "presences",
    "questions",
    "quizzes",
    "recalls",
    "remnants",
    "requests",
    "rests",
    "reviews",
    "reward_stale",
    "rewards",
    "rhythms",
    "seasons",
    "set_aside",
    "shares",
    "shipped",
    "signals",
    "steps",
    "timers",
    "unions",
    "visits",
    "zones",
]
