#!/usr/bin/python3 -B
"""A terminal of KOI8-R: Russian is typed and read as it is, letters that it
lacks are shown by others behind a '~', and what holds them is not edited."""
import os
import subprocess
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, Tap, World, have  # noqa

FAMILY, GIVEN = "Құсайынова", "Анна"


class Koi8(Screen):
    """What pyte is fed is what a terminal of KOI8-R makes of the bytes."""

    def press(self, keys):
        self.line.settle()
        if keys:
            os.write(self.line.master, keys.encode("koi8-r"))
        if self.lives():
            self.line.settle()
        sent, self.line.bytes = self.line.bytes, b""
        self.stream.feed(sent.decode("koi8-r").encode())
        self.all += sent


def open_it(vault, folder):
    return Koi8([BIN, "-C", vault.path, "-P", vault.world.passphrase, "-u",
        vault.login, "-l", "en"], LC_ALL="ru_RU.KOI8-R", LOCPATH=folder)


def row_of(screen, label):
    return next((r for r in screen.rows() if label in r), "")


def shows(tap, screen):
    screen.press("2")
    tap.ok("~Кусайынова" in screen.text() and GIVEN in screen.text(),
        "letters it lacks have others in their place, marked",
        screen.text())
    tap.ok("?" not in screen.text().replace("F1 ?", "") and "\ufffd" not in
        screen.text(), "no ? stands for a letter", screen.text())


def guards(tap, screen):
    screen.press("\r")
    screen.press("e")
    tap.ok("~Кусайынова" in row_of(screen, "Family name"),
        "a form shows it so too", screen.text())
    screen.press("юx\x7f\x7f")
    tap.ok("~Кусайынова" in row_of(screen, "Family name") and "UTF-8" in
        screen.text(), "what is typed there changes nothing, and why",
        screen.text())


def types(tap, screen):
    for _ in range(9):
        if ">" in row_of(screen, "Given name")[:2]:
            break
        screen.press("\t")
    screen.press("ю")
    tap.ok("Аннаю_" in row_of(screen, "Given name"), "Russian is typed as "
        "such", screen.text())
    screen.press("\x13")	# tells the changes
    screen.press("\x13")
    tap.ok("saved" in screen.text(), "and saved", screen.text())


def kept(tap, vault):
    text = vault.run("list", "people").out
    tap.ok(FAMILY in text, "byte for byte what was written stays", text)
    tap.ok("Аннаю" in text, "what was typed is Russian", text)


def main():
    tap = Tap()
    with World() as world:
        folder = os.path.join(world.folder, "locales")
        os.mkdir(folder)
        subprocess.run(["localedef", "-i", "ru_RU", "-f", "KOI8-R",
            os.path.join(folder, "ru_RU.KOI8-R")], check=True)
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        with vault.batch() as batch:
            batch.do("new person given_name=%s family_name=%s sex=F "
                "birth_date=1966-07 nationality=XXA" % (GIVEN, FAMILY))
        screen = open_it(vault, folder)
        for part in (shows, guards, types):
            part(tap, screen)
        screen.end()
        kept(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
