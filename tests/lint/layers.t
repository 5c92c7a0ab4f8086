#!/usr/bin/python3 -B
"""A layer uses itself and what stands below it; libraries and calls that
change files have one place each."""
import os
import re

import lint

# A system header and the only layers whose sources may include it.
PLACES = {
    "sodium.h": ("crypt",),
    "zlib.h": ("bundle",),
    "curses.h": ("ui",),
    "ncurses.h": ("ui",),
    "ncursesw/curses.h": ("ui",),
    "term.h": ("ui",),
}

# Calls through which a file is opened, made, changed or taken away.
CALLS = """open openat creat fopen freopen fdopen mkstemp mkdtemp tmpfile
    write writev pwrite pwritev sendfile copy_file_range splice
    fsync fdatasync syncfs sync msync ftruncate truncate fallocate
    posix_fallocate rename renameat renameat2 unlink unlinkat remove link
    linkat symlink symlinkat mkdir mkdirat rmdir mknod mkfifo
    chmod fchmod fchmodat chown fchown utimensat futimens
    opendir fdopendir""".split()

# Only src/base/fs_*.c makes these calls, but for what stands here.
EXCEPTIONS = {
    "src/app/main.c": {
        "open": "/dev/null in the place of a closed standard stream",
        "write": "the data of a command to standard output",
    },
    "src/base/mem.c": {
        "write": "the last sentence of a program without memory",
    },
    "src/app/cmd_batch.c": {
        "write": "each answer to standard output",
    },
    "src/ui/term.c": {
        "write": "the terminal, one write for an action",
    },
    "src/ui/line_io.c": {
        "write": "lines to whoever reads them aloud",
    },
    "src/tool/embed.c": {
        "fopen": "runs on the building host only",
    },
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)
CALL = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(CALLS))


def layer_of(path):
    return path.split("/")[1]


def include_faults(path, on):
    layer = layer_of(path)
    test = path.startswith("tests/")
    seen = (layer,) + on[layer]
    text = lint.code(lint.read(path))
    for match in INCLUDE.finditer(text):
        quote, name = match.groups()
        where = "%s:%d: " % (path, lint.line_of(text, match.start()))
        if quote == "<":
            if not test and layer not in PLACES.get(name, (layer,)):
                yield where + name + " has no place in " + layer
            continue
        parts = name.split("/")
        if parts[0] in ("src", "tests"):
            if not test:
                yield where + name + " is private"
            parts = parts[1:]
        if len(parts) == 1:
            private = layer + "_int.h"
            if not test and name != private:
                yield where + "the private header is " + private
        elif parts[0] not in seen:
            yield where + "%s does not stand on %s" % (layer, parts[0])


def call_faults(path, used):
    if path.startswith("src/base/fs_"):
        return
    text = lint.bare(lint.read(path))
    allowed = EXCEPTIONS.get(path, {})
    for match in CALL.finditer(text):
        used.add((path, match[1]))
        if match[1] not in allowed:
            yield "%s:%d: %s() belongs into src/base/fs_*.c" % (path,
                lint.line_of(text, match.start()), match[1])


def main():
    tap = lint.Tap()
    on = lint.layers()
    for layer in on:
        sources = lint.c_files("src/" + layer, "include/" + layer,
            "tests/" + layer)
        tap.check(layer + " includes itself and what it stands on",
            [f for path in sources for f in include_faults(path, on)])
        headers = lint.files("src/" + layer + "/*.h")
        tap.check(layer + " has at most one private header",
            headers if len(headers) > 1 else [])
    used = set()
    tap.check("files are changed by src/base/fs_*.c only",
        [f for path in lint.c_files("src", "include")
            for f in call_faults(path, used)])
    tap.check("every exception is needed",
        ["%s: no %s()" % (path, call) for path in EXCEPTIONS
            if os.path.exists(path) for call in EXCEPTIONS[path]
            if (path, call) not in used])
    tap.check("no folder of src is without a place among the layers",
        [name for name in os.listdir("src")
            if name not in on and name != "tool"])
    tap.end()


main()
