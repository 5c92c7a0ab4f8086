#!/usr/bin/python3 -B
"""The looks of C: tabs of 8, 80 columns, one kind of comment."""
import re
import unicodedata

import lint


def width(line):
    columns = 0
    for c in line:
        if c == "\t":
            columns += 8 - columns % 8
        elif unicodedata.combining(c) == 0:
            columns += 2 if unicodedata.east_asian_width(c) in "FW" else 1
    return columns


def line_faults(path):
    text = lint.read(path)
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield path + ": must end in one newline"
    for number, line in enumerate(text.split("\n"), 1):
        where = "%s:%d: " % (path, number)
        if width(line) > 80:
            yield where + "%d columns" % width(line)
        if line != line.rstrip():
            yield where + "blanks at the end"
        lead = re.match(r"[ \t]*", line)[0]
        if " \t" in lead or " " * 8 in lead:
            yield where + "blanks where tabs belong"


def comment_faults(path):
    text = lint.read(path)
    for match in lint.TOKEN.finditer(text):
        if match[0].startswith("//"):
            yield "%s:%d: a comment is /* */" % (path,
                lint.line_of(text, match.start()))


def shape_faults(path):
    """A function's name begins its line; structs are not hidden by names."""
    text = lint.bare(lint.read(path))
    for number, line in enumerate(text.split("\n"), 1):
        where = "%s:%d: " % (path, number)
        if re.match(r"(static |extern |const |inline )*[a-z]\w*( [a-z]\w*)* "
            r"\*?[a-z]\w*\([^;=]*\)?$", line) and not re.match(
            r"(return|else|typedef|struct \w+ \*?\w+\(|#)", line) and \
            text.split("\n")[number:number + 1] == ["{"]:
            yield where + "the type of a function has a line of its own"
        if re.match(r"\s*typedef\s+(struct|union)\b", line):
            yield where + "typedef of a struct"
        if re.match(r"\s*#\s*pragma\b|.*\b_Pragma\b", line):
            yield where + "pragma"
        if re.match(r'\s*#\s*include\s+".*\.c"', lint.read(path)
            .split("\n")[number - 1]):
            yield where + "a .c file is included"


def main():
    tap = lint.Tap()
    sources = lint.c_files("src", "include", "tests")
    for name, faults in (("lines", line_faults),
        ("comments", comment_faults), ("shape", shape_faults)):
        tap.check(name, [f for path in sources for f in faults(path)])
    tap.end()


main()
