"""Interactions: their life from a person's act to the bot's last edit, by Discord's rules."""

import secrets
import time
from dataclasses import dataclass, field

from tests.fakes.discord.bell import Bell
from tests.fakes.discord.clock import Clock
from tests.fakes.discord.components import with_ids
from tests.fakes.discord.messages import Messages, Origin, Upload
from tests.fakes.discord.modals import check_modal
from tests.fakes.discord.refusals import Form, already_answered, token_expired, unknown
from tests.fakes.discord.settings import Settings
from tests.fakes.discord.shapes import AnswerKind, AskKind, Flag, Json
from tests.fakes.discord.things import Channel, Message

COMMAND_ANSWER = 20
CHOICES = 25

_ALLOWED = {
    AskKind.COMMAND: {AnswerKind.MESSAGE, AnswerKind.DEFER_MESSAGE, AnswerKind.MODAL},
    AskKind.COMPONENT: set(AnswerKind) - {AnswerKind.CHOICES},
    AskKind.AUTOCOMPLETE: {AnswerKind.CHOICES},
    AskKind.MODAL: {AnswerKind.MESSAGE, AnswerKind.DEFER_MESSAGE},
}


@dataclass(slots=True)
class Answer:
    """The bot's first answer: its kind, its body as sent, after how many seconds it came."""

    kind: AnswerKind
    seconds: float
    body: Json
    message: Json | None = None


@dataclass(slots=True)
class Interaction:
    """One act of a person; the body is the event that the bot got."""

    id: int
    kind: AskKind
    user_id: int
    channel: Channel
    body: Json
    asked_at: float
    message: Message | None = None
    opener: "Interaction | None" = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    began: float = field(default_factory=time.perf_counter)
    answer: Answer | None = None
    original: Message | None = None
    touched: bool = False
    """The message of a deferred update was edited since."""
    followups: list[Message] = field(default_factory=list)

    def metadata(self) -> Json:
        """What messages say about the interaction that they answer."""
        user = self.body.get("user") or self.body["member"]["user"]
        owners = self.body["authorizing_integration_owners"]
        about = {
            "id": str(self.id),
            "type": self.kind,
            "user": user,
            "authorizing_integration_owners": owners,
        }
        if self.message is not None:
            about["interacted_message_id"] = str(self.message.id)
        if self.opener is not None:
            about["triggering_interaction_metadata"] = self.opener.metadata()
        return about

    def shown(self) -> Json | None:
        """The message that the person sees as the answer, or None while it isn't there."""
        if self.answer is None or self.original is None:
            return None
        waiting = self.answer.kind == AnswerKind.DEFER_UPDATE and not self.touched
        if waiting or self.original.body["flags"] & Flag.LOADING:
            return self.followups[-1].body if self.followups else None
        return self.original.body


