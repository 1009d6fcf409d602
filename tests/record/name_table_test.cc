#include "record/name_table.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(NameTable, NumbersNamesInOrderOfFirstAppearance) {
  NameTable table;
  EXPECT_EQ(table.index_of("b"), 0u);
  EXPECT_EQ(table.index_of("a"), 1u);
  EXPECT_EQ(table.index_of("b"), 0u);
  EXPECT_EQ(table.index_of("b"), 0u);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.name(0), "b");
  EXPECT_EQ(table.name(1), "a");
}

TEST(NameTable, TakesTheEmptyName) {
  NameTable table;
  EXPECT_EQ(table.index_of(""), 0u);
  EXPECT_EQ(table.index_of("x"), 1u);
  EXPECT_EQ(table.index_of(""), 0u);
}

TEST(NameTable, KeepsApartNamesThatTheirHashPutsTogether) {
  NameTable table;
  for (std::uint32_t i = 0; i < 10000; ++i) ASSERT_EQ(table.index_of(std::to_string(i)), i);
  for (std::uint32_t i = 0; i < 10000; ++i) ASSERT_EQ(table.index_of(std::to_string(i)), i);
}

TEST(NameTable, KeepsItsNamesWhenItIsMoved) {
  NameTable table;
  table.index_of("heron");
  const std::string_view name = table.name(0);
  const NameTable moved = std::move(table);
  EXPECT_EQ(moved.name(0).data(), name.data());
  EXPECT_EQ(name, "heron");
}

}  // namespace
}  // namespace sightmark
