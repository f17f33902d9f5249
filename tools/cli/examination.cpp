#include "examination.h"

#include <support/values.h>

#include <cstdlib>
#include <ctime>
#include <utility>

#include "usage_error.h"
#include "usage_report.h"
#include "user_folders.h"

namespace spectrakit::cli {

using support::Failure;

namespace {

constexpr std::int64_t kClockWarningSeconds = 60;
constexpr std::int64_t kQuotaWarningPercent = 80;

Finding ok(std::string check, std::string detail) {
  return {std::move(check), Finding::State::kOk, std::move(detail), "", 0};
}

Finding warning(std::string check, std::string detail, std::string way_out) {
  return {std::move(check), Finding::State::kWarning, std::move(detail), std::move(way_out), 0};
}

support::RequestHandle one_record_of(spk_operation operation) {
  auto request = support::make<support::RequestHandle>(spk_request_create, operation);
  support::call(spk_request_set_parameter, request.get(), "page[size]", SPK_NUL, "1", SPK_NUL);
  return request;
}

/** Which company an answer is from; empty when it holds no record to tell by. */
std::string company_of(const spk_document* answer) {
  const spk_value record = spk_document_record(answer, 0);
  const spk_value company = spk_resource_related(record, "company", SPK_NUL, 0);
  const std::string name = support::attribute_text(company, "name");
  std::string id = support::text_of(spk_resource_id(company));
  if (id.empty()) id = support::attribute_text(record, "company_id");
  if (id.empty()) return name;
  return name.empty() ? "the company " + id : name + " (company " + id + ")";
}

/** The moment that the service named in its answer; nothing when it named none. */
std::optional<std::time_t> date_of(const spk_document* answer) {
  const char* const text = spk_document_header(answer, "Date", SPK_NUL, nullptr);
  std::tm utc{};
  if (text == nullptr || strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &utc) == nullptr) return std::nullopt;
  return timegm(&utc);
}

bool is_local(const std::string& url) {
  return url.starts_with("http://127.") || url.starts_with("http://localhost") || url.starts_with("http://[::1]");
}

}  // namespace

Examination::Examination(const ConnectionOptions& options, CallObserver& observer, Report report)
    : options_(options), observer_(observer), report_(std::move(report)) {}

void Examination::run() {
  check_profiles();
  if (!open_session()) return;
  check_address();
  check_trust();
  check_proxy();
  check_ledger();
  if (!check_key()) return;
  check_permission("agents", SPK_SPECTORA_AGENTS_LIST);
  check_permission("clients", SPK_SPECTORA_CLIENTS_LIST);
  check_permission("attachments", SPK_SPECTORA_ATTACHMENTS_LIST);
  check_permission("stats", SPK_SPECTORA_AGENT_STATS_LIST);
}

void Examination::check_profiles() {
  try {
    const std::size_t count = ProfileFile::load().profiles().size();
    const std::string path = ProfileFile::path().string();
    report_(ok("profiles", count == 0 ? "none in " + path : std::to_string(count) + " in " + path));
  } catch (const std::exception& error) {
    report_({"profiles", Finding::State::kFailed, error.what(), "", support::kExitUsage});
  }
}

bool Examination::open_session() {
  try {
    connection_ = resolve_connection(options_);
    session_.emplace(connection_, observer_);
    return true;
  } catch (const UsageError& error) {
    report_({"key", Finding::State::kFailed, error.what(), "", support::kExitUsage});
  } catch (const Failure& failure) {
    report_failure("client", failure);
  }
  return false;
}

void Examination::check_address() {
  const std::string& url = connection_.settings.base_url;
  if (url.starts_with("http://") && !is_local(url)) {
    report_(warning("address", url + " is not encrypted: the key and all data can be read on the way",
                    "Use an address that starts with https://."));
  } else {
    report_(ok("address", url.empty() ? "the service's own" : url));
  }
}

void Examination::check_trust() {
  const std::string store = spk_client_ca_store(session_->client(), nullptr);
  const std::string named = environment("SSL_CERT_FILE");
  if (!store.empty() && !named.empty() && store.find("(SSL_CERT_FILE)") == std::string::npos) {
    report_(warning("certificates",
                    "trusts " + store + "; SSL_CERT_FILE was passed over: there is no certificate in " + named,
                    "Let SSL_CERT_FILE name a file of PEM certificates that can be read, or unset it."));
    return;
  }
  report_(ok("certificates", store.empty() ? "none needed: the connection is not encrypted" : "trusts " + store));
}

void Examination::check_proxy() {
  const std::string proxy = spk_client_proxy(session_->client(), nullptr);
  report_(ok("proxy", proxy.empty() ? "none" : proxy));
}

void Examination::check_ledger() {
  if (connection_.ledger_path.empty()) {
    report_(warning("ledger", "the month's calls are not counted: there is no folder for the ledger",
                    "Set XDG_STATE_HOME or HOME to a folder that can be written."));
    return;
  }
  try {
    const auto usage = usage_of(session_->client());
    const std::string detail = calls_text(usage.get()) + " calls this month, in " + connection_.ledger_path.string();
    if (percent_used(usage.get()) >= kQuotaWarningPercent) {
      report_(warning("ledger", detail, "Ask Spectora's support for a higher quota, or call less often."));
    } else {
      report_(ok("ledger", detail));
    }
  } catch (const Failure& failure) {
    report_(warning("ledger", failure.what(),
                    "Make sure that the file can be written: " + connection_.ledger_path.string()));
  }
}

bool Examination::check_key() {
  const auto request = one_record_of(SPK_SPECTORA_INSPECTIONS_LIST);
  support::call(spk_request_set_parameter, request.get(), "include", SPK_NUL, "company", SPK_NUL);
  try {
    const auto answer = session_->send(request.get());
    const std::string company = company_of(answer.get());
    report_(ok("key", connection_.key_source + " works" + (company.empty() ? "" : " for " + company)));
    check_clock(answer.get());
    report_(ok("inspections", "can be read"));
    return true;
  } catch (const Failure& failure) {
    if (failure.status() == SPK_PERMISSION_DENIED) {
      report_(ok("key", connection_.key_source + " works"));
      report_(warning("inspections", "can not be read", "A key may do what the user who made it may do."));
      return true;
    }
    report_failure(failure.exit_status() == support::kExitNetwork ? "network" : "key", failure);
    return false;
  }
}

void Examination::check_clock(const spk_document* answer) {
  const auto service_time = date_of(answer);
  if (!service_time) return report_(warning("clock", "the service did not say what time it is", ""));
  const std::int64_t ahead_seconds = std::time(nullptr) - *service_time;
  const std::string text = std::to_string(std::llabs(ahead_seconds)) + " s " +
                           (ahead_seconds >= 0 ? "ahead of" : "behind") + " the service's";
  if (std::llabs(ahead_seconds) < kClockWarningSeconds) {
    report_(ok("clock", text));
  } else {
    report_(warning("clock", text, "Let the system set its clock by the network (NTP)."));
  }
}

void Examination::check_permission(const char* name, spk_operation operation) {
  try {
    session_->send(one_record_of(operation).get());
    report_(ok(name, "can be read"));
  } catch (const Failure& failure) {
    if (failure.status() != SPK_PERMISSION_DENIED) return report_failure(name, failure);
    report_(warning(name, "can not be read", "A key may do what the user who made it may do."));
  }
}

void Examination::report_failure(const char* check, const Failure& failure) {
  report_({check, Finding::State::kFailed, failure.what(), "", failure.exit_status()});
}

}  // namespace spectrakit::cli
