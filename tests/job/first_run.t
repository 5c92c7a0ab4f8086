#!/usr/bin/python3 -B
"""The first run: where no vault is, five steps make one. Going back loses
nothing, leaving writes nothing, what is wrong is said where it stands, and
what is already there is not touched."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, Vault, World, run  # noqa

F2, F3, F9, ENTER, TAB, UP, DOWN = ("\x1bOQ", "\x1bOR", "\x1b[20~", "\r",
    "\t", "\x1b[A", "\x1b[B")
ERASE, RUB = "\x15", "\x7f"
SAMPLE = "افغانستان"
OFFICE, NAME = "Алматинский офис", "Анна Бекова"


def go(s, *keys):
    for key in keys:
        s.press(key)


def begin(folder, *more, **how):
    return Screen([BIN, "-C", folder, *more], LANG="en_US.UTF-8", **how)


def leaves(tap, folder):
    s = begin(folder)
    tap.ok("1 of 5" in s.text() and folder in s.text().replace("\n    ", ""),
        "the first step says what will be made", s.text())
    s.end()
    for keys, what in ((F3,) * 4, "F3 goes out by the steps it came"), \
            (("\x0b",), "^K out at once"):
        s = begin(folder)
        go(s, ENTER, ENTER, ENTER, "ALA", TAB, OFFICE, *keys)
        tap.ok(s.line.wait() == 0 and not os.path.exists(folder),
            what + ", and nothing is written")
        s.line.close()


def steps(tap, s):
    go(s, "2")
    tap.ok("1 из 5" in s.text(), "2 turns to Russian", s.text())
    go(s, "3")
    tap.ok("5-тен 1" in s.text(), "3 to Kazakh", s.text())
    go(s, UP, UP, ENTER)
    tap.ok("2 of 5" in s.text(), "Enter goes on", s.text())
    go(s, "t", "ә")
    tap.ok("U+04D9" in s.text(), "keys can be tested", s.text())
    go(s, F2, F3)
    tap.ok("1 of 5" in s.text(), "F3 goes back", s.text())
    go(s, ENTER, ENTER, ENTER)
    tap.ok("Code of the office" in s.text() and "not in this version" in
        s.text(), "the fourth asks, and tells of no recovery sheet", s.text())


def by_eye(tap, folder):
    """Which line reads correctly: the one as ordered, as written, neither."""
    s = begin(folder)
    go(s, ENTER, ENTER)
    rows = [r for r in s.rows() if r.strip().startswith("(")]
    tap.ok("3 of 5" in s.text() and len(rows) == 3 and
        "2026 " + SAMPLE[::-1] in rows[0] and SAMPLE + " 2026" in rows[1] and
        "(*) 1" in rows[0], "a text is shown in both orders", s.text())
    tap.ok(b"\x1b[33m" in s.all and b"\x1b[36m" in s.all,
        "and signs in their colours")
    go(s, "3", DOWN, DOWN)
    tap.ok("(*) 2" in s.text(), "digits and arrows choose", s.text())
    go(s, ENTER, F3)
    tap.ok("(*) 2" in s.text() and not os.path.exists(folder),
        "the choice is still there when one comes back", s.text())
    s.end()


def row_of(s, label):
    return next((r for r in s.rows() if label in r), "")


def fills(tap, s, folder):
    go(s, "almaty", TAB, OFFICE, TAB, "Anna", TAB, NAME, TAB, "short")
    tap.ok("Weak" in s.text() and "short" not in s.text(),
        "a weak passphrase is said to be weak", s.text())
    go(s, RUB * 5, PASSPHRASE, TAB, "another", F2)
    tap.ok('"almaty" is no office code' in s.text() and
        row_of(s, "Code of").startswith(">") and OFFICE in s.text(),
        "a code that is none is refused where it stands", s.text())
    go(s, ERASE, "ALA", F2)
    tap.ok("A login has" in s.text() and row_of(s, "Login").startswith(">"),
        "a login that is none is too", s.text())
    go(s, ERASE, "anna", F2)
    tap.ok("not the same" in s.text() and row_of(s, "Once more")
        .startswith(">"), "the second passphrase must be the first", s.text())
    tap.ok(not os.path.exists(folder), "nothing is written yet")
    go(s, F3, F3)
    tap.ok("2 of 5" in s.text(), "F3 goes back from there", s.text())
    go(s, ENTER, "2", ENTER)
    tap.ok(OFFICE in s.text() and NAME in s.text() and "ALA" in
        row_of(s, "Code of"), "and nothing typed is lost", s.text())
    go(s, RUB * 7, PASSPHRASE, F2)
    tap.ok("5 of 5" in s.text() and OFFICE in s.text() and
        "The vault is made" in s.text(), "F2 makes it and goes in", s.text())
    tap.ok("type linux says of none" in s.text() and
        "Stick: none is in" in s.text(), "printer and stick are told",
        s.text())
    go(s, ENTER)
    tap.ok("[1 My day]" in s.text() and "3 for families" in s.text(),
        "Enter goes to my day", s.text())
    tap.ok(PASSPHRASE.encode() not in s.all, "the passphrase is never shown")


def works(tap, vault):
    done = vault.run("officer", "list")
    tap.ok(done.code == 0 and done.out == "anna\tkey\t%s\n" % NAME,
        "commands unlock what was made", done)
    done = vault.run("verify")
    tap.ok(done.code == 0, "and it verifies", done)
    s = begin(vault.path, "-u", "anna")
    go(s, PASSPHRASE + ENTER)
    tap.ok("[1 My day]" in s.text(), "the next run asks for the passphrase",
        s.text())
    go(s, F9, "settings", ENTER, "text from", ENTER)
    tap.ok("terminal puts" in s.rows()[s.cursor()[0]],
        "the order that was chosen by eye is kept", s.text(), s.cursor())
    s.end()


def never_over(tap, folder):
    """Something appears there between the first step and the last."""
    s = begin(folder, "-l", "en")
    go(s, ENTER, ENTER, ENTER, "ALA", TAB, OFFICE, TAB, "anna", TAB, NAME, TAB,
        PASSPHRASE, TAB, PASSPHRASE)
    os.mkdir(folder, 0o700)
    with open(os.path.join(folder, "letter"), "w") as f:
        f.write("dear")
    go(s, F2)
    tap.ok("Code of the office" in s.text() and "empty" in s.text() and
        os.listdir(folder) == ["letter"], "what is there is not touched",
        s.text(), os.listdir(folder))
    s.end()


def lines(tap, folder):
    s = Screen([BIN, "-C", folder, "line"], rows=60, LANG="en_US.UTF-8")
    for line in ("", "", "ALA", OFFICE, "anna", NAME, PASSPHRASE, PASSPHRASE):
        s.press(line + "\n")
    tap.ok("The vault is made" in s.text() and
        os.path.exists(os.path.join(folder, "journal")),
        "line by line it is made too", s.text())
    s.end()


def narrow(tap, folder):
    """In 40 cells and 10 rows, all that is said can be read."""
    s = begin(folder, rows=10, columns=40)
    go(s, ENTER, ENTER)
    tap.ok("stroke" in s.text() and "(*) 1" in s.text() and "neither" in
        s.text(), "at 40 by 10 the lines to look at have room", s.text())
    go(s, ENTER, *[TAB] * 5)
    said = " ".join(s.text().split())
    tap.ok("A recovery sheet is not in this version." in said and
        "keep it in writing in the safe." in said and
        row_of(s, "Once more").startswith(">"),
        "and the recovery sentence is whole beside the passphrase", s.text())
    s.end()


def prints(tap, folder):
    """A terminal whose type knows a printer."""
    s = begin(folder, "-l", "en", TERM="xterm-256color")
    go(s, ENTER, ENTER, ENTER, "ALA", TAB, OFFICE, TAB, "anna", TAB, NAME,
        TAB, PASSPHRASE, TAB, PASSPHRASE, F2)
    tap.ok("this terminal has one" in s.text(), "a printer is told of",
        s.text())
    go(s, F3)
    tap.ok("[1 My day]" in s.text(), "F3 too goes to my day", s.text())
    s.end()


def main():
    tap = Tap()
    with World() as world:
        folder = os.path.join(world.folder, "new")
        done = run(BIN, "-C", folder)
        tap.ok(done.code == 2 and "There is no vault in" in done.err and
            "init CODE NAME" in done.err and not os.path.exists(folder),
            "without a terminal one sentence tells the command", done)
        leaves(tap, folder)
        by_eye(tap, folder)
        narrow(tap, folder)
        s = begin(folder)
        steps(tap, s)
        fills(tap, s, folder)
        s.end()
        works(tap, Vault(world, "new", "anna"))
        never_over(tap, os.path.join(world.folder, "other"))
        prints(tap, os.path.join(world.folder, "prints"))
        lines(tap, os.path.join(world.folder, "lines"))
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
