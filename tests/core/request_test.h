#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string_view>

#include "client/request.h"
#include "spectora/service.h"

namespace spectrakit::tests {

/// A new request for an operation by its name.
inline Request request(std::string_view name) {
  for (const Operation& operation : spectora::service().operations) {
    if (operation.name == name) return Request::for_operation(operation);
  }
  throw std::invalid_argument("no such operation");
}

inline ::testing::AssertionResult ok(const ErrorPtr& error) {
  if (error == nullptr) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << error->message;
}

inline ::testing::AssertionResult refused(const ErrorPtr& error) {
  if (error == nullptr) return ::testing::AssertionFailure() << "it was taken";
  if (error->status == Status::invalid_argument) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << status_name(error->status) << ": " << error->message;
}

}  // namespace spectrakit::tests
