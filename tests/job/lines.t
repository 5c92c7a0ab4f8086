#!/usr/bin/python3 -B
"""Signals and lines at their worst: cut, stopped, resized all the time, not
read from, with split sequences, answers of the terminal and terminals that
were described by an enemy. Nothing typed is lost and nothing is typed that
nobody typed."""
import os
import signal
import sys
import time

sys.path.insert(0, "tests/job")
from line import Line, Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World, have, run  # noqa

F2, F12, UP, DOWN = "\x1bOQ", "\x1b[24~", "\x1b[A", "\x1b[B"
END_WITHIN, CPU_WITHIN = 5.0, 0.5	# a busy machine; a spin takes all


def unlock(vault, before=(), **more):
    screen = Screen([*before, BIN, "-C", vault.path, "-u", vault.login],
        **more)
    screen.press(PASSPHRASE + "\r")
    return screen


def cpu(pid):
    with open("/proc/%d/stat" % pid) as f:
        words = f.read().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def drop(tap, vault, number, before):
    """The line is cut while a name is typed."""
    screen = unlock(vault, before)
    screen.press("2n")
    screen.press("Zarina")
    pid, begun = screen.line.pid, time.monotonic()
    used = cpu(pid)
    screen.line.close()
    _, status, spent = os.wait4(pid, 0)
    took = time.monotonic() - begun
    more = spent.ru_utime + spent.ru_stime - used
    tap.ok(took < END_WITHIN and more < CPU_WITHIN and
        os.WIFEXITED(status), "%s: it ends in %.1f s, %.2f s of work" %
        (number, took, more), status)
    begun = time.monotonic()
    done = vault.run("new", "group", "name=afterwards")
    tap.ok(done.code == 0 and time.monotonic() - begun < END_WITHIN,
        "%s: the lock is free" % number, done)
    screen = unlock(vault)
    screen.press("y")
    tap.ok("Zarina" in screen.text(), "%s: what was typed is offered" % number,
        screen.text())
    screen.press(F12)
    screen.press("y")
    screen.end()


def closed_pipe(tap, vault):
    """F68: the reader goes away."""
    command = " ".join("'%s'" % w for w in vault.command("export", "--json"))
    done = run("bash", "-c", command + " | head -c 1; "
        "exit ${PIPESTATUS[0]}")
    tap.ok(done.code in (0, 141) and done.err == "", "F68: a reader that "
        "leaves is no error", done)


def stopped(tap, vault):
    """F69: stopped by the shell, and gone on with in another size."""
    screen = unlock(vault)
    screen.press("2n")
    screen.press("Zarina")
    os.kill(screen.line.pid, signal.SIGTSTP)
    end = time.monotonic() + 10
    state = ""
    while state != "T" and time.monotonic() < end:
        screen.line.drain()
        with open("/proc/%d/stat" % screen.line.pid) as f:
            state = f.read().rsplit(")", 1)[1].split()[0]
        time.sleep(0.01)
    tap.same(state, "T", "F69: it stops")
    screen.line.resize(12, 40)
    screen.shown.resize(12, 40)
    os.kill(screen.line.pid, signal.SIGCONT)
    time.sleep(0.2)
    screen.press("x")
    tap.ok("Zarinax" in screen.text(), "F69: it goes on where it was",
        screen.text())
    screen.press(F12)
    screen.press("y")
    screen.end()


def resized(tap, vault):
    """F70: the window changes its size a thousand times during a save."""
    screen = unlock(vault)
    screen.press("3n")
    os.write(screen.line.master, b"Stormy")
    for i in range(500):
        screen.line.resize(24 + i % 5, 80 + i % 7)
        if i == 250:
            os.write(screen.line.master, F2.encode())
        screen.line.drain()
    screen.line.resize(24, 80)
    screen.press("")
    screen.end()
    done = vault.run("list", "families", "--json")
    tap.same(done.out.count("Stormy"), 1, "F70: it is saved, once")


def no_streams(tap, vault):
    """F72: a file of ours never becomes a standard stream."""
    words = " ".join("'%s'" % w for w in vault.command("new", "group",
        "name=Stumm"))
    for closed in ("<&- >&- 2>&-", ">&-", "<&-"):
        done = run("bash", "-c", words + " " + closed)
        tap.ok(done.code == 0, "F72: %s: it saves" % closed, done)
    tap.same(vault.run("list", "families", "--json").out.count("Stumm"), 3,
        "F72: and nothing was written into the vault's files")
    tap.same(vault.verify()[0], 0, "F72: verify is content")


def sizes(tap, vault):
    """F74: windows of no use, from nothing to the most."""
    screen = unlock(vault)
    screen.press("2n")
    screen.press("Zarina")
    for rows, columns in ((1, 1), (2, 10), (0, 0), (500, 500),
            (65535, 65535), (1, 500), (24, 80)):
        screen.line.resize(rows, columns)
        screen.line.settle()
        tap.ok(screen.lives(), "F74: %dx%d" % (columns, rows))
    screen.line.bytes = b""
    screen.press("\x0c")
    screen.press("x")
    tap.ok("Zarinax" in screen.text(), "F74: and then as before",
        screen.text())
    screen.press(F12)
    screen.press("y")
    screen.end()


