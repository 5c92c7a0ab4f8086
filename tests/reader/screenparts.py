"""Values, conditions and paths of definition files, for screens.py.

Written from the manual page panah-screens(5); from nothing else.
"""

import re

ID = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")
CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,31}\Z")
NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}\Z")
PLAIN = set("text note integer date person group office country phone "
            "name iin".split())
WITH_CHOICES = {"select_one", "select_multiple", "document"}
REFUSALS = set("short many broken control repeated unknown impossible future "
               "early long form empty formula".split())
WORDS = set("or and not is has one of empty below above before after "
            "today".split())
DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
DATE = re.compile("~?" + DAY + "(/" + DAY + r")?\Z")


class Refused(Exception):
    """What the page says is refused; the line is known or told later."""

    def __init__(self, text, line=None, file=None):
        super().__init__(text)
        self.line, self.file = line, file


def need(condition, text, line=None, file=None):
    if not condition:
        raise Refused(text, line, file)


def number(text):
    need(re.match(r"(0|[1-9]\d{0,9})\Z", text), '"%s" is not a number' % text)
    return int(text)


# What a value may be; each gives the value as it is printed.

def text(value):
    return value


def one_of(*words):
    def check(value):
        need(value in words, '"%s" is not one of: %s'
             % (value, ", ".join(words)))
        return value
    return check


def yes(value):
    return one_of("yes", "no")(value) == "yes"


def matching(pattern, what):
    def check(value):
        need(pattern.match(value), '"%s" is not %s' % (value, what))
        return value
    return check


an_id = matching(ID, "an id")
a_name = matching(NAME, "an id")
a_code = matching(CODE, "a code")


def ids(value):
    return [an_id(v.strip(" \t")) for v in value.split(",")]


def within(low, high):
    def check(value):
        need(low <= number(value) <= high,
             "%s is not from %d to %d" % (value, low, high))
        return int(value)
    return check


def field_type(value):
    word, *rest = value.split()
    need(word in PLAIN and not rest or word in WITH_CHOICES
         and len(rest) == 1, '"%s" is not a type' % value)
    return [word] + [an_id(r) for r in rest]


def constraint(value):
    m = re.match(r"not after today\Z|not before (\S+)\Z|from (\S+) to (\S+)\Z"
                 r"|at most (\S+) bytes\Z", value)
    need(m, '"%s" is no constraint' % value)
    if m[1]:
        an_id(m[1])
    if m[2]:
        need(number(m[2]) <= number(m[3]) <= 2147483647, "numbers")
    if m[4]:
        within(1, 65536)(m[4])
    return value


def may_be(value):
    out = ids(value)
    need(set(out) <= {"partial", "estimated", "range"}, "may-be")
    return out


def codes(value):
    out = {}
    for part in value.split():
        system, equals, code = part.partition("=")
        need(ID.match(system) and equals and code and system not in out,
             '"%s" is not system=code' % part)
        out[system] = code
    return out


def states(value):
    return "*" if value == "*" else ids(value)


def sort(value):
    out = []
    for part in value.split(","):
        path = part.split()
        down = path[-1:] == ["down"]
        out.append([" ".join(path[:-1] if down else path), down])
    return out


def path(value):
    return " ".join(value.split())


def refusal(needs_kind):
    def check(value):
        m = re.match(r"([a-z]+)(?: as ([a-z0-9-]+))?\Z", value)
        need(m and m[1] in REFUSALS and (m[2] or not needs_kind),
             '"%s" is no refusal' % value)
        return [m[1], m[2]]
    return check


def parted(pattern, what):
    def check(value):
        m = re.match(pattern, value)
        need(m, '"%s" is not: %s' % (value, what))
        return list(m.groups())
    return check