class Interactions:
    """Takes the bot's answers; rings ("interaction", id) at each."""

    def __init__(self, messages: Messages, clock: Clock, settings: Settings, bell: Bell, application_id: int) -> None:
        self._messages = messages
        self._clock = clock
        self._settings = settings
        self._bell = bell
        self._application_id = application_id
        self._by_id: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def keep(self, interaction: Interaction) -> None:
        """A person just asked."""
        self._by_id[interaction.id] = interaction
        self._by_token[interaction.token] = interaction

    def get(self, interaction_id: int) -> Interaction:
        """An interaction by its id; KeyError if there was none."""
        return self._by_id[interaction_id]

    def callback(
        self, interaction_id: int, token: str, request: Json, uploads: dict[str, Upload], host: str, *, received: float
    ) -> Json:
        """The first answer, which was in at `received`; returns the body for with_response.

        Raises RefusedError: 10062 for an unknown interaction or an answer after 3 s, 40060 for a second
        answer, 50035 for a kind that does not fit or a body that breaks a limit.
        """
        asked = self._by_id.get(interaction_id)
        if asked is None or not secrets.compare_digest(asked.token, token):
            raise unknown("Interaction")
        if asked.answer is not None:
            raise already_answered()
        if self._clock.now() - asked.asked_at > self._settings.first_answer_seconds:
            raise unknown("Interaction")
        kind = _fitting_kind(asked, request)
        content: Json = request.get("data") or {}
        self._carry_out(asked, kind, content, uploads, host)
        asked.answer = Answer(kind, received - asked.began, content)
        if kind != AnswerKind.DEFER_UPDATE and asked.original is not None:
            asked.answer.message = asked.original.body
        self._bell.ring(("interaction", asked.id))
        return _callback_body(asked, kind)

    def _carry_out(
        self, asked: Interaction, kind: AnswerKind, content: Json, uploads: dict[str, Upload], host: str
    ) -> None:
        match kind:
            case AnswerKind.MESSAGE:
                origin = self._origin(asked, first=True)
                asked.original = self._messages.post(asked.channel, content, uploads=uploads, origin=origin, host=host)
            case AnswerKind.DEFER_MESSAGE:
                ephemeral = bool(int(content.get("flags") or 0) & Flag.EPHEMERAL)
                origin = self._origin(asked, first=True)
                asked.original = self._messages.post_loading(asked.channel, ephemeral=ephemeral, origin=origin)
            case AnswerKind.DEFER_UPDATE:
                asked.original = _pressed_message(asked)
            case AnswerKind.UPDATE:
                message = _pressed_message(asked)
                asked.original = self._messages.edit(message, content, uploads=uploads, host=host)
            case AnswerKind.CHOICES:
                _check_choices(content.get("choices") or [])
            case AnswerKind.MODAL:
                check_modal(content)
                content["components"] = with_ids(content["components"])

    def followup(
        self, application_id: int, token: str, request: Json, uploads: dict[str, Upload], host: str
    ) -> Message:
        """A further message; the first one after a deferred message fills that message."""
        asked = self._alive(application_id, token)
        if asked.original is not None and asked.original.body["flags"] & Flag.LOADING:
            message = self._messages.edit(asked.original, request, uploads=uploads, host=host)
        else:
            origin = self._origin(asked, first=False)
            message = self._messages.post(asked.channel, request, uploads=uploads, origin=origin, host=host)
            asked.followups.append(message)
        self._bell.ring(("interaction", asked.id))
        return message

    def message(self, application_id: int, token: str, which: str) -> Message:
        """The first answer (@original) or a further message of an interaction; else 10008."""
        asked = self._alive(application_id, token)
        found = [asked.original] if which == "@original" else [asked.original, *asked.followups]
        for message in found:
            if message is not None and not message.deleted and which in ("@original", str(message.id)):
                return message
        raise unknown("Message")

    def edit(
        self,
        application_id: int,
        token: str,
        which: str,
        request: Json,
        uploads: dict[str, Upload],
        host: str,
    ) -> Message:
        """Change one of an interaction's messages."""
        message = self.message(application_id, token, which)
        self._messages.edit(message, request, uploads=uploads, host=host)
        asked = self._by_token[token]
        asked.touched = asked.touched or message is asked.original
        self._bell.ring(("interaction", asked.id))
        return message

    def delete(self, application_id: int, token: str, which: str) -> None:
        """Take one of an interaction's messages away."""
        self._messages.delete(self.message(application_id, token, which))

    def _alive(self, application_id: int, token: str) -> Interaction:
        asked = self._by_token.get(token)
        if asked is None or application_id != self._application_id or asked.answer is None:
            raise unknown("Webhook")
        if self._clock.now() - asked.asked_at > self._settings.token_seconds:
            raise token_expired()
        return asked

    def _origin(self, asked: Interaction, *, first: bool) -> Origin:
        application = str(self._application_id)
        fields: Json = {
            "webhook_id": application,
            "application_id": application,
            "interaction_metadata": asked.metadata(),
        }
        if first and asked.kind == AskKind.COMMAND:
            fields["type"] = COMMAND_ANSWER
        return Origin(fields, asked.user_id)


def _fitting_kind(asked: Interaction, request: Json) -> AnswerKind:
    allowed = set(_ALLOWED[asked.kind])
    if asked.kind == AskKind.MODAL and asked.message is not None:
        allowed |= {AnswerKind.DEFER_UPDATE, AnswerKind.UPDATE}
    if request.get("type") not in allowed:
        form = Form()
        choices = ", ".join(str(int(each)) for each in sorted(allowed))
        form.add("type", "BASE_TYPE_CHOICES", f"Value must be one of ({choices}).")
        form.check()
    return AnswerKind(request["type"])


def _pressed_message(asked: Interaction) -> Message:
    if asked.message is None or asked.message.deleted:
        raise unknown("Message")
    return asked.message


def _check_choices(choices: list[Json]) -> None:
    form = Form()
    if len(choices) > CHOICES:
        form.add("data.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {CHOICES} or fewer in length.")
    for index, choice in enumerate(choices):
        form.length(f"data.choices.{index}.name", choice.get("name"), 100, least=1)
        if isinstance(choice.get("value"), str):
            form.length(f"data.choices.{index}.value", choice["value"], 100, least=1)
    form.check()


def _callback_body(asked: Interaction, kind: AnswerKind) -> Json:
    about: Json = {"id": str(asked.id), "type": asked.kind}
    body: Json = {"interaction": about}
    if asked.original is not None:
        shown = asked.original.body
        about["response_message_id"] = shown["id"]
        about["response_message_loading"] = bool(shown["flags"] & Flag.LOADING)
        about["response_message_ephemeral"] = bool(shown["flags"] & Flag.EPHEMERAL)
        if kind in (AnswerKind.MESSAGE, AnswerKind.UPDATE):
            body["resource"] = {"type": kind, "message": shown}
    return body