def hostile_terminals(tap, world, vault):
    """F77: descriptions of one's own are not read."""
    if have("tic", "infocmp"):
        return tap.skip("F77: hostile descriptions", "no tic, no infocmp")
    folder = os.path.join(world.folder, ".terminfo")
    done = run("bash", "-c", "infocmp -x linux | sed 's/smkx=[^,]*,//; "
        "s/bel=[^,]*,/bel=EVILBELL, smcup=EVILSMCUP, smkx=EVILSMKX,/' > "
        "'%s/t' && tic -x -o '%s' '%s/t'" % (world.folder, folder,
        world.folder))
    tap.same(done.code, 0, "F77: there is such a description")
    for more in ({"TERMINFO": folder}, {"TERMINFO_DIRS": folder},
            {"HOME": world.folder}, {"TERMCAP": "linux:ti=EVIL:"},
            {"TERM": "../../../etc/passwd"}, {"TERM": "x" * 10000},
            {"TERM": "%n%n%n%s", "TERMINFO": folder}):
        line = Line([BIN, "-C", vault.path, "-P", world.passphrase, "-u",
            vault.login], **{"TERM": "linux", **more})
        line.settle()
        tap.ok(b"EVIL" not in line.bytes and (not line.lives() or
            b"My day" in line.bytes), "F77: %s" % str(more)[:50],
            line.bytes[:300])
        line.end()
    return None


def split(tap, vault):
    """F78: one byte after the other, as a slow line brings them."""
    screen = unlock(vault)
    screen.press("2n")
    screen.press("Zarina\t")
    for _ in range(2):
        for byte in UP + DOWN + UP + DOWN:
            os.write(screen.line.master, byte.encode())
            time.sleep(0.03)
    screen.press("Omid")
    row = [r for r in screen.rows() if "Given name" in r]
    tap.ok(row and "Omid" in row[0] and "[" not in row[0] and
        "A" not in row[0].split("name")[1].split("_")[0],
        "F78: split keys are keys", screen.text())
    screen.press(F12)
    screen.press("y")
    screen.end()


ANSWERS = ("\x1b[?62;1;2;6c", "\x1b[24;80R", "\x1b[>41;354;0c", "\x1b[0n",
    "\x1b]11;rgb:0000/0000/0000\x07", "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "\x1bP1$r0m\x1b\\", "\x1bP>|xterm(372)\x1b\\", "\x1b[I", "\x1b[O",
    "\x1b[<0;10;10M")


def answers(tap, vault):
    """F79: what a terminal answers is nobody's typing."""
    screen = unlock(vault)
    screen.press("2n")
    screen.press("Zarina")
    before = screen.rows()[1:]
    for answer in ANSWERS:
        screen.press(answer)
        tap.ok([r for r in screen.rows() if "Family name" in r] ==
            [r for r in before if "Family name" in r] and screen.rows()[2:21]
            == before[1:20], "F79: %r is swallowed" % answer, screen.text())
    screen.press(F12)
    screen.press("y")
    screen.end()


def unread(tap, vault):
    """F80: the terminal reads nothing for a while."""
    screen = unlock(vault)
    screen.press("2n")
    for _ in range(60):
        for key in ("\t", "\x1b[Z", "\x0c"):
            os.write(screen.line.master, key.encode())
        time.sleep(0.01)
    os.write(screen.line.master, b"Zarina")
    time.sleep(1)
    screen.press("")
    tap.ok("Zarina" in screen.text(), "F80: read again, all keys have come",
        screen.text())
    screen.press(F12)
    screen.press("y")
    screen.end()


def in_tmux(tap, world, vault):
    """F81: the same screens in tmux."""
    if have("tmux"):
        return tap.skip("F81: in tmux", "no tmux")
    socket = os.path.join(world.folder, "tmux")
    command = " ".join("'%s'" % w for w in [BIN, "-C", vault.path, "-P",
        world.passphrase, "-u", vault.login])

    def tmux(*words):
        return run("tmux", "-S", socket, "-f", "/dev/null", *words)

    # One after the other: a second session of an officer is told of the first.
    wanted, keys = [], ("", "2", "3")
    screen = unlock(vault)
    for key in keys:
        screen.press(key)
        wanted.append(screen.rows())
    screen.end()
    tmux("new-session", "-d", "-x", "80", "-y", "24", command)
    tmux("set-option", "-g", "status", "off")
    tmux("resize-window", "-x", "80", "-y", "24")
    for key, want in zip(keys, wanted):
        if key:
            tmux("send-keys", key)
        got, end = [], time.monotonic() + 20
        while got != want and time.monotonic() < end:
            time.sleep(0.1)
            got = [r.rstrip() for r in tmux("capture-pane", "-p").out
                .split("\n")]
            got = (got + [""] * 24)[:24]
        tap.same(got, want, "F81: the screen of key %r" % key)
    tmux("kill-server")
    return None


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        vault.do("new", "person", "family_name=Yusufi", "given_name=Parwin",
            "sex=F", "birth_date=1987", "nationality=AFG")
        drop(tap, vault, "F66", ())
        drop(tap, vault, "F67", ("/bin/sh", "-c",
            "trap '' HUP; exec \"$@\"", "sh"))
        for part in (closed_pipe, stopped, resized, no_streams, sizes, split,
                answers, unread):
            part(tap, vault)
        hostile_terminals(tap, world, vault)
        in_tmux(tap, world, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
