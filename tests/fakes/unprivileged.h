#pragma once

#include <unistd.h>

namespace sightmark {

// Within its scope the program may no more than an ordinary user may, even where root runs the
// tests.
class Unprivileged {
 public:
  Unprivileged() : user_(::geteuid()) {
    if (user_ == 0) is_changed_ = ::seteuid(kNobody) == 0;
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (is_changed_ && ::seteuid(user_) != 0) ::_exit(1);
  }

 private:
  static constexpr uid_t kNobody = 65534;
  uid_t user_;
  bool is_changed_ = false;
};

}  // namespace sightmark
