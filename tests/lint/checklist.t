#!/usr/bin/python3 -B
"""tests/checklist.tsv: every point that makes screens easy has its test.

Columns: point, what, test, note. A test is LAYER/x_test FUNCTION, or a script
of tests/; several are parted by a comma. Without one the note says what is
open, or what a person must see.
"""
import re

import lint

POINTS = 64
NOTE = re.compile(r"(open|seen): .{10}")


def main():
    tap = lint.Tap()
    rows = [line.split("\t") for line in
        lint.read("tests/checklist.tsv").splitlines()]
    tap.check("four columns with their names",
        ["line %d: %d columns" % (i, len(row)) for i, row in
            enumerate(rows, 1) if len(row) != 4]
        or ([] if rows[0] == ["point", "what", "test", "note"] else
            ["the first line"]))
    rows = [row for row in rows[1:] if len(row) == 4]
    tap.check("points 1 to %d stand there once, in order" % POINTS,
        [] if [row[0] for row in rows] ==
            [str(n) for n in range(1, POINTS + 1)] else
        ["but %s" % " ".join(row[0] for row in rows)])
    faults = []
    for point, what, tests, note in rows:
        said = [lint.test_fault(t) for t in lint.parts(tests)]
        if not what:
            said.append("does not say what it is")
        if bool(lint.parts(tests)) == bool(NOTE.match(note)):
            said.append("has a test, or a note of what is open or seen")
        faults += ["point %s: %s" % (point, fault) for fault in said if fault]
    tap.check("every test is there, or the note says what is missing", faults)
    for kind in ("open", "seen"):
        print("# %d points are %s" % (sum(row[3].startswith(kind + ": ")
            for row in rows), kind))
    print("# %d points have a test" % sum(bool(row[2]) for row in rows))
    tap.end()


main()
