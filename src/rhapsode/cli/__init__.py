"""The command line: the only room that prints, logs to the screen or exits.

Each command is a file of its own, imported only when it is called, so that `rhapsode --help` loads no other room.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from rhapsode import __version__
from rhapsode.cli.command_help import BareGroup
from rhapsode.errors import RhapsodeError

COMMANDS = {
    "render": "Narrate sources: one track each, with a chapter per section.",
    "play": "Hear a source at once, while the rest of it is still being spoken.",
    "sections": "Show the plan: outline, words, time, and what will not be spoken.",
    "words": "List the words worth checking, and how they would be said.",
    "voices": "List the voices of an engine.",
    "say": "Speak a short text to a file.",
    "inspect": "Read a track back: chapters, tags, loudness, waveform.",
    "verify": "Hear tracks again: is every sentence, and every word, in the file?",
    "publish": "Make captions, a read-along page, an EPUB, a feed or a library from tracks.",
    "subscribe": "Follow a blog, a feed or a folder.",
    "update": "Narrate what is new in everything followed, into your own podcast.",
    "studio": "Paste a link or drop a file, and listen: in the browser of this machine.",
    "serve": "Show a published folder on this machine.",
    "store": "Show or clear what is kept between renders.",
    "doctor": "Check engine, encoder and folders, and speak a word to prove it.",
}
"""Name and one line of help; the code is `command` in `NAME_command.py` beside this one."""

GARBAGE_AFTER = 50_000
"""So many more containers are made than freed before Python looks for circles among them, where it would after 700: a
book's values are many and in no circle. It saves .3 s of the 3 that one changed sentence of ten hours costs, and .04 of
an article's."""
MOST_SUGGESTED = 2
NEAR = 0.7
"""How alike what was typed and what may have been meant are, of 1."""
STANDARD_ERROR = 2
"""The highest number of the three files that a process begins with."""


ENDINGS = {
    getattr(signal, name): message
    for name, message in {"SIGINT": "interrupted", "SIGTERM": "asked to end", "SIGHUP": "the terminal has gone"}.items()
    if hasattr(signal, name)  # Windows has no SIGHUP
}
"""Signals that end a render as the interrupt key does, and what is said then."""


class Ended(BaseException):
    """By another signal than the interrupt key's: no KeyboardInterrupt, which may mean no more than "enough heard"."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def end(owner: int, number: int, _frame: object) -> NoReturn:
    """Have all that is open closed, as the interrupt key does; whoever asks again waits for that."""
    if os.getpid() != owner:  # a worker that has just been forked
        os._exit(128 + number)
    signal.signal(number, signal.SIG_IGN)
    raise Ended(number)


class LazyGroup(BareGroup):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"rhapsode.cli.{cmd_name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


COMPLETION = """\b
Completion of commands, options, voices and formats:
  eval "$(_RHAPSODE_COMPLETE=bash_source rhapsode)"
Put it into ~/.bashrc; for zsh and fish see the guide."""


@click.group(cls=LazyGroup, epilog=COMPLETION, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="rhapsode")
def group() -> None:
    """Turn articles into narrated tracks: split by section, spoken with pyttsx3, joined with pydub."""


def main() -> NoReturn:
    """Run the command line; the one place where an error becomes a message and an exit code."""
    open_closed_streams()
    gc.set_threshold(GARBAGE_AFTER)
    for number in ENDINGS:
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has it ignored, and so do we
            signal.signal(number, partial(end, os.getpid()))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a source may hold what the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    try:
        leave(group.main(standalone_mode=False, prog_name="rhapsode") or 0)
    except RhapsodeError as error:
        fail(str(error), error.exit_code)
    except BrokenPipeError:
        drop_output()  # whoever read along has gone; so do we, quietly
        sys.exit(1)
    except OSError as error:
        drop_output()  # it may be the output that failed, and would fail once more at the end
        fail(refused(error), 1)
    except (click.exceptions.Abort, KeyboardInterrupt, Ended) as key:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second one must not break the message
        number = key.number if isinstance(key, Ended) else signal.SIGINT
        fail(f"{ENDINGS[number]}; what was spoken is kept, run it again to go on", 128 + number)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "rhapsode"
        wrong = misused(error)
        fail(f"{wrong}{'' if wrong.endswith('?') else ';'} see `{path} --help`", error.exit_code)
    except click.ClickException as error:
        fail(error.format_message(), error.exit_code)
    except Exception as fault:
        if os.environ.get("RHAPSODE_TRACEBACK"):
            raise
        fail(
            f"a fault of the program ({type(fault).__name__}: {fault}): please report it with RHAPSODE_TRACEBACK=1 set",
            1,
        )


def misused(error: click.UsageError) -> str:
    """What was wrong with the call, in this program's words, and what may have been meant."""
    known = error.ctx.command if error.ctx else group
    message = " ".join(error.message.split()).rstrip(".")
    names: list[str] = []
    if isinstance(error, click.NoSuchOption):
        wanted = error.option_name
        names = [name for option in known.params for name in option.opts if name.startswith("--")]
    elif message.startswith("No such command") and isinstance(known, click.Group) and error.ctx:
        wanted = message.split("'")[1]
        names = known.list_commands(error.ctx)
    else:
        message = " ".join(error.format_message().split()).rstrip(".")
    message = f"{message[:1].lower()}{message[1:]}"
    if not names:
        return message
    from difflib import get_close_matches  # only where something was mistyped

    near = get_close_matches(wanted, names, MOST_SUGGESTED, NEAR)
    return f"{message}: did you mean {' or '.join(near)}?" if near else message


def open_closed_streams() -> None:
    """Have what the caller closed (`>&-`) lead nowhere, before a file opened later takes its number."""
    while (opened := os.open(os.devnull, os.O_RDWR)) <= STANDARD_ERROR:
        os.set_inheritable(opened, True)  # or a program that is started finds it closed again
    os.close(opened)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(STANDARD_ERROR, "w", encoding="utf-8")


def drop_output() -> None:
    """Have what is still to be written to standard output lead nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refused(error: OSError) -> str:
    """What the system did not do."""
    try:
        Path.cwd()
    except OSError:
        if error.filename is None:
            return "the current folder is gone: go to another"
    return f"{error.strerror or error}: {error.filename or 'input or output'}"


def leave(exit_code: int) -> NoReturn:
    """End at once, all being written and closed.

    An interpreter on its way out first takes everything apart: for an article 30 ms, a sixth of what a render takes
    that has nothing new to speak.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)


def fail(message: str, exit_code: int) -> NoReturn:
    """Print the one line and exit."""
    from rhapsode.cli.show import echo

    echo(f"rhapsode: error: {message}", err=True)
    sys.exit(exit_code)
