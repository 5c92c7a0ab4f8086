#!/usr/bin/python3 -B
"""What leaves by copy and print is shown before it does: a clean line, sent
to the clipboard of the terminal only where the settings allow it; text of 72
columns to the printer beside the terminal or into a new file of her own."""
import base64
import os
import re
import stat
import sys

sys.path.insert(0, "tests/job")
sys.path.insert(0, "tests/reader")
import journal  # noqa
from line import Screen  # noqa
from panah import BIN, PASSPHRASE, Tap, World  # noqa

F2, F3, F10, ENTER, DOWN = "\x1bOQ", "\x1bOR", "\x1b[21~", "\r", "\x1b[B"
NAME = "یوسفی"
REASON = "Translation of the decision of the court, in two copies, " \
    "for the lawyer in Turksib who asked for it on Tuesday"


def screens(vault, term="xterm-256color"):
    s = Screen([BIN, "-C", vault.path, "-u", vault.login], TERM=term)
    s.press(PASSPHRASE + ENTER)
    return s


def go(s, *keys):
    for key in keys:
        s.press(key)


def clipboard(sent):
    return [base64.b64decode(text).decode() for text in
        re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", sent)]


def copies(tap, vault):
    s = screens(vault)
    go(s, "2", "y")
    row = s.rows()[3]
    tap.ok(row.startswith("ALA-") and NAME in row, "y shows number and name "
        "on a line of their own, in the order they are written", s.text())
    tap.ok("the clipboard is off" in s.text().replace("\n  ", " "),
        "and says that nothing is sent", s.text())
    s.press("y")
    tap.same(clipboard(s.all), [], "where it is not allowed, nothing is")
    go(s, F3, F10, "settings", ENTER, "clipboard", ENTER, "yes", ENTER)
    go(s, ENTER, "y")
    tap.same(clipboard(s.all), [], "nothing goes before it was shown")
    s.press("y")
    tap.same(clipboard(s.all), [row], "then what was shown goes, once")
    tap.ok("Sent to the clipboard" in s.text(), "and that is said", s.text())
    s.end()


def printed(sent):
    """What stands between printer on and printer off."""
    return b"".join(re.findall(rb"\x1b\[5i(.*?)\x1b\[4i", sent, re.S)).decode()


def prints(tap, vault):
    s = screens(vault)
    go(s, "2", ENTER, "p")
    shown = s.text()
    tap.ok("Confidential." in shown and NAME in shown[::-1] or NAME[::-1] in
        shown, "p shows the record as it will stand on paper", shown)
    s.press("p")
    tap.ok("What is it for?" in s.text() and printed(s.all) == "",
        "it asks what for before anything goes", s.text())
    s.press(ENTER)
    tap.ok("a purpose is needed" in s.text() and printed(s.all) == "",
        "without a purpose nothing does", s.text())
    go(s, "p", "for the court", ENTER)
    paper = printed(s.all)
    tap.ok(NAME in paper and paper.endswith("\f") and all(len(line) <= 72
        for line in paper.split("\r\n")), "then the printer gets lines of 72 "
        "columns", paper)
    # What draws the screen here knows no printer: only the bytes are true.
    tap.ok(b"Sent to the printer" in s.all, "which is said", s.all[-600:])
    s.end()
    s = screens(vault, "linux")
    go(s, "2", "p", "p")
    tap.ok("linux says of no printer" in s.text() and "What is it" not in
        s.text(), "a terminal without one says so", s.text())
    s.end()


def into_file(tap, vault):
    path = os.path.join(vault.world.folder, "people.txt")
    s = screens(vault)
    go(s, "2", "p", F2)
    tap.ok("Unencrypted!" in s.text(), "a file is unencrypted, it says",
        s.text())
    go(s, path, ENTER, "for the district", ENTER)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    tap.ok(NAME in text and "Karimov" in text and max(map(len,
        text.splitlines())) <= 72, "the list stands in it", text)
    tap.same(stat.S_IMODE(os.stat(path).st_mode), 0o600, "for her alone")
    go(s, F2, path, ENTER, "again", ENTER)
    tap.ok("is there already" in s.text(), "no file is written over",
        s.text())
    with open(path, encoding="utf-8") as f:
        tap.same(f.read(), text, "it is as it was")
    s.end()


class Facts(journal.Feeds):
    """The local facts of a vault, by the reader of its description."""
    lines = []

    def check_l(self, feed, rec):
        super().check_l(feed, rec)
        self.lines.append(rec.body.decode().split("\t"))


def is_kept(tap, vault):
    journal.Feeds = Facts
    say = journal.Say()
    journal.read_vault(vault.path, vault.login, [PASSPHRASE.encode()], say)
    printed = [line for line in Facts.lines if line[0] == "printed"]
    tap.same([(login, way, purpose) for _, login, _, way, _, purpose in
        printed], [("anna", "printer", "for the court"), ("anna", "file",
        "for the district")], "the journal keeps who, how and what for")
    tap.ok(re.match("[0-9a-f]{32}$", printed[0][4]) and printed[1][4] ==
        "people", "and what", printed)
    tap.same(say.faults, 0, "and is sound")


def main():
    tap = Tap()
    with World() as world:
        vault = world.office("ALA", "Almaty field office", "anna",
            "Anna Bekova")
        with vault.batch() as batch:
            batch.do("new person given_name=پروین family_name=%s sex=F "
                "birth_date=1966-07 nationality=AFG note='%s'" % (NAME,
                REASON))
            batch.do("new person given_name=Amir family_name=Karimov sex=M "
                "birth_date=1966-07 nationality=XXA")
        for part in (copies, prints, into_file, is_kept):
            part(tap, vault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
