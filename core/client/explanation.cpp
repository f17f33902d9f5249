#include "client/explanation.h"

#include <strings.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/log.h"
#include "http/url.h"

namespace spectrakit {
namespace {

/// "2026-11-22T06:30:00.123Z"
std::string utc_text(int64_t unix_ms) {
  using namespace std::chrono;
  const sys_time<milliseconds> time{milliseconds(unix_ms)};
  const sys_days day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss<milliseconds> of_day{time - day};
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(of_day.hours().count()), static_cast<int>(of_day.minutes().count()),
                static_cast<int>(of_day.seconds().count()), static_cast<int>(of_day.subseconds().count()));
  return text;
}

std::string ms_text(int64_t us) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f ms", static_cast<double>(us) / 1000);
  return text;
}

std::string timings_text(const AttemptTimings& timings) {
  std::string text;
  const auto add = [&text](const char* name, int64_t us) {
    if (us > 0) text += (text.empty() ? "" : ", ") + std::string(name) + " " + ms_text(us);
  };
  add("DNS", timings.dns_us);
  add("connect", timings.connect_us);
  add("TLS", timings.tls_us);
  add("first byte", timings.first_byte_us);
  add("total", timings.total_us);
  return text;
}

std::string attempts_text(const std::vector<Attempt>& attempts) {
  std::string text;
  for (size_t at = 0; at < attempts.size(); ++at) {
    const Attempt& attempt = attempts[at];
    text += "  " + std::to_string(at + 1) + ". " + utc_text(attempt.started_unix_ms) + "  " +
            std::string(attempt_outcome_text(attempt.outcome));
    if (attempt.http_status != 0) text += " " + std::to_string(attempt.http_status);
    if (attempt.waited_ms > 0) {
      text += ", after waiting " + std::to_string(attempt.waited_ms) + " ms (" +
              std::string(wait_reason_text(attempt.wait_reason)) + ")";
    }
    text += "\n     " + timings_text(attempt.timings) + "\n";
  }
  return text.empty() ? "  none: nothing was sent\n" : text;
}

std::string curl_command(const CallTrace& trace) {
  std::string command = "  curl -sS --globoff";
  if (trace.method == "HEAD") {
    command += " --head";
  } else if (trace.method != "GET") {
    command += " -X " + trace.method;
  }
  command += " -H \"Authorization: Bearer $" + std::string(trace.api_key_variable) + "\"";
  command += " -H 'Accept: application/json'";
  for (const std::string& name : trace.header_names) command += " -H " + shell_quoted(name + ": (your value)");
  return command + trace.body_arguments + " " + shell_quoted(trace.url) + "\n";
}

std::string parameters_text(std::string_view url) {
  const size_t question_mark = url.find('?');
  if (question_mark == std::string_view::npos) return "  none\n";
  std::string text;
  std::string_view query = url.substr(question_mark + 1);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = equals < pair.size() ? pair.substr(equals + 1) : "";
    text += "  " + http::percent_decode(pair.substr(0, equals)) + " = " + http::percent_decode(value) + "\n";
  }
  return text;
}

bool is_cookie(std::string_view name) {
  constexpr std::string_view kName = "set-cookie";
  return name.size() == kName.size() && strncasecmp(name.data(), kName.data(), kName.size()) == 0;
}

std::string answer_text(const AnswerView& answer) {
  if (answer.http_status == 0) return "  none\n";
  std::string text = "  HTTP status " + std::to_string(answer.http_status) + "\n";
  for (const http::Header& header : answer.headers) {
    if (!is_cookie(header.name)) text += "  " + header.name + ": " + header.value + "\n";
  }
  if (!answer.body.empty()) text += "\n" + std::string(answer.body) + (answer.body_is_cut ? " [cut here]" : "") + "\n";
  return text;
}

std::string without_key(const std::string& text, const CallTrace& trace) {
  if (!trace.traffic) return text;
  std::vector<std::string> keys = trace.traffic->earlier_keys;
  keys.push_back(trace.traffic->api_key);
  // As it would stand in the URL's query.
  const size_t count = keys.size();
  for (size_t at = 0; at < count; ++at) keys.push_back(http::percent_encode(keys[at]));
  return redacted(text, keys);
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string curl_quoted(std::string_view file_name) {
  if (file_name.find_first_of(",;\"\\") == std::string_view::npos) return std::string(file_name);
  std::string quoted = "\"";
  for (const char c : file_name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string explain(const CallTrace& trace, const std::vector<Attempt>& attempts, std::string_view ending) {
  std::string text = std::string(ending) + "\n\nAttempts:\n" + attempts_text(attempts);
  if (trace.stop_reason != policy::StopReason::none) {
    text += "It was not tried again: " + std::string(policy::stop_reason_text(trace.stop_reason)) + ".\n";
  }
  return without_key(text + "\nThe same request, with the key in a variable:\n" + curl_command(trace), trace);
}

std::string support_bundle(const CallTrace& trace, const std::vector<Attempt>& attempts, std::string_view ending,
                           const AnswerView& answer) {
  std::string text =
      "SpectraKit " SPECTRAKIT_VERSION
      "\nThis text holds no API key. It may hold your clients' data: read it before you send it to anybody.\n\n";
  text += std::string(ending) + "\n\nRequest:\n  " + trace.method + " " + trace.url + "\n  operation " +
          trace.operation + "\n\nParameters:\n" + parameters_text(trace.url);
  if (!trace.body_arguments.empty()) text += "\nBody, as arguments of curl:\n " + trace.body_arguments + "\n";
  text += "\nResponse:\n" + answer_text(answer);
  return without_key(text + "\nAttempts:\n" + attempts_text(attempts), trace);
}

}  // namespace spectrakit
