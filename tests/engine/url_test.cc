#include "engine/url.h"

#include <gtest/gtest.h>

namespace sightmark {
namespace {

TEST(WithoutUserInfo, TakesNameAndPasswordOut) {
  EXPECT_EQ(without_user_info("http://ann:secret@host:80/v1"), "http://host:80/v1");
  EXPECT_EQ(without_user_info("https://ann@host"), "https://host");
  EXPECT_EQ(without_user_info("http://ann:p@ss@host/v1"), "http://host/v1");
  EXPECT_EQ(without_user_info("ann:secret@host/v1"), "host/v1");
}

TEST(WithoutUserInfo, LeavesEverythingElse) {
  for (const char* url : {"http://host/v1", "http://host/a@b", "http://host?a=x@y",
                          "http://[::1]:8", "", "http://"}) {
    EXPECT_EQ(without_user_info(url), url);
  }
}

TEST(BaseUrl, IsOneOfHttpWithoutSlashAtTheEnd) {
  EXPECT_EQ(base_url("http://127.0.0.1:8000/v1"), "http://127.0.0.1:8000/v1");
  EXPECT_EQ(base_url("https://host/api/v1//"), "https://host/api/v1");
  EXPECT_EQ(base_url("http://ann:secret@host/v1"), "http://ann:secret@host/v1");
}

TEST(BaseUrl, IsNothingElse) {
  for (const char* url : {"", "host", "host:8000/v1", "ftp://host", "file:///etc/passwd", "http://",
                          "http://host/v1?key=secret", "http://host/#secret", "http://ho st/",
                          "http://host:99999999/secret", "http://host/\nsecret"}) {
    const auto result = base_url(url);
    ASSERT_FALSE(result) << url;
    EXPECT_EQ(result.error().message.find("secret"), std::string::npos);
  }
}

TEST(IsLoopback, KnowsTheNamesOfThisMachine) {
  for (const char* url : {"http://localhost/v1", "http://LOCALHOST:8/v1", "http://127.0.0.1:8000",
                          "https://127.8.9.10", "http://[::1]:8000/v1", "http://a:b@127.0.0.1/"}) {
    EXPECT_TRUE(is_loopback(url)) << url;
  }
}

TEST(IsLoopback, TakesNoOtherNameForIt) {
  for (const char* url : {"http://127.0.0.1.example.org/", "http://localhost.example.org",
                          "http://example.org/127.0.0.1", "http://127.0.0.1@example.org",
                          "http://128.0.0.1", "http://[::2]", "", "127"}) {
    EXPECT_FALSE(is_loopback(url)) << url;
  }
}

TEST(Url, NamesTheUserAndThePassword) {
  using Parts = std::vector<std::string>;
  EXPECT_EQ(user_info("http://ann:a%2Fb@host/v1"), (Parts{"ann", "a/b"}));
  EXPECT_EQ(user_info("http://token@host/v1"), Parts{"token"});
  EXPECT_EQ(user_info("http://host/v1"), Parts{});
  EXPECT_EQ(user_info("nonsense"), Parts{});
}

}  // namespace
}  // namespace sightmark
