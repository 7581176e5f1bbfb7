"""Says an answer where it belongs: views drawn for a chat, one message after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton

from bot.app.said import Answer, Said
from bot.core.people import Address
from bot.platforms.telegram import phrases
from bot.platforms.telegram.keyboard import Spot, label, markup
from bot.platforms.telegram.line import Line
from bot.platforms.telegram.links import deep_link
from bot.platforms.telegram.post import Post
from bot.platforms.telegram.render import Markup, draw
from bot.ui.present import present
from bot.ui.text import Text, text_in
from bot.ui.view import View


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show: a view, asides for its asker alone, and buttons that stand instead of the view's own."""

    view: View
    asides: tuple[View, ...] = ()
    markup: Markup | None = None


class Voice:
    """Draws and posts replies."""

    def __init__(self, line: Line, post: Post) -> None:
        self._line = line
        self._post = post

    def of(self, said: Said, language: str) -> View:
        """How something said reads in a language."""
        return present(said, text_in(language))

    def shown(self, answer: Answer, *, public: bool = False) -> Shown:
        """How an answer reads to its asker; a `public` one is in the language of where it was asked."""
        own, here = answer.tongues.own, answer.tongues.here
        view = self.of(answer.said, here if public else own)
        return Shown(view, tuple(self.of(aside, own) for aside in answer.asides))

    def private_line(self, payload: str, say: Text, *, noted: bool = False) -> Shown:
        """The impersonal line, with a button that says `payload` in the private chat."""
        button = InlineKeyboardButton(label(phrases.private_button(say)), url=self.link(payload))
        line = phrases.noted(say) if noted else phrases.only_in_private(say)
        return Shown(line, markup=markup([[button]]))

    def link(self, payload: str) -> str:
        """The address that says `payload` in the private chat."""
        return deep_link(self._line.name_in_links, payload)

    async def show(
        self, to: Address, shown: Shown, *, instead_of: int | None = None, answering: int | None = None
    ) -> bool:
        """Show a view, its files to somebody alone, and asides after it; False if the view did not arrive."""
        spot = Spot(self._line.name_in_links, group=not to.person)
        drawn = draw(shown.view, spot)
        if shown.markup is not None:
            drawn = replace(drawn, markup=shown.markup)
        arrived = await self._post.reply(to, drawn, instead_of=instead_of, answering=answering)
        if arrived:
            for file in shown.view.files if to.person else ():
                await self._post.hand_over(to, file)
            await self.show_all(to, shown.asides)
        return arrived

    async def show_all(self, to: Address, views: Sequence[View]) -> None:
        """Show views, each as a message of its own, until one does not arrive."""
        for view in views:
            if not await self.show(to, Shown(view)):
                return

    async def answer_press(self, query: str, text: str = "", *, alert: bool = False, url: str = "") -> None:
        """Answer a press where it was made."""
        await self._post.answer_press(query, text, alert=alert, url=url)
