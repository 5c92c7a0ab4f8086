#!/usr/bin/python3 -B
"""The filter of a list finds a person in whatever script, spelling or layout
the officer types; the row that was chosen is the row that opens."""
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, Tap, World  # noqa

PEOPLE = (("Aliya", "Karimova", "Карімова Әлия"), ("Parwin", "Yusufi",
    "یوسفی پروین"), ("Құралай", "Құсайынова", ""), ("علیا", "کریمی", ""),
    ("Oleg", "Bondarenko", "Бондаренко Олег"))
# What is typed, and the given names that it leaves.
TYPED = (("aliya", {"Aliya", "علیا"}), ("алия", {"Aliya", "علیا"}),
    ("Әлия", {"Aliya", "علیا"}), ("علیا", {"Aliya", "علیا"}),
    ("фдшнф", {"Aliya", "علیا"}), ("fkbz", {"Aliya", "علیا"}),
    ("us", {"Parwin", "Құралай"}), ("парвин yus", {"Parwin"}),
    ("پروین", {"Parwin"}), ("kussain", {"Құралай"}), ("олег", {"Oleg"}),
    ("nobody", set()))


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty", "anna", "Anna Bekova")
        with vault.batch() as batch:
            for given, family, other in PEOPLE:
                batch.do('new person given_name="%s" family_name="%s" sex=F '
                    'birth_date=1988 nationality=AFG%s' % (given, family,
                    ' names="%s"' % other if other else ""))
        for person in vault.run("list", "people", "--json").objects():
            vault.do("new", "referral", "persons=" + person["id"],
                "reason=help")
        for typed, wanted in TYPED:
            screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase,
                "-u", "anna"], columns=132)
            screen.press("2")
            screen.press("/")
            screen.press(typed)
            screen.idle(0.3)
            found = {given for given, _, _ in PEOPLE for row in
                screen.rows()[2:-3] if given in row or given[::-1] in row}
            if not wanted:
                screen.press("\r")
                tap.ok("Nothing matches" in screen.text(),
                    "Enter where nothing matches says what to press",
                    screen.text())
            tap.same(found, wanted, "%s finds %d of %d" % (typed,
                len(wanted), len(PEOPLE)))
            screen.end()
        screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase, "-u",
            "anna"])
        before = screen.text().count("Referral  ")
        screen.press("/")
        screen.press("парв")
        screen.idle(0.6)
        tap.ok(before == 5 and screen.text().count("Referral  ") == 1 and
            "Yusufi, Parwin" in screen.text(), "my day is found in any "
            "script too", before, screen.text())
        screen.end()
        screen = Screen([BIN, "-C", vault.path, "-P", world.passphrase, "-u",
            "anna"])
        for keys in ("3", "n", "Заман", "\x18", "qq"):
            screen.press(keys)
        tap.ok("Заман" in screen.text() and "[3 Families]" in screen.text(),
            "back from a card the list has what was saved", screen.text())
        screen.end()
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
