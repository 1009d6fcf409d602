#include "cli/run_arguments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace sightmark {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  sightmark run --engine llama-server --model SmolVLM2.gguf --mmproj mmproj.gguf \\\n"
    "      --images photos/\n"
    "  sightmark run --engine openai --base-url http://127.0.0.1:8000/v1 --model my-vlm \\\n"
    "      --images photos/ --limit 500 --concurrency 4\n"
    "  sightmark run --engine command --command 'python3 adapter.py' --images manifest.txt\n"
    "The same command with --resume continues a run that was cut off.\n"
    "\n"
    "Exit codes: 0 done; 1 it could not begin, or a file could not be written; 2 wrong usage;\n"
    "3 the run ended before its last trial, or no trial succeeded; 4 interrupted.\n"
    "After 1, 3 and 4 what was measured is kept, and --resume continues it.";

}  // namespace

RunArguments::RunArguments(CLI::App& command) : command_(command) {
  add_engine_options();
  add_question_options();
  add_load_options();
  add_record_options();
  command_.footer(kFooter);
}

bool RunArguments::has(const std::string& option) const { return command_.count(option) > 0; }

void RunArguments::add_engine_options() {
  std::vector<std::string> names;
  for (const EngineKind& kind : engine_kinds()) names.push_back(kind.name);
  command_.add_option("--engine", engine_.kind, "What answers the questions")
      ->type_name(fmt::format("{}", fmt::join(names, "|")))
      ->required()
      ->check(CLI::IsMember(names).description(""))
      ->group("Engine");
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command_.add_option(name, value, what)->type_name(type)->group("Engine");
  };
  add("--model", engine_.model, "GGUF file; or the model's name at the server or adapter", "MODEL");
  add("--mmproj", mmproj_, "The vision part of the GGUF model (llama-server)", "FILE");
  add("--llama-server", program_, "The llama-server to start; searched for if not given", "PATH");
  add("--threads", engine_.thread_count, "Threads of llama-server; it chooses if not given", "N")
      ->check(CLI::Range(1, 1024).description(""));
  add("--base-url", engine_.base_url, "Server, such as http://127.0.0.1:8000/v1 (openai)", "URL");
  add("--api-key-env", api_key_env_, "Environment variable that holds the API key (openai)", "NAME")
      ->capture_default_str();
  add("--command", engine_.command, "Program that speaks the protocol of docs/engines.md (command)",
      "COMMAND");
  add("--dtype", options_.dtype, "Precision, if the engine does not report it", "NAME");
}

