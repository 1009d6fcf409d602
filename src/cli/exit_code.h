#pragma once

// What the program ends with; part of its interface, so never renumbered.
namespace sightmark {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;   // nothing could be read, or something could not be written
inline constexpr int kExitUsage = 2;    // the command line is not understood
inline constexpr int kExitStopped = 3;  // a run ended before its last trial, or nothing succeeded
inline constexpr int kExitInterrupted = 4;  // by a signal; what was measured is kept
inline constexpr int kExitGateFailed = 5;   // what compare --fail-if forbids has happened
inline constexpr int kExitUndecided = 6;    // the data cannot say whether it has
inline constexpr int kExitBlocked = 7;      // audit --strict: something blocks a comparison

}  // namespace sightmark
