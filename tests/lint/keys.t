#!/usr/bin/python3 -B
"""SCREENS of panah(1) names every key of screens/keys, with what it does.

The section of keys is made from screens/keys and the help of en.lang; with
--write this script puts it into the page, without it they are compared.
"""
import re
import sys
import textwrap

import lint

PAGE = "man/panah.1"
BEGIN = '.\\" Keys: made by tests/lint/keys.t --write.\n'
END = '.\\" End of keys.\n'
# Contexts of screens/keys, in the order of the page.
WHERE = {"global": "Everywhere", "list": "Every list", "lists":
    "My day, people, families, referrals", "referrals": "Referrals",
    "card": "Card", "form": "Form", "pick": "List to choose from",
    "question": "Question", "prompt": "Line to type",
    "pager": "Help and other text", "bulk": "Those who are marked",
    "found": "Find",
    "conflicts": "Two values", "duplicates":
    "Two records that may be one person",
    "preview": "Before a referral is saved",
    "meanwhile": "Saved by a colleague meanwhile",
    "exchange": "A bundle on its way out",
    "intake": "Bundles that were found",
    "paper": "To be printed or copied",
    "officers": "Officers", "ask": "Officer or passphrase", "unlock":
    "Unlocking", "setup": "First run", "keytest": "Test of keys"}

# What a key means wherever it is bound: these letters, and each function and
# Ctrl key. F2 does what the view is for, F4 shows what may stand there, F12
# and ^C go without doing it.
DO, SHOW = "save apply take yes next end", "choose mark show"
DROP = "cancel no back quit stop"
MEANS = {"?": "help", "q": "back", "h": "back", "j": "down", "k": "up",
    "g": "top", "G": "bottom", "/": "find", ":": "palette", ".": "menu",
    "n": "new add", "s": "sort", "u": "take-back", "U": "do-again",
    "d": "finish two-people",
    "m": "move same-person", "y": "copy", "p": "print", "Space": "mark", "*": "mark-all",
    "F1": "help", "^G": "help", "F2": DO, "^X": DO, "^S": DO,
    "F3": "back quit end", "F4": SHOW, "^T": SHOW, "F5": "redraw",
    "^L": "redraw", "F6": "new add newcomer", "^N": "new add newcomer",
    "F7": "find known",
    "^F": "find known", "F8": "next-problem", "^E": "next-problem",
    "F9": "palette", "^P": "palette", "F10": "menu", "^O": "menu",
    "F12": DROP, "^C": DROP, "^D": "page-down", "^U": "page-up",
    "^K": "lock quit", "^Z": "undo", "^Y": "redo"}
# A question takes its two answers; the test of keys tries the keys.
ANSWERS = {("question", "y"): "yes", ("question", "n"): "no"}
TRIES = "keytest"
# Any other letter belongs to one view, but for these that two may share.
OWN = {"a": "on a card it adds, among referrals it accepts: what came in is "
        "never a card that is added to",
    "e": "in lists the exchange, on a card and among officers it changes",
    "t": "a test in the first run, a text on those who are marked",
    "v": "looks closer: what a bundle brings, what an officer may do",
    "x": "puts out: a referral that is not taken, an officer who leaves"}


def bindings():
    """Context -> action -> its keys."""
    found = {}
    for path in lint.files("screens/keys/*.keys"):
        actions = None
        for line in lint.read(path).splitlines()[1:]:
            if re.match(r"\[\S", line):
                actions = found.setdefault(line.strip("[] "), {})
            elif " = " in line and not line.startswith("#"):
                key, action = line.rsplit(" = ", 1)
                actions.setdefault(action.strip(), []).append(key.strip())
    return found


def helps():
    return dict(re.findall(r"^help\.([a-z0-9-]+): (.*)$",
        lint.read("screens/lang/en.lang"), re.M))


def roff(key):
    """A key as mandoc takes it for a word."""
    return "\\&" + key if re.match(r"[.,:;?!()\[\]|/]$", key) else key


def meanings(found):
    """Keys that mean one thing here and another there."""
    faults, views = [], {}
    for context, actions in found.items():
        for action, key in ((a, k) for a, keys in actions.items()
                for k in keys):
            if context == TRIES or ANSWERS.get((context, key)) == action:
                continue
            if key in MEANS and action not in MEANS[key].split():
                faults.append("[%s] %s = %s, but elsewhere it is: %s" %
                    (context, key, action, MEANS[key]))
            elif key not in MEANS and re.match(r"[^\W\d]$|F\d|\^", key):
                views.setdefault(key, {}).setdefault(action,
                    []).append(context)
    return faults + ["%s is %s" % (key, ", ".join("%s in %s" %
        (action, " ".join(where)) for action, where in actions.items()))
        for key, actions in sorted(views.items())
        if (len(actions) > 1) != (key in OWN)]


def hard(key):
    """Keys that a keyboard or a line may lack."""
    return re.match(r"F\d+$|Esc$|Alt-", key) is not None


def section(found, words):
    out = []
    for context in sorted(found, key=list(WHERE).index):
        out += [".Ss " + WHERE[context],
            '.Bl -tag -width "Shift-Tab" -compact']
        for action, keys in found[context].items():
            out.append(".It " + " ".join(roff(key) for key in keys))
            for sentence in re.split(r"(?<=\.) ", words[action]):
                out += textwrap.wrap(sentence, 78)
        out.append(".El")
    return "\n".join(out) + "\n"


def main():
    tap = lint.Tap()
    found, words = bindings(), helps()
    page = lint.read(PAGE)
    before, _, rest = page.partition(BEGIN)
    stands, _, after = rest.partition(END)
    faults = ["[%s] has no heading here" % c for c in found if c not in WHERE]
    faults += ["no help." + action for actions in found.values()
        for action in actions if action not in words]
    if not after:
        faults.append(PAGE + " has no place for them")
    tap.check("every context has a heading, every action its help", faults)
    if faults:
        tap.end()
    tap.check("no act needs a function key, Esc or Alt",
        ["[%s] %s" % (context, action) for context in found
            for action, keys in found[context].items()
            if all(map(hard, keys + found["global"].get(action, [])))
            and context != "keytest"])
    tap.check("a key means the same wherever it is bound", meanings(found))
    made = section(found, words)
    if sys.argv[1:] == ["--write"]:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(before + BEGIN + made + END + after)
        stands = made
    there = stands.splitlines()
    tap.check("%s names each of %d keys; else: tests/lint/keys.t --write" %
        (PAGE, sum(len(keys) for a in found.values() for keys in a.values())),
        [line for line in made.splitlines() if line not in there] or
        ([] if stands == made else ["lines in other order, or too many"]))
    tap.end()


main()
