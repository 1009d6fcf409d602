#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/descriptor.h"
#include "base/expected.h"
#include "process/child_process.h"

// How a child process becomes its program.
namespace sightmark {

// What is open between sightmark and a child.
struct Channels {
  Descriptor input, output, log;     // the child's stdin, stdout, stderr
  Descriptor our_input, our_output;  // sightmark's ends, if they are pipes
  Pipe failure;                      // carries the errno of an exec that failed
};
Expected<Channels> open_channels(const ChildOptions& options);

// All that the child needs between fork and exec, where nothing may be allocated: another thread
// may have held any lock.
class Launch {
 public:
  // `channels` must outlive it; `guard_channel` as Guardian has it.
  Launch(const ChildOptions& options, const Channels& channels, int guard_channel);
  Launch(const Launch&) = delete;  // it points into itself
  Launch& operator=(const Launch&) = delete;

  // In the child, after the fork.
  [[noreturn]] void become_program() const;

 private:
  std::vector<std::string> words_, variables_;
  std::vector<char*> argument_pointers_, variable_pointers_;  // end with a null pointer
  const Channels& channels_;
  int guard_channel_;
  pid_t parent_;
};

}  // namespace sightmark
