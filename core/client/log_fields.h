#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/writer.h"

namespace spectrakit {

/// The fields of a log line, as a JSON object's text. Names are plain words.
class LogFields {
 public:
  LogFields& add(std::string_view name, std::string_view text) {
    begin(name);
    json::append_string(json_, text);
    return *this;
  }
  LogFields& add(std::string_view name, int64_t number) {
    begin(name);
    json_ += std::to_string(number);
    return *this;
  }
  std::string json() const { return json_ + "}"; }

 private:
  void begin(std::string_view name) {
    if (json_.size() > 1) json_ += ',';
    json_ += '"';
    json_ += name;
    json_ += "\":";
  }

  std::string json_ = "{";
};

}  // namespace spectrakit
