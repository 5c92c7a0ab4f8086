#!/usr/bin/python3
"""screens.py FILE... - read definition files and print them as JSON.

Written from the manual page panah-screens(5); from nothing else. Names are
looked for in all files of the command line, so give those that belong
together. Each block becomes one line of JSON. What is refused is named with
file and line on standard error; such a file prints nothing, and the exit
status is 1.
"""

import difflib
import json
import os
import re
import sys
from types import SimpleNamespace

import screennames
from screenparts import (NAME, WITH_CHOICES, Refused, a_code, a_name, an_id,
                         codes, condition, constraint, field_type, find_path,
                         ids, may_be, need, one_of, parted, path, refusal,
                         sort, states, text, within, yes)

STEER = re.compile("[\0-\10\13-\37\177-\237\u061c\u200e\u200f\u202a-\u202e"
                   "\u2066-\u2069]")
TAKEN = set("id uid form state age summary late today us count and or not is "
            "has one empty below above before after".split())
CLASSES = set("public identity contact protection claim medical "
              "privileged".split())


# Blocks: their words, "!" in front of those that are needed, "*" in front
# of those that stand as often as needed.

KINDS = {
    ".form": {
        "form": (an_id, {
            "!class": one_of(*CLASSES), "numbered": yes, "under": an_id,
            "flow": an_id, "summary": text}),
        "field": (an_id, {
            "!type": field_type, "!class": one_of(*CLASSES), "many": yes,
            "required": one_of("no", "yes", "to save"), "relevant": condition,
            "*constraint": constraint, "may-be": may_be, "key": yes,
            "masked": yes, "once": yes, "safe": a_code, "source": text,
            "as-said": an_id, "other-in": an_id, "agrees": ids,
            "sure": one_of("V", "P", "U", "D"), "retired": yes})},
    ".choices": {
        "choices": (an_id, {}),
        "choice": (a_code, {
            "parent": a_code, "codes": codes, "highest": yes,
            "retired": yes})},
    ".flow": {
        "flow": (an_id, {}),
        "state": (an_id, {}),
        "move": (an_id, {
            "!from": states, "!to": an_id, "asks": ids, "needs": ids,
            "by": one_of("origin", "receiver", "any")})},
    ".list": {
        "list": (a_name, {"!of": an_id, "where": condition, "sort": sort}),
        "column": (path, {
            "!width": within(1, 500), "priority": within(1, 9), "grow": yes,
            "right": yes, "last": yes})},
    ".map": {
        "map": (a_name, {
            "!form": an_id, "key": an_id, "group": text,
            "group-field": an_id, "*refuse": refusal(True),
            "group-name": parted(r"(\S+) from (\S+)\Z", "field from field")}),
        "column": (text, {
            "field": an_id, "split": one_of("given-first", "family-first"),
            "family": an_id, "kind": a_code, "*refuse": refusal(False),
            "dates": one_of("year-first", "day-first", "month-first"),
            "separator": one_of("blank", "comma", "semicolon", "bar",
                                "slash", "line"),
            "estimated": parted(r"(.+) is (.+)\Z", "heading is value"),
            "*code": parted(r"(.+?) = (.+)\Z", "cell = value")})},
    ".names": screennames.BLOCKS,
}


# Lines.

def read_lines(name):
    """(line number, text) of the lines that count; checks the whole file."""
    data = open(name, "rb").read()
    need(len(data) <= (262144 if name.endswith(".lang") else 65536),
         "the file is too long", 1)
    out = []
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    for n, raw in enumerate(data.split(b"\n"), 1):
        try:
            line = raw.removesuffix(b"\r").decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("the line is not UTF-8", n)
        need(not STEER.search(line), "a character that is refused", n)
        if line.strip(" \t") and not line.startswith("#"):
            out.append((n, line))
    need(out, "no version", 1)
    n, line = out.pop(0)
    m = re.match(r"panah-screens ([0-9]+)[ \t]*\Z", line)
    need(m, 'the first line is not "panah-screens 1"', n)
    need(m[1] == "1", "written for a newer program", n)
    need(len(out) <= 8192, "too many lines", n)
    return out


