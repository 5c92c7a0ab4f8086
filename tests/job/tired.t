#!/usr/bin/python3 -B
"""A tired person's test: by the README and the hint lines alone, a family of
five is registered, referred, sent, received in Astana and answered; every key
that is no character of a field's text is counted."""
import os
import sys

sys.path.insert(0, "tests/job")
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, introduce, main  # noqa

TAB, ENTER, F2, F3 = "\t", "\r", "\x1bOQ", "\x1bOR"
KEYS_MAX = 250

# Family name, given name, in Arabic script, sex, birth, relationship.
FAMILY = (
    ("Yusufi", "Parwin", "پروین یوسفی", "F", "12.03.1365 sh", "head"),
    ("Yusufi", "Najib", "نجیب یوسفی", "M", "~1984", "spouse"),
    ("Yusufi", "Freshta", "فرشته یوسفی", "F", "3.5.2009", "child"),
    ("Yusufi", "Mirwais", "میرویس یوسفی", "M", "2012", "child"),
    ("Yusufi", "Zahra", "زهرا یوسفی", "F", "9.11.2016", "child"),
)

# A date as typed: as saved, and as said where that is another calendar.
SAVED = {
    "12.03.1365 sh": ("1986-06-02", "1365-03-12 sh"),
    "~1984": ("~1984", None),
    "3.5.2009": ("2009-05-03", None),
    "2012": ("2012", None),
    "9.11.2016": ("2016-11-09", None),
}


class Officer:
    """Reads the screen, presses keys, and the keys are counted."""

    def __init__(self, vault):
        self.screen = Screen([BIN, "-C", vault.path])
        self.keys = self.letters = 0
        self.type(vault.login)
        self.press(TAB)
        self.type(PASSPHRASE)
        self.press(ENTER)
        self.see("[1 My day]")

    def press(self, *keys):
        for key in keys:
            self.keys += 1
            self.screen.press(key)

    def type(self, text):
        self.letters += len(text)
        self.screen.press(text)

    def see(self, text):
        """No key is pressed on a screen that says something else."""
        if text not in self.screen.text():
            raise AssertionError("no %r on\n%s" % (text, self.screen.text()))

    def at(self, label):
        return any(row[:1] == ">" and row[3:].lstrip(" *!?").startswith(label)
            for row in self.screen.rows())

    def fill(self, label, text):
        """Tab to a field, and type."""
        for _ in range(20):
            if self.at(label):
                break
            self.press(TAB)
        self.see(label)
        self.type(text)


def register_person(anna, person):
    family, given, script, sex, born, role = person
    anna.see("Register a person")
    for label, text in (("Family name", family), ("Given name", given),
            ("Other spellings", script), ("Sex", sex),
            ("Date of birth", born), ("Nationality", "AFG"),
            ("Relationship", role)):
        anna.fill(label, text)
    anna.press(F2)
    anna.see("saved")


def register(anna):
    anna.see("[1 My day]")
    anna.press("3", "n")
    anna.fill("Family name", "Yusufi")
    anna.fill("Address", "Almaty, Turksib")
    anna.press(F2)
    anna.see("saved")
    for person in FAMILY:
        anna.press("a")
        register_person(anna, person)
        anna.press(F3)


def refer(anna):
    """On the family's card: all of it, to Astana."""
    anna.see("a Add a person  r Refer")
    anna.press("r")
    anna.see("5 chosen")
    for label, text in (("To", "AST"), ("Urgency", "urgent"),
            ("Services", "legal"), ("Reason", "Moves to Astana"),
            ("Consent", "given")):
        anna.fill(label, text)
    anna.press(F2)
    anna.see("people: 5")
    anna.press(F2)
    anna.see("saved")
    anna.press(F3, F3)


def exchange(officer, way, office, folder):
    """Out of the lists: the way, the folder, the plan, and doing it."""
    officer.see("e Exchange")
    officer.press("e")
    officer.see("Read bundles")
    if office:
        officer.type(office)
    officer.see(way)
    officer.press(ENTER)
    officer.see("folder")
    officer.type(folder)
    officer.press(ENTER)
    officer.see("Nothing is changed yet. Enter")
    officer.press(ENTER)
    officer.see("safe to remove" if office else "Taken in")
    officer.press(F3)


def arrived(tap, vault):
    """The five, their family, and the referral with its answer."""
    people, families, referrals = (vault.run("list", name, "--json").objects()
        for name in ("people", "families", "referrals"))
    tap.same(sorted((p["family_name"], p["given_name"], p["names"],
        p["sex"], p["birth_date"], p.get("birth_said"), p["nationality"],
        p["relationship"]) for p in people), sorted((family, given, [script],
        sex, *SAVED[born], "AFG", role)
        for family, given, script, sex, born, role in FAMILY),
        "%s has all that was typed of the five" % vault.login)
    tap.same([(f["name"], f["address"]) for f in families],
        [("Yusufi", "Almaty, Turksib")], "their family")
    tap.same({p["group"] for p in people}, {f["uid"] for f in families},
        "they are in it")
    tap.same([(r["to"], r["urgency"], r["services"], r["reason"],
        r["consent"], r["state"], r.get("answer"), sorted(r["persons"])) for r in referrals],
        [("AST", "urgent", ["legal"], "Moves to Astana", "given", "accepted",
        "We meet them", sorted(p["uid"] for p in people))],
        "and the referral of all five, accepted")


def test(tap, world):
    ala = world.office("ALA", "Almaty field office", "anna", "Anna Bekova")
    ast = world.office("AST", "Astana sub-office", "dana", "Dana Serikova")
    introduce(ala, ast)
    stick, back = (os.path.join(world.folder, n) for n in ("out", "home"))
    anna = Officer(ala)
    register(anna)
    tap.diag("%d keys and %d characters of text register the five" %
        (anna.keys, anna.letters))
    tap.ok(anna.keys <= KEYS_MAX, "at most %d keys" % KEYS_MAX, anna.keys)
    refer(anna)
    exchange(anna, "Send to", "Astana", stick)
    dana = Officer(ast)
    exchange(dana, "Read", "", stick)
    dana.press("4")
    dana.see("a Accept")
    dana.press("a")
    dana.fill("Answer", "We meet them")
    dana.press(F2)
    dana.see("saved")
    dana.press(F3)
    exchange(dana, "Send to", "Almaty", back)
    exchange(anna, "Read", "", back)
    tap.diag("%d keys with sending and reading; %d answer" % (anna.keys,
        dana.keys))
    for officer in (anna, dana):
        officer.screen.end()
    arrived(tap, ala)
    arrived(tap, ast)


if __name__ == "__main__":
    main(test)
