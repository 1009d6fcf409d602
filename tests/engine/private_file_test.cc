#include "engine/private_file.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/file.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

TEST(PrivateFile, IsReadableByItsOwnerAlone) {
  const auto file = PrivateFile::create("secret\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(read_file(file->path(), 100).value_or(""), "secret\n");
  EXPECT_EQ(fs::status(file->path()).permissions(), fs::perms(0600));
  EXPECT_EQ(fs::status(file->path().parent_path()).permissions(), fs::perms(0700));
}

TEST(PrivateFile, LivesUntilItsLastOwnerIsGone) {
  auto file = PrivateFile::create("secret");
  ASSERT_TRUE(file);
  const fs::path path = file->path();
  {
    const PrivateFile owner = *std::move(file);
    file = fail("gone");
    EXPECT_TRUE(fs::exists(path));
  }
  EXPECT_FALSE(fs::exists(path));
  EXPECT_FALSE(fs::exists(path.parent_path()));
}

}  // namespace
}  // namespace sightmark
