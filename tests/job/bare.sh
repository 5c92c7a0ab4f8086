#!/bin/sh
# bare.sh [TARGET...] - make check (or TARGETs) on a Debian 12 that has only
# git, make and ca-certificates. Not one of prove's tests: it runs them all.
#
# Needs root. The mirror, the proxies and the name servers are those of this
# machine. The tree is taken as it stands, but for what git ignores.
set -eu
suite=bookworm
targets=${*:-check}
root=$(cd "$(dirname "$0")/../.." && pwd)

if [ "$(id -u)" -ne 0 ]; then
	echo 'bare: a chroot can be made by root only' >&2
	exit 1
fi
if [ "${BARE_MOUNTS-}" != private ]; then
	# All mounts end with the processes that need them.
	BARE_MOUNTS=private exec unshare --mount --pid --fork --kill-child \
	    "$root/tests/job/bare.sh" $targets
fi
if ! command -v debootstrap >/dev/null 2>&1; then
	apt-get update -q
	apt-get install -y -q --no-install-recommends debootstrap
fi

sources=$(apt-get indextargets \
    --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' | grep " $suite" | sort -u)
mirror=$(echo "$sources" | awk -v suite="$suite" '$3 == suite { print $2 }' |
    head -n 1)
if [ -z "$mirror" ]; then
	echo "bare: the apt sources of this machine hold no $suite" >&2
	exit 1
fi

folder=$(mktemp -d)
chroot=$folder/debian
clean() {
	for mount in run sys proc dev .; do
		umount -R -l "$chroot/$mount" 2>/dev/null || :
	done
	rm -rf --one-file-system "$folder"
}
trap clean EXIT
trap 'exit 1' INT TERM HUP

echo "bare: a Debian 12 from $mirror"
debootstrap --variant=minbase "$suite" "$chroot" "$mirror" \
    >"$folder/log" 2>&1 || { tail "$folder/log"; exit 1; }
echo "$sources" >"$chroot/etc/apt/sources.list"
# How this machine reaches the mirror.
apt-config dump | grep -E '^Acquire::([a-z]+::Proxy|Check|Retries|https?::)' \
    >"$chroot/etc/apt/apt.conf.d/90host" || :
cp /etc/resolv.conf /etc/hosts "$chroot/etc/"

mkdir -p "$chroot/src/panah"
git -C "$root" -c safe.directory="$root" ls-files -z --cached --others \
    --exclude-standard |
    (cd "$root" && tar -c --null --ignore-failed-read -T -) |
    tar -x -C "$chroot/src/panah"
shared=${PANAH_SHARED:-$root/../shared}
if [ -d "$shared" ]; then
	mkdir "$chroot/src/shared"
	cp -a "$shared/." "$chroot/src/shared"
fi

# A root that is a mount of its own: in it, unshare --mount works.
mount --bind "$chroot" "$chroot"
mount -t proc proc "$chroot/proc"
mount -t sysfs -o ro sysfs "$chroot/sys"
mount --rbind /dev "$chroot/dev"
mount -t tmpfs tmpfs "$chroot/run"

inside() {
	chroot "$chroot" env -i HOME=/tmp CI="${CI-}" \
	    http_proxy="${http_proxy-}" https_proxy="${https_proxy-}" \
	    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	    sh -c "$1" </dev/null
}

inside 'apt-get update -q && DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q git make ca-certificates' >"$folder/log" 2>&1 ||
    { tail "$folder/log"; exit 1; }
begin=$(date +%s)
echo "bare: make $targets"
code=0
inside "cd /src/panah && make $targets" || code=$?
echo "bare: make $targets took $(($(date +%s) - begin)) s, exit $code"
exit "$code"
