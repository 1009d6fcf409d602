#include "engine/gguf_header.h"

#include <gtest/gtest.h>

#include <cstring>
#include <sstream>

namespace sightmark {
namespace {

template <typename T>
std::string raw(T value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

std::string text(const std::string& value) { return raw<std::uint64_t>(value.size()) + value; }

std::string beginning(std::uint64_t tensor_count, std::uint64_t field_count) {
  return "GGUF" + raw<std::uint32_t>(3) + raw(tensor_count) + raw(field_count);
}

std::string tensor(const std::vector<std::uint64_t>& shape) {
  std::string bytes = text("t") + raw(static_cast<std::uint32_t>(shape.size()));
  for (const auto length : shape) bytes += raw(length);
  return bytes + raw<std::uint32_t>(0) + raw<std::uint64_t>(0);
}

Expected<GgufHeader> parsed(const std::string& bytes) {
  std::istringstream stream(bytes);
  return parse_gguf_header(stream);
}

std::string error_of(const std::string& bytes) {
  const auto header = parsed(bytes);
  return header ? "" : header.error().message;
}

TEST(GgufHeader, CountsTheElementsOfAllTensors) {
  const auto header = parsed(beginning(3, 0) + tensor({4, 5}) + tensor({7}) + tensor({2, 0}));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->parameter_count, 27);
  EXPECT_EQ(header->name, "");
}

TEST(GgufHeader, SkipsFieldsOfEveryKind) {
  const std::string list = raw<std::uint32_t>(9) + raw<std::uint32_t>(8) + raw<std::uint64_t>(2);
  const auto header =
      parsed(beginning(1, 4) + text("a") + list + text("x") + text("y") + text("b") +
             raw<std::uint32_t>(12) + raw(0.5) + text("c") + raw<std::uint32_t>(7) + raw(true) +
             text("general.name") + raw<std::uint32_t>(8) + text("cl\nip") + tensor({3}));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->name, "cl\uFFFDip");
  EXPECT_EQ(header->parameter_count, 3);
}

TEST(GgufHeader, HasTheModelsName) {
  const auto header =
      parsed(beginning(0, 1) + text("general.name") + raw<std::uint32_t>(8) + text("Lynx\x1b 2B"));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->name, "Lynx\uFFFD 2B");
}

TEST(GgufHeader, OfTheTinyModelIsRead) {
  const auto header = read_gguf_header(SIGHTMARK_SOURCE_DIR "/tests/data/tiny-vlm.gguf");
  ASSERT_TRUE(header);
  EXPECT_EQ(header->name, "tiny-vlm");
  EXPECT_EQ(header->parameter_count, 137152);  // as llama-server says
}

TEST(GgufHeader, CutAnywhereIsDamaged) {
  const std::string whole =
      beginning(1, 1) + text("general.name") + raw<std::uint32_t>(8) + text("clip") + tensor({3});
  ASSERT_TRUE(parsed(whole));
  for (std::size_t size = 8; size < whole.size(); ++size)
    EXPECT_FALSE(parsed(whole.substr(0, size))) << size;
  EXPECT_EQ(error_of(whole.substr(0, whole.size() - 1)),
            "damaged, or not fully copied: its header is cut off");
}

TEST(GgufHeader, OfAnotherFormIsRefused) {
  EXPECT_EQ(error_of(""), "not a GGUF file");
  EXPECT_EQ(error_of("\x89PNG...."), "not a GGUF file");
  EXPECT_EQ(error_of("GGUF" + raw<std::uint32_t>(9)), "GGUF of version 9, where 2 or 3 is known");
}

TEST(GgufHeader, ThatCannotBeTrueIsRefusedAtOnce) {
  const std::uint64_t huge = ~std::uint64_t{0};
  EXPECT_FALSE(parsed(beginning(huge, 0)));
  EXPECT_FALSE(parsed(beginning(0, 1) + raw(huge)));
  EXPECT_FALSE(parsed(beginning(1, 0) + tensor({huge, 2})));
  EXPECT_FALSE(parsed(beginning(1, 0) + tensor({1 << 30, 1 << 30})));
  EXPECT_FALSE(parsed(beginning(1, 0) + tensor(std::vector<std::uint64_t>(9, 1))));
  EXPECT_FALSE(parsed(beginning(0, 1) + text("a") + raw<std::uint32_t>(13)));
}

}  // namespace
}  // namespace sightmark
