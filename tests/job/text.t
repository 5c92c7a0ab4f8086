#!/usr/bin/python3 -B
"""Text that was written to do harm: escapes, overrides of direction, marks
without end, second lines, formulas, formats, commands, a megabyte. It is kept,
shown as what it is, and does nothing, on every way out."""
import os
import re
import sys
import unicodedata

sys.path.insert(0, "tests/job")
import panah
from line import Line, Screen  # noqa

# What a terminal would obey; the program's own bytes come from terminfo.
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\u200b\U000e0001]")
OWN = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-B0-2]|\x1b[=>78M]|"
    rb"[\r\n\x08\x0e\x0f]|\x1b\]R")
INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\U000e0001]")
HOSTILE = (
    ("F99", "an escape", "a\x1b[2Jb"),
    ("F99", "OSC 52", "a\x1b]52;c;cm0gLXJmIC8=\x07b"),
    ("F99", "C1", "a\u009b2Jb"),
    ("F100", "an override", "a\u202etxt.exe"),
    ("F100", "an isolate", "a\u2067b\u2069"),
    ("F100", "no width", "pay\u200bpal"),
    ("F100", "a tag", "a\U000e0001b"),
    ("F101", "ten thousand marks", "a" + "\u0301" * 9000),
    ("F101", "ninety marks", "a" + "\u0301" * 90),
    ("F102", "a second line", "Name\nALA-2026-99999-Z  Forged"),
    ("F102", "a tab", "a\tb"),
    ("F103", "a formula", "=cmd|'/c calc'!A1"),
    ("F103", "a plus", "+1+1"),
    ("F103", "an at", "@SUM(A1)"),
    ("F105", "a format", "%n%s%s%s%99999d"),
    ("F105", "a command", "$(touch /tmp/x); `id` | rm -rf ~"),
)


def outputs(tap, vault, record, number, name):
    """All that is printed of a record, for people and for programs."""
    for words in (("list", "families"), ("show", record),
            ("history", record), ("list", "families", "--csv"),
            ("list", "families", "--json"), ("find", "a")):
        done = vault.run(*words)
        said = done.err + ("" if "--csv" in words else done.out)
        tap.ok(done.code in (0, 1, 2) and not RAW.search(said),
            "%s, %s: %s prints nothing a terminal obeys" % (number, name,
            " ".join(words).replace(record, "ID")), repr(said[:300]))


def screens(tap, vault, number, name):
    line = Line([panah.BIN, "-C", vault.path, "-P", vault.world.passphrase,
        "-u", vault.login], TERM="linux")
    line.settle()
    line.send("3")
    line.send("\r")
    sent = OWN.sub(b"", line.bytes).decode("utf-8", "replace")
    tap.ok(line.lives() and not RAW.search(sent), "%s, %s: nor do the "
        "screens" % (number, name), repr(RAW.findall(sent)[:10]))
    line.end()


def each(tap, world, empty):
    for i, (number, name, text) in enumerate(HOSTILE):
        vault = empty.copy("text-%d" % i)
        path = world.file("value", text)
        done = vault.run("new", "group", "name=@" + path)
        if done.code != 0:
            tap.ok(done.code == 2 and not RAW.search(done.err),
                "%s, %s: refused, and said so" % (number, name), done)
            continue
        record = done.line
        kept = vault.run("show", record, "--json").objects()[0]["name"]
        whole = unicodedata.normalize("NFC", text)
        tap.ok(kept in (whole, INVISIBLE.sub("", whole)), "%s, %s: kept, or "
            "without what nobody sees" % (number, name), repr(kept))
        outputs(tap, vault, record, number, name)
        screens(tap, vault, number, name)


def columns(tap, empty, world):
    """F101, F102: rows keep their columns and nobody makes a second row."""
    vault = empty.copy("columns")
    plain = vault.do("new", "group", "name=Plain")
    path = world.file("marks", "Z" + "\u0301" * 90)
    vault.do("new", "group", "name=@" + path)
    screen = Screen([panah.BIN, "-C", vault.path, "-P",
        world.passphrase, "-u", vault.login])
    screen.press("3")
    tap.ok(all(len(r) <= 80 for r in screen.rows()) and plain[:8] in
        screen.text(), "F101: rows stay rows", screen.text())
    screen.end()


def tables(tap, empty, world):
    """F103: a spreadsheet takes it for text."""
    vault = empty.copy("tables")
    for text in ("=1+1", "+1", "-1", "@x", "|x", "%x"):
        vault.do("new", "group", "name=@" + world.file("f", text))
    out = vault.do("list", "families", "--csv")
    cells = re.findall(r'(?:^|,)"?([^",\r\n]*)', out, re.M)
    tap.same([c for c in cells if c[:1] in ("=", "+", "@")], [],
        "F103: no cell begins a formula")


def long(tap, empty, world):
    """F104: what is too long is refused with its limit."""
    vault = empty.copy("long")
    for size in (70211, 1 << 20):
        done = vault.run("new", "group", "name=@" +
            world.file("too-long", "x" * size))
        tap.ok(done.code == 2 and "larger than the 65536" in done.err and
            len(done.err) < 400, "F104: %d bytes are too many" % size, done)
    many = world.file("many", "\n".join("line %d" % i for i in range(100000)))
    done = vault.run("new", "group", "address=@" + many, "name=x")
    tap.ok(done.code == 2 and len(done.err) < 400, "F104: 100,000 lines too",
        done)
    tap.same(vault.do("list", "families", "--json"), "",
        "F104: nothing was saved")
    screen = Screen([panah.BIN, "-C", vault.path, "-P",
        world.passphrase, "-u", vault.login])
    screen.press("3n")
    screen.press("Kept")
    screen.press("\x1b[200~" + "y" * 3000 + "\x1b[201~")
    told = "left out" in screen.text()
    screen.press("\x1b[H")
    tap.ok(told and "Kept" in screen.text(), "F104: in a form what was typed "
        "stays, and it is said that the rest does not fit", screen.text())
    screen.end()


def test(tap, world):
    empty = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    each(tap, world, empty)
    columns(tap, empty, world)
    tables(tap, empty, world)
    long(tap, empty, world)
    tap.ok(not os.path.exists("/tmp/x"), "F105: no shell was run")


panah.main(test)
