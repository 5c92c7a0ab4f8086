#!/usr/bin/python3 -B
"""Every id of a sentence that C asks for stands in the English catalogue."""
import re

import lint

# Literals of the shape of an id that are names of something else.
NO_IDS = {
    "err.ok": "a name in the log",
    "keys.new": "a file of the vault",
    "keys.old": "a file of the vault",
    "keys.old.new": "a file of the vault",
}

ID = re.compile(r'"([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)"')
ENTRY = re.compile(r"^([^#\s:][^:\s]*):", re.M)
# The part of the catalogue that only C asks for.
OF_C = ("err.", "ask.", "tell.", "ui.", "help.", "action.", "plan.")


def main():
    tap = lint.Tap()
    catalogue = lint.read("screens/lang/en.lang")
    known = ENTRY.findall(catalogue)
    # "ui.kind" asks for "ui.kind.date" with the rest put behind it.
    stems = {word[:i] for word in known for i, c in enumerate(word)
        if c == "."}
    asked = {}
    for path in lint.files("src/**/*.c"):
        text = lint.code(lint.read(path))
        text = re.sub(r"^\s*#\s*include.*$", "", text, flags=re.M)
        for match in ID.finditer(text):
            if match[1] not in NO_IDS:
                asked.setdefault(match[1], "%s:%d" % (path,
                    lint.line_of(text, match.start())))
    tap.check("ids are found", [] if asked else ["none in src"])
    tap.check("every id that C asks for is in en.lang",
        ["%s: %s" % (where, word) for word, where in sorted(asked.items())
            if word not in known and word not in stems])
    tap.check("every id stands once in en.lang",
        sorted({word for word in known if known.count(word) > 1}))
    for word in known:
        if word.startswith(OF_C) and word not in asked:
            print("# no string of C is " + word)
    tap.end()


main()
