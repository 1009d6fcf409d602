#include "engine/url.h"

#include <curl/curl.h>

#include <memory>
#include <utility>

#include "base/text.h"

namespace sightmark {
namespace {

using ParsedUrl = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

// Nothing if it is no URL.
ParsedUrl parsed(const std::string& url) {
  ParsedUrl handle(curl_url(), curl_url_cleanup);
  if (handle && curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    handle.reset();
  }
  return handle;
}

// Empty where there is none, as in what is no URL.
std::string part(const ParsedUrl& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owner(text, curl_free);
  return text;
}

}  // namespace

std::string without_user_info(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::string_view authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, begin)) + std::string(url.substr(begin + at + 1));
}

std::vector<std::string> user_info(const std::string& url) {
  const auto handle = parsed(url);
  std::vector<std::string> parts;
  for (const CURLUPart which : {CURLUPART_USER, CURLUPART_PASSWORD}) {
    std::string text = part(handle, which, CURLU_URLDECODE);
    if (!text.empty()) parts.push_back(std::move(text));
  }
  return parts;
}

Expected<std::string> base_url(std::string_view url) {
  std::string text(url);
  while (text.ends_with('/')) text.pop_back();
  const auto handle = parsed(text);
  const std::string scheme = part(handle, CURLUPART_SCHEME);
  const bool is_plain =
      part(handle, CURLUPART_QUERY).empty() && part(handle, CURLUPART_FRAGMENT).empty();
  if ((scheme == "http" || scheme == "https") && is_plain) return text;
  return fail(
      "the base URL is not one of http or https without a query; give it as in "
      "http://127.0.0.1:8000/v1");
}

bool is_loopback(const std::string& url) {
  const std::string host = part(parsed(url), CURLUPART_HOST);
  constexpr std::string_view kName = "localhost";
  const bool is_named = host.size() == kName.size() && contains_ignoring_case(host, kName);
  if (is_named || host == "[::1]") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace sightmark
