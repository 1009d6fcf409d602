# Completion of sightmark's command line for bash 4 or later. Needs nothing else; source this file to try it.

# The subcommand among the words before the cursor; nothing where there is none yet.
_sightmark_command() {
  local word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      analyze | plots | captions) echo "$word"; return ;;
    esac
  done
}

# Completes to the name of a root folder among the words, followed by '=' for the device's name to come.
_sightmark_device_name() {
  local word name
  compopt -o nospace
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    word=${word//\\ / }
    if [[ ! -d $word ]]; then continue; fi
    printf -v name %q "$(basename -- "$word")"
    if [[ $name == "$1"* ]]; then COMPREPLY+=("$name="); fi
  done
}

_sightmark_folders() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -d -- "$1")
}

_sightmark() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command
  COMPREPLY=()
  # bash takes "--only=tables" for three words: --only, = and tables.
  if [[ $current == = || $previous == = ]]; then
    if [[ $current == = ]]; then current=; else previous=${COMP_WORDS[COMP_CWORD-2]}; fi
    if [[ $previous != -* ]]; then return; fi  # it is the NAME of --device-name ROOT=NAME
  fi

  command=$(_sightmark_command)
  if [[ -z $command ]]; then
    mapfile -t COMPREPLY < <(compgen -W "analyze plots captions --help --version" -- "$current")
    return
  fi
  case $previous in
    --out) _sightmark_folders "$current" ;;
    --format) mapfile -t COMPREPLY < <(compgen -W "png svg png,svg" -- "$current") ;;
    --only) mapfile -t COMPREPLY < <(compgen -W "tables figures" -- "$current") ;;
    --jobs) mapfile -t COMPREPLY < <(compgen -W "$(seq "$(getconf _NPROCESSORS_ONLN)")" -- "$current") ;;
    --device-name) _sightmark_device_name "$current" ;;
    *)
      if [[ $current == -* ]]; then
        local options="--roots --out --format --only --device-name --jobs --quiet --help"
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
      else
        _sightmark_folders "$current"
      fi
      ;;
  esac
}

complete -F _sightmark sightmark
