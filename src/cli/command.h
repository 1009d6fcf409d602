#pragma once

#include <functional>
#include <optional>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's
class App;
}

namespace sightmark {

// What the program ends with; part of its interface, so never renumbered.
inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;   // nothing could be read, or something could not be written
inline constexpr int kExitUsage = 2;    // the command line is not understood
inline constexpr int kExitStopped = 3;  // a run ended before its last trial, or nothing succeeded
inline constexpr int kExitInterrupted = 4;  // by a signal; what was measured is kept
inline constexpr int kExitGateFailed = 5;   // what compare --fail-if forbids has happened
inline constexpr int kExitUndecided = 6;    // the data cannot say whether it has
inline constexpr int kExitBlocked = 7;      // audit --strict: something blocks a comparison

// Parses the command line. Returns the exit code if that ends the program: help was printed, or
// what is wrong with the line.
using Parse = std::function<std::optional<int>()>;

// Adds its options to `app`, parses them, runs, prints the result and returns the exit code.
using Subcommand = int(CLI::App& app, const Parse& parse);

// A subcommand each; main.cc has the table of them.
Subcommand analyze_command, plots_command, captions_command;
Subcommand audit_command;
Subcommand compare_command;
Subcommand devices_command;
Subcommand metrics_command;
Subcommand recommend_command;
Subcommand run_command;
Subcommand scenes_command;
Subcommand suite_command;

}  // namespace sightmark
