#!/bin/sh
# The system libraries that Qt (and, for "test", a virtual screen) need: installs those that are
# missing with apt-get where it may, else names them. Usage: system_packages.sh window|test [PYTHON]
set -eu

window="libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 fonts-dejavu-core
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
# The last line: pictures are looked at with programs that are not ours.
test="xvfb xauth xdotool x11-utils openbox dbus dbus-daemon at-spi2-core fonts-wqy-microhei
  libimage-exiftool-perl imagemagick pngcheck libtiff-tools libjpeg-turbo-progs webp"

[ "$(uname -s)" = Linux ] || exit 0
case $1 in
  window) wanted=$window ;;
  test) wanted=$test ;;
esac
if [ -n "${2:-}" ] && ! "$2" -c 'import ensurepip, venv' 2>/dev/null; then
  wanted="python3-venv $wanted"
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
