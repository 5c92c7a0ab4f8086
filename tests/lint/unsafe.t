#!/usr/bin/python3 -B
"""Calls that have a safer twin, or start what we do not know."""
import re

import lint

CALLS = """strcpy stpcpy strcat sprintf vsprintf gets atoi atol atoll atof
    strtok system popen tmpnam mktemp alloca rand srand""".split()

CALL = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(CALLS))


def main():
    tap = lint.Tap()
    faults = []
    for path in lint.c_files("src", "include", "tests"):
        text = lint.bare(lint.read(path))
        faults += ["%s:%d: %s()" % (path, lint.line_of(text, m.start()),
            m[1]) for m in CALL.finditer(text)]
    tap.check("no unsafe call", faults)
    tap.end()


main()
