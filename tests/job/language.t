#!/usr/bin/python3 -B
"""The language: on every screen at once, also inside a form with something
typed in it; kept for the officer who chose it, and for nobody else."""
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, Tap, World  # noqa

F10 = "\x1b[21~"


def word(lang, name):
    with open("screens/lang/%s.lang" % lang, encoding="utf-8") as f:
        for line in f:
            if line.startswith(name + ": "):
                return line.split(": ", 1)[1].strip()
    raise AssertionError("no word %s in %s" % (name, lang))


def open_at(vault, *words, login=None):
    return Screen([BIN, "-C", vault.path, "-P", vault.world.passphrase,
        "-u", login or vault.login, *words])


def choose(screen, name):
    for key in (F10, "language", "\r", name, "\r"):
        screen.press(key)


def shows(tap, screen, lang, place, *more):
    text = "\n".join(screen.rows())
    for want in (word(lang, place),) + more:
        tap.ok(want in text, "%s: %s" % (lang, want), text)


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        vault.do("new", "person", "given_name=Parwin", "family_name=Yusufi",
            "sex=F", "birth_date=1988")
        vault.officer("oleg", "Oleg Kim")
        screen = open_at(vault)
        screen.press("2")
        screen.press("n")
        screen.press("Юсупова")
        shows(tap, screen, "en", "new.person", "Юсупова")
        choose(screen, "kk")
        shows(tap, screen, "kk", "new.person", "Юсупова", "KK")
        choose(screen, "en")
        shows(tap, screen, "en", "new.person", "Юсупова")
        screen.press("\x1b[24~")
        screen.press("y")
        choose(screen, "kk")
        shows(tap, screen, "kk", "person.family_name", word("kk", "sex.F"))
        screen.end()
        again = open_at(vault)
        shows(tap, again, "kk", "action.find", "KK")
        again.end()
        given = open_at(vault, "-l", "en")
        shows(tap, given, "en", "action.find", " EN")
        given.end()
        other = open_at(vault, login="oleg")
        shows(tap, other, "en", "action.find", " EN")
        other.end()
        done = vault.run("verify")
        tap.ok(done.code == 0, "the journal is whole", done)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
