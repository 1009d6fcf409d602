#include "engine/receive_time.h"

#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstring>
#include <ctime>

namespace sightmark {

void note_receive_times(int socket) {
  const int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

std::optional<Instant> receive_time(int socket) {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec))> control{};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(socket, &message, MSG_PEEK | MSG_DONTWAIT) <= 0) return std::nullopt;
  const cmsghdr* const header = CMSG_FIRSTHDR(&message);
  if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPNS) {
    return std::nullopt;
  }
  timespec wall{};  // the kernel notes the time of the wall clock
  std::memcpy(&wall, CMSG_DATA(header), sizeof wall);
  const auto received = std::chrono::seconds(wall.tv_sec) + std::chrono::nanoseconds(wall.tv_nsec);
  const auto age = std::chrono::system_clock::now().time_since_epoch() - received;
  return now() - age;
}

}  // namespace sightmark
