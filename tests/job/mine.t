#!/usr/bin/python3 -B
"""What belongs to the officer who is in, without a screen: what was done last
is taken back, a form that was begun is listed and dropped, a choice is kept.
No name of a person is printed, nor stands in an argument."""
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, main  # noqa

NAMES = "given_name=Parwin\nfamily_name=Yusufi\nsex=F\n"


def undo(tap, vault, uid):
    vault.do("set", uid, "given_name=Parvin", "phone=+77015550102")
    told = vault.run("undo", "--dry-run")
    tap.ok(told.code == 0 and sorted(told.out.split()) == sorted([uid,
        "given_name", uid, "phone"]), "undo --dry-run tells the fields",
        told)
    tap.ok("Parvin" in vault.do("show", uid), "and changes nothing")
    vault.do("undo")
    shown = vault.do("show", uid, "--json")
    tap.ok("Parwin" in shown and "5550102" not in shown,
        "undo puts back what stood before", shown)
    vault.do("undo", "--again")
    tap.ok("Parvin" in vault.do("show", uid), "--again does it again")
    vault.do("undo")
    left = vault.run("undo")
    tap.ok(left.code == 3 and "was made new" in left.err,
        "what was made new stays, with a sentence", left)


def families(tap, vault, uid):
    """Who is moved from one family to another is moved back, and again."""
    one = vault.do("new", "group", "name=Yusufi").strip()
    two = vault.do("new", "group", "name=Karimi").strip()

    def held_by():
        rows = vault.do("list", "families", "--csv").splitlines()[1:]
        return sorted(r.split(",")[1:4] for r in rows)

    vault.do("set", uid, "group=" + one)
    in_one = held_by()
    vault.do("set", uid, "group=" + two)
    in_two = held_by()
    tap.ok(in_one != in_two, "a person is moved to another family",
        (in_one, in_two))
    vault.do("undo")
    tap.same(held_by(), in_one, "undo gives both families back what they had")
    vault.do("undo", "--again")
    tap.same(held_by(), in_two, "and --again moves her once more")


def drafts(tap, vault):
    screen = Screen([BIN, "-C", vault.path, "-P", vault.world.passphrase,
        "-u", vault.login])
    for key in ("2", "n", "Omarova", "\t", "Laila", "\t", "\x1bOR"):
        screen.press(key)
    screen.end()
    rows = [r.split("\t") for r in vault.do("draft", "list").splitlines()]
    tap.ok(len(rows) == 1 and rows[0][1:4] == ["person", "new", "-"] and
        rows[0][4].startswith("2/"), "draft list says form and fields", rows)
    tap.ok("Omarova" not in vault.do("draft", "list"), "and no name")
    vault.do("draft", "drop", rows[0][0])
    tap.same(vault.do("draft", "list"), "", "draft drop drops it")
    gone = vault.run("draft", "drop", rows[0][0])
    tap.ok(gone.code != 0 and "no longer there" in gone.err,
        "a second time it says so", gone)
    wrong = vault.run("draft", "save")
    tap.ok(wrong.code == 2 and "draft list | drop" in wrong.err,
        "another word is answered with how it is written", wrong)


def settings(tap, vault):
    before = dict(r.split() for r in vault.do("setting").splitlines())
    tap.ok(before.get("idle") == "5" and before.get("language") == "-",
        "setting tells what is in force", before)
    tap.same(vault.do("setting", "language", "kk"), "language kk",
        "a choice is kept")
    screen = Screen([BIN, "-C", vault.path, "-P", vault.world.passphrase,
        "-u", vault.login])
    text = screen.text()
    screen.end()
    tap.ok(" KK" in text, "and the screens follow it", text)
    for words, want in ((("idle", "7"), "10"), (("purple", "on"), "idle")):
        no = vault.run("setting", *words)
        tap.ok(no.code == 2 and want in no.err,
            "%s %s is refused with what may be" % words, no)


def test(tap, world):
    vault = world.office("ALA", "Almaty", "anna", "Anna Bekova")
    made = vault.run("new", "person", "-", stdin=NAMES.encode())
    tap.ok(made.code == 0, "names come by standard input", made)
    uid = made.out.split()[0]
    undo(tap, vault, uid)
    families(tap, vault, uid)
    drafts(tap, vault)
    settings(tap, vault)


if __name__ == "__main__":
    main(test)
