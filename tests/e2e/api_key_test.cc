// A server that echoes the API key wherever a server can say anything, in every spelling in which
// one would: `sightmark run` must leave no part of the key in a file or on the terminal.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "e2e/program.h"
#include "fakes/chat_event.h"
#include "fakes/scripted_server.h"
#include "sample/image_bytes.h"
#include "sample/temporary_folder.h"

namespace sightmark {
namespace {

namespace fs = std::filesystem;

const std::string kKey = "sk-live/Zq7+Xw9%Ab3=Kd5_Mf8hT2vR6nY4";

// A spelling of the key, in pieces that no stream may cut: "%2F" is one.
using Spelling = std::vector<std::string>;

template <typename Spell>
Spelling spelling(Spell spell) {
  Spelling pieces;
  for (const char c : kKey) pieces.push_back(spell(c));
  return pieces;
}

std::string formatted(const char* format, char c) {
  char text[16];
  std::snprintf(text, sizeof text, format, static_cast<unsigned char>(c));
  return text;
}

Spelling characters(const std::string& text) {
  Spelling pieces;
  for (const char c : text) pieces.emplace_back(1, c);
  return pieces;
}

// By coreutils' base64: "Bearer KEY", "KEY" and "user:KEY", so that the key begins at each place
// within a group of three bytes.
const char* const kBase64[] = {
    "QmVhcmVyIHNrLWxpdmUvWnE3K1h3OSVBYjM9S2Q1X01mOGhUMnZSNm5ZNA==",
    "c2stbGl2ZS9acTcrWHc5JUFiMz1LZDVfTWY4aFQydlI2blk0",
    "dXNlcjpzay1saXZlL1pxNytYdzklQWIzPUtkNV9NZjhoVDJ2UjZuWTQ=",
};

std::map<std::string, Spelling> spellings() {
  std::map<std::string, Spelling> all = {
      {"as it stands", characters(kKey)},
      {"with escaped slashes", spelling([](char c) { return c == '/' ? "\\/" : std::string{c}; })},
      {"in \\u escapes", spelling([](char c) { return formatted("\\u%04x", c); })},
      {"partly in \\u escapes", spelling([](char c) {
         return c == 'Z' || c == '-' ? formatted("\\u%04X", c) : std::string{c};
       })},
      {"percent-encoded", spelling([](char c) { return formatted("%%%02X", c); })},
      {"percent-encoded where URLs need it", spelling([](char c) {
         return std::isalnum(static_cast<unsigned char>(c)) ? std::string{c}
                                                            : formatted("%%%02x", c);
       })}};
  for (const char* base64 : kBase64) all[std::string("base64 ") + base64[0]] = characters(base64);
  return all;
}

std::string joined(const Spelling& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

std::string without_backslashes(std::string text) {
  std::erase(text, '\\');
  return text;
}

// Which eight pieces in a row of some spelling of the key the text shows; empty: none.
std::string shown_part(const std::string& text) {
  const std::string plain = without_backslashes(text);
  for (const auto& [name, pieces] : spellings()) {
    const std::size_t size = name.starts_with("base64") ? 16 : 8;
    const std::size_t begin = name.starts_with("base64") ? 12 : 0;  // behind "Bearer " and "user:"
    for (std::size_t i = begin; i + size <= pieces.size(); ++i) {
      const auto first = pieces.begin() + static_cast<std::ptrdiff_t>(i);
      const std::string part =
          without_backslashes(joined({first, first + static_cast<std::ptrdiff_t>(size)}));
      if (plain.find(part) != std::string::npos) return name + ": " + part;
    }
  }
  return "";
}

ScriptedResponse json(int status, const std::string& body, const std::string& key = "") {
  return {.status = status,
          .reason = "No " + key,
          .headers = {"Content-Type: application/json", "Server: nginx " + key, "X-Echo: " + key},
          .parts = {{body}}};
}

std::string error_json(const std::string& message) {
  return R"({"error":{"message":")" + message + R"(","code":")" + message + R"("}})";
}

ScriptedResponse streamed(const Spelling& key) {
  ScriptedResponse response{
      .reason = joined(key),
      .headers = {"Content-Type: text/event-stream", "Server: " + joined(key)}};
  const auto add = [&](const std::string& event) { response.parts.push_back({event}); };
  add(": " + joined(key) + "\nid: " + joined(key) + "\nevent: " + joined(key) + "\n");
  add(R"(data: {"choices":[{"delta":{"reasoning_content":")" + joined(key) + "\"}}]}\n\n");
  for (const std::string& piece : key) add(chat_event(piece));
  add(R"(data: {"id":"K","system_fingerprint":"K","model":"K","choices":[],"usage":{"K":1,"prompt_tokens":"K"}})");
  std::string& facts = response.parts.back().bytes;
  for (auto at = facts.find("\"K\""); at != std::string::npos; at = facts.find("\"K\"")) {
    facts.replace(at, 3, '"' + joined(key) + '"');
  }
  facts += "\n\n";
  add(finish_event(joined(key)));
  add(kDoneEvent);
  return response;
}

// A different place for the key with each number.
ScriptedResponse answer(int number, const Spelling& pieces) {
  const std::string key = joined(pieces);
  switch (number % 16) {
    case 0:
      return streamed(pieces);
    case 1:
      return json(500, error_json("not " + key), key);
    case 2:
      return json(400, error_json(std::string(270, 'x') + key), key);
    case 3:
      return json(400, error_json(std::string(285, 'x') + key), key);
    case 4:
      return {.status = 502, .headers = {"Content-Type: " + key}, .parts = {{"Bearer " + key}}};
    case 5:
      return {.status = 401, .parts = {{std::string(280, 'x') + key}}};
    case 6:
      return {.status = 307,
              .headers = {"Location: http://a:" + key + "@b/" + key + "?key=" + key}};
    case 7:
      return {.headers = {"Content-Type: text/" + key}, .parts = {{key}}};
    case 8:
      return {.headers = {"Content-Type: " + std::string(20, 'x') + key}, .parts = {{key}}};
    case 9:
      return {.parts = {{"data: " + error_json(std::string(280, 'x') + key) + "\n\n"}}};
    case 10:
      return {.parts = {{"data: " + key + "\n\n"}}};
    case 11:
      return json(200,
                  R"({"choices":[{"message":{"content":"It is )" + key + R"("},"finish_reason":")" +
                      key + R"("}]})",
                  key);
    case 12:
      return json(429, error_json("Bearer " + key.substr(0, key.size() * 2 / 3)), key);
    case 13:
      return {.is_raw = true,
              .parts = {{"HTTP/" + key + " 200 " + key + "\r\n\r\n"}},
              .end = ScriptedEnd::Cut};
    case 14:
      return json(422, R"({"detail":")" + key + R"("})", key);
    default:
      return {.parts = {{chat_event("A kite and " + key)}}, .end = ScriptedEnd::Cut};
  }
}

