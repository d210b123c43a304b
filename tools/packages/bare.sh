#!/bin/sh
# The .deb on a bare Debian, as root: installed with its dependencies, used without network, removed.
#
# build/bare holds the bare system, made once by debootstrap; each run works on a copy of it. What is
# mounted is seen by one process alone (unshare --mount) and goes with it: nothing is to be unmounted.
set -eu
cd "$(dirname "$0")/../.."
bare=build/bare/base.tar
tree=$PWD/build/bare/tree
deb=$(ls dist/sr-desktop_*.deb)
release=${DEBIAN_RELEASE:-bookworm}

[ "$(id -u)" = 0 ] || { echo "Making a bare system needs root." >&2; exit 1; }
mkdir -p build/bare
if [ ! -f $bare ]; then
  debootstrap --variant=minbase "$release" "$tree.new" ${DEBIAN_MIRROR:-} >build/bare/debootstrap.log
  tar -C "$tree.new" -cf $bare.part .
  mv $bare.part $bare
  rm -rf --one-file-system "$tree.new"
fi
rm -rf --one-file-system "$tree"
mkdir "$tree"
tar -C "$tree" -xf $bare

# Runs words in the tree with the /tmp of this computer. MORE is what else unshare is to cut off.
inside() {
  unshare --mount --pid --fork ${MORE:-} sh -c '
    tree=$1; shift
    mount -t proc proc "$tree/proc" && mount --bind /tmp "$tree/tmp" || exit 125
    exec chroot "$tree" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin \
      DEBIAN_FRONTEND=noninteractive "$@"' sh "$tree" "$@"
}
listed() {
  find "$tree" \( -path "$tree/var" -o -path "$tree/etc" -o -path "$tree/root" \) -prune -o \
    -not -name '*.pyc' -printf '/%P\n' | sort >"build/bare/$1"
}
packages() { dpkg-query --admindir="$tree/var/lib/dpkg" -W -f '${Package}\n' | sort; }

cp /etc/resolv.conf "$tree/etc/resolv.conf"
inside apt-get update -qq
packages >build/bare/packages-before
listed before
cp "$deb" "$tree/root/sr-desktop.deb"
inside apt-get install -y -qq --no-install-recommends /root/sr-desktop.deb >build/bare/install.log 2>&1
rm "$tree/root/sr-desktop.deb"
echo "Installed, with $(packages | comm -13 build/bare/packages-before - | wc -l) packages."
! inside sh -c 'command -v python3' || { echo "There is a Python in it: not bare." >&2; exit 1; }

# Outside are the virtual screen and the hand at its mouse; the program has nothing but the tree.
cat >build/bare/inside <<END
#!/bin/sh
here=\$1; shift
mount -t proc proc "$tree/proc" && mount --bind /tmp "$tree/tmp" || exit 125
exec /usr/sbin/chroot "$tree" /bin/sh -c 'cd "\$0" && exec sr-desktop "\$@"' "\$here" "\$@"
END
cat >build/bare/program <<END
#!/bin/sh
exec unshare --mount --net --pid --fork --kill-child sh "$PWD/build/bare/inside" "\$PWD" "\$@"
END
chmod +x build/bare/program
SR_PROGRAM="$PWD/build/bare/program" "${BIN:-.venv/bin}/python" -m pytest tests/package/test_program.py \
  -m package --timeout 900 -k 'version or doctor or demo or upscaled or network or drop'

inside dpkg --purge sr-desktop >/dev/null
inside apt-get autoremove --purge -y -qq >/dev/null 2>&1
packages | comm -13 build/bare/packages-before - >build/bare/left-packages
listed after
comm -13 build/bare/before build/bare/after >build/bare/left
if [ -s build/bare/left ] || [ -s build/bare/left-packages ]; then
  echo "Left behind:" >&2
  cat build/bare/left build/bare/left-packages >&2
  exit 1
fi
echo "Removed: nothing is left."
rm -rf --one-file-system "$tree"
