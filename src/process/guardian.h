#pragma once

#include <sys/types.h>

#include "base/descriptor.h"
#include "base/expected.h"

namespace sightmark {

// A tiny process that outlives this one by seconds: when this one ends, however it ends, it ends
// the process group that it was told to watch (SIGTERM, then SIGKILL).
class Guardian {
 public:
  static Expected<Guardian> start();

  Guardian(Guardian&&) noexcept = default;
  Guardian& operator=(Guardian&&) = delete;
  ~Guardian();  // lets the group be

  // It sees this process as ended when no one holds this end of its channel any more.
  int channel() const { return channel_.number(); }

  // Tells it through its channel which group to watch. Safe between fork and exec.
  static void tell(int channel, pid_t group);

 private:
  Guardian(pid_t id, Descriptor channel) : id_(id), channel_(std::move(channel)) {}

  pid_t id_;
  Descriptor channel_;
};

}  // namespace sightmark
