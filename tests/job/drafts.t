#!/usr/bin/python3 -B
"""Nothing typed is lost: killed, hung up on, locked, left, and gone on with
(F63, F124)."""
import os
import signal
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World, introduce  # noqa

F2, F3, F12, LOCK = "\x1bOQ", "\x1bOR", "\x1b[24~", "\x0b"


def unlock(vault):
    screen = Screen([BIN, "-C", vault.path, "-u", vault.login])
    screen.press(PASSPHRASE + "\r")
    return screen


def drafts(vault):
    return os.listdir(os.path.join(vault.path, "draft"))


def cut(screen, how):
    """End it by a signal, and wait until it has ended."""
    os.kill(screen.line.pid, how)
    os.waitpid(screen.line.pid, 0)
    os.close(screen.line.slave)
    os.close(screen.line.master)


def begin(screen):
    """Two fields left, and a third that is being typed."""
    screen.press("2n")
    screen.press("Yusufi\t")
    screen.press("Parwin\t")
    screen.press("Abdul")


def shows(screen, *texts):
    missing = [t for t in texts if t not in screen.text()]
    return missing, "\n".join(screen.rows())


def killed(tap, vault):
    screen = unlock(vault)
    begin(screen)
    tap.ok("draft saved" in screen.rows()[0], "the title says it is kept",
        screen.rows()[0])
    cut(screen, signal.SIGKILL)
    screen = unlock(vault)
    missing, shown = shows(screen, "Go on with it?")
    tap.ok(not missing, "after a kill the form is offered", shown)
    screen.press("y")
    missing, shown = shows(screen, "Register a person", "Yusufi", "Parwin")
    tap.ok(not missing, "with each field that was left", shown)
    return screen


def idle(tap, screen, vault):
    screen.press("Abdul")
    screen.idle(2.6)
    cut(screen, signal.SIGKILL)
    screen = unlock(vault)
    screen.press("y")
    missing, shown = shows(screen, "Abdul")
    tap.ok(not missing, "and what stood still for two seconds", shown)
    return screen


def signals(tap, screen, vault):
    for how, text in ((signal.SIGHUP, " Ghafur"), (signal.SIGTERM, " Khan")):
        screen.press("\x1b[F")
        screen.press(text)
        cut(screen, how)
        screen = unlock(vault)
        screen.press("y")
        missing, shown = shows(screen, text.strip(), "Yusufi", "Parwin")
        tap.ok(not missing, "%s in the middle of a field" % how.name, shown)
    return screen


def locked(tap, screen):
    """Also a date that is none is there again, with its fault."""
    for _ in range(12):
        if any(r.startswith(("> ", ">!")) and "Date of birth" in r
               for r in screen.rows()):
            break
        screen.press("\t")
    screen.press("31/31/31\t")
    screen.press(LOCK)
    tap.ok("Parwin" not in screen.text(), "a lock shows nothing of it")
    screen.press(PASSPHRASE + "\r")
    screen.press("y")
    missing, shown = shows(screen, "Yusufi", "Parwin", "31/31/31", "to fix")
    tap.ok(not missing, "after a lock all is there, faults too", shown)


def in_my_day(tap, screen, vault):
    screen.press(F3)
    missing, shown = shows(screen, "The draft is kept")
    tap.ok(not missing, "F3 leaves it without a question", shown)
    screen.press("1")
    screen.idle(0.5)
    missing, shown = shows(screen, "Draft", "Person, ", "fields")
    tap.ok(not missing, "and it waits in my day", shown)
    cut(screen, signal.SIGTERM)
    screen = unlock(vault)
    tap.ok("Go on with it?" not in screen.text(), "without being asked for",
        screen.text())
    screen.press("\r")
    missing, shown = shows(screen, "Yusufi", "31/31/31", "to fix")
    tap.ok(not missing, "Enter goes on with it", shown)
    return screen


def private(tap, vault, other_passphrase):
    other = Screen([BIN, "-C", vault.path, "-P", other_passphrase, "-u",
        "oleg"])
    tap.ok("[1 My day]" in other.text() and "Draft" not in other.text() and
        "Go on" not in other.text(), "another officer is shown none of it",
        other.text())
    other.end()
    found = [c for c in (vault.do("export", "--json"),
        vault.do("send", "AST", "-o", os.path.join(vault.world.folder,
        "out"))) if "Yusufi" in c]
    tap.same(found, [], "no export and no bundle holds it")
    everything = b"".join(open(os.path.join(folder, name), "rb").read()
        for folder, _, names in os.walk(vault.path) for name in names)
    tap.ok(b"Yusufi" not in everything, "nor any file in clear")


def two_sessions(tap, vault, screen):
    second = unlock(vault)
    tap.ok("Person, " not in second.text(),
        "a second session is not offered what is open in the first",
        second.text())
    second.press("2n")
    second.press("Omarov\t")
    tap.same(len(drafts(vault)), 2, "each form has a draft of its own")
    second.press(F12)
    second.press("y")
    tap.ok("30 days u takes it up" in second.text(),
        "F12 drops one, after one question", second.text())
    second.press("u")
    tap.ok("Take up again" in second.text(), "and u offers it again",
        second.text())
    second.press("n")
    second.end()
    missing, shown = shows(screen, "Yusufi", "Parwin")
    tap.ok(not missing, "the other is as it was", shown)


def saved(tap, vault, screen):
    for _ in range(12):
        if any(r.startswith(("> ", ">!")) and "Date of birth" in r
               for r in screen.rows()):
            break
        screen.press("\x1b[A")
    screen.press("\x7f" * 10 + "~1988\t")
    screen.press(F2)
    if "saved." not in screen.text():
        screen.press("y")
    missing, shown = shows(screen, "saved.", "Yusufi")
    tap.ok(not missing, "it is saved", shown)
    tap.same(len(drafts(vault)), 1,
        "and no draft is left but the one that was dropped")
    screen.end()
    tap.same(len(vault.do("export", "people", "--json").splitlines()) >= 1,
        True, "as a record")


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        introduce(vault, world.office("AST", "Astana", "dana", "Dana S"))
        other = os.path.join(world.folder, "other")
        with open(other, "w", opener=lambda p, f: os.open(p, f, 0o600)) as f:
            f.write("nine dry camels\n")
        vault.officer("oleg", "Oleg Kim", other)
        screen = killed(tap, vault)
        screen = idle(tap, screen, vault)
        screen = signals(tap, screen, vault)
        locked(tap, screen)
        screen = in_my_day(tap, screen, vault)
        private(tap, vault, other)
        two_sessions(tap, vault, screen)
        saved(tap, vault, screen)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
