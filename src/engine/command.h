#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/engine.h"

namespace sightmark {

struct CommandOptions {
  std::string command;  // one command of /bin/sh, such as "python3 adapter.py"
  std::string model;    // told the adapter; may be empty
  std::filesystem::path log;
  std::chrono::milliseconds load_timeout{std::chrono::minutes(10)};
};

// A program of the user's, the adapter, that answers in lines of JSON: docs/engines.md. It is asked
// one question at a time. An adapter that did not answer in time, or not by the protocol, may still
// be busy with that question: it is stopped, and started anew before the next one is sent.
std::unique_ptr<Engine> make_command(CommandOptions options);

}  // namespace sightmark
