#!/usr/bin/python3 -B
"""No state outside of functions' arguments, but for what is named here."""
import os
import subprocess

import lint

# Object and symbol -> why there is no other way.
ALLOWED = {
    ("base/mem.c", "exhausted"):
        "gives the terminal back and says why the program ends",
    ("ui/line_io.c", "ended"):
        "the number of the signal that ends the input",
    ("ui/term.c", "hook"):
        "the terminal of the process, given back by signals and that hook",
}


def symbols(path):
    """Names of data that the object can write to."""
    out = subprocess.run(["objdump", "-t", path], check=True,
        capture_output=True, text=True).stdout
    for line in out.splitlines():
        head, tab, tail = line.partition("\t")
        parts = head.split()
        if not tab or len(parts) < 2 or "d" in parts[1:-1]:
            continue
        section, name = parts[-1], tail.split()[-1]
        # Tables of pointers are constant once they are relocated.
        if section.startswith(".data.rel.ro"):
            continue
        if section.startswith((".data", ".bss", ".tdata", ".tbss",
            "*COM*")):
            yield name.split(".")[0]


def main():
    tap = lint.Tap()
    root = os.path.join(lint.build(), "src")
    objects = lint.files(root + "/*/*.o")
    tap.check("the program is built in " + root,
        [] if len(objects) > 20 else ["%d objects" % len(objects)])
    found = set()
    for path in objects:
        source = os.path.relpath(path, root)[:-1] + "c"
        found.update((source, name) for name in symbols(path))
    tap.check("no data can be written outside of functions",
        ["src/%s: %s" % item for item in sorted(found)
            if item not in ALLOWED])
    tap.check("every exception is needed",
        ["src/%s: no %s" % item for item in ALLOWED if item not in found])
    tap.end()


main()
