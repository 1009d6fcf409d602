#!/usr/bin/env bash
# usage: completion_test.sh COMPLETION PROGRAM
#
# Holds the completion against --help: each command and option is completed, and nothing else.
set -euo pipefail
source "$1"
program=$2
failed=0

# complete_line WORD...: what the last word of a command line can become.
complete_line() {
  COMP_WORDS=("$program" "$@") COMP_CWORD=$# COMPREPLY=()
  _sightmark
  printf '%s\n' "${COMPREPLY[@]}" | sort
}

# expect TITLE WANTED GOT
expect() {
  if [[ $2 == "$3" ]]; then return; fi
  echo "$1: expected"; sed 's/^/  /' <<<"$2"; echo "got"; sed 's/^/  /' <<<"$3"
  failed=1
}

listed_commands() { "$program" "$@" --help | awk '/^Subcommands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' | sort; }
listed_options() { "$program" "$@" --help | awk '/^  -/ { n = split($1, names, ","); print names[n] }' | sort; }

count=0
check() {
  local command
  expect "$* --" "$(listed_options "$@")" "$(complete_line "$@" --)"
  for command in $(listed_commands "$@"); do check "$@" "$command"; done
  count=$((count + 1))
}
check
if ((count < 11)); then echo "only $count commands were found in --help"; failed=1; fi
expect "commands" "$(listed_commands; listed_options)" "$(complete_line '' | grep -v '^--'; complete_line --)"
expect "parts of suite" "$(listed_commands suite)" "$(complete_line suite '' | grep -v '^--')"

expect "values" $'figures\ntables' "$(complete_line analyze --only '')"
expect "a value after =" "tables" "$(complete_line analyze --only = t)"
expect "a default is no part of a value" $'batch\nrecord' "$(complete_line run --durability '')"
expect "engines" $'command\nllama-server\nopenai' "$(complete_line run --engine '')"
expect "nothing that the user invents" "" "$(complete_line run --limit '')"
expect "an option after a flag" "$(listed_options audit)" "$(complete_line audit --json --)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/dell_output" && touch "$folder/file.gguf"
expect "roots" "$folder/dell_output" "$(complete_line analyze "$folder/")"
expect "files" "$folder/file.gguf" "$(complete_line run --model "$folder/f")"
expect "a folder" "$folder/dell_output" "$(complete_line run --out "$folder/")"
expect "devices" "dell_output=" "$(complete_line analyze "$folder/dell_output" --device-name d)"
expect "suites" "five-task" "$(complete_line suite show five)"
exit $failed
