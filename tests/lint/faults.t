#!/usr/bin/python3 -B
"""tests/faults.tsv: every fault that can befall a vault has its test.

Columns: fault, what, test, note. A test is LAYER/x_test FUNCTION, or a script
of tests/; several are parted by a comma. Each names the fault by its number,
so that who changes a test sees what it stands for. Without a test the note
says what is open, or why nobody can test it here.
"""
import re

import lint

# A storage, B full disks, D clock, E processes, F signals and terminals,
# H text, I keys, J memory, leaks, permissions. C and G are bundles.
FAULTS = [*range(1, 31), *range(46, 82), *range(99, 138)]
NOTE = re.compile(r"(open|issue [4-9]|outside): .{10}")


def part_of(text, function):
    """A function with the comment above it."""
    at = text.index("\n%s(" % function)
    start = text.rfind("\n}\n", 0, at)
    return text[max(start, 0):text.index("\n}\n", at)]


def number_fault(fault, test):
    path, function = lint.test_parts(test)
    text = lint.read(path)
    if function:
        text = part_of(text, function)
    if not re.search(r"\bF%s\b" % fault, text):
        return "%s does not name F%s" % (test, fault)
    return None


def main():
    tap = lint.Tap()
    rows = [line.split("\t") for line in
        lint.read("tests/faults.tsv").splitlines()]
    tap.check("four columns with their names",
        ["line %d: %d columns" % (i, len(row)) for i, row in
            enumerate(rows, 1) if len(row) != 4]
        or ([] if rows[0] == ["fault", "what", "test", "note"] else
            ["the first line"]))
    rows = [row for row in rows[1:] if len(row) == 4]
    tap.check("every fault stands there once, in order",
        [] if [row[0] for row in rows] == [str(n) for n in FAULTS] else
        ["but %s" % " ".join(row[0] for row in rows)])
    faults = []
    for fault, what, tests, note in rows:
        said = []
        for test in lint.parts(tests):
            missing = lint.test_fault(test)
            said.append(missing or number_fault(fault, test))
        if not what:
            said.append("does not say what it is")
        if not lint.parts(tests) and not NOTE.match(note):
            said.append("has neither a test nor a note of what is open")
        faults += ["F%s: %s" % (fault, f) for f in said if f]
    tap.check("every test is there and names its fault", faults)
    for kind in ("open", "issue", "outside"):
        print("# %d faults are %s" % (sum(row[3].startswith(kind)
            for row in rows), kind))
    print("# %d faults have a test" % sum(bool(row[2]) for row in rows))
    tap.end()


main()
