#!/bin/sh
# Installs the wheel alone into an empty environment, shuts its folder, and runs it from another one. Its dependencies are this Python's.
#   check.sh PYTHON
set -eu
python=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
here=$(cd "$(dirname "$0")/../.." && pwd)
room=$(mktemp -d)
trap 'chmod -R u+w "$room"; rm -rf "$room"' EXIT
(cd "$here" && git ls-files -z | xargs -0 cp --parents -t "$room")
mkdir "$room/made" "$room/elsewhere" "$room/home"
(cd "$room" && "$python" -m pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir made .)
"$python" -m venv "$room/venv"
own=$("$room/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$room/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-index "$room"/made/*.whl
"$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$own/dependencies.pth"
chmod -R a-w "$own"
cd "$room/elsewhere"
export HOME="$room/home" TUOHY_HOME="$room/home" XDG_CACHE_HOME="$room/home/cache"
tuohy="$room/venv/bin/tuohy"
before=$(find "$own" | wc -l)
"$room/venv/bin/python" -c "import sim; assert sim.__file__.startswith('$own'), sim.__file__"
"$tuohy" --version
"$tuohy" list
"$tuohy" replay interlaminar_l4_l5_competent
# the window stays open until it is ended: 124 is what timeout says of that
status=0
xvfb-run -a timeout 60 "$tuohy" 2> "$room/said" || status=$?
cat "$room/said"
! grep -q Traceback "$room/said"
test "$status" = 124
if [ "$(id -u)" = 0 ]; then
	echo "Run by root, whom no right holds back: whether it writes beside itself is not checked."
else
	test "$(find "$own" | wc -l)" = "$before" # nothing was written beside the program
	test -n "$(find "$room/home/cache" -name '*.nbi')" # what was compiled lies in the user's cache
fi
test -z "$(ls "$room/elsewhere")"
echo "The installed wheel runs."
