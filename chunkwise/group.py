"""The group of commands: an error that a user can mend is said in a few lines, and ends with its exit code."""

from __future__ import annotations

import click

from chunkwise.errors import ChunkwiseError

INTERRUPTED = 130
"""128 and the number of SIGINT, as a shell has it."""


class Commands(click.Group):
    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except ChunkwiseError as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt:
            click.echo("Interrupted. The files that were written are complete, and the others are unchanged.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'output'}: {error.strerror}") from None
