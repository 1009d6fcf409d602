#include "base/hash.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

// The examples that NIST publishes with FIPS 180-4.
TEST(Sha256, IsThatOfTheStandard) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TakesZeroBytes) {
  EXPECT_EQ(sha256(std::string_view("\0", 1)),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Sha256, IsInBase64WhatAPolicyNamesAScriptBy) {
  // printf abc | openssl dgst -sha256 -binary | base64
  EXPECT_EQ(sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(FileSha256, IsThatOfItsBytes) {
  const TemporaryFolder folder;
  for (const std::size_t size : {0u, 1u, 256u * 1024u, 700001u}) {
    const std::string bytes(size, '\xFF');
    ASSERT_TRUE(write_file(folder / "x", bytes));
    EXPECT_EQ(file_sha256(folder / "x").value(), sha256(bytes));
  }
}

TEST(FileSha256, NamesTheFileThatIsMissing) {
  const TemporaryFolder folder;
  const auto hash = file_sha256(folder / "no\x1Bwhere");
  ASSERT_FALSE(hash);
  EXPECT_NE(hash.error().message.find("where: cannot open: No such file"), std::string::npos);
  EXPECT_EQ(hash.error().message.find('\x1B'), std::string::npos);
}

TEST(FileSha256, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_FALSE(file_sha256(folder.path()));
  EXPECT_FALSE(file_sha256("/dev/zero"));
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(file_sha256(folder / "pipe"));  // and does not wait for a writer
}

// The test vectors of RFC 4648, section 10.
TEST(Base64, IsThatOfTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, TakesEveryByte) {
  EXPECT_EQ(base64(std::string_view("\0\xFF\xFE", 3)), "AP/+");
  EXPECT_EQ(base64("\xFB\xEF\xBE"), "++++");
}

TEST(Base64, OfManyBlocksIsOnePieceWithoutLineEnds) {
  const std::string bytes(std::size_t{7} << 20, '\0');  // leaves 1 over when divided by 3
  const std::string text = base64(bytes);
  EXPECT_EQ(text.size(), (bytes.size() + 2) / 3 * 4);
  EXPECT_EQ(text.find_first_not_of('A'), text.size() - 2);
  EXPECT_TRUE(text.ends_with("=="));
}

}  // namespace
}  // namespace sightmark
