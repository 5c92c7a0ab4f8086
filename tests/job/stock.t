#!/usr/bin/python3 -B
"""Rule 68: what panah writes is opened by Debian's minisign, age and gunzip in a
folder without panah, and what those programs have made by hand is trusted and
received: by the very scripts that panah-bundle(5) prints."""
import hashlib
import os
import re
import subprocess
import sys

sys.path.insert(0, "tests/job")
import panah

PAGE = "man/panah-bundle.5"
TOOLS = ("minisign", "age", "age-keygen", "gzip", "basenc", "b2sum",
    "sha256sum", "truncate")
# The bundle by hand holds one person; ours adds the family around her.
FAMILY = '''
group=$(fresh 16 | basenc --base16 -w 0 | tr A-F a-f)
child=$(fresh 16 | basenc --base16 -w 0 | tr A-F a-f)
entry 1 i new "$group" . - _form=group name=Юсуфи > anna.e
entry 2 i new "$person" . - _form=person family_name=Юсуфи \\
    given_name=Парвин "names+پروین یوسفی" sex=F birth_date=1987-05 \\
    nationality=AFG "group=$group" >> anna.e
entry 3 c set "$person" . - "phone++7 701 555 01 02" >> anna.e
entry 4 i new "$child" . - _form=person family_name=Юсуфи given_name=Омид \\
    sex=M birth_date=2015-11-30 nationality=AFG "group=$group" >> anna.e
'''
ROFF = (("\\-", "-"), ("\\(aq", "'"), ("\\(ti", "~"), ("\\(ha", "^"),
    ("\\&", ""), ("\\e", "\\"))


def script(title):
    """The literal text of the page below a heading."""
    with open(PAGE, encoding="utf-8") as f:
        text = f.read()
    part = text.split(".Ss " + title + "\n")[1].split("\n.Ss ")[0]
    blocks = re.findall(r"^\.Bd -literal\n(.*?)^\.Ed$", part, re.S | re.M)
    found = []
    for block in blocks:
        for roff, plain in ROFF:
            block = block.replace(roff, plain)
        found.append(block)
    return found


def sh(text, folder, *arguments):
    done = subprocess.run(["sh", "-c", text, "sh", *arguments], cwd=folder,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=panah.environment())
    return panah.Done(done.returncode, done.stdout,
        done.stderr.decode("utf-8", "replace"))


def folder_of(world, name):
    path = os.path.join(world.folder, name)
    os.mkdir(path, 0o700)
    return path


# ------------------------------------------------------- ours by their tools

