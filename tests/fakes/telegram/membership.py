"""Who belongs to a chat, in which role, and how the bot learns of changes."""

from tests.fakes.telegram.platform import Platform
from tests.fakes.telegram.shapes import Json
from tests.fakes.telegram.world import Chat, User

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
)
LIMITED = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_react_to_messages",
    "can_edit_tag",
)


def member_card(user: User, status: str) -> Json:
    """The Bot API's ChatMember."""
    card: Json = {"user": user.card(), "status": status}
    match status:
        case "creator":
            card["is_anonymous"] = False
        case "administrator":
            card |= {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(RIGHTS, True)
        case "restricted":
            card |= {"is_member": True, "until_date": 0} | dict.fromkeys(LIMITED, False)
        case "restricted_away":  # somebody who left, and will be restricted again if they come back
            card |= {"status": "restricted", "is_member": False, "until_date": 0} | dict.fromkeys(LIMITED, False)
        case "kicked":
            card["until_date"] = 0
    return card


def set_status(platform: Platform, chat: Chat, user: User, status: str, by: User) -> None:
    """Give somebody a status; the bot is told of its own changes, of others' as an administrator."""
    old = chat.members.get(user.id, "left")
    chat.members[user.id] = status
    if old == status:
        return
    is_bot = user is platform.bot
    if not is_bot and not chat.led_by(platform.bot.id):
        return
    event = {
        "chat": chat.card,
        "from": by.card(),
        "date": platform.clock.unix(),
        "old_chat_member": member_card(user, old),
        "new_chat_member": member_card(user, status),
    }
    platform.inbox.put("my_chat_member" if is_bot else "chat_member", event, chat.id)


def enter(platform: Platform, chat: Chat, user: User, by: User, status: str = "member") -> None:
    """Somebody comes in, and the chat shows it."""
    set_status(platform, chat, user, status, by)
    card = user.card()
    content: Json = {"new_chat_members": [card], "new_chat_member": card, "new_chat_participant": card}
    platform.hear(chat, platform.world.post(chat, by, content))


def go(platform: Platform, chat: Chat, user: User, by: User) -> None:
    """Somebody leaves, or is removed by another; the chat shows it to those who stay."""
    card = user.card()
    message = platform.world.post(chat, by, {"left_chat_member": card, "left_chat_participant": card})
    platform.hear(chat, message)
    left = "restricted_away" if chat.members.get(user.id) == "restricted" else "left"
    set_status(platform, chat, user, left if user is by else "kicked", by)
