"""What the lint tests share: the tree, its layers, C without comments, TAP."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
os.chdir(ROOT)


class Tap:
    """Numbered results; end() prints the plan and exits."""

    def __init__(self):
        self.count = self.failed = 0

    def check(self, name, faults):
        """One result: not ok when there is a fault; each is told."""
        self.count += 1
        if faults:
            self.failed += 1
        print("%s %d - %s" % ("not ok" if faults else "ok", self.count, name))
        for fault in faults:
            print("# " + fault, file=sys.stderr)

    def end(self):
        print("1..%d" % self.count)
        sys.exit(1 if self.failed else 0)


def skip_all(why):
    print("1..0 # skip " + why)
    sys.exit(0)


def build():
    """The folder of the objects that the program is made of."""
    return os.environ.get("PANAH_BUILD", os.path.join(ROOT, "build"))


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def files(*patterns):
    found = set()
    for pattern in patterns:
        found.update(glob.glob(pattern, recursive=True))
    return sorted(f for f in found if os.path.isfile(f))


def c_files(*folders):
    return files(*(folder + "/**/*." + kind for folder in folders
        for kind in "ch"))


def blank(text):
    """As many newlines, and spaces for the rest."""
    return re.sub(r"[^\n]", " ", text)


TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\""
    r"|'(?:\\.|[^'\\\n])*'", re.S)


def code(text):
    """C with comments blanked out."""
    return TOKEN.sub(lambda m: blank(m[0]) if m[0][0] == "/" else m[0], text)


def bare(text):
    """C with comments, strings and characters blanked out."""
    return TOKEN.sub(lambda m: blank(m[0]), text)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def layers():
    """Layer -> what it stands on, as the Makefile links it."""
    makefile = read("Makefile")
    names = re.search(r"^LAYERS := (.*)$", makefile, re.M)[1].split()
    on = dict.fromkeys(names, ())
    for name, below in re.findall(r"^(\w+)_ON := (.*)$", makefile, re.M):
        on[name] = tuple(below.split())
    return on


def functions(text):
    """(name, first line, last line) of every function of a C file."""
    lines = text.split("\n")
    name = first = None
    for number, line in enumerate(lines, 1):
        head = re.match(r"(\w+)\(", line)
        if head:
            name, first = head[1], number
        elif line == "}" and name:
            yield name, first, number
            name = None
        elif line.endswith(";") and line[:1] not in ("\t", " "):
            name = None


def test_parts(name):
    """The file and the function of a test; "" for a script."""
    path, _, function = name.partition(" ")
    if path.startswith(("job/", "lint/")):
        return "tests/" + path, function
    return "tests/%s.c" % path, function


def test_fault(name):
    """Why a test is not there, or None."""
    path, function = test_parts(name)
    if not os.path.exists(path):
        return path + " is not there"
    if function and not re.search(r"\b%s\b" % re.escape(function),
        read(path)):
        return "%s has no %s" % (path, function)
    return None


def parts(cell):
    """What a cell names, parted by commas."""
    return [part.strip() for part in cell.split(",") if part.strip()]
