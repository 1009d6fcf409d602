#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"

namespace sightmark {

// The URL without the user name and password that may stand before its host, as it may be shown
// and recorded.
std::string without_user_info(std::string_view url);

// That user name and password, decoded; those that there are.
std::vector<std::string> user_info(const std::string& url);

// Checks that it is an absolute URL of http or https without a query, to which a path can be added;
// returns it without a slash at the end. The error does not repeat it, since it may hold a
// password.
Expected<std::string> base_url(std::string_view url);

// Whether the URL's host is this machine by its loopback interface: localhost, 127.0.0.0/8, ::1.
bool is_loopback(const std::string& url);

}  // namespace sightmark
