#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "engine/adapter_message.h"
#include "engine/engine.h"

namespace sightmark {

// Makes a Generation of an adapter's messages, as they arrive.
class AdapterAnswer {
 public:
  AdapterAnswer(std::int64_t id, Instant sent);

  // Each returns whether the answer is over.
  bool take(const AdapterMessage& message, Instant arrived);
  bool fail_with(Failure failure);

  Generation finish(Instant end);  // call once

 private:
  bool take_token(const AdapterToken& token, Instant arrived);
  bool take_done(const AdapterDone& done);
  bool take_error(const AdapterError& error);
  Failure wrong_id(std::int64_t id) const;

  std::int64_t id_;
  Generation generation_;
  std::int64_t token_count_ = 0;
  bool is_counted_ = true;  // so far each token told the count
};

}  // namespace sightmark
