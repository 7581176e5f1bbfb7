"""Methods that ask about chats and their members, and leaving."""

from tests.fakes.telegram.access import brief, reach
from tests.fakes.telegram.membership import LIMITED, go, member_card
from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.reading import Ask
from tests.fakes.telegram.refusals import bad
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(platform: Platform, ask: Ask) -> Json:
    """getChat."""
    chat = reach(platform, ask, write=False)
    allowed = {} if chat.private else {"permissions": dict.fromkeys(LIMITED, not chat.write_forbidden)}
    card: Json = (
        allowed
        | chat.card
        | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(GIFTS, False),
        }
    )
    if chat.pinned:
        card["pinned_message"] = brief(chat.messages[chat.pinned[-1]])
    return card


def _group(platform: Platform, ask: Ask) -> Chat:
    chat = reach(platform, ask, write=False)
    if chat.private:
        raise bad("there are no administrators in the private chat")
    if not chat.holds(platform.bot.id):
        raise bad("CHAT_ADMIN_REQUIRED")
    return chat


def get_chat_member(platform: Platform, ask: Ask) -> Json:
    """getChatMember; about others only as an administrator, since Telegram promises no more."""
    chat = reach(platform, ask, write=False)
    user_id = ask.whole("user_id")
    if user_id <= 0:
        raise bad("invalid user_id specified")
    user = platform.world.users.get(user_id)
    if user is None:
        raise bad("user not found")
    if chat.private:
        return member_card(user, "member")
    if user is not platform.bot and not chat.led_by(platform.bot.id):
        raise bad("CHAT_ADMIN_REQUIRED")
    return member_card(user, chat.members.get(user_id, "left"))


def get_chat_administrators(platform: Platform, ask: Ask) -> list[Json]:
    """getChatAdministrators: the owner and the administrators, without other bots."""
    chat = _group(platform, ask)
    users = platform.world.users
    leaders = [(users[user_id], status) for user_id, status in chat.members.items() if chat.led_by(user_id)]
    return [member_card(user, status) for user, status in leaders if not user.is_bot or user is platform.bot]


def get_chat_member_count(platform: Platform, ask: Ask) -> int:
    """getChatMemberCount."""
    chat = _group(platform, ask)
    return sum(chat.holds(user_id) for user_id in chat.members)


def leave_chat(platform: Platform, ask: Ask) -> bool:
    """leaveChat."""
    chat = reach(platform, ask, write=True)
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    go(platform, chat, platform.bot, platform.bot)
    return True
