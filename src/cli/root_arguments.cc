#include "cli/root_arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <thread>

#include "base/text.h"

namespace sightmark {
namespace {

struct Pair {
  std::string name, value;
};

// "NAME=VALUE", neither of them empty.
std::optional<Pair> pair_of(const std::string& given) {
  const std::size_t equals = given.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == given.size()) return std::nullopt;
  return Pair{given.substr(0, equals), given.substr(equals + 1)};
}

bool is_named(const std::filesystem::path& root, const std::string& name) {
  const auto whole = std::filesystem::absolute(root).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename() == name;
}

// `text` as a positive number, if it is one.
std::optional<double> positive(const std::string& text) {
  const auto number = finite_number(text);
  return number && *number > 0 ? number : std::nullopt;
}

}  // namespace

void RootArguments::add_to(CLI::App& command) {
  job_count = std::max(1u, std::thread::hardware_concurrency());
  command.add_option("roots,--roots", given_roots_, "Folders that hold run directories")
      ->type_name("ROOT")
      ->required();
  command
      .add_option("--device-name", given_names_,
                  "What to call the device whose runs lie in this root folder; repeatable")
      ->type_name("ROOT=NAME")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--jobs", job_count, "Threads that work at the same time")
      ->type_name("N")
      ->check(CLI::Range(1, 1024).description(""))
      ->default_str("one a processor");
}

void RootArguments::add_bandwidth_to(CLI::App& command) {
  command
      .add_option("--bandwidth", given_bandwidths_,
                  "The memory bandwidth of a device, which bounds its speed; repeatable")
      ->type_name("DEVICE=GB/s")
      ->allow_extra_args(false)
      ->take_all();
}

void RootArguments::add_price_to(CLI::App& command) {
  command
      .add_option("--price", given_price_,
                  "Price of electricity per kWh, such as '0.30 EUR', to compute what answers cost")
      ->type_name("PRICE");
}

Expected<void> RootArguments::check_device_names() {
  for (const std::string& given : given_names_) {
    const auto pair = pair_of(given);
    if (!pair) return fail(fmt::format("--device-name {}: write ROOT=NAME", plain_text(given)));
    const auto is_it = [&](const auto& root) { return is_named(root, pair->name); };
    if (std::none_of(roots.begin(), roots.end(), is_it)) {
      return fail(fmt::format("--device-name {}: no root folder is named {}", plain_text(given),
                              plain_text(pair->name)));
    }
    device_names[pair->name] = pair->value;
  }
  return {};
}

Expected<void> RootArguments::check_bandwidths() {
  for (const std::string& given : given_bandwidths_) {
    const auto pair = pair_of(given);
    const auto gb_s = pair ? positive(pair->value) : std::nullopt;
    if (!gb_s) {
      return fail(
          fmt::format("--bandwidth {}: write DEVICE=GB/s, such as Orin=204.8", plain_text(given)));
    }
    bandwidth_by_device[pair->name] = *gb_s;
  }
  return {};
}

Expected<void> RootArguments::check() {
  roots.assign(given_roots_.begin(), given_roots_.end());
  if (auto checked = check_device_names(); !checked) return checked;
  if (auto checked = check_bandwidths(); !checked) return checked;
  if (given_price_.empty()) return {};
  auto parsed = parse_price(given_price_);
  if (!parsed) return fail("--price " + parsed.error().message);
  price = std::move(*parsed);
  return {};
}

}  // namespace sightmark
