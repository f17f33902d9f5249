#include <support/handles.h>
#include <support/terminal.h>
#include <support/text_table.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "record_commands.h"
#include "usage_report.h"

namespace spectrakit::cli {

namespace {

const char* gate_name(spk_gate gate) {
  switch (gate) {
    case SPK_GATE_OPEN:
      return "open";
    case SPK_GATE_CLOSED:
      return "closed";
    case SPK_GATE_PROBING:
      return "probing";
    default:
      return "unknown";
  }
}

nlohmann::ordered_json json_of(const spk_usage* usage) {
  const std::int64_t quota = spk_usage_quota(usage);
  nlohmann::ordered_json features = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < spk_usage_feature_count(usage); ++i) {
    features[spk_usage_feature_name(usage, i, nullptr)] = spk_usage_feature_calls(usage, i);
  }
  return {{"month", spk_usage_month(usage, nullptr)},
          {"calls", spk_usage_calls(usage)},
          {"forecast_calls", spk_usage_forecast_calls(usage)},
          {"monthly_quota", quota == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(quota)},
          {"gate", gate_name(spk_usage_gate(usage))},
          {"gate_opens_in_ms", spk_usage_gate_opens_in_ms(usage)},
          {"features", features}};
}

/** Empty when it is open. */
std::string gate_text(const spk_usage* usage) {
  if (spk_usage_gate(usage) == SPK_GATE_OPEN) return {};
  const std::string name = gate_name(spk_usage_gate(usage));
  const std::int64_t wait_ms = spk_usage_gate_opens_in_ms(usage);
  return wait_ms == 0 ? name : name + ", opens in " + std::to_string((wait_ms + 999) / 1000) + " s";
}

void write_table(const spk_usage* usage) {
  support::TextTable figures(std::cout, std::nullopt, {"MONTH (UTC)", spk_usage_month(usage, nullptr)});
  figures.add_row({"calls", calls_text(usage)});
  figures.add_row({"forecast", std::to_string(spk_usage_forecast_calls(usage))});
  if (const std::string gate = gate_text(usage); !gate.empty()) figures.add_row({"rate gate", gate});
  figures.flush();
  if (spk_usage_feature_count(usage) == 0) return;
  std::cout << '\n';
  support::TextTable features(std::cout, support::terminal_width(STDOUT_FILENO), {"FOR", "CALLS"});
  for (std::size_t i = 0; i < spk_usage_feature_count(usage); ++i) {
    features.add_row({spk_usage_feature_name(usage, i, nullptr), std::to_string(spk_usage_feature_calls(usage, i))});
  }
  features.flush();
}

}  // namespace

support::UsageHandle usage_of(spk_client* client) {
  return support::make<support::UsageHandle>(spk_client_usage, client);
}

std::int64_t percent_used(const spk_usage* usage) {
  constexpr std::int64_t kSmall = std::numeric_limits<std::int64_t>::max() / 100;
  const std::int64_t calls = spk_usage_calls(usage);
  const std::int64_t quota = spk_usage_quota(usage);
  if (quota == 0) return 0;
  return calls <= kSmall ? calls * 100 / quota : calls / std::max<std::int64_t>(1, quota / 100);
}

std::string calls_text(const spk_usage* usage) {
  const std::int64_t calls = spk_usage_calls(usage);
  const std::int64_t quota = spk_usage_quota(usage);
  if (quota == 0) return std::to_string(calls);
  return std::to_string(calls) + " of " + std::to_string(quota) + " (" + std::to_string(percent_used(usage)) + " %)";
}

void add_usage(CLI::App& app, Context& context) {
  CLI::App* const command = app.add_subcommand(
      "usage", "What the programs that share this ledger have used of the key's month; sends nothing");
  command->footer(examples_text({"spectrakit usage", "spectrakit usage --profile elm --json"}));
  command->callback([&context] {
    const auto client = make_client(resolve_connection(context.connection));
    const auto usage = usage_of(client.get());
    if (context.format == OutputFormat::kTable) {
      write_table(usage.get());
    } else {
      std::cout << json_of(usage.get()).dump(context.format == OutputFormat::kNdjson ? -1 : 2) << '\n';
    }
    finish_output();
  });
}

}  // namespace spectrakit::cli
