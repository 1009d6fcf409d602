#pragma once

#include <optional>

#include "base/clock.h"

// When the kernel received what waits in a socket. A program learns that bytes came only when it
// gets a processor, which takes 50 us on an idle machine and milliseconds on a busy one.
namespace sightmark {

// Asks the kernel to note when it receives bytes for this socket (SO_TIMESTAMPNS).
void note_receive_times(int socket);

// When the first segment that waits in the socket was received; of segments that the kernel joined,
// the last. No value if none waits or the kernel did not note it: it does so for TCP since Linux
// 4.13, and begins a moment after it was asked.
std::optional<Instant> receive_time(int socket);

}  // namespace sightmark
