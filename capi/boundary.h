#pragma once

#include <exception>
#include <new>
#include <string>
#include <string_view>

#include "handles.h"

// The one place where the C++ core and the C world meet: errors become handles, exceptions become statuses.
namespace spectrakit::capi {

/// Thrown and caught in this folder only.
struct BadArgument {
  const char* name;
  const char* problem;
};

template <typename Handle>
Handle& required(Handle* handle, const char* name) {
  if (handle == nullptr) throw BadArgument{name, "is NULL"};
  return *handle;
}

/// The caller's string. NULL is a string only with a length of 0, so that a text that is missing by mistake is not
/// taken for an empty one.
std::string_view string_in(const char* text, size_t length, const char* name);

/// The same for a string that may be left out: NULL is empty, whatever the length.
std::string_view optional_string_in(const char* text, size_t length, const char* name);

/// A length that no object in memory can have is a negative number or an uninitialized one.
inline void check_length(size_t length, const char* name) {
  if (length > PTRDIFF_MAX) throw BadArgument{name, "has an impossible length"};
}

/// A string out: `text` is NUL-terminated and lives as long as the handle it comes from.
const char* string_out(std::string_view text, size_t* length);

/// Gives the error to the caller, if it wants it, and its status back.
spk_status hand_over_error(ErrorPtr failure, spk_error** error) noexcept;

/// Gives a call's outcome to the caller: exactly one of the two outputs is set, unless memory has run out.
spk_status hand_over_result(CallResult result, spk_document** document, spk_error** error) noexcept;

/// The core's options for a call; `options` may be NULL.
CallOptions core_call_options(const spk_call_options* options);

/// Runs `function`, which returns an ErrorPtr, and lets no exception out.
template <typename Function>
spk_status guarded(spk_error** error, Function&& function) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    try {
      return hand_over_error(function(), error);
    } catch (const BadArgument& argument) {
      const std::string message = std::string(argument.name) + " " + argument.problem;
      return hand_over_error(make_error(Status::invalid_argument, message), error);
    } catch (const std::bad_alloc&) {
      return hand_over_error(make_error(Status::out_of_memory, "there is no memory left"), error);
    } catch (const std::exception& exception) {
      return hand_over_error(make_error(Status::internal, exception.what()), error);
    }
  } catch (...) {
    return SPK_OUT_OF_MEMORY;
  }
}

/// For a function that has no way to report: its result, or `fallback` when it throws.
template <typename Result, typename Function>
Result guarded_value(Result fallback, Function&& function) noexcept {
  try {
    return function();
  } catch (...) {
    return fallback;
  }
}

/// The same for a function that gives back a status of its own, such as a call's.
template <typename Function>
spk_status guarded_status(spk_error** error, Function&& function) noexcept {
  spk_status status = SPK_OK;
  const spk_status failure = guarded(error, [&]() -> ErrorPtr {
    status = function();
    return nullptr;
  });
  return failure == SPK_OK ? status : failure;
}

}  // namespace spectrakit::capi
