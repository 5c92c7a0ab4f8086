#!/usr/bin/python3 -B
"""Files, headers and functions stay small; what touches the disk says why."""
import lint

FILE_WARN, FILE_MAX = 500, 800
HEADER_MAX = 150
FUNCTION_WARN, FUNCTION_MAX = 40, 80
# Storage and formats are explained: at least so much of them is comment.
COMMENT_LEAST = 15
COMMENTED = ("store", "feed", "bundle")


def comment_share(paths):
    """Per cent of the lines that are not empty which hold a comment."""
    lines = comments = 0
    for path in paths:
        text = lint.read(path)
        rest = lint.code(text)
        for before, after in zip(text.split("\n"), rest.split("\n")):
            lines += before.strip() != ""
            comments += before != after
    return 100 * comments // max(lines, 1)


def main():
    tap = lint.Tap()
    sources = lint.c_files("src", "include", "tests")
    length = {path: lint.read(path).count("\n") for path in sources}
    tap.check("no file is over %d lines" % FILE_MAX,
        ["%s: %d lines" % item for item in length.items()
            if item[1] > FILE_MAX])
    for path, count in length.items():
        if FILE_WARN < count <= FILE_MAX:
            print("# look twice: %s has %d lines" % (path, count))
    tap.check("no header is over %d lines" % HEADER_MAX,
        ["%s: %d lines" % item for item in length.items()
            if item[0].startswith("include/") and item[1] > HEADER_MAX])

    large, count, over = [], 0, 0
    for path in sources:
        for name, first, last in lint.functions(lint.bare(lint.read(path))):
            count += 1
            over += last - first + 1 > FUNCTION_WARN
            if last - first + 1 > FUNCTION_MAX:
                large.append("%s:%d: %s has %d lines" % (path, first, name,
                    last - first + 1))
    tap.check("no function is over %d lines" % FUNCTION_MAX, large)
    print("# %d of %d functions are over %d lines" % (over, count,
        FUNCTION_WARN))
    tap.check("functions are found", [] if count > 500 else
        ["only %d: does this test still read C?" % count])

    for layer in COMMENTED:
        share = comment_share(lint.c_files("src/" + layer,
            "include/" + layer))
        tap.check("%d %% of %s is comment" % (COMMENT_LEAST, layer),
            [] if share >= COMMENT_LEAST else ["only %d %%" % share])
    tap.end()


main()
