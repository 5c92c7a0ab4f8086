"""Blocks of .names files, for screens.py.

Written from the manual page panah-screens(5); from nothing else.
"""

import re

from screenparts import Refused, a_name, matching, need, one_of, text, within

SOUND = "[aeioubpfvtdkqghszcCSZlmnrAWIEX]"
PARTS = ("joined", "joined-before", "particle", "father-behind",
         "father-before", "title", "weak", "surname", "patronymic", "respect")
SCRIPTS = ("latin", "cyrillic", "arabic", "vocalised", "georgian", "armenian")


def forms(pattern, what):
    """Words with blanks between, each of them of the pattern."""
    def check(value):
        words = value.split(" ")
        found = [word for word in words if word]
        need(found, "there is no " + what)
        for word in found:
            need(re.match(pattern + r"\Z", word),
                 '"%s" is not %s' % (word, what))
        return found
    return check


def valued(left, right):
    """LEFT = RIGHT, each of which is checked."""
    def check(value):
        one, parts, other = value.partition("=")
        need(parts, '"%s" has no =' % value)
        return [left(one.strip(" \t")), right(other.strip(" \t"))]
    return check


def sounded(pattern, what):
    return {"!source": text, "script": one_of(*SCRIPTS), "*as": valued(
        matching(re.compile(r"(-|%s{1,2})\Z" % SOUND), "a sound"),
        forms(pattern, what))}


BLOCKS = {
    "names": (a_name, {}),
    "letters": (a_name, sounded(r"[^ \t]", "a letter")),
    "spellings": (a_name, sounded(r"[^ \t]{1,8}", "a spelling")),
    "near": (a_name, {"!source": text, "*cost": valued(
        within(0, 200), forms(SOUND + "{2}", "two sounds"))}),
    "part": (one_of(*PARTS), {
        "!source": text, "sex": one_of("m", "f"), "class": matching(
            re.compile(r"[a-z][a-z0-9_]{0,14}\Z"), "a class"),
        "weight": within(0, 100), "*form": forms(r"[^ \t]+", "a form")}),
    "lexicon": (a_name, {"!source": text, "sex": one_of("m", "f"),
                         "*same": forms(r"[^ \t]+", "a form")}),
}


def check_lines(blocks):
    """Each block has a line of its own; letters and classes are counted."""
    letters = classes = 0
    for at in blocks[1:]:
        lines = [word for word in ("as", "cost", "form", "same")
                 if word in at.words]
        need(lines, at.id + " has no lines", at.line)
        letters += at.block == "letters" and len(at.words["as"])
        classes += "class" in at.words and len(at.words["form"])
    if letters > 255 or classes > 60:
        raise Refused("too many lines of letters, or with a class", 1)
