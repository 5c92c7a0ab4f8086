#!/usr/bin/python3 -B
"""Two at one vault: what one saves stands on the other's screen within a
second or so, with no key pressed; and no byte is sent when nobody saves. A
form that is open asks before it saves over what a colleague wrote."""
import json
import sys
import time

sys.path.insert(0, "tests/job")
from line import Screen, open_vault  # noqa
from panah import BIN, main  # noqa

IDLE_SECONDS = 10
# A look each second, and what a busy machine takes to save and to draw.
SHOWN_WITHIN = 3.0


def shown(line, text):
    """Seconds until the text is sent."""
    begun = time.monotonic()
    while text.encode() not in line.bytes:
        if time.monotonic() > begun + 20:
            return None
        line.drain()
        time.sleep(0.005)
    return time.monotonic() - begun


def asked_before_saving(tap, world, vault, batch):
    """F2 where both changed one field; nothing typed is lost by any answer."""
    def stands(field):
        return json.loads(batch.do("show %s --json" % uid)).get(field)
    uid = batch.do("new group name=Latifi address=Abay").split()[0]
    screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase, "-u",
        vault.login])
    try:
        for key in "3", "\r", "e", "\t", "\t", " 10", "\t":
            screen.press(key)
        batch.do("set %s address=Respublika size=4" % uid)
        screen.press("\x18")
        screen.press("\x18")
        for word in ("Saved meanwhile", "Yours, not saved: Abay 10",
                "Respublika", "Before: Abay", "Nothing is saved yet"):
            tap.ok(word in screen.text(), "the form tells: " + word,
                screen.text())
        tap.same(stands("address"), "Respublika", "and has saved nothing")
        screen.press("\x1bOR")
        tap.ok("Abay 10" in screen.text(), "F3 goes back to what was typed",
            screen.text())
        screen.press("\x18")
        screen.press("\x18")
        tap.same([sorted(stands("address")["conflict"]), stands("size")],
            [["Abay 10", "Respublika"], "4"], "F2 there keeps both values")
    finally:
        screen.end()


def test(tap, world):
    vault = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    other = world.office("AST", "Astana office", "anna", "Anna Bekova")
    with other.batch() as batch:
        asked_before_saving(tap, world, other, batch)
    with vault.batch() as batch:
        batch.do('new person family_name=Yusufi given_name=Parwin sex=F')
        line = open_vault(vault)
        try:
            for key, name in (("1", "my day"), ("2", "people"),
                    ("3", "families")):
                line.send(key)
                line.bytes = b""
                tap.same(line.quiet(IDLE_SECONDS), b"",
                    "%s: %d seconds without a key send nothing" % (name,
                    IDLE_SECONDS))
            line.send("2")
            for i, family in enumerate(("Karimi", "Nazarov", "Saidov")):
                line.bytes = b""
                batch.do("new person family_name=%s given_name=A sex=M" %
                    family)
                took = shown(line, family)
                tap.ok(took is not None and took < SHOWN_WITHIN,
                    "a person saved by a colleague shows without a key",
                    took)
            line.send("3")
            line.bytes = b""
            batch.do("new group name=Amini")
            took = shown(line, "Amini")
            tap.ok(took is not None and took < SHOWN_WITHIN,
                "and so does a family", took)
            line.send("\r")
            group = json.loads(batch.do("list families --json"))["id"]
            line.bytes = b""
            batch.do("set %s address=Zarechny" % group)
            took = shown(line, "Zarechny")
            tap.ok(took is not None and took < SHOWN_WITHIN,
                "and so does a card that is open", took)
        finally:
            line.end()


if __name__ == "__main__":
    main(test)
