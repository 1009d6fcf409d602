#include "engine/http_client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

#include "base/file.h"

namespace sightmark {
namespace {

using namespace std::chrono_literals;

// Two ends of a TCP connection on the loopback interface.
struct Connection {
  Descriptor sender, receiver;
};

Connection connection() {
  const Descriptor listener(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(::bind(listener.number(), generic, size), 0);
  EXPECT_EQ(::listen(listener.number(), 1), 0);
  EXPECT_EQ(::getsockname(listener.number(), generic, &size), 0);
  Descriptor sender(::socket(AF_INET, SOCK_STREAM, 0));
  EXPECT_EQ(::connect(sender.number(), generic, size), 0);
  return {std::move(sender), Descriptor(::accept(listener.number(), nullptr, nullptr))};
}

TEST(ReceiveTime, IsWhenTheBytesCameHoweverLateTheyAreRead) {
  const auto [sender, receiver] = connection();
  note_receive_times(receiver.number());
  // The kernel begins a moment later: send until it notes a time.
  for (int attempt = 0; attempt < 50; ++attempt) {
    char byte = 0;
    const Instant before = now();
    ASSERT_EQ(::send(sender.number(), "x", 1, 0), 1);
    const Instant after = now();
    std::this_thread::sleep_for(100ms);
    const auto received = receive_time(receiver.number());
    ASSERT_EQ(::recv(receiver.number(), &byte, 1, 0), 1);
    if (!received) continue;
    EXPECT_GE(*received, before - 1ms);  // two clocks are compared
    EXPECT_LE(*received, after + 50ms);
    return;
  }
  FAIL() << "the kernel noted no time";
}

TEST(ReceiveTime, IsNotKnownOfNothingAndOfASocketThatDoesNotNoteIt) {
  const auto [sender, receiver] = connection();
  EXPECT_FALSE(receive_time(receiver.number()));
  ASSERT_EQ(::send(sender.number(), "x", 1, 0), 1);
  EXPECT_FALSE(receive_time(receiver.number()));
  EXPECT_FALSE(receive_time(-1));
}

}  // namespace
}  // namespace sightmark
