#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/attempt.h"
#include "base/status.h"

namespace spectrakit {

/// One thing that the service found wrong, in its own words: may hold clients' data, so it goes into no message.
struct Problem {
  std::string pointer;
  std::string code;
  std::string title;
  std::string detail;
};

/// Which limit a 429 is about. The numbers are those of spk_limit in spectrakit.h.
enum class Limit : int32_t { unknown = 0, minute = 1, month = 2 };

/// What went wrong, as the user gets it.
struct Error {
  Status status = Status::internal;
  std::string message;
  std::string operation;
  int32_t http_status = 0;
  std::string request_id;
  bool retryable = false;
  bool ambiguous = false;
  int64_t retry_after_ms = -1;
  Limit limit = Limit::unknown;
  std::vector<Attempt> attempts;
  std::vector<Problem> problems;
  /// May be cut at the bound for error bodies.
  std::string body;
  bool body_is_cut = false;
  /// For people: what was tried and why it ended. May hold clients' data, as the request's URL does.
  std::string explanation;
  /// For the service's support: URL, parameters, answer, attempts. Holds no key, but clients' data.
  std::string support_bundle;
};

/// Null means success.
using ErrorPtr = std::unique_ptr<Error>;

ErrorPtr make_error(Status status, std::string message);

/// A value, or the error that took its place.
template <typename T>
struct Result {
  T value{};
  ErrorPtr error;

  Result(T result) : value(std::move(result)) {}
  Result(ErrorPtr failure) : error(std::move(failure)) {}

  bool ok() const { return error == nullptr; }
};

}  // namespace spectrakit
