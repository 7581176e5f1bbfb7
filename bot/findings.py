"""What a check of the set-up finds, a line each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; what is not fine says how to mend it."""

    what: str
    fine: bool
    said: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.fine else 'FIX '} {self.what:<11} {self.said}"