void RunArguments::add_question_options() {
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command_.add_option(name, value, what)->type_name(type)->group("Questions");
  };
  add("--images", images_,
      "Folder of JPEG, PNG, WebP; or a manifest: a path or a JSON object on each line", "PATH")
      ->required();
  add("--limit", options_.limit, "Take the first N images only", "N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40).description(""));
  add("--suite", options_.suite, "Set of tasks: a name or a JSON file", "SUITE")
      ->capture_default_str();
  add("--repeats", options_.repeats, "Ask each question N times", "N")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  add("--max-new-tokens", options_.max_new_tokens, "Longest answer, in tokens", "N")
      ->check(CLI::Range(1, 1'000'000).description(""))
      ->capture_default_str();
  add("--seed", options_.seed,
      "Seed of the order of trials, of arrivals and of the engine's sampling", "N")
      ->check(CLI::Range(0, 2'147'483'647).description(""))
      ->capture_default_str();
}

void RunArguments::add_load_options() {
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command_.add_option(name, value, what)->type_name(type)->group("Load");
  };
  add("--concurrency", options_.load.concurrency, "Requests at the same time; at most, with --rate",
      "N")
      ->check(CLI::Range(1, 1024).description(""))
      ->default_str("1; 64 with --rate and openai");
  add("--rate", options_.load.rate, "Requests per second at random times (Poisson)", "R")
      ->check(CLI::Range(1e-6, 1e6).description(""));
  add("--warmup", options_.warmup, "Questions asked first, which do not count", "N")
      ->check(CLI::Range(0, 1'000'000).description(""))
      ->capture_default_str();
  add("--cooldown", options_.cooldown_s, "Pause after each trial, which does not count", "SECONDS")
      ->check(CLI::Range(0.0, 86400.0).description(""));
  add("--timeout", timeout_s_, "Longest wait for an answer", "SECONDS")
      ->check(CLI::Range(0.001, 86400.0).description(""))
      ->capture_default_str();
  add("--max-failures", options_.max_failures, "Stop after N failures in a row; 0: never", "N")
      ->capture_default_str();
}

void RunArguments::add_record_options() {
  const auto add = [&](const char* name, auto& value, const char* what, const char* type) {
    return command_.add_option(name, value, what)->type_name(type)->group("Record");
  };
  add("--out", out_, "Folder for run directories; made if it is missing", "DIR")
      ->capture_default_str();
  add("--device-name", options_.device_name, "What to call this device", "NAME");
  add("--model-key", options_.model_key, "Short name of the model, for its folder", "NAME");
  add("--sample-hz", options_.sample_hz, "Power samples per second", "HZ")
      ->check(CLI::Range(1.0, 1000.0).description(""))
      ->capture_default_str();
  add("--durability", durability_, "Sync to disk after each record, or every second",
      "record|batch")
      ->check(CLI::IsMember({"record", "batch"}).description(""))
      ->capture_default_str();
  add("--resume", resume_, "Continue the run in DIR; without DIR, the last unfinished one", "[DIR]")
      ->expected(0, 1);
  command_.add_flag("--quiet", is_quiet_, "Print errors only")->group("Record");
}

Expected<void> RunArguments::check_engine() const {
  const EngineKind& kind = engine_kind(engine_.kind);
  for (const std::string& option : kind.required) {
    if (!has(option)) return fail(fmt::format("--engine {} needs {}", kind.name, option));
  }
  const auto takes = [&](const std::string& option) {
    return std::count(kind.required.begin(), kind.required.end(), option) > 0 ||
           std::count(kind.optional.begin(), kind.optional.end(), option) > 0;
  };
  for (const EngineKind& other : engine_kinds()) {
    for (const auto* options : {&other.required, &other.optional}) {
      for (const std::string& option : *options) {
        if (!has(option) || takes(option)) continue;
        return fail(fmt::format("--engine {} takes no {}; leave it out", kind.name, option));
      }
    }
  }
  return {};
}

Expected<void> RunArguments::check_load() const {
  if (options_.cooldown_s > 0 && (options_.load.may_overlap() || options_.load.rate)) {
    return fail(
        "--cooldown is for one request after the other; leave out --concurrency and --rate");
  }
  if (engine_kind(engine_.kind).has_one_slot && options_.load.concurrency > 1 &&
      has("--concurrency")) {
    return fail(fmt::format("--engine {} answers one question at a time; leave out --concurrency",
                            engine_.kind));
  }
  return {};
}

Expected<void> RunArguments::check() {
  if (auto checked = check_engine(); !checked) return checked;
  if (auto checked = check_load(); !checked) return checked;
  if (options_.load.rate && !has("--concurrency")) {
    options_.load.concurrency = engine_kind(engine_.kind).open_loop_concurrency;
  }

  engine_.mmproj = mmproj_;
  engine_.program = program_;
  engine_.slot_count = static_cast<int>(options_.load.concurrency);
  if (const char* key = std::getenv(api_key_env_.c_str())) engine_.api_key = key;
  if (has("--api-key-env") && engine_.api_key.empty()) {
    return fail(fmt::format("--api-key-env {}: there is no such environment variable",
                            plain_text(api_key_env_)));
  }
  options_.is_engine_elsewhere = answers_elsewhere(engine_);
  options_.images = images_;
  options_.out = out_;
  options_.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(timeout_s_ * 1000));
  options_.durability = durability_ == "record" ? Durability::Record : Durability::Batch;
  if (has("--resume")) options_.resume = resume_;
  if (options_.model_key.empty()) options_.model_key = default_model_key(engine_);
  options_.sightmark_version = SIGHTMARK_VERSION;
  return {};
}

}  // namespace sightmark
