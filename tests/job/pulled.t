#!/usr/bin/python3 -B
"""A stick pulled out after the preview: its mount folder is another folder
now. Nothing is written there, however often Enter is pressed."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, introduce, main  # noqa


def test(tap, world):
    ala = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    ast = world.office("AST", "Astana sub-office", "dana", "Dana Serikova")
    introduce(ala, ast)
    ala.do("new", "group", "name=Yusufi")
    stick = os.path.join(world.folder, "stick")
    os.mkdir(stick)
    screen = Screen([BIN, "-C", ala.path, "-P", world.passphrase, "-u",
        ala.login])
    for key in ("e", "\x1b[B", "\r", "\x15", stick, "\r"):
        screen.press(key)
    tap.ok("Nothing is changed yet" in screen.text(), "the preview",
        screen.text())
    os.rename(stick, stick + "-pulled")
    os.mkdir(stick)
    for what in ("Enter", "Enter again"):
        screen.press("\r")
        tap.ok("was removed before" in screen.text(), what + " is refused",
            screen.text())
        tap.same(os.listdir(stick), [], "and nothing is in the folder")
    screen.press("\x1bOR")
    for key in ("e", "\x1b[B", "\r", "\x15", stick, "\r", "\r"):
        screen.press(key)
    tap.ok("Safe to pull" in screen.text() and len(os.listdir(stick)) == 1,
        "looked at anew it is written", screen.text())
    screen.end()


if __name__ == "__main__":
    main(test)
