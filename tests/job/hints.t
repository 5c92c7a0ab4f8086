#!/usr/bin/python3 -B
"""Every key that a hint line advertises does something, on every screen and in
every language: a robot reads the line, presses the key and looks."""
import glob
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, Tap, World, introduce  # noqa

KEYS = {"Enter": "\r", "Tab": "\t", "Space": " ", "Esc": "\x1b",
    "Del": "\x1b[3~", "Ins": "\x1b[2~", "Shift-Tab": "\x1b[Z",
    "Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D",
    "PgUp": "\x1b[5~", "PgDn": "\x1b[6~", "Home": "\x1b[H", "End": "\x1b[F",
    "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS",
    "F5": "\x1b[15~", "F6": "\x1b[17~", "F7": "\x1b[18~", "F8": "\x1b[19~",
    "F9": "\x1b[20~", "F10": "\x1b[21~", "F12": "\x1b[24~"}
# A name, and the keys that lead there.
PLACES = (("my day", "1"), ("people", "2"), ("families", "3"),
    ("referrals", "4"), ("a person's card", "2\r"), ("a timeline", "2\r2"),
    ("an event", "3\r2\r"), ("kinds of events", "3\r2f"),
    ("a family's people", "3\r3"),
    ("a family's card", "3\r"), ("a form", "2n"), ("a form to fix", "2n\tzz"),
    ("a filter", "2/par"), ("who is marked", "2  b"),
    ("a list to choose from", "2n" + "\t" * 5 + "\x1bOS"),
    ("exchange", "e"), ("a bundle out", "eAst\r\r"),
    ("bundles found", "e\r\r"), ("a referral to be saved", "2\rr\tAST\t"
    "urgent\t\tMoves\tgiven\t\x1bOQ"), ("help", "2\x1bOP"),
    ("a question", "2nabc\x1b[24~"), ("the palette", "2:"))
# Where nothing has changed, and on the first page, these change nothing.
STANDS = ("F5", "^L", "PgUp")


def bytes_of(name):
    if name in KEYS:
        return KEYS[name]
    if len(name) == 2 and name[0] == "^":
        return chr(ord(name[1]) & 0x1f)
    return name


def hints(screen):
    """Keys of the last row, and the words behind each."""
    parts = [p for p in screen.rows()[-1].strip().split("  ") if p.strip()]
    return [tuple(p.strip().split(" ", 1)) for p in parts]


def open_at(vault, lang, keys):
    # What the last one left half typed would be in my day.
    for draft in glob.glob(os.path.join(vault.path, "draft", "*")):
        os.unlink(draft)
    screen = Screen([BIN, "-C", vault.path, "-P", vault.world.passphrase,
        "-u", vault.login, "-l", lang])
    for key in split(keys):
        screen.press(key)
    return screen


def split(keys):
    """An escape sequence is one key."""
    while keys:
        n = 1
        if keys[0] == "\x1b" and len(keys) > 1:
            n = 3 if keys[1] == "O" else 1 + next(i for i in
                range(2, len(keys)) if keys[i].isalpha() or keys[i] == "~")
        yield keys[:n]
        keys = keys[n:]


def press_all(vault, lang, place, keys, not_now):
    faults = []
    screen = open_at(vault, lang, keys)
    found = hints(screen)
    screen.end()
    for hint in found:
        if len(hint) != 2:
            faults.append("%r has no words" % (hint,))
            continue
        screen = open_at(vault, lang, keys)
        before = screen.rows()
        cursor = screen.cursor()
        screen.press(bytes_of(hint[0]))
        after = screen.rows()
        if not_now in "\n".join(after):
            faults.append("%s %s: %s" % (hint + (not_now,)))
        elif screen.lives() and after == before and \
                screen.cursor() == cursor and hint[0] not in STANDS:
            faults.append("%s %s: nothing happens on\n%s" % (hint +
                ("\n".join(before),)))
        screen.end()
    if len(found) < 2:
        faults.append("hardly a hint: %r" % (found,))
    return len(found), faults


def word(lang, name):
    with open("screens/lang/%s.lang" % lang, encoding="utf-8") as f:
        for line in f:
            if line.startswith(name + ": "):
                return line.split(": ", 1)[1].strip()
    return None


def languages():
    return sorted(os.path.basename(p)[:-len(".lang")] for p in
        glob.glob("screens/lang/*.lang"))


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        other = world.office("AST", "Astana", "dana", "Dana S")
        introduce(vault, other)
        with vault.batch() as batch:
            group = batch.do('new group name=Yusufi address="Almaty"')
            for given in ("Parwin", "Hamid", "Laila"):
                person = batch.do("new person given_name=%s "
                    "family_name=Yusufi sex=F birth_date=~1988 "
                    "nationality=AFG group=%s" % (given, group.split()[0]))
            referral = batch.do("new referral persons=%s to=AST "
                "urgency=urgent reason=Moves consent=given services=legal" %
                person.split()[0])
            batch.do("move %s send" % referral.split()[0])
        for lang in (sys.argv[1:] or languages()):
            not_now = word(lang, "ui.not-now") or word("en", "ui.not-now")
            # Enter takes it in: each language needs one of its own.
            other.do("new", "person", "family_name=Saidov")
            other.do("send", "ALA", "-o", os.path.join(vault.path, "spool",
                "in"))
            for place, keys in PLACES:
                count, faults = press_all(vault, lang, place, keys, not_now)
                tap.ok(not faults, "%s: %s: each of %d hints is true" %
                    (lang, place, count), *faults)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
