# Completion of sightmark's command line for bash 4 or later. Needs nothing else; source this file to try it.
# Commands, options and their values come from what sightmark prints with --help.

# Completes to the name of a root folder among the words, followed by '=' for the device's name to come.
_sightmark_device_name() {
  local word name
  compopt -o nospace 2>/dev/null
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    word=${word//\\ / }
    if [[ ! -d $word ]]; then continue; fi
    printf -v name %q "$(basename -- "$word")"
    if [[ $name == "$1"* ]]; then COMPREPLY+=("$name="); fi
  done
}

# Completes to a value of a TYPE as the help writes it: a|b, DIR, FILE and others; to nothing where the user invents it.
_sightmark_value() {
  local program=$1 type=$2 current=$3 words=
  case $type in
    ROOT=NAME) _sightmark_device_name "$current"; return ;;
  esac
  case ${type%%=*} in  # without the default
    *'|'*) words=${type%%=*} words=${words//|/ } ;;
    png,svg) words="png svg png,svg" ;;
    DIR | '[DIR]' | ROOT) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    FILE | PATH | MODEL) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    SUITE)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current"; compgen -W "$("$program" suite list | cut -d ' ' -f 1)" -- "$current")
      ;;
    METRIC) words=$(sed -n 's/^Metrics to minimize or maximize: \(.*\)\.$/\1/p' <<<"$help" | tr -d ,) ;;
  esac
  if [[ $words ]]; then mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current"); fi
}

_sightmark() {
  local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local help word type commands path=()
  COMPREPLY=()
  # bash takes "--only=tables" for three words: --only, = and tables.
  if [[ $current == = || $previous == = ]]; then
    if [[ $current == = ]]; then current=; else previous=${COMP_WORDS[COMP_CWORD-2]}; fi
    if [[ $previous != -* ]]; then return; fi  # it is the NAME of --device-name ROOT=NAME
  fi

  help=$("$program" --help 2>/dev/null) || return
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    commands=$(sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p' <<<"$help")
    if [[ ! $commands ]]; then break; fi
    if ! grep -qxF -- "$word" <<<"$commands"; then continue; fi
    path+=("$word")
    help=$("$program" "${path[@]}" --help 2>/dev/null) || return
  done
  commands=$(sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p' <<<"$help")

  if [[ $previous == -* ]]; then
    type=$(sed -nE "s/^  $previous ([^ ]+).*/\1/p" <<<"$help")
    if [[ $type && $type != '[DIR]' || $type && $current != -* ]]; then
      _sightmark_value "$program" "$type" "$current"
      return
    fi
  fi
  if [[ $current == -* || $commands ]]; then
    word=$(grep -oE '^  (-[a-z],)?--[a-z0-9-]+' <<<"$help" | grep -oE -- '--.*')
    mapfile -t COMPREPLY < <(compgen -W "$commands $word" -- "$current")
  elif grep -q '^Positionals:' <<<"$help"; then
    type=$(sed -nE '/^Positionals:/,/^$/s/^  [^ ]+ (SUITE).*/\1/p' <<<"$help")
    _sightmark_value "$program" "${type:-DIR}" "$current"
  else
    word=$(grep -oE '^  (-[a-z],)?--[a-z0-9-]+' <<<"$help" | grep -oE -- '--.*')
    mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current")
  fi
}

complete -F _sightmark sightmark
