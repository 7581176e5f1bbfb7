"""Recall: asks what was learned again, likeliest-forgotten first."""

from datetime import date, datetime

from bot import forgetting
from bot.app.commands import AnswerQuiz, ChooseRecall, RateRecall, Recall, ShowRecall
from bot.app.said import RecallAnswered, RecallAsked, RecallResting, RecallSettled, RecallShown, Refusal, Said
from bot.app.shelf import Shelf
from bot.app.stand import taken_together
from bot.app.turn import Turn
from bot.core.curriculum import Curriculum
from bot.core.days import A_DAY, day_span, local_day
from bot.core.people import LearnerId
from bot.core.recall import (
    Rating,
    RecallId,
    Remembered,
    Topic,
    askable,
    left,
    likeliest_forgotten,
    matched,
    older,
    topics,
)
from bot.storage.tx import Tx


def recall(ask: Recall, turn: Turn) -> Said:
    """The next question of today, or what comes next if there is none."""
    del ask
    all_ = _remembered(turn)
    found = _next(all_, turn)
    return _asked(found, extra=False) if found else _resting(all_, turn)


def show(ask: ShowRecall, turn: Turn) -> Said:
    """One question, or its answer."""
    found = _standing(turn, ask.recall)
    if found is None or found.state != ask.state:
        return RecallSettled()
    if not ask.answer:
        return _asked(found, extra=ask.extra)
    topic = found.topic
    return RecallShown(ask.recall, ask.state, topic.week, topic.question, topic.text, ask.extra)


def rate(ask: RateRecall, turn: Turn) -> Said:
    """Keep how well it was there."""
    found = _standing(turn, ask.recall)
    if found is None or found.state != ask.state:
        return RecallSettled()
    return _keep(found, ask.rating, turn, quiz=False, extra=ask.extra)


def choose(ask: ChooseRecall, turn: Turn) -> Said:
    """Keep whether the right one was chosen."""
    found = _standing(turn, ask.recall)
    if found is None or found.state != ask.state or found.topic.question is None:
        return RecallSettled()
    return _keep(found, _rated(ask.choice, found.topic.question.right), turn, quiz=True, extra=ask.extra)


def answer_quiz(ask: AnswerQuiz, turn: Turn) -> Said:
    """Keep a vote. Which option was right is what was right when the quiz went out."""
    me = turn.me
    quiz = turn.tx.recalls.quiz(ask.poll)
    if quiz is None:
        return RecallSettled()
    recall_id, right = quiz
    memory = turn.tx.recalls.get(recall_id)
    if memory is None or memory.learner != me.id:  # forwarded, a quiz can be answered by anybody
        raise Refusal("not_yours")
    found = _standing(turn, recall_id)
    if found is None:
        return RecallSettled()
    return _keep(found, _rated(ask.choice, right), turn, quiz=True, extra=False)


def for_checkin(turn: Turn) -> RecallAsked | None:
    """The one question of a check-in, of an older phase if there is one. What was seen within a day is not asked."""
    chances = [it for it in _remembered(turn) if forgetting.remembered(it.memory.card, turn.now) < 1]
    behind = older(turn.curriculum, chances, turn.place())
    found = likeliest_forgotten(behind, lambda card: forgetting.remembered(card, turn.now))
    return _asked(found, extra=True) if found else None


def quiz_sent(tx: Tx, shelf: Shelf, poll: str, recall_id: int, state: str, right: int, now: datetime) -> None:
    """Note a quiz that went out, unless its question was answered or changed meanwhile."""
    memory = tx.recalls.get(RecallId(recall_id))
    if memory is None:
        return
    standing = _topics(tx, shelf.get(memory.curriculum), memory.learner)
    if any(it.state == state for it in matched(standing, [memory])[0]):
        tx.recalls.open_quiz(poll, memory.id, right, now)


# --- what there is to ask


def _topics(tx: Tx, curriculum: Curriculum, learner: LearnerId) -> tuple[Topic, ...]:
    return topics(curriculum, tx.way.reviews(learner, curriculum.id), taken_together(tx, curriculum, learner))


def _remembered(turn: Turn) -> list[Remembered]:
    """Everything that may be asked of the learner; a memory begins when it is first looked for."""
    me, curriculum, recalls = turn.me.id, turn.curriculum, turn.tx.recalls
    standing = _topics(turn.tx, curriculum, me)
    found, new = matched(standing, recalls.of(me, curriculum.id))
    if new:
        begun = [(it, forgetting.first(it.written)) for it in new]
        recalls.add(me, curriculum.id, [(it.kind, it.ref, kept.card, kept.due) for it, kept in begun])
        found, _ = matched(standing, recalls.of(me, curriculum.id))
    return found


def _standing(turn: Turn, recall_id: int) -> Remembered | None:
    """One topic that may be asked; None if it no longer is. Raises Refusal("not_yours")."""
    memory = turn.tx.recalls.get(RecallId(recall_id))
    if memory is None or memory.learner != turn.me.id:
        raise Refusal("not_yours")
    if memory.curriculum != turn.curriculum.id:
        return None
    found, _ = matched(_topics(turn.tx, turn.curriculum, turn.me.id), [memory])
    return found[0] if found else None


def _next(all_: list[Remembered], turn: Turn) -> Remembered | None:
    if not left(turn.tx.recalls.answered(turn.me.id, turn.today)):
        return None
    due = askable(all_, turn.today, day_span(turn.today, turn.zone)[1])
    return likeliest_forgotten(due, lambda card: forgetting.remembered(card, turn.now))


def _asked(found: Remembered, *, extra: bool) -> RecallAsked:
    return RecallAsked(found.memory.id, found.state, found.topic.week, found.topic.question, extra)


def _resting(all_: list[Remembered], turn: Turn) -> RecallResting:
    stand = turn.stand()
    if not all_:
        return RecallResting("nothing_yet", None, turn.today, stand)
    enough = not left(turn.tx.recalls.answered(turn.me.id, turn.today))
    return RecallResting("enough" if enough else "nothing_due", _next_on(all_, turn), turn.today, stand)


def _next_on(all_: list[Remembered], turn: Turn) -> date:
    """The local day of the next question: never today, which has had its own."""
    return max(turn.today + A_DAY, min(local_day(it.memory.due, turn.zone) for it in all_))


# --- what an answer does


def _rated(choice: int, right: int | None) -> Rating:
    return "good" if choice == right else "again"


def _keep(found: Remembered, rating: Rating, turn: Turn, *, quiz: bool, extra: bool) -> Said:
    topic, memory = found.topic, found.memory
    kept = forgetting.answered(memory.card, rating, turn.now)
    turn.tx.recalls.keep(memory.id, kept.card, kept.due, None if extra else turn.today)
    more = not extra and _next(_remembered(turn), turn) is not None
    again = max(turn.today + A_DAY, local_day(kept.due, turn.zone))
    return RecallAnswered(
        topic.week, topic.question, topic.text, rating, quiz, again, turn.today, extra=extra, more=more
    )
