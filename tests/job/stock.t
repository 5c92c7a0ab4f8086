#!/usr/bin/python3 -B
"""Rule 68: bundles open with Debian's minisign, age and gunzip, and those
tools make bundles that are taken. The scripts are those of panah-bundle(5),
run as they stand there."""
import hashlib
import os
import re
import shutil
import sys

sys.path.insert(0, "tests/job")
import panah

PAGE = "man/panah-bundle.5"
TOOLS = ("minisign", "age", "age-keygen", "gunzip", "basenc")
OUTSIDE = "# gzip, padding, age, signature.\n"
SIGNS = {"-": "-", "e": "\\", "(aq": "'", "(dq": '"', "(ha": "^",
    "(ti": "~"}


def examples():
    """The displays of the page under EXAMPLES, as typed."""
    with open(PAGE, encoding="utf-8") as f:
        text = f.read().split(".Sh EXAMPLES\n")[1]
    found = re.findall(r"^\.Bd -literal\n(.*?)^\.Ed\n", text, re.M | re.S)
    return [re.sub(r"\\(\(..|.)", lambda m: SIGNS[m[1]], script)
        for script in found]


def shell(script, *words, cwd):
    return panah.run("sh", "-c", script, "sh", *words, cwd=cwd)


def offices(world):
    almaty = world.office("ALA", "Almaty field office", "anna",
        "Anna Bekova")
    astana = world.office("AST", "Astana sub-office", "dana",
        "Dana Serikova")
    panah.introduce(almaty, astana)
    return almaty, astana


def opens(tap, world, read, almaty, astana):
    """What panah made, in a folder where panah is not."""
    almaty.do("new", "person", "family_name=Yusufi", "given_name=Parwin",
        "sex=F", "birth_date=1987-05")
    identity = os.path.join(world.folder, "identity")
    astana.do("identity", identity, "--yes")
    _, card = almaty.digits()
    with open(card, encoding="utf-8") as f:
        key = re.search(r"^sign\t(\S+)$", f.read(), re.M)[1]
    key = world.file("ala.pub", "minisign public key\n%s\n" % key)
    for how in ("--no-wrap", "--wrap"):
        bundle = almaty.do("send", "AST", "-o", os.path.join(world.folder,
            how[2:]), how, "--since-nothing")
        done = shell(read, bundle, key, identity, cwd=world.folder)
        lines = done.out.splitlines()
        tap.ok(done.code == 0 and lines[0] == "panah-bundle 1" and
            lines[-1] == "end\t%d" % (len(lines) - 1),
            "%s: opens with minisign, age and gunzip" % how, done)
        tap.ok("family_name=Yusufi" in done.out,
            "%s: and holds the person" % how, done)
        with open(bundle, "rb") as f:
            whole = f.read()
        altered = world.file("altered" + how,
            whole[:-1] + bytes([whole[-1] ^ 1]))
        done = shell(read, altered, key, identity, cwd=world.folder)
        tap.ok(done.code != 0 and "Yusufi" not in done.out,
            "%s: with one bit altered they refuse it" % how, done)


def read_out(folder):
    """The digits of the card of HND, reckoned from what the page says."""
    with open(os.path.join(folder, "root.pk"), "rb") as f:
        root = f.read()
    digest = hashlib.blake2b(b"panah/fp1\n" + root + b"HND\noffice\n",
        digest_size=32).digest()
    return "%025d" % (int.from_bytes(digest[:11], "big") % 10 ** 25)


def by_hand(tap, world, script, digits_script, astana):
    """A card and a bundle that nobody's panah has made."""
    folder = os.path.join(world.folder, "hand")
    os.mkdir(folder)
    _, card = astana.digits()
    shutil.copy(card, os.path.join(folder, "to"))
    done = shell(script, cwd=folder)
    if not tap.ok(done.code == 0, "the tools make a card and a bundle",
            done):
        return
    digits = read_out(folder)
    if shutil.which("bc"):
        done = shell(digits_script, cwd=folder)
        tap.same(done.line, digits, "the digits of the card as on the page")
    else:
        tap.skip("the digits of the card as on the page", "bc is missing")
    bundle = os.path.join(folder, "hand.pnh")
    done = astana.run("receive", bundle, "--yes")
    tap.same(done.code, 4, "of an unknown office it is refused")
    done = astana.run("trust", os.path.join(folder, "card"), "--as",
        "office", "--fingerprint", digits)
    tap.ok(done.code == 0, "the card is trusted", done)

    # The same with one letter changed before the outer layers are made.
    front, outside = script.split(OUTSIDE)
    text = os.path.join(folder, "text")
    with open(text, "rb") as f:
        whole = f.read()
    good = astana.path + ".good"
    shutil.move(bundle, good)
    for name, data in (("text", whole.replace(b"=Yusufi", b"=Yusufy")),
            ("addressee", whole.replace(b"\nto\tAST\t", b"\nto\tASA\t"))):
        with open(text, "wb") as f:
            f.write(data)
        for left in ("packed", "inner", "head", "hand.pnh"):
            if os.path.exists(os.path.join(folder, left)):
                os.unlink(os.path.join(folder, left))
        done = shell("set -eu\n" + outside, cwd=folder)
        before = astana.do("export", "--json")
        refused = astana.run("receive", bundle, "--yes")
        tap.ok(done.code == 0 and refused.code == 4,
            "one letter of the %s changed: refused, exit 4" % name, done,
            refused)
        tap.same(astana.do("export", "--json"), before,
            "and nothing of it is taken")
    done = astana.run("receive", good, "--yes")
    tap.ok(done.code == 0 and " new 1 " in done.out,
        "as it was made it is taken", done)
    tap.ok("Yusufi" in astana.do("export", "--json"), "with its person")
    code, found = astana.verify()
    tap.ok(code == 0 and found["faults"] == "0", "and verify is content",
        found["said"])


def main():
    tap = panah.Tap()
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing:
        tap.skip("stock tools", "missing: " + " ".join(missing))
        return tap.end()
    read, make, digits = examples()[:3]
    with panah.World() as world:
        almaty, astana = offices(world)
        opens(tap, world, read, almaty, astana)
        by_hand(tap, world, make, digits, astana)
    return tap.end()


sys.exit(main())
