// Whatever attributes a request takes, its body is JSON that says just these.
#include <nlohmann/json.hpp>

#include "json/document.h"
#include "json/writer.h"
#include "property.h"
#include "requests.h"

namespace spectrakit::fuzz {
namespace {

using Json = nlohmann::json;

/// What the body should say: the last value of each name that was taken.
class Model {
 public:
  void set(const std::string& name, const ErrorPtr& refusal, Json value) {
    if (refusal == nullptr) attributes_[name] = std::move(value);
  }
  void set_raw(const std::string& name, const ErrorPtr& refusal, const std::string& json) {
    if (refusal != nullptr) return;
    // The judge refuses a number that no double holds, which is no fault of ours: it travels as it was written.
    Json value = Json::parse(json, nullptr, false);
    if (value.is_discarded()) {
      judge_fails_ = true;
    } else {
      attributes_[name] = std::move(value);
    }
  }

  bool judge_fails() const { return judge_fails_; }
  const Json& attributes() const { return attributes_; }

 private:
  Json attributes_ = Json::object();
  bool judge_fails_ = false;
};

void set_one(FuzzedDataProvider& input, Request& request, Model& model) {
  const Operation* const operation = request.operation();
  std::string name = take_text(input);
  if (operation != nullptr && !operation->attributes.empty() && input.ConsumeBool()) {
    name = operation->attributes[input.ConsumeIntegralInRange<size_t>(0, operation->attributes.size() - 1)].name;
  }
  switch (input.ConsumeIntegralInRange<int>(0, 4)) {
    case 0: {
      const std::string text = take_text(input);
      // A text that is no UTF-8 makes no JSON value; it has to be refused.
      const ErrorPtr refusal = request.set_attribute(name, text);
      require(refusal != nullptr || json::is_utf8(text), "an attribute's text is UTF-8", text);
      model.set(name, refusal, refusal == nullptr ? Json(text) : Json());
      return;
    }
    case 1: {
      const bool value = input.ConsumeBool();
      model.set(name, request.set_attribute_bool(name, value), value);
      return;
    }
    case 2: {
      const auto value = input.ConsumeIntegral<int64_t>();
      model.set(name, request.set_attribute_int64(name, value), value);
      return;
    }
    case 3:
      model.set(name, request.set_attribute_null(name), nullptr);
      return;
    default: {
      const std::string json = take_text(input);
      model.set_raw(name, request.set_raw_attribute(name, json), json);
    }
  }
}

Request take_empty_request(FuzzedDataProvider& input) {
  if (input.ConsumeBool()) return Request::raw("POST", "/v2/things").value;
  return Request::for_operation(take_operation(input));
}

void check_body(const Request& request, const Model& model) {
  Random random(1);
  const std::shared_ptr<const http::Body> body = request.body(random);
  if (body == nullptr) {
    require(model.attributes().empty(), "a request with attributes has a body");
    return;
  }
  require(body->content_type == "application/json" && body->pieces.size() == 1, "attributes alone travel as JSON");
  const std::string& text = *std::get<http::SharedBytes>(body->pieces.front());
  const Result<json::Document> ours = json::Document::parse(PaddedBuffer(text), {.depth = UINT32_MAX});
  require(ours.ok() && ours.value.find_undecodable() == nullptr, "what we write, we read", text);
  if (model.judge_fails()) return;
  const Json judged = Json::parse(text, nullptr, false);
  require(!judged.is_discarded(), "a body is JSON", text);
  require(judged.size() == 1 && judged.at("data").at("attributes") == model.attributes(), "a body says what was set",
          text);
  const bool has_type = request.operation() != nullptr && !request.operation()->resource_type.empty();
  require(judged.at("data").size() == (has_type ? 2 : 1), "a body says nothing else", text);
  require(!has_type || judged.at("data").at("type") == request.operation()->resource_type, "a body names its type",
          text);
}

}  // namespace
}  // namespace spectrakit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace spectrakit;
  FuzzedDataProvider input(bytes, count);
  Request request = fuzz::take_empty_request(input);
  fuzz::Model model;
  for (size_t left = input.ConsumeIntegralInRange<size_t>(0, 6); left > 0; --left) fuzz::set_one(input, request, model);
  fuzz::check_body(request, model);
  return 0;
}
