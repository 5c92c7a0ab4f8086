#!/usr/bin/python3 -B
"""A signal comes in the middle of anything, malloc and stdio too: a handler
reaches only what may be called there (F71, signal-safety(7)). regreSSHion was
a handler that called syslog."""
import re

import lint

SAFE = {"write", "tcsetattr", "raise", "_exit", "sizeof"}
WORDS = {"if", "while", "for", "switch", "return"}


def handlers(text):
    """Functions that are given to the system as handlers."""
    found = set(re.findall(r"\.?sa_(?:handler|sigaction)\s*=\s*(\w+)", text))
    found |= set(re.findall(r"\bsignal\(\w+,\s*(\w+)\)", text))
    return found - {"SIG_IGN", "SIG_DFL"}


def bodies(text):
    lines = text.split("\n")
    return {name: "\n".join(lines[first:last]) for name, first, last in
        lint.functions(text)}


def reached(name, of, seen):
    """(function, call) of all that a handler can come to."""
    seen.add(name)
    for call in re.findall(r"\b(\w+)\(", of[name]):
        if call in WORDS or call in SAFE:
            continue
        if call not in of:
            yield name, call
        elif call not in seen:
            yield from reached(call, of, seen)


def main():
    tap = lint.Tap()
    faults, count = [], 0
    for path in lint.c_files("src"):
        text = lint.bare(lint.read(path))
        of = bodies(text)
        for handler in sorted(handlers(text)):
            count += 1
            if handler not in of:
                faults.append("%s: %s is not in this file" % (path, handler))
                continue
            faults += ["%s: %s() calls %s() in a signal" % (path, name, call)
                for name, call in reached(handler, of, set())]
    tap.check("%d handlers call only what is safe in them" % count,
        faults if count else ["no handler was found"])
    tap.end()


main()