class ApiKey : public testing::Test {
 protected:
  ApiKey() {
    fs::create_directories(folder / "images");
    for (const char* name : {"a", "b", "c", "d"}) {
      std::ofstream(folder / "images" / (std::string(name) + ".png")) << png_start(64, 48) << name;
    }
  }

  // Runs against the server; the key must stand nowhere afterwards. Returns all that was said.
  std::string said(const ScriptedServer& server, const std::string& user_info = "") {
    fs::remove_all(folder / "results");
    const ProgramResult result =
        run_sightmark({"run", "--engine", "openai", "--base-url",
                       "http://" + user_info + server.url().substr(7) + "/v1", "--model", "m",
                       "--images", "images", "--max-failures", "0", "--warmup", "4"},
                      {.folder = folder.path(), .environment = {{"OPENAI_API_KEY", kKey}}});
    EXPECT_EQ(shown_part(result.out + result.err), "") << result.out << result.err;
    for (const auto& [name, bytes] : files_below(folder.path())) {
      EXPECT_EQ(shown_part(bytes), "") << name << '\n' << bytes;
    }
    return result.out + result.err;
  }

  TemporaryFolder folder;
};

TEST_F(ApiKey, StandsNowhereWhereverTheServerEchoesIt) {
  for (const auto& [name, pieces] : spellings()) {
    SCOPED_TRACE(name);
    std::atomic<int> count = 0;
    const std::string key = joined(pieces);
    const ScriptedServer server([&](const ScriptedRequest& request) {
      EXPECT_NE(request.head.find("Authorization: Bearer " + kKey + "\r\n"), std::string::npos);
      if (!request.head.starts_with("GET")) return answer(count++, pieces);
      return json(200, R"({"data":[{"id":"m:)" + key + R"(","owned_by":")" + key + R"("}]})", key);
    });
    EXPECT_NE(said(server).find("Measured 20 of 20"), std::string::npos);
    EXPECT_EQ(count, 1 + 4 + 20);
  }
}

TEST_F(ApiKey, StandsInNoMessageOfAServerThatRefuses) {
  for (const auto& [name, pieces] : spellings()) {
    SCOPED_TRACE(name);
    const std::string key = joined(pieces);
    for (const ScriptedResponse& response :
         {json(401, error_json("Invalid key " + key), key),
          json(401, error_json(std::string(280, 'x') + key), key),
          json(500, std::string(290, 'x') + key, key),
          json(200,
               R"({"data":[{"id":"other )" + key + R"("},{"id":")" + std::string(70, 'x') + key +
                   R"("}]})",
               key),
          answer(6, pieces), answer(13, pieces)}) {
      EXPECT_NE(said(ScriptedServer(response)), "");
    }
  }
}

TEST_F(ApiKey, StandsNowhereAsAPasswordOfTheUrl) {
  const ScriptedServer server(json(401, error_json("no " + kKey + " " + kBase64[2])));
  std::string password;
  for (const char c : kKey) password += formatted("%%%02X", c);
  EXPECT_NE(said(server, "user:" + password + "@"), "");
}

TEST_F(ApiKey, IsNotRepeatedWhereItStandsInThePlaceOfTheVariable) {
  const ProgramResult result =
      run_sightmark({"run", "--engine", "openai", "--base-url", "http://127.0.0.1:1/v1", "--model",
                     "m", "--images", "images", "--api-key-env", kKey},
                    {.folder = folder.path()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(shown_part(result.out + result.err), "") << result.err;
}

}  // namespace
}  // namespace sightmark
