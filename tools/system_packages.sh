#!/bin/sh
# The system libraries that Qt (and, for "test", a virtual screen, for "package", installers) need: installs those that are
# missing with apt-get where it may, else names them. Usage:
#   system_packages.sh window|test [PYTHON]      system_packages.sh package PYTHON
#   system_packages.sh --list window             prints the names alone
set -eu
only_list=
if [ "$1" = --list ]; then only_list=1; shift; fi

window="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 fonts-dejavu-core
  libgssapi-krb5-2 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
# The last line: pictures are looked at with programs that are not ours.
test="xvfb xauth xdotool x11-utils openbox dbus dbus-daemon at-spi2-core fonts-wqy-microhei
  libimage-exiftool-perl imagemagick openssl pngcheck libtiff-tools libjpeg-turbo-progs webp"
# binutils is PyInstaller's; strace shows what the packaged program writes.
package="appstream binutils debootstrap desktop-file-utils dpkg-dev strace xz-utils"

[ "$(uname -s)" = Linux ] || exit 0
case $1 in
  window) wanted=$window ;;
  test) wanted=$test ;;
  package) wanted=$package ;;
esac
if [ -n "$only_list" ]; then echo $wanted; exit 0; fi
if [ -n "${2:-}" ] && ! "$2" -c 'import ensurepip, venv' 2>/dev/null; then
  wanted="python3-venv $wanted"
fi
if [ "$1" = package ]; then # Debian's python3 does without this library, PyInstaller does not
  wanted="$("$2" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2] if sys.base_prefix == "/usr" else "")') $wanted"
fi
if ! command -v dpkg-query >/dev/null; then
  echo "Not a Debian-like system: make sure that it has what these packages hold:" $wanted >&2
  exit 0
fi

missing=
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
  echo "Installing system packages:$missing"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "These system packages are missing; install them with:" >&2
  echo "  sudo apt-get install --no-install-recommends$missing" >&2
fi