def word_lines(name):
    """(line number, word, value), continued lines joined."""
    out, more = [], 0
    for n, line in read_lines(name):
        if line[0] in " \t":
            need(out, "nothing that the line could go on", n)
            more += 1
            need(more <= 64, "the value goes on for too many lines", n)
            out[-1][2] += " " + line.strip(" \t")
        else:
            word, colon, value = line.partition(":")
            need(colon, "no colon", n)
            out.append([n, word.strip(" \t"), value.strip(" \t")])
            more = 0
        need(len(out[-1][2].encode()) <= 4096, "the value is too long", n)
    for n, word, value in out:
        need(value, word + " has no value", n)
    return out


def read_blocks(name, kind):
    table, blocks, found, words = KINDS[kind], [], set(), {}
    first = next(iter(table))
    for n, word, value in word_lines(name):
        if word in table and word not in words:
            need((word == first) == (not blocks), word + (
                " is not the first" if word == first else " comes before "
                + first), n)
            check, spec = table[word]
            words = {w.lstrip("!*"): (w[0], c) for w, c in spec.items()}
            at = SimpleNamespace(file=name, line=n, block=word, id=call(
                check, value, n), words={}, lines={})
            need(kind == ".names" or (word, at.id) not in found,
                 '"%s" is defined twice' % at.id, n)
            found.add((word, at.id))
            blocks.append(at)
            continue
        need(blocks, "%s before %s" % (word, first), n)
        if word not in words:
            near = difflib.get_close_matches(word, [*words, *table], 1, 0)
            raise Refused('"%s" is not a word for a %s; did you mean "%s"?'
                          % (word, blocks[-1].block, near[0]), n)
        mark, check = words[word]
        at = blocks[-1]
        need(mark == "*" or word not in at.words, word + " stands twice", n)
        value = call(check, value, n)
        at.lines.setdefault(word, n)
        if mark == "*":
            at.words.setdefault(word, []).append(value)
        else:
            at.words[word] = value
    need(blocks, "no %s" % first, 1)
    for at in blocks:
        for word in table[at.block][1]:
            need(word[0] != "!" or word[1:] in at.words,
                 "%s has no %s" % (at.id, word[1:]), at.line)
    if kind == ".names":
        screennames.check_lines(blocks)
    return blocks


def call(check, value, n):
    try:
        return check(value)
    except Refused as refused:
        raise Refused(refused.args[0], n)


