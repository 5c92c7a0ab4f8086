#!/usr/bin/python3
"""The whole job once in the screens, at 80x24 in tmux, by keys alone.

Almaty registers a family, refers it and sends; Astana reads the bundle,
accepts and sends back; Almaty reads the answer.
"""
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__)))
from panah import BIN, PASSPHRASE, Tap, World, environment, introduce  # noqa

WAIT = 20.0


class Screen:
    """panah in a terminal of 80x24."""

    def __init__(self, world, vault):
        self.socket = os.path.join(world.folder, vault.login + ".tmux")
        env = environment()
        env["TERM"] = "screen-256color"
        self.env = env
        self.tmux("-f", "/dev/null", "new-session", "-d", "-s", "p",
            "-x", "80", "-y", "24", BIN, "-C", vault.path, "-u", vault.login)
        self.see("Passphrase")
        self.type(PASSPHRASE)
        self.keys("Enter")
        self.see("[1 My day]")

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-S", self.socket, *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env)
        return done.stdout.decode("utf-8", "replace")

    def text(self):
        return self.tmux("capture-pane", "-pt", "p")

    def see(self, *wanted):
        """Wait until all of it is on the screen."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            shown = self.text()
            if all(w in shown for w in wanted):
                return shown
            time.sleep(0.02)
        raise AssertionError("not seen: %r on\n%s" % (wanted, self.text()))

    def keys(self, *names):
        self.tmux("send-keys", "-t", "p", *names)

    def type(self, text):
        self.tmux("send-keys", "-t", "p", "-l", text)

    def field(self, name, text):
        """Type into the field that the mark stands on, and go on."""
        self.see("> ", name)
        self.type(text)
        self.see(text[-8:])
        self.keys("Tab")

    def end(self):
        self.tmux("kill-server")


def marked(screen, label):
    return any(line[:2] in ("> ", ">!") and label in line
        for line in screen.text().splitlines())


def go_to(screen, label):
    """Down until the mark stands on a label."""
    for _ in range(30):
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            if marked(screen, label):
                return
            time.sleep(0.02)
        screen.keys("Down")
    raise AssertionError("no row %r on\n%s" % (label, screen.text()))


def fill(screen, *pairs):
    for label, text in pairs:
        go_to(screen, label)
        screen.type(text)
    screen.keys("Tab")


def register_family(tap, s):
    s.keys("3")
    s.see("[3 Families]", "no family yet")
    s.keys("n")
    s.see("New family")
    fill(s, ("Family name", "Юсуфи"), ("Address", "Almaty, Turksib"))
    s.keys("F2")
    s.see("saved.", "Юсуфи")
    for given, sex, born, other in (("Parwin", "F", "~1988", "یوسفی پروین"),
            ("Hamid", "M", "2015-03-02", "Юсуфи Хамид"),
            ("Laila", "F", "2018", "")):
        s.see("Summary")
        s.keys("a")
        s.see("Register a person")
        fill(s, ("Family name", "Yusufi"), ("Given name", given),
            ("Other spellings", other), ("Sex", sex),
            ("Date of birth", born), ("Nationality", "AFG"))
        s.keys("F2")
        s.see("saved.", given)
        s.keys("F3")
        s.see("Юсуфи")
    s.keys("3")
    s.see("[3 People]", "Yusufi, Parwin", "Yusufi, Hamid", "Yusufi, Laila")
    tap.ok(True, "a family of three is registered from its card")


def refer_and_send(tap, s, stick):
    s.keys("r")
    s.see("New referral", "3 chosen")
    fill(s, ("To", "AST"), ("Urgency", "urgent"), ("Services", "legal"),
        ("Reason", "Moves to Astana"), ("Consent", "given"))
    s.keys("F2")
    s.see("people: 3", "AST")
    s.keys("F2")
    s.see("saved.", "Sent", "Moves to Astana")
    tap.ok(True, "the family is referred with urgency, consent and reason")
    s.keys("F3")
    s.see("[3 People]")
    s.keys("F3")
    s.see("[3 Families]")
    send(s, "Astana", stick)
    tap.ok(len(os.listdir(stick)) == 1, "one bundle lies on the stick")


def send(s, office, folder):
    s.keys("e")
    s.see("Exchange", "Read bundles", office)
    s.type(office)
    s.see("Send to")
    s.keys("Enter")
    s.see("Write into folder")
    clear_prompt(s)
    s.type(folder)
    s.keys("Enter")
    s.see("Nothing is changed yet", "Changes")
    s.keys("Enter")
    s.see("safe to remove", "Written")
    s.keys("F3")
    s.see("[3 Families]")


def clear_prompt(s):
    """What the prompt proposes is taken out."""
    s.keys("End")
    for _ in range(4):
        s.keys(*["BSpace"] * 60)


def read(s, folder):
    s.keys("e")
    s.see("Exchange", "Read bundles")
    s.keys("Enter")
    s.see("Read from")
    clear_prompt(s)
    s.type(folder)
    s.keys("Enter")
    return s.see("Nothing is changed yet")


def answer(tap, s, stick, back):
    shown = read(s, stick)
    tap.ok("New people" in shown and "Referrals to us" in shown and
        "Conflicts" in shown and "Changed records" in shown and
        "verified" in shown, "the plan shows new, changed, in conflict, asked",
        shown)
    s.keys("Enter")
    s.see("Taken in")
    s.keys("F3")
    s.keys("4")
    s.see("[1 In]", "Sent", "Yusufi", "Moves to Astana", "Given", "verified",
        "a Accept", "c Confirm receipt", "x Reject")
    s.keys("a")
    s.see("Accept", "Answer")
    fill(s, ("Answer", "We take them on Monday"))
    s.keys("F2")
    s.see("saved.", "[1 In]", "Accepted", "We take them on Monday")
    s.keys("Enter")
    s.see("[1 Summary]")
    s.keys("2")
    s.see("[2 Timeline]", "Accepted", "Dana Serikova", "Anna Bekova")
    tap.ok(True, "Astana accepts and answers; the timeline names both")
    s.keys("F3")
    s.see("[1 In]")
    s.keys("F3")
    s.see("3 Families")
    s.keys("3")
    s.see("[3 Families]", "Юсуфи")
    send(s, "Almaty", back)


def main():
    tap = Tap()
    if shutil.which("tmux") is None:
        tap.skip("the job in the screens", "tmux is not installed")
        return tap.end()
    with World() as world:
        ala = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        ast = world.office("AST", "Astana sub-office", "dana",
            "Dana Serikova")
        introduce(ala, ast)
        stick = os.path.join(world.folder, "stick")
        back = os.path.join(world.folder, "back")
        screens = []
        try:
            almaty = Screen(world, ala)
            screens.append(almaty)
            register_family(tap, almaty)
            refer_and_send(tap, almaty, stick)
            astana = Screen(world, ast)
            screens.append(astana)
            answer(tap, astana, stick, back)
            read(almaty, back)
            almaty.keys("Enter")
            almaty.see("Taken in")
            almaty.keys("F3")
            almaty.keys("4")
            almaty.see("[2 Out]", "Accepted")
            almaty.keys("Enter")
            almaty.see("We take them on Monday")
            tap.ok(True, "the answer is in Almaty")
        except AssertionError as error:
            tap.ok(False, "the job in the screens", error)
        finally:
            for screen in screens:
                screen.end()
        tap.same(ala.do("export", "--json"), ast.do("export", "--json"),
            "both offices hold the same")
        for vault in (ala, ast):
            code, found = vault.verify()
            tap.ok(code == 0, "verify in " + vault.login, found["said"])
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
