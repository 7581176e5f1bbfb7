"""The command line: run the bots, try it in a terminal, migrate, check, simulate."""

import contextlib
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import __version__
from bot.exits import Cannot


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="pacekeeper")
@click.pass_context
def main(context: click.Context) -> None:
    """Pacekeeper carries study groups through a long curriculum, in the chat they already use.

    Without a command it runs the bots if DISCORD_TOKEN or TELEGRAM_TOKEN is set, and else opens the terminal chat.
    """
    if context.invoked_subcommand is None:
        from bot.settings import BadSettings, read_settings

        try:
            has_token = read_settings().has_token
        except BadSettings as problem:
            raise Cannot(str(problem)) from None
        context.invoke(run if has_token else try_)


@main.command()
@click.option("--roles", metavar="ROLES", help="What of the work this process does, where several share it on "
              "PostgreSQL: discord, telegram, tick, deliver, web, with commas between. [default: all]")  # fmt: skip
def run(roles: str | None = None) -> None:
    """Run the bots whose token is set."""
    from bot.cli import run_bots

    sys.exit(run_bots(roles))


@main.command("try")
@click.option("--at", "at", metavar="TIME", help="Set the clock, such as 2026-03-02T18:00 (UTC unless it says so).")
@click.option("--database", type=click.Path(dir_okay=False, path_type=Path), help="The file to keep it in.")
@click.option("--language", default="", metavar="TAG", help="What it speaks, such as de.")
def try_(at: str | None = None, database: Path | None = None, language: str = "") -> None:
    """Open the terminal chat: all of it without a token, on a file and a clock of its own."""
    from bot.cli import try_terminal

    sys.exit(try_terminal(_instant(at), database, language))


@main.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    from bot.cli import migrate_database

    sys.exit(migrate_database())


@main.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Another folder than BACKUPS.")
def backup(folder: Path | None) -> None:
    """Write a checked copy of the SQLite database, also while the bots run."""
    from bot.cli_backup import take

    sys.exit(take(folder))


@main.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def restore(file: Path | None) -> None:
    """Put the back-up FILE in the database's place, and keep what was there beside it.

    The bots must not run. What came due since the back-up was taken is not sent again. For PostgreSQL, whose own tools
    restore it, leave FILE out: the database is checked, and the same is settled.
    """
    from bot.cli_backup import bring_back

    sys.exit(bring_back(file))


@main.command("move-to")
@click.argument("address", metavar="ADDRESS")
def move_to(address: str) -> None:
    """Move the bot from SQLite into the PostgreSQL database at ADDRESS, such as postgresql://user@host/name.

    Stop the bot, give this command, set DATABASE_URL to ADDRESS, start the bots. The file in DATABASE_URL is copied
    with all that waits to be sent, into an empty database, and every row is compared; the same command goes on after a
    stop. The file stays, but the bots no longer start on it. A password stands better in PGPASSWORD than in ADDRESS.
    """
    from bot.cli_move import move_to as move

    sys.exit(move(address))


@main.command()
def key() -> None:
    """Print a new key for ENCRYPTION_KEY; keep it apart from the database and its back-ups."""
    from bot.storage.sealing import new_key

    click.echo(new_key())


@main.command()
@click.option("--online", is_flag=True, help="Ask the platforms too: tokens, groups' rights, clocks. Posts nothing.")
def doctor(*, online: bool) -> None:
    """Check settings, database, curriculum, tokens and clock, and say how to mend what is wrong."""
    from bot.cli import see_doctor

    sys.exit(see_doctor(online=online))


@main.command()
@click.option("--learners", default="20", show_default=True, help="How many, in groups of 25.")
@click.option("--weeks", default="46", show_default=True, help="How long they study.")
@click.option("--seed", default="1", show_default=True, help="The same seed gives the same months.")
@click.option("--zone", "zones", multiple=True, default=("Europe/Berlin",), metavar="ZONE",
              help="The groups' clock; several take turns. [default: Europe/Berlin]")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def simulate(learners: str, weeks: str, seed: str, zones: tuple[str, ...], as_json: bool) -> None:
    """Let learners with habits walk the curriculum on a moving clock, and check every rule after each week."""
    from bot.cli_simulation import simulate_months

    sys.exit(simulate_months(learners, weeks, seed, zones, as_json=as_json))


@main.group()
def curriculum() -> None:
    """Work on a curriculum file."""


@curriculum.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_curriculum(file: Path) -> None:
    """Report every problem of a curriculum FILE in one run."""
    from bot.cli_curriculum import check_file

    sys.exit(check_file(file))


@curriculum.command("new")
@click.argument("file", type=click.Path(path_type=Path))
def new_curriculum(file: Path) -> None:
    """Write a commented template to FILE, to be changed into a curriculum of your own."""
    from bot.cli_curriculum import new_file

    sys.exit(new_file(file))


@curriculum.command("show")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--week", type=click.IntRange(1), help="Print everything that this week says.")
def show_curriculum(file: Path | None, week: int | None) -> None:
    """Print an outline of FILE, or of the curriculum that comes with the bot."""
    from bot.cli_curriculum import show_file

    sys.exit(show_file(file, week))


@curriculum.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def compare_curricula(old: Path, new: Path) -> None:
    """Say what a learner in mid-run would notice when NEW takes the place of OLD."""
    from bot.cli_curriculum import compare_files

    sys.exit(compare_files(old, new))


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    with contextlib.suppress(ValueError):
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    raise Cannot(f"--at {text}: say it like 2026-03-02T18:00 or 2026-03-02T18:00+01:00.")


if __name__ == "__main__":
    main()
