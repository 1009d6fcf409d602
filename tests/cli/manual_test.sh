#!/usr/bin/env bash
# usage: manual_test.sh MANUAL PROGRAM
#
# Checks that the manual page has each command and option of --help, and that groff finds no fault.
set -euo pipefail
manual=$1 program=$2
failed=0

# The lines from a command's heading to the next one.
part() { awk -v heading=".SH SIGHTMARK ${1^^}" '$0 == heading { on = 1; next } /^\.SH/ { on = 0 } on' "$manual"; }

mapfile -t commands < <("$program" --help | awk '/^Subcommands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
if ((${#commands[@]} < 10)); then echo "only ${#commands[@]} commands were found in --help"; failed=1; fi
for command in "${commands[@]}"; do
  text=$(part "$command" | sed 's/\\-/-/g')
  for option in $("$program" "$command" --help | awk '/^  -/ { print $1 }'); do
    if ! grep -qE -- "^\.B $option( |=|\$)" <<<"$text"; then echo "$command: no $option"; failed=1; fi
  done
  if ! grep -q '^\.SS Examples' <<<"$text"; then echo "$command: no examples"; failed=1; fi
done

if ! command -v groff >/dev/null; then
  echo "groff is not installed, so the page's form was not checked"
  exit $((failed ? failed : 77))
fi
warnings=$(groff -man -ww -Tutf8 -z "$manual" 2>&1)
if [[ $warnings ]]; then echo "$warnings"; failed=1; fi
exit $failed
