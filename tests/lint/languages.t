#!/usr/bin/python3 -B
"""Every language says all that English says, in the room that it has."""
import re

import lint

# What may read the same in every language: names and mere places.
SAME = {"date.short", "day.one", "err.definition", "language.en",
    "language.kk", "language.ru", "plan.refused", "tell.sentence",
    "action.esc", "action.f1", "action.f10",
    "keytest.sample", "ui.name"}
# What one language alone may share with English: the same word there.
SHARED = {"kk": set(), "ru": set()}
FORMS = {"ru": ("few", "many", "one"), "kk": ("many",)}
PLURAL = re.compile(r"^(.*)\.(one|few|many)$")
PLACE = re.compile(r"\{[1-4]\}")


def words(lang):
    found = {}
    for line in lint.read("screens/lang/%s.lang" % lang).splitlines():
        if line and line[0] != "#" and ": " in line:
            name, text = line.split(": ", 1)
            found[name] = text
    return found


def number(path, name):
    """The value of a constant, from the code that draws with it."""
    return int(re.search(r"#define\s+%s\s+(\d+)u?" % name,
        lint.read(path))[1])


def plural_stems(text):
    """Ids that have one text for each way English counts."""
    found = {}
    for name in text:
        match = PLURAL.match(name)
        if match:
            found.setdefault(match[1], set()).add(match[2])
    return {stem for stem, forms in found.items() if "many" in forms}


def wanted(english, lang):
    stems = plural_stems(english)
    ids = {name for name in english
        if not (PLURAL.match(name) and PLURAL.match(name)[1] in stems)}
    return ids | {stem + "." + form for stem in stems
        for form in FORMS[lang]}


# What a thing is not called, since another name is used everywhere else.
OTHER_NAMES = {"ru": r"фраз\w*-парол|пароль\b", "kk": r"$^"}


def two_names(lang, text):
    return ["%s: %s" % (name, text[name]) for name in sorted(text)
        if re.search(OTHER_NAMES[lang], text[name], re.I)]


def source_of(name, english):
    """The English text that a plural of another language is made from."""
    if name in english:
        return english[name]
    match = PLURAL.match(name)
    return english.get(match[1] + ".many", "") if match else ""


def other_places(name, text, english):
    want = set(PLACE.findall(source_of(name, english)))
    if PLURAL.match(name) and name not in english:
        return not set(PLACE.findall(text)) <= want
    return set(PLACE.findall(text)) != want


def field_labels():
    """Fields of all forms, with the cells of the label column."""
    shape = re.search(r"struct shape s = \{ false, (\d+),",
        lint.read("src/ui/form_draw.c"))
    for path in lint.files("screens/forms/*.form"):
        text = lint.read(path)
        form = re.search(r"^form: (\S+)", text, re.M)[1]
        for field in re.findall(r"^field: (\S+)", text, re.M):
            yield "%s.%s" % (form, field), int(shape[1])


def unlock_labels():
    path = "src/app/scr_unlock.c"
    room = number(path, "FIELD_COLUMN") - number(path, "LABEL_COLUMN") - 1
    for name in re.findall(r'draw_label\([^;]*?"(unlock\.[a-z-]+)"',
            lint.read(path)):
        yield name, room


def unlock_lines(text):
    """Lines of the unlock screen, with the longest that they tell."""
    room = 80 - number("src/app/scr_unlock.c", "FIELD_COLUMN") - 1
    for name, told in (("unlock.note", ()), ("unlock.after", ()),
            ("unlock.not-locked", ()), ("unlock.swap-is-on", ()),
            ("unlock.screen-is", ("200x60",)),
            ("unlock.used", ("2026-12-31 23:59", "12"))):
        line = text.get(name, "")
        for place, value in enumerate(told, 1):
            line = line.replace("{%d}" % place, value)
        if len(line) > room:
            yield "%s: %d cells, room for %d: %s" % (name, len(line), room,
                line)


def headings():
    """Columns of all lists that have a heading of their own or their path's."""
    english = words("en")
    for path in lint.files("screens/lists/*.list"):
        text = lint.read(path)
        name = re.search(r"^list: (\S+)", text, re.M)[1]
        of = re.search(r"^of: (\S+)", text, re.M)[1]
        for column, width in re.findall(
                r"^column: (.+)\nwidth: (\d+)", text, re.M):
            for word in ("list.%s.%s.short" % (name, column),
                    "list.%s.%s" % (name, column),
                    "%s.%s" % (of, column),
                    "path." + column.replace(" ", "-")):
                if word in english:
                    yield word, int(width)
                    break


def day_headings():
    for part, width in re.findall(r'\.field = "([a-z]+)", \.width = (\d+)',
            lint.read("src/app/day_pane.c")):
        if part != "id":
            yield "day.column." + part, int(width)


def too_wide(text, columns):
    rooms = list(field_labels()) + list(unlock_labels()) + columns
    return sorted({"%s: %d cells, room for %d: %s" % (name, len(text[name]),
        room, text[name]) for name, room in rooms
        if name in text and len(text[name]) > room} |
        set(unlock_lines(text)))


# How each language says that an example follows.
EXAMPLE = {"en": "[Ff]or instance", "ru": "[Нн]апример", "kk": "[Мм]ысалы"}


def asked():
    """Ids of all that is asked for: fields of forms, and of our own screens."""
    for path in lint.files("screens/forms/*.form"):
        text = lint.read(path)
        form = re.search(r"^form: (\S+)", text, re.M)[1]
        for field in re.findall(r"^field: (\S+)", text, re.M):
            yield "%s.%s.hint" % (form, field)
    for path in lint.files("src/app/scr_*.c"):
        yield from re.findall(r'"([a-z.]+\.hint)"', lint.read(path))


def without_example(lang, text):
    for name in asked():
        hint = text.get(name, "")
        if not re.search(EXAMPLE[lang] + r":? \S", hint):
            yield "%s: no example: %s" % (name, hint)
        elif len(hint) > 78:
            yield "%s: %d cells on a row of 80: %s" % (name, len(hint), hint)


def main():
    tap = lint.Tap()
    english = words("en")
    languages = sorted(path[len("screens/lang/"):-len(".lang")]
        for path in lint.files("screens/lang/*.lang"))
    tap.check("the three languages are there",
        sorted({"en", "kk", "ru"} ^ set(languages)))
    tap.check("rooms are found", ["none: " + of.__name__
        for of in (field_labels, unlock_labels, headings, day_headings)
        if not list(of())])
    for lang in languages:
        tap.check(lang + ": help on a field has an example",
            sorted(without_example(lang, words(lang))))
        text = words(lang)
        tap.check(lang + ": labels and headings fit", too_wide(text,
            list(day_headings()) + list(headings())))
        if lang == "en":
            continue
        want = wanted(english, lang)
        tap.check(lang + ": no word is missing", sorted(want - set(text)))
        tap.check(lang + ": no word is left over", sorted(set(text) - want))
        tap.check(lang + ": the same places as in English",
            ["%s: %s" % (name, text[name]) for name in sorted(text)
                if other_places(name, text[name], english)])
        tap.check(lang + ": one thing has one name", two_names(lang, text))
        tap.check(lang + ": no English is left",
            ["%s: %s" % (name, text[name]) for name in sorted(text)
                if text[name] == english.get(name) and
                name not in SAME | SHARED[lang]])
    tap.end()


main()
