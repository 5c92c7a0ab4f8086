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
    "conflicts": "Two values", "exchange": "Exchange of bundles",
    "officers": "Officers", "ask": "Officer or passphrase", "unlock":
    "Unlocking", "setup": "First run", "keytest": "Test of keys"}


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
