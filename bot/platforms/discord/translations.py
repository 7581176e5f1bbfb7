"""What Discord shows of the slash commands in other languages: descriptions and choices; names stay as they are."""

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Where

from bot.platforms.discord.marks import shortened
from bot.ui.command_words import words_of
from bot.ui.menu import named_commands
from bot.ui.text import text_in

MOST = 100  # characters

_SHOWN = frozenset({Where.command_description, Where.parameter_description, Where.choice_name})
_TAGS = tuple(locale.value for locale in Locale)


class Translations(app_commands.Translator):
    """Asked for each text and each of Discord's languages."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The text in a language; None where there is none, and Discord shows the English one."""
        if context.location not in _SHOWN:
            return None
        said = text_in(locale.value).known(string.message)
        return shortened(said, MOST) if said != string.message else None


def told() -> list[object]:
    """All that is said of the commands, in each language: it changes with any of their words."""
    says = {id(say): say for say in map(text_in, _TAGS)}
    return [
        [own.description, *(field.hint for field in own.fields.values())]
        for say in says.values()
        for own in (words_of(cls, say) for cls in named_commands())
    ]
