#include "requests.h"

#include "spectora/service.h"

namespace spectrakit::fuzz {

std::string take_text(FuzzedDataProvider& input) {
  return input.ConsumeRandomLengthString(kLongestText);
}

const Operation& take_operation(FuzzedDataProvider& input) {
  const std::span<const Operation> operations = spectora::service().operations;
  return operations[input.ConsumeIntegralInRange<size_t>(0, operations.size() - 1)];
}

const Parameter* take_parameter(FuzzedDataProvider& input, const Operation& operation) {
  if (operation.parameters.empty()) return nullptr;
  return &operation.parameters[input.ConsumeIntegralInRange<size_t>(0, operation.parameters.size() - 1)];
}

Request take_request(FuzzedDataProvider& input, const Operation& operation) {
  Request request = Request::for_operation(operation);
  for (const Parameter& parameter : operation.parameters) {
    if (parameter.place == ParameterPlace::path) (void)request.set_parameter(parameter.name, "1");
  }
  for (size_t left = input.ConsumeIntegralInRange<size_t>(0, 8); left > 0; --left) {
    const Parameter* const parameter = take_parameter(input, operation);
    if (parameter == nullptr) break;
    (void)request.add_parameter(parameter->name, take_text(input));
  }
  return request;
}

}  // namespace spectrakit::fuzz
