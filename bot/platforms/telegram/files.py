"""Documents that people send to the bot in private."""

from telegram import Message
from telegram.error import BadRequest, Forbidden

from bot.app.commands import Command
from bot.app.fields import Upload
from bot.app.said import Refusal
from bot.ui.forms import form_of, upload_of


async def fetched(command: type[Command], message: Message) -> Command:
    """The command with the content of the message's document.

    Raises Refusal for one that is too large or no longer there, TelegramError if Telegram cannot be reached now.
    """
    field, document = upload_of(command), message.document
    if field is None or not isinstance(field.kind, Upload) or document is None:
        raise Refusal("file_please")
    most = field.kind.most
    if (document.file_size or 0) > most:
        raise Refusal("file_too_big", field=field.name, numbers=(most // 1024**2,))
    try:
        content = bytes(await (await document.get_file()).download_as_bytearray())
    except (BadRequest, Forbidden):
        raise Refusal("file_lost", field=field.name) from None
    if len(content) > most:
        raise Refusal("file_too_big", field=field.name, numbers=(most // 1024**2,))
    return form_of(command).make({field.name: content})
