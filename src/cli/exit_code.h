#pragma once

namespace sightmark {

// What the program ends with; part of its interface, so never renumbered.
enum ExitCode {
  kExitDone = 0,
  kExitFailed = 1,  // nothing could be read, or something could not be written
  kExitUsage = 2,   // the command line is not understood
};

}  // namespace sightmark
