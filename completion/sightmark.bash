# Completion of sightmark's command line for bash 4 or later. Needs nothing else; source this file to try it.

# The subcommand among the words before the cursor; nothing where there is none yet.
_sightmark_command() {
  local word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
      run | devices | suite | scenes | analyze | plots | captions | audit | compare | recommend) echo "$word"; return ;;
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

_sightmark_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

_sightmark_words() {
  mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
}

# `sightmark run`: the current word and the one before it.
_sightmark_run() {
  case $2 in
    --engine) _sightmark_words "$1" "llama-server openai command" ;;
    --durability) _sightmark_words "$1" "record batch" ;;
    --images | --model | --mmproj | --llama-server) _sightmark_files "$1" ;;
    --suite)
      _sightmark_files "$1"
      mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "five-task" -- "$1")
      ;;
    --out) _sightmark_folders "$1" ;;
    --resume) if [[ $1 == -* ]]; then _sightmark_run "$1" ""; else _sightmark_folders "$1"; fi ;;
    --api-key-env) mapfile -t COMPREPLY < <(compgen -e -- "$1") ;;
    --base-url | --command | --dtype | --threads | --limit | --repeats | --max-new-tokens | --seed) ;;
    --concurrency | --rate | --warmup | --cooldown | --timeout | --max-failures | --device-name) ;;
    --model-key | --sample-hz) ;;
    *)
      _sightmark_words "$1" "--engine --model --mmproj --llama-server --threads --base-url
        --api-key-env --command --dtype --images --limit --suite --repeats --max-new-tokens --seed
        --concurrency --rate --warmup --cooldown --timeout --max-failures --out --device-name
        --model-key --sample-hz --durability --resume --quiet --help"
      ;;
  esac
}

# `sightmark suite list` and `sightmark suite show SUITE`.
_sightmark_suite() {
  case " ${COMP_WORDS[*]:0:COMP_CWORD} " in
    *" show "*)
      if [[ $1 == -* ]]; then
        _sightmark_words "$1" "--json --help"
      else
        _sightmark_files "$1"
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "five-task" -- "$1")
      fi
      ;;
    *) _sightmark_words "$1" "list show --help" ;;
  esac
}

_sightmark_scenes() {
  case $2 in
    --out) _sightmark_folders "$1" ;;
    --count | --seed) ;;
    *) _sightmark_words "$1" "--out --count --seed --help" ;;
  esac
}

_sightmark_audit() {
  case $2 in
    --jobs | --bandwidth) ;;
    --device-name) _sightmark_device_name "$1" ;;
    *)
      if [[ $1 == -* ]]; then
        _sightmark_words "$1" "--roots --json --strict --bandwidth --device-name --jobs --help"
      else
        _sightmark_folders "$1"
      fi
      ;;
  esac
}

_sightmark_compare() {
  if [[ $2 == --fail-if ]]; then return; fi
  if [[ $1 == -* ]]; then
    _sightmark_words "$1" "--fail-if --force --json --help"
  else
    _sightmark_folders "$1"
  fi
}

_sightmark_recommend() {
  case $2 in
    --use-case) _sightmark_words "$1" "real-time detailed batch edge production balanced" ;;
    --minimize) _sightmark_words "$1" "latency_mean latency_p90 ttft_p90 power energy_per_inference
      energy_per_generated_token energy_above_idle_per_inference memory load_time latency_variation" ;;
    --maximize) _sightmark_words "$1" "generated_tokens_per_s characters_per_s decode_tokens_per_s
      images_per_s answers_per_h answers_per_wh images_per_wh battery_100wh success answer_length accuracy" ;;
    --device-name) _sightmark_device_name "$1" ;;
    --jobs | --latency-p90 | --latency-mean | --ttft-p90 | --power | --energy | --memory | --success) ;;
    --accuracy | --mix | --price) ;;
    *)
      if [[ $1 == -* ]]; then
        _sightmark_words "$1" "--roots --device-name --jobs --use-case --minimize --maximize --latency-p90 --latency-mean
          --ttft-p90 --power --energy --memory --success --accuracy --mix --price --json --help"
      else
        _sightmark_folders "$1"
      fi
      ;;
  esac
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
    mapfile -t COMPREPLY < <(compgen -W "run devices suite scenes analyze plots captions audit compare recommend --help --version" -- "$current")
    return
  fi
  case $command in
    run) _sightmark_run "$current" "$previous"; return ;;
    devices) _sightmark_words "$current" "--json --help"; return ;;
    suite) _sightmark_suite "$current"; return ;;
    audit) _sightmark_audit "$current" "$previous"; return ;;
    compare) _sightmark_compare "$current" "$previous"; return ;;
    recommend) _sightmark_recommend "$current" "$previous"; return ;;
    scenes) _sightmark_scenes "$current" "$previous"; return ;;
  esac
  case $previous in
    --out) _sightmark_folders "$current" ;;
    --format) mapfile -t COMPREPLY < <(compgen -W "png svg png,svg" -- "$current") ;;
    --only) mapfile -t COMPREPLY < <(compgen -W "tables figures" -- "$current") ;;
    --price) ;;
    --trials) mapfile -t COMPREPLY < <(compgen -W "sample all" -- "$current") ;;
    --jobs) mapfile -t COMPREPLY < <(compgen -W "$(seq "$(getconf _NPROCESSORS_ONLN)")" -- "$current") ;;
    --device-name) _sightmark_device_name "$current" ;;
    --bandwidth) ;;
    *)
      if [[ $current == -* ]]; then
        local options="--roots --out --format --only --device-name --jobs --quiet --help"
        if [[ $command == analyze ]]; then options+=" --bandwidth --price --trials"; fi
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
      else
        _sightmark_folders "$current"
      fi
      ;;
  esac
}

complete -F _sightmark sightmark
