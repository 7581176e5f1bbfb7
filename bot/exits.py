"""How the command line ends when something stands in the way."""

import click


class Cannot(click.ClickException):
    """One clear line and a non-zero exit, never a stack trace: a setting, the database or the curriculum is wrong."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the line as it is, to standard error."""
        del file
        click.echo(self.message, err=True)
