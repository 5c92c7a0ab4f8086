#!/usr/bin/python3 -B
"""A name typed, shown, saved and locked away (F122 to F127): after ^K it is
in no memory of the process, and never in its arguments, title, environment,
the files of the vault or a core file (F123, F125)."""
import glob
import os
import re
import signal
import subprocess
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

# Typed, and then stored; no other text of the program holds them.
SAVED, UNSAVED = "Zaubergarten", "Quittenbrot"
LOCK, ENTER = "\x0b", "\r"


def memory(pid):
    """All that can be read of a process, part by part."""
    with open("/proc/%d/maps" % pid) as f:
        maps = [line.split(None, 5) for line in f]
    with open("/proc/%d/mem" % pid, "rb", 0) as mem:
        for parts in maps:
            start, end = (int(n, 16) for n in parts[0].split("-"))
            if "r" not in parts[1] or parts[-1].strip() in ("[vvar]",
                    "[vsyscall]", "[vvar_vclock]"):
                continue
            try:
                mem.seek(start)
                yield " ".join(parts[5:]).strip() or "anonymous", \
                    mem.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue


def spellings(name):
    """As bytes, and as curses and the canvas hold it."""
    return (name.encode(), name.encode("utf-32-le"))


def found(pid, name):
    places = []
    for where, data in memory(pid):
        for text in spellings(name):
            if text in data:
                at = data.index(text)
                places.append("%s: %r" % (where, data[max(0, at - 40):
                    at + len(text) + 40]))
        # Cells of the canvas and of curses: letters far apart.
        step = re.compile(b"[\0-\xff]{1,60}?".join(re.escape(c.encode() +
            b"\0\0\0") for c in name))
        hit = step.search(data) if where != "" else None
        if hit:
            places.append("%s: as cells, over %d bytes" % (where,
                hit.end() - hit.start()))
    return places


def beside(tap, pid, vault):
    for name in (SAVED, UNSAVED, PASSPHRASE):
        for what in ("cmdline", "environ", "comm"):
            with open("/proc/%d/%s" % (pid, what), "rb") as f:
                tap.ok(name.encode() not in f.read(), "%s is not in %s" %
                    (name, what))
        files = [p for p in glob.glob(vault.path + "/**", recursive=True)
            if os.path.isfile(p)]
        hits = [p for p in files if name.encode() in open(p, "rb").read()]
        tap.ok(not hits and files, "%s is in no file of the vault" % name,
            hits)


def idle_and_removed(tap, vault):
    """Who is no officer any more sees nothing more, with no key pressed."""
    vault.officer("oleg", "Oleg Kim")
    s = Screen([BIN, "-C", vault.path, "-u", "oleg"])
    s.press(PASSPHRASE + ENTER)
    s.press("3")
    tap.ok(SAVED in s.text(), "an officer sees it", s.text())
    vault.do("officer", "remove", "oleg")
    s.line.see("no longer an officer")
    s.press("")
    tap.ok(SAVED not in s.text() and "Passphrase" in s.text(),
        "removed, she sees it no more", s.text())
    s.end()


def aborted(tap, world, vault):
    """Killed by SIGABRT where the shell allows cores of any size."""
    folder = os.path.join(world.folder, "cores")
    os.mkdir(folder, 0o700)
    shell = ["/bin/sh", "-c", 'ulimit -c unlimited && cd "$1" && shift && '
        'exec "$@"', "sh", folder]
    name = "an abort leaves no core file"
    other = subprocess.run(shell + ["/bin/sh", "-c", "kill -ABRT $$"])
    cores = os.listdir(folder)
    if other.returncode != -signal.SIGABRT or not cores:
        return tap.skip(name, "no core file of any program here")
    for core in cores:
        os.remove(os.path.join(folder, core))
    s = Screen(shell + [os.path.abspath(BIN), "-C",
        os.path.abspath(vault.path), "-u", "anna"])
    s.press(PASSPHRASE + ENTER)
    tap.ok("[1 My day]" in s.text(), "it is open", s.text())
    os.kill(s.line.pid, signal.SIGABRT)
    status = os.waitpid(s.line.pid, 0)[1]
    tap.ok(os.WIFSIGNALED(status) and not os.WCOREDUMP(status) and
        os.listdir(folder) == [], name, status, os.listdir(folder))
    return s.line.close()


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        s = Screen([BIN, "-C", vault.path, "-u", "anna"])
        s.press(PASSPHRASE + ENTER)
        s.press("3")
        s.press("n")
        s.press(SAVED)
        s.press("\x1bOQ")
        tap.ok(SAVED in s.text() and "saved" in s.text(), "it is saved",
            s.text())
        s.press("\x1bOR")
        s.press("3")
        tap.ok(SAVED in s.text(), "it is shown", s.text())
        s.press("n")
        s.press(UNSAVED)
        pid = s.line.pid
        try:
            open("/proc/%d/mem" % pid, "rb").close()
        except PermissionError:
            tap.skip("memory after the lock", "no right to read memory")
            return tap.end()
        tap.ok(found(pid, SAVED) and found(pid, UNSAVED),
            "before the lock the memory holds it: the search finds",
            found(pid, SAVED)[:2], found(pid, UNSAVED)[:2], s.text())
        s.press(LOCK)
        tap.ok("locked" in s.text() and SAVED not in s.text(), "^K locks",
            s.text())
        for name in (SAVED, UNSAVED, PASSPHRASE):
            places = found(pid, name)
            tap.ok(not places, "after ^K: %s is not in the memory" % name,
                *places[:8])
        beside(tap, pid, vault)
        with open("/proc/%d/limits" % pid) as f:
            core = [line for line in f if "core file" in line][0]
        tap.ok(core.split()[4:6] == ["0", "0"], "there is no core file",
            core)
        s.press(LOCK)
        tap.ok(not s.lives(), "^K once more leaves the program")
        s.end()
        idle_and_removed(tap, vault)
        aborted(tap, world, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
