#include "sandbox/answer_head.h"

#include <algorithm>
#include <charconv>

#include "sandbox/errors.h"
#include "sandbox/request_head.h"

namespace spectrakit::sandbox {
namespace {

constexpr std::string_view kEmptyLine = "\r\n\r\n";
constexpr size_t kStatusStart = sizeof("HTTP/1.1 ") - 1;
constexpr size_t kStatusDigits = 3;

}  // namespace

size_t answer_head_bytes(std::string_view bytes) {
  const size_t found = bytes.find(kEmptyLine);
  return found == std::string_view::npos ? bytes.size() : found + kEmptyLine.size();
}

AnswerHead::AnswerHead(std::string_view bytes) {
  status_line_ = next_line(&bytes);
  for (std::string_view line = next_line(&bytes); !line.empty(); line = next_line(&bytes)) {
    const size_t colon = std::min(line.find(':'), line.size());
    headers_.emplace_back(line.substr(0, colon), trimmed(line.substr(std::min(colon + 1, line.size()))));
  }
}

int AnswerHead::status() const {
  int status = 0;
  if (status_line_.size() < kStatusStart + kStatusDigits) return status;
  std::from_chars(status_line_.data() + kStatusStart, status_line_.data() + kStatusStart + kStatusDigits, status);
  return status;
}

void AnswerHead::set_status(int status) {
  status_line_ = "HTTP/1.1 " + std::to_string(status) + " " + status_title(status);
}

bool AnswerHead::has(std::string_view name) const {
  return std::any_of(headers_.begin(), headers_.end(),
                     [&](const auto& header) { return lower_case(header.first) == lower_case(name); });
}

void AnswerHead::set(const std::string& name, const std::string& value) {
  remove(name);
  add(name, value);
}

void AnswerHead::remove(std::string_view name) {
  std::erase_if(headers_, [&](const auto& header) { return lower_case(header.first) == lower_case(name); });
}

std::string AnswerHead::bytes() const {
  std::string bytes = status_line_ + "\r\n";
  for (const auto& [name, value] : headers_) bytes += name + ": " + value + "\r\n";
  return bytes + "\r\n";
}

}  // namespace spectrakit::sandbox