class Parser:
    """Recursive descent over the grammar of the section CONDITIONS."""

    def __init__(self, text):
        need(len(text.encode()) <= 4096, "the condition is too long")
        self.tokens = []
        for m in re.finditer(r'"([^"]*)"|([(),])|([^\s(),"]+)|(")', text):
            need(not m[4], 'a " is not closed')
            self.tokens.append((m[1] if m[1] is not None else m[0],
                                m[1] is not None))
        self.at = self.count = 0

    def next_is(self, *words):
        return self.at < len(self.tokens) and not self.tokens[self.at][1] \
            and self.tokens[self.at][0] in words

    def take(self, *words):
        if self.next_is(*words):
            self.at += 1
            return self.tokens[self.at - 1][0]
        return None

    def word(self, what):
        """A token that is not a word of the grammar, or is quoted."""
        need(self.at < len(self.tokens), "%s is missing" % what)
        text, quoted = self.tokens[self.at]
        need(quoted or text not in WORDS and text not in "(),",
             '"%s" where %s should be' % (text, what))
        self.at += 1
        return text

    def joint(self, word, part, depth):
        out = [part(depth)]
        while self.take(word):
            self.tally()
            out.append(part(depth))
        return out[0] if len(out) == 1 else [word] + out

    def tally(self):
        self.count += 1
        need(self.count <= 256, "too many comparisons and joints")

    def condition(self, depth=0):
        return self.joint("or", self.all, depth)

    def all(self, depth):
        return self.joint("and", self.one, depth)

    def one(self, depth):
        need(depth <= 32, "nested too deep")
        if self.take("not"):
            return ["not", self.one(depth + 1)]
        if self.take("("):
            out = self.condition(depth + 1)
            need(self.take(")"), "a bracket is not closed")
            return out
        self.tally()
        return self.comparison()

    def comparison(self):
        path = self.word("a path")
        if path == "count" and self.take("of"):
            path += " of " + self.word("members")
        after_is = self.take("is")
        out = ["test", path, bool(self.take("not"))]
        if self.take("has"):
            return out + ["has", [self.word("a value")]]
        if self.take("one"):
            need(self.take("of"), "one without of")
            values = [self.word("a value")]
            while self.take(","):
                values.append(self.word("a value"))
            return out + ["one of", values]
        if self.take("empty"):
            return out + ["empty"]
        word = self.take("below", "above")
        if word:
            return out + [word, number(self.word("a number"))]
        word = self.take("before", "after")
        if word:
            return out + [word, self.when()]
        need(after_is, "no test behind " + path)
        return out + ["is", [self.word("a value")]]

    def when(self):
        if not self.take("today"):
            date = self.word("a date")
            need(DATE.match(date), '"%s" is no date' % date)
            return date
        sign = self.take("+", "-")
        if not sign:
            return "today"
        days = number(self.word("days"))
        need(days <= 36525, "too many days")
        return "today %s %d" % (sign, days)


def condition(text):
    parser = Parser(text)
    out = parser.condition()
    need(parser.at == len(parser.tokens), '"%s" is too much'
         % (parser.tokens + [("", 0)])[parser.at][0])
    return out


def find_path(link, form, tree):
    """The field that a path leads to, or None; of a condition, all of its
    paths and the values that must be a code or a state."""
    if isinstance(tree, str):
        first, dot, rest = tree.partition(".")
        if dot:
            kind = link.field(form, first).words["type"][0]
            need(kind in ("person", "group"), first + " is no reference")
            return find_path(link, link.get("form", kind), rest)
        if tree in ("id", "uid", "summary", "late", "due", "left",
                "origin"):
            return None
        if tree == "state":
            need("flow" in form.words, form.id + " has no flow")
            return link.get("flow", form.words["flow"])
        if tree == "age":
            return link.field(form, "birth_date") and None
        if tree == "count of members":
            need(form.id == "group", form.id + " has no members")
            return None
        return link.field(form, tree)
    if tree[0] != "test":
        for part in tree[1:]:
            find_path(link, form, part)
        return None
    known = find_path(link, form, tree[1])
    if known and tree[3] in ("is", "has", "one of"):
        for value in tree[4]:
            if known.block == "flow":
                need(value in [s.id for s in known.rest
                               if s.block == "state"], "no state " + value)
            elif known.words["type"][0] in ("select_one", "select_multiple",
                                            "country"):
                link.choice(known, value)
    return None
