"""What a run reaches of the machine: an empty folder of its own, loopback, and no secret of whoever records.

Recording runs the program, as whoever records. These fences hold what plain Python does, by mistake or in a stranger's
pull request; a program that takes trouble, with ``ctypes`` for one, gets around them.
"""

from __future__ import annotations

import os
import pwd
import socket
import sys
import tempfile
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn

from chunkwise.errors import RecordingError

KEPT = ("LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ")
"""What a run has of the environment."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "os.utime": (0,),
    "sqlite3.connect": (0,),
}
"""Audit events (PEP 578) that change files, and which of their arguments name these."""
LISTS = ("os.listdir", "os.scandir")
CALLS = ("socket.bind", "socket.connect", "socket.sendmsg", "socket.sendto")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
HERE = (None, "", "localhost")
IN_MEMORY = (":memory:", "")

ALONE = "A recording is made without a network. Use a server on 127.0.0.1 that belongs to the example."
OWN_FOLDER = "Write into the folder that the program runs in: it is empty, and removed after the run."
BESIDE = "Put what it needs beside app.py."


def confine(folder: Path, program: Path, give_up: Callable[[RecordingError], NoReturn]) -> None:
    """Let this process reach no more than its run needs, from now on.

    Args:
        folder: An empty one, in which it works, and which is its home.
        program: The folder of its files.
        give_up: Ends the run; called with what the program did.
    """
    homes = _homes()
    sys.path[:] = [str(Path(place).absolute()) for place in sys.path]
    readable = _real(sys.prefix, sys.base_prefix, *sys.path, program, folder)
    kept = {name: value for name in KEPT if (value := os.environ.get(name))}
    os.environ.clear()
    os.environ |= kept | {"HOME": str(folder), "TMPDIR": str(folder)}
    os.chdir(folder)
    tempfile.tempdir = str(folder)
    sys.dont_write_bytecode = True  # of what is imported as it runs
    (own,) = _real(folder)
    own_name = socket.gethostname()  # which a server may ask for

    def written(place: object) -> None:
        if (path := _path(place)) and not path.is_relative_to(own) and str(path) != os.devnull:
            give_up(RecordingError(f"the program writes to {path}, outside its own folder", hint=OWN_FOLDER))

    def read(place: object) -> None:
        path = _path(place)
        if (
            path
            and any(path.is_relative_to(home) for home in homes)
            and not any(path.is_relative_to(one) for one in readable)
        ):
            give_up(
                RecordingError(f"the program reads {path}, in the home directory of the user who records", hint=BESIDE)
            )

    def audit(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            (written if given[2] & WRITING else read)(given[0])
        elif event in LISTS:
            read(given[0] or ".")
        elif event in CHANGES:
            for place in map(given.__getitem__, CHANGES[event]):
                if event != "sqlite3.connect" or place not in IN_MEMORY:
                    written(place)
        elif event in CALLS and given[1] is not None and (host := _elsewhere(given[1])):
            give_up(RecordingError(f"the program uses the network: {host}", hint=ALONE))
        elif event in NAMES and _is_name(host := given[0]) and host != own_name:
            give_up(RecordingError(f"the program looks up {host}", hint=ALONE))

    sys.addaudithook(audit)


def _homes() -> tuple[Path, ...]:
    """The home folders of who records: that of the environment, and that of the system."""
    try:
        known = [pwd.getpwuid(os.getuid()).pw_dir]
    except KeyError:  # a number that is no user's
        known = []
    return tuple(home for home in _real(Path.home(), *known) if home != Path(home.anchor))


def _real(*places: str | Path) -> tuple[Path, ...]:
    return tuple(Path(place).resolve() for place in places)


def _path(place: object) -> Path | None:
    """The path that is meant; None for a file that is open already."""
    if isinstance(place, int) or not isinstance(place, str | bytes | os.PathLike):
        return None
    try:
        return Path(os.fsdecode(place)).resolve()
    except ValueError:  # a null byte, which the call itself refuses
        return None


def _is_name(host: object) -> bool:
    """Whether a host is one that has to be looked up elsewhere."""
    try:
        ip_address(str(host))
    except ValueError:
        return host not in HERE
    return False


def _elsewhere(address: object) -> str:
    """The host of an address, if it is another machine, or a socket of another program's; else nothing."""
    if not isinstance(address, tuple):
        return str(address)  # of a socket in the file system, such as that of a container's daemon
    host = address[0]
    if host in HERE:
        return ""
    if _is_name(host):
        return str(host)
    found = ip_address(str(host))
    return "" if found.is_loopback or found.is_unspecified else str(host)
