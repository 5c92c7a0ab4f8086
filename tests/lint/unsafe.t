#!/usr/bin/python3 -B
"""Calls that have a safer twin, or start what we do not know."""
import re

import lint

CALLS = """strcpy strcat sprintf vsprintf gets atoi atol atof strtok system
    popen tmpnam mktemp alloca signal setjmp rand srand getenv""".split()

# Each with its reason; signal(2) is fine for SIG_IGN.
EXCEPTIONS = {
    ("src/app/main.c", "signal"): "only SIG_IGN",
    ("src/app/session.c", "getenv"): "the environment that cli.md names",
}

CALL = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(CALLS))


def main():
    tap = lint.Tap()
    used, faults = set(), []
    for path in lint.c_files("src", "include"):
        text = lint.bare(lint.read(path))
        for match in CALL.finditer(text):
            used.add((path, match[1]))
            if (path, match[1]) not in EXCEPTIONS:
                faults.append("%s:%d: %s()" % (path,
                    lint.line_of(text, match.start()), match[1]))
    tap.check("no unsafe call", faults)
    tap.check("every exception is needed",
        ["%s: no %s()" % item for item in EXCEPTIONS if item not in used])
    tap.end()


main()
