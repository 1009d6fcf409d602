#include "base/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace sightmark {
namespace {

// By zlib's reader of gzip files, which checks length and sum.
std::string unpacked(const std::string& file, std::size_t size) {
  std::string bytes(size + 1, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(file.data()));
  stream.avail_in = static_cast<uInt>(file.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  EXPECT_EQ(stream.avail_in, 0u);
  bytes.resize(stream.total_out);
  inflateEnd(&stream);
  return bytes;
}

TEST(Gzip, GivesTheBytesBack) {
  std::string noise;
  for (unsigned i = 0, state = 1; i < 300'000; ++i) {
    state = state * 1664525u + 1013904223u;
    noise += static_cast<char>(state >> 24);
  }
  for (const std::string& bytes :
       {std::string(), std::string("a"), std::string(1'000'000, 'x'), noise}) {
    EXPECT_EQ(unpacked(gzip(bytes), bytes.size()), bytes);
  }
}

TEST(Gzip, IsSmallAndTheSameEachTime) {
  const std::string bytes(1'000'000, 'x');
  EXPECT_LT(gzip(bytes).size(), 2'000u);
  EXPECT_EQ(gzip(bytes), gzip(bytes));
}

}  // namespace
}  // namespace sightmark