def opened_by_stock(tap, world, almaty, astana):
    recipe, = script("To read a bundle without panah")
    empty = folder_of(world, "without-panah")
    keys = os.path.join(empty, "identities")
    astana.do("identity", keys, "--yes")
    tap.same(os.stat(keys).st_mode & 0o777, 0o600,
        "identity writes a file that nobody else can read")
    with open(almaty.path + ".card", encoding="utf-8") as f:
        sign, = re.findall(r"^sign\t(.*)$", f.read(), re.M)
    public = os.path.join(empty, "sender.pub")
    with open(public, "w", encoding="utf-8") as f:
        f.write("untrusted comment: Almaty\n%s\n" % sign)
    for kind in ("--wrap", "--no-wrap"):
        path = os.path.join(empty, "file%s.pnh" % kind)
        almaty.do("send", "AST", "-o", path, kind)
        done = sh(recipe, empty, path, public, keys)
        lines = done.out.splitlines()
        tap.ok(done.code == 0 and lines and lines[0] == "panah-bundle 1" and
            lines[-1] == "end\t%d" % (len(lines) - 1) or
            done.code == 0 and lines[-1].replace("^I", "\t") == "end\t%d" %
            (len(lines) - 1), "send %s: opened by stock tools" % kind, done)
        tap.ok("phone++7 701 555 01 02" in done.out and
            re.search(r"from.ALA.*%s" % re.escape(sign), done.out),
            "send %s: and is what was written, by whom" % kind, done)
        with open(path, "rb") as f:
            data = f.read()
        with open(path, "wb") as f:
            f.write(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
        done = sh(recipe, empty, path, public, keys)
        tap.ok(done.code != 0 and done.out == "",
            "send %s: one bit changed, not opened by them either" % kind,
            done)
        with open(path, "wb") as f:
            f.write(data)
        done = astana.run("receive", path, "--yes")
        tap.same(done.code, 0, "send %s: the file is received" % kind)


# ------------------------------------------------------- theirs by our panah

def by_hand(tap, world, astana):
    """(folder, digits) of an office and a bundle made by the page."""
    make, digits = script("A card and a bundle made by hand")
    folder = folder_of(world, "by-hand")
    _, card = astana.digits()
    os.rename(card, os.path.join(folder, "to"))
    at = make.index("# RFC 6962 root over")
    done = sh(make[:at] + FAMILY + make[at:], folder)
    tap.same((done.code, done.err), (0, ""),
        "the page's script makes card and bundle")
    with open(os.path.join(folder, "root.pk"), "rb") as f:
        text = b"panah/fp1\n" + f.read() + b"HND\noffice\n"
    number = hashlib.blake2b(text, digest_size=32).digest()[:11]
    read_out = "%025d" % (int.from_bytes(number, "big") % 10 ** 25)
    name = "the page's script gives the digits of the card"
    if panah.have("bc"):
        tap.skip(name, "no bc")
    else:
        tap.same(sh(digits, folder).line, read_out, name)
    return folder, read_out


def received_by_panah(tap, astana, folder, digits):
    card = os.path.join(folder, "card")
    path = os.path.join(folder, "hand.pnh")
    done = astana.run("receive", path, "--yes")
    tap.same(done.code, 4, "before its office is trusted: refused")
    done = astana.run("trust", card, "--as", "office", "--fingerprint",
        digits)
    tap.ok(done.code == 0 and done.line == "HND",
        "the card is trusted by the digits", done)
    with open(path, "rb") as f:
        data = f.read()
    for at in (300, len(data) // 2, len(data) - 1):
        changed = os.path.join(folder, "changed.pnh")
        with open(changed, "wb") as f:
            f.write(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
        done = astana.run("receive", changed, "--yes")
        tap.same(done.code, 4, "byte %d of the file changed: exit 4" % at)
    done = astana.run("receive", path, "--yes")
    tap.ok(done.code == 0 and "new 3 " in done.line, "the bundle is "
        "received", done)
    people = {p["given_name"]: p for p in astana.run("list", "people",
        "--json").objects()}
    group = astana.run("list", "families", "--where", "name is Юсуфи",
        "--json").objects()
    tap.ok(group and people.get("Парвин", {}).get("group") ==
        people.get("Омид", {}).get("group") == group[0]["uid"] and
        people["Парвин"]["names"] == ["پروین یوسفی"] and
        people["Парвин"]["phone"] == ["+7 701 555 01 02"],
        "with the family in it", people, group)
    tap.same(astana.verify()[0], 0, "verify is content with it")


def one_byte_changed(tap, astana, folder):
    """The text altered, then packed and signed anew by the same keys."""
    make, _ = script("A card and a bundle made by hand")
    pack = make[make.index("# gzip, padding, age, signature."):]
    shell = ("set -eu\numask 077\ncp saved text\nsed -i '%s' text\n"
        "if cmp -s saved text; then exit 9; fi\n" + pack)
    os.rename(os.path.join(folder, "text"), os.path.join(folder, "saved"))
    for name, edit in (
            ("a name in an entry", "s/Омид/Омед/"),
            ("the time of an entry", "s/^\\(e\\t4\\t.\\{16\\}\\t\\)01/"
                "\\102/"),
            ("the number of lines", "s/^\\(end\\t.*\\)./\\1~/"),
            ("a seal", "/^s\\t4/s/.\\{10\\}$/AAAAAAAAAA/"),
            ("the addressee", "s/^\\(to\\tAST\\t\\)..../\\1AAAA/"),
            ("the code of the addressee", "s/^to\\tAST/to\\tASA/"),
            ("a word that a newer version needs", "1a need\\twings")):
        done = sh(shell % edit, folder)
        if done.code != 0:
            tap.ok(False, "packed again: " + name, done)
            continue
        before = panah.tree_bytes(astana.path, ["log", "spool/quarantine"])
        done = astana.run("receive", os.path.join(folder, "hand.pnh"),
            "--yes")
        tap.ok(done.code == 4 and "err." not in done.err and before ==
            panah.tree_bytes(astana.path, ["log", "spool/quarantine"]),
            "text changed, signed anew: %s: exit 4, nothing changed" % name,
            done)
    done = sh("set -eu\ncp card text\nsed -i 's/by hand/by hend/' text",
        folder)
    done = astana.run("trust", os.path.join(folder, "text"), "--as",
        "office", "--fingerprint", "0" * 25)
    tap.same(done.code, 4, "the card with one letter changed: exit 4")


def test(tap, world):
    missing = panah.have(*TOOLS)
    if missing:
        tap.skip("stock tools", "no " + ", ".join(missing))
        return
    almaty = world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova")
    astana = world.office("AST", "Astana sub-office", "dana",
        "Dana Serikova")
    panah.introduce(almaty, astana)
    group = almaty.do("new", "group", "name=Karimi")
    almaty.do("new", "person", "group=" + group, "given_name=Omid",
        "family_name=Karimi", "sex=M", "birth_date=1990",
        "nationality=AFG", "phone=+7 701 555 01 02")
    opened_by_stock(tap, world, almaty, astana)
    folder, digits = by_hand(tap, world, astana)
    received_by_panah(tap, astana, folder, digits)
    one_byte_changed(tap, astana, folder)


panah.main(test)