def read_lang(name, kind):
    lines = word_lines(name)
    need(lines and lines[0][1] == "lang", "the first line is not lang",
         lines[0][0] if lines else 1)
    at = SimpleNamespace(file=name, line=lines[0][0], block="lang", words={},
                         id=call(a_name, lines[0][2], lines[0][0]), lines={})
    for n, word, value in lines[1:]:
        need(re.match(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\Z", word)
             and len(word) <= 96, '"%s" is not an id' % word, n)
        need(word not in at.words, word + " stands twice", n)
        need(not re.search("[{}]", re.sub(r"\{[1-4]\}", "", value)),
             "a brace", n)
        at.words[word] = value
    return [at]


def read_keys(name, kind):
    blocks = []
    for n, line in read_lines(name):
        line = line.strip(" \t")
        m = re.match(r"\[(.*)\]\Z", line)
        if m and " = " not in line:
            need(NAME.match(m[1]), '"%s" is not an id' % m[1], n)
            need(m[1] not in [b.id for b in blocks],
                 m[1] + " is defined twice", n)
            blocks.append(SimpleNamespace(file=name, line=n, block="keys",
                                          id=m[1], words={}, lines={}))
            continue
        key, parts, action = line.partition(" = ")
        need(parts and blocks, "no key", n)
        need((len(key) == 1 or re.match(
            r"\^[A-Za-z]\Z|[A-Z][A-Za-z0-9-]+\Z", key))
             and len(key) <= 16, '"%s" is not a key' % key, n)
        need(NAME.match(action), '"%s" is not an action' % action, n)
        need(key not in blocks[-1].words, key + " stands twice", n)
        blocks[-1].words[key] = action
    return blocks


# Names between blocks and files.

class Link:
    def __init__(self, files):
        self.all = {}
        for blocks in files.values():
            at = blocks[0]
            if at.block not in ("lang", "keys", "names"):
                at.rest = blocks[1:]
                space = "form" if at.block == "choices" else at.block
                need((space, at.id) not in self.all,
                     '"%s" is defined twice' % at.id, at.line, at.file)
                self.all[space, at.id] = at

    def get(self, block, name):
        at = self.all.get(("form" if block == "choices" else block, name))
        need(at and at.block == block, "there is no %s %s" % (block, name))
        return at

    def field(self, form, name):
        for at in form.rest:
            if at.id == name:
                return at
        raise Refused("%s has no field %s" % (form.id, name))

    def choice(self, field, code):
        kind = field.words["type"]
        need(kind[0] in WITH_CHOICES | {"country"}, "it has no choices")
        choices = self.get("choices", (kind + ["country"])[1])
        need(code in [c.id for c in choices.rest],
             "%s has no choice %s" % (choices.id, code))

    def check(self, blocks):
        at = head = blocks[0]
        try:
            for at in blocks:
                getattr(self, "check_" + head.block + "_" + at.block,
                        lambda *_: None)(at, head)
        except Refused as refused:
            refused.line = refused.line or at.lines.get(
                self.word, at.line)
            raise
        except RecursionError:
            raise Refused("nested too deep", at.line)

    def each(self, at, *words):
        for self.word in words:
            if self.word in at.words:
                yield at.words[self.word]

    def check_form_form(self, at, form):
        for name in self.each(at, "under"):
            need(self.field(form, name).words["type"][0]
                 in ("person", "group"), name + " is no person or group")
        for name in self.each(at, "flow"):
            self.get("flow", name)
        for line in self.each(at, "summary"):
            rest = re.sub(r"\{([^{}]*)\}", lambda m: m[1] == "id" and "" or
                          self.field(form, m[1]) and "", line)
            need(not re.search("[{}]", rest), "a brace")
        self.word = None
        need(len(form.rest) <= 512, "too many fields")

    def check_form_field(self, at, form):
        self.word = None
        need(at.id not in TAKEN, at.id + " is taken")
        for kind in self.each(at, "type"):
            if len(kind) > 1 or kind[0] == "country":
                self.get("choices", (kind + ["country"])[1])
        for tree in self.each(at, "relevant"):
            find_path(self, form, tree)
        for lines in self.each(at, "constraint"):
            for line in lines:
                first = line.split()[0]
                need(first == "at" or kind[0] == {
                    "not": "date", "from": "integer"}[first],
                     "a constraint for another type")
                if line.startswith("not before "):
                    other = self.field(form, line[11:])
                    need(other.words["type"] == ["date"] and other is not at,
                         other.id + " is no other date")
        for _ in self.each(at, "may-be"):
            need(kind == ["date"], "may-be is for dates")
        for _ in self.each(at, "as-said"):
            need(kind == ["date"], "as-said is for dates")
        for id in self.each(at, "other-in"):
            need(kind[0] in ("text", "name") and not at.words.get("many"),
                 "other-in is for one text or name")
            other = self.field(form, id)
            need(other.words["type"][0].split()[0] in ("text", "name") and
                 other.words.get("many") and
                 other.words["class"] == at.words["class"],
                 id + " is no list of the same class")
        for _ in self.each(at, "agrees"):
            need(kind == ["iin"], "agrees is for an IIN")
        for code in self.each(at, "safe"):
            need(kind[0] == "select_one", "safe is for select_one")
            self.choice(at, code)

    def check_choices_choice(self, at, choices):
        need(len(choices.rest) <= 1024, "too many choices")
        for code in self.each(at, "parent"):
            parents = [c for c in choices.rest if c.id == code]
            need(parents and "parent" not in parents[0].words,
                 code + " is no choice of the level above")

    def check_flow_move(self, at, flow):
        above = [b.id for b in flow.rest if b.block == "state"
                 and b.line < at.line]
        for names in self.each(at, "from", "to"):
            for name in [names] if isinstance(names, str) else names:
                need(name in above or self.word == "from" and name == "*",
                     "there is no state %s above" % name)
        forms = [b for b in self.all.values() if b.block == "form"
                 and b.words.get("flow") == flow.id]
        for names in self.each(at, "asks", "needs"):
            for form in forms:
                for name in names:
                    self.field(form, name)

    def check_list_list(self, at, head):
        self.word = "of"
        at.form = self.get("form", at.words["of"])
        for tree in self.each(at, "where"):
            find_path(self, at.form, tree)
        for parts in self.each(at, "sort"):
            for name, _ in parts:
                find_path(self, at.form, name)

    def check_list_column(self, at, head):
        self.word = None
        find_path(self, head.form, at.id)
        need(not at.words.get("last") or at is head.rest[-1],
             "last is not the last column")

    def check_map_map(self, at, head):
        self.word = "form"
        at.form = self.get("form", at.words["form"])
        for name in self.each(at, "key"):
            self.field(at.form, name)
        need(("group" in at.words) == ("group-field" in at.words),
             "group and group-field stand together")
        for name in self.each(at, "group"):
            self.heading(head, name)
        for pairs in self.each(at, "refuse"):
            need(not {"empty", "formula"} & {what for what, _ in pairs},
                 "a refusal of single columns")
        for name in self.each(at, "group-field"):
            self.field(self.get("form", "group"), name)
        for one, other in self.each(at, "group-name"):
            self.field(self.get("form", "group"), one)
            self.field(at.form, other)

    def heading(self, head, name):
        need(name in [c.id for c in head.rest], "no column " + name)

    def check_map_column(self, at, head):
        need(("split" in at.words) == ("family" in at.words),
             "split and family stand together")
        field = None
        for name in self.each(at, "field", "family"):
            known = self.field(head.form, name)
            field = field or known
        for word, kinds in (("dates", ["date"]), ("estimated", ["date"]),
                            ("kind", ["document"])):
            for value in self.each(at, word):
                need(field and field.words["type"][0] in kinds,
                     word + " is for a field of type " + kinds[0])
                if word == "kind":
                    self.choice(field, value)
                if word == "estimated":
                    self.heading(head, value[0])
        for pairs in self.each(at, "refuse"):
            need(not {"short", "many"} & {what for what, _ in pairs},
                 "a refusal of the map")
        for pairs in self.each(at, "code"):
            need(len(pairs) <= 256, "too many codes")
            need(field, "code without field")
            for _, value in pairs:
                if value != "none" and len(field.words["type"]) > 1:
                    self.choice(field, value)


def english(link, files):
    """English has a word for everything that the files define."""
    have, want = set(), {}
    for blocks in files.values():
        head = blocks[0]
        if head.block == "lang" and head.id == "en":
            have |= set(head.words)
        before = {"flow": "", "list": "list."}.get(head.block, "")
        if head.block in ("form", "list"):
            want[before + head.id] = head
        for at in blocks[1:]:
            if head.block in ("form", "choices"):
                want[head.id + "." + at.id] = at
            elif head.block == "flow":
                want["%s.%s.%s" % (at.block, head.id, at.id)] = at
    return [(at, "English has no word " + word) for word, at in want.items()
            if have and word not in have]


def main(names):
    files, faults = {}, set()

    def fault(name, line, why):
        faults.add(name)
        print("%s:%s: %s" % (name, line or 1, why), file=sys.stderr)
    for name in names:
        kind = os.path.splitext(name)[1]
        try:
            need(kind in KINDS or kind in (".lang", ".keys"),
                 "no kind of definition file", 1)
            read = {".lang": read_lang, ".keys": read_keys}.get(kind)
            files[name] = (read or read_blocks)(name, kind)
        except Refused as refused:
            fault(name, refused.line, refused.args[0])
    try:
        link = Link(files)
    except Refused as refused:
        fault(refused.file, refused.line, refused.args[0])
        return 1
    for name, blocks in files.items():
        try:
            link.word = None
            link.check(blocks)
        except Refused as refused:
            fault(name, refused.line, refused.args[0])
    for at, why in english(link, files):
        fault(at.file, at.line, why)
    for name, blocks in files.items():
        for at in blocks if name not in faults else ():
            print(json.dumps({"file": name, "line": at.line,
                              "block": at.block, "id": at.id,
                              "words": at.words}, ensure_ascii=False))
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
