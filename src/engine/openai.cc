#include <fmt/ranges.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "engine/chat_client.h"
#include "engine/engine_kind.h"
#include "engine/url.h"

namespace sightmark {
namespace {

namespace dom = simdjson::dom;

constexpr std::chrono::seconds kReadyTimeout{30};
constexpr std::size_t kNamedModelLimit = 5;

struct ServedModel {
  std::string id, owned_by;
  std::optional<std::int64_t> max_token_count;
};

std::string text_at(dom::element object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) ? std::string{} : plain_text(text);
}

// The models that an answer to GET /models lists; none where it is not of that form.
std::vector<ServedModel> served_models(const std::string& json) {
  dom::parser parser;
  dom::element root;
  dom::array list;
  if (parser.parse(json).get(root) || root["data"].get(list)) return {};
  std::vector<ServedModel> models;
  for (const dom::element entry : list) {
    ServedModel model{text_at(entry, "id"), text_at(entry, "owned_by"), std::nullopt};
    std::int64_t count = 0;
    if (!entry["max_model_len"].get(count)) model.max_token_count = count;  // vLLM and SGLang
    if (!model.id.empty()) models.push_back(std::move(model));
  }
  return models;
}

// "llava" is also "llava:latest" to Ollama, and others know variants by such a suffix.
bool is_called(const ServedModel& model, std::string_view name) {
  const std::string_view id = model.id;
  return id == name || id.substr(0, id.find(':')) == name || name.substr(0, name.find(':')) == id;
}

class Openai : public Engine {
 public:
  explicit Openai(ChatClient client) : client_(std::move(client)) {}

  Expected<EngineDescription> load(const LoadProgress& progress, std::stop_token stop) override {
    progress("asking the server for its models");
    const auto answer = client_.fetch("/models", {}, kReadyTimeout, stop);
    if (!answer) {
      return fail(answer.error().message + "; is the server running, and the base URL right?");
    }
    const long status = answer->head.status;
    const bool knows_no_list = status == 404 || status == 405 || status == 501;
    if (!knows_no_list && (status < 200 || status > 299)) return refusal(*answer);
    return description(answer->head,
                       knows_no_list ? std::vector<ServedModel>{} : served_models(answer->body));
  }

  Generation generate(const Question& question, std::stop_token stop) override {
    return client_.ask(question, stop);
  }

  std::vector<pid_t> processes() const override { return {}; }
  std::optional<std::string> death() override { return std::nullopt; }

 private:
  std::string shown_url() const {
    return plain_text(without_user_info(client_.options().base_url));
  }

  tl::unexpected<Error> refusal(const HttpDocument& answer) const {
    const std::string words = client_.error_text(answer);
    const long status = answer.head.status;
    const bool is_about_key = status == 401 || status == 403;
    return fail(fmt::format("{}/models: HTTP {}{}{}{}", shown_url(), status,
                            words.empty() ? "" : ": ", words,
                            is_about_key ? "; give the API key that this server expects" : ""));
  }

  Expected<EngineDescription> description(const HttpHead& head,
                                          const std::vector<ServedModel>& models) const {
    const std::string& name = client_.options().model;
    const auto model =
        std::ranges::find_if(models, [&](const ServedModel& m) { return is_called(m, name); });
    if (!models.empty() && model == models.end()) return unknown_model(models);

    EngineDescription description{.name = "openai", .model_id = name};
    Facts& facts = description.facts;
    facts.push_back({"base_url", shown_url()});
    if (!head.server.empty()) facts.push_back({"server", plain_text(head.server)});
    if (model == models.end()) return description;
    description.model_id = model->id;
    if (!model->owned_by.empty()) facts.push_back({"model_owned_by", model->owned_by});
    if (model->max_token_count) facts.push_back({"max_model_len", *model->max_token_count});
    return description;
  }

  tl::unexpected<Error> unknown_model(const std::vector<ServedModel>& models) const {
    std::vector<std::string> names;
    for (const ServedModel& model : models) {
      if (names.size() == kNamedModelLimit) break;
      names.push_back(fmt::format("\"{}\"", shortened(model.id, 80)));
    }
    if (models.size() > kNamedModelLimit) names.emplace_back("…");
    return fail(fmt::format("{}: the server has no model \"{}\"; it has {}", shown_url(),
                            plain_text(client_.options().model), fmt::join(names, ", ")));
  }

  ChatClient client_;
};

}  // namespace

Expected<std::unique_ptr<Engine>> make_openai(EngineOptions options) {
  auto client = ChatClient::create({.base_url = std::move(options.base_url),
                                    .model = std::move(options.model),
                                    .api_key = std::move(options.api_key)});
  if (!client) return tl::unexpected(client.error());
  return std::make_unique<Openai>(*std::move(client));
}

}  // namespace sightmark
