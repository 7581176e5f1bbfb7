"""What is said when somebody asks their group."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Helper:
    """A member who explained the week and agreed to be asked. `account` is their id on the platform that the message
    goes to; empty where they have none, and while nobody is to be called yet."""

    name: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class GroupAsked:
    """A question as its group sees it. `name` is empty for who is not named there (R22)."""

    name: str
    week: int
    title: str
    text: str
    helpers: tuple[Helper, ...] = ()


@dataclass(frozen=True, slots=True)
class AskShown:
    """The exact post, before it is one; `asked` is the request that holds its text."""

    group: str
    group_id: int
    post: GroupAsked
    asked: str


@dataclass(frozen=True, slots=True)
class AskPosted:
    """It is on its way to the group."""

    group: str


@dataclass(frozen=True, slots=True)
class AskTakenBack:
    """In place of a question whose learner is gone."""
