#pragma once

#include <sys/types.h>

#include "base/expected.h"
#include "base/file.h"

namespace sightmark {

// A small process that outlives this one by seconds: when this one ends, even by SIGKILL, it ends
// the process group that it watches (SIGTERM, then SIGKILL).
class Guardian {
 public:
  static Expected<Guardian> start();

  Guardian(Guardian&&) noexcept = default;
  Guardian& operator=(Guardian&&) = delete;
  ~Guardian();  // stops watching

  // The guardian takes this process for ended once every copy of this end of its channel is closed.
  int channel() const { return channel_.number(); }

  // Sends the group to watch through the guardian's channel. Safe between fork and exec.
  static void set_group(int channel, pid_t group);

 private:
  Guardian(pid_t id, Descriptor channel) : id_(id), channel_(std::move(channel)) {}

  pid_t id_;
  Descriptor channel_;
};

}  // namespace sightmark
