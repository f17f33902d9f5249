#include "client/request.h"

#include <strings.h>

#include <algorithm>
#include <array>
#include <utility>

#include "client/explanation.h"
#include "client/nearest.h"
#include "client/request_check.h"
#include "http/url.h"
#include "json/document.h"
#include "json/writer.h"

namespace spectrakit {
namespace {

constexpr std::array<std::string_view, 6> kMethods{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

std::string_view method_text(Method method) {
  return kMethods[static_cast<size_t>(method)];
}

void append_pair(std::string& query, std::string_view name, std::string_view encoded_value) {
  if (!query.empty()) query += '&';
  query += http::percent_encode(name);
  query += '=';
  query += encoded_value;
}

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// A name as a message or log may show it: short, and without anything that could break a line.
std::string printable(std::string_view name) {
  constexpr size_t kLongest = 60;
  std::string shown(name.substr(0, kLongest));
  std::ranges::replace_if(
      shown, [](unsigned char c) { return c < ' ' || c >= 0x7F; }, '?');
  return shown;
}

void fill_in(std::string& path, std::string_view name, std::string_view value) {
  const std::string slot = "{" + std::string(name) + "}";
  if (const size_t at = path.find(slot); at != std::string::npos) path.replace(at, slot.size(), value);
}

}  // namespace

Request Request::for_operation(const Operation& operation) {
  Request request;
  request.operation_ = &operation;
  request.method_ = method_text(operation.method);
  request.path_ = operation.path;
  return request;
}

Result<Request> Request::raw(std::string_view method, std::string_view path) {
  if (std::ranges::find(kMethods, method) == kMethods.end()) {
    return invalid_argument("the method is one of GET, HEAD, POST, PUT, PATCH, DELETE, in capitals");
  }
  const bool is_clean = std::ranges::none_of(path, [](unsigned char c) { return c <= ' ' || c >= 0x7F; });
  if (!path.starts_with('/') || !is_clean || path.find_first_of("?#\\") != std::string_view::npos) {
    return invalid_argument("a raw path starts with a slash and holds no query, white space or control characters");
  }
  Request request;
  request.method_ = method;
  request.path_ = path;
  return request;
}

ErrorPtr Request::set_parameter(std::string_view name, std::string_view value) {
  return put_parameter(name, value, true);
}

ErrorPtr Request::add_parameter(std::string_view name, std::string_view value) {
  return put_parameter(name, value, false);
}

ErrorPtr Request::put_parameter(std::string_view name, std::string_view value, bool replace) {
  if (operation_ == nullptr) {
    return invalid_argument("a raw request has no documented parameters; add raw ones");
  }
  const auto parameter = std::ranges::find(operation_->parameters, name, &Parameter::name);
  if (parameter == operation_->parameters.end()) return unknown_parameter(name);
  const bool is_set =
      std::ranges::any_of(parameters_, [&](const ParameterValue& set) { return set.parameter == &*parameter; });
  if (!replace && is_set && !parameter->repeatable) {
    return invalid_argument(this->name() + ": " + std::string(name) +
                            " takes one value; set it instead of adding to it");
  }
  std::string_view rest = value;
  // A comma list may come whole: its values are checked one by one.
  for (bool more = true; more;) {
    const size_t comma = parameter->comma_list ? rest.find(',') : std::string_view::npos;
    more = comma != std::string_view::npos;
    if (ErrorPtr error = check_parameter_value(*operation_, *parameter, rest.substr(0, comma))) return error;
    if (more) rest.remove_prefix(comma + 1);
  }
  if (replace) std::erase_if(parameters_, [&](const ParameterValue& set) { return set.parameter == &*parameter; });
  parameters_.push_back({&*parameter, std::string(value)});
  return nullptr;
}

ErrorPtr Request::unknown_parameter(std::string_view name) const {
  std::vector<std::string_view> known;
  for (const Parameter& parameter : operation_->parameters) known.push_back(parameter.name);
  const std::string nearest_name(nearest(name, known));
  std::string message = this->name() + " has no parameter " + printable(name);
  if (!nearest_name.empty()) message += "; the nearest one is " + nearest_name;
  return invalid_argument(message + ". A raw query parameter is sent unchecked");
}

ErrorPtr Request::add_raw_query(std::string_view name, std::string_view value) {
  if (name.empty()) return invalid_argument("a query parameter needs a name");
  raw_query_.push_back({std::string(name), std::string(value)});
  return nullptr;
}

ErrorPtr Request::set_raw_header(std::string_view name, std::string_view value) {
  if (ErrorPtr error = check_header(name, value)) return error;
  const auto same_name = [&](const Named& set) {
    return set.name.size() == name.size() && strncasecmp(set.name.data(), name.data(), name.size()) == 0;
  };
  std::erase_if(headers_, same_name);
  headers_.push_back({std::string(name), std::string(trimmed(value))});
  return nullptr;
}

ErrorPtr Request::set_attribute(std::string_view name, std::string_view value) {
  if (!is_text(value)) {
    return invalid_argument(this->name() + ": the attribute " + printable(name) +
                            " is not UTF-8 or holds a NUL; a raw attribute takes a NUL as \\u0000");
  }
  std::string json;
  json::append_string(json, value);
  return put_attribute(name, std::string(value), std::move(json));
}

ErrorPtr Request::set_attribute_bool(std::string_view name, bool value) {
  const std::string text = value ? "true" : "false";
  return put_attribute(name, text, text);
}

ErrorPtr Request::set_attribute_int64(std::string_view name, int64_t value) {
  const std::string text = std::to_string(value);
  return put_attribute(name, text, text);
}

ErrorPtr Request::set_attribute_null(std::string_view name) {
  return put_attribute(name, "", "null");
}

ErrorPtr Request::set_raw_attribute(std::string_view name, std::string_view json) {
  const Result<json::Document> parsed = json::Document::parse(PaddedBuffer(json), {});
  const std::string where = this->name() + ": the attribute " + printable(name);
  if (!parsed.ok()) return invalid_argument(where + " is " + parsed.error->message);
  if (const ErrorPtr error = parsed.value.find_undecodable()) {
    return invalid_argument(where + " can not be decoded: " + error->message);
  }
  // In a form a string stands without its quotes.
  const Result<std::string_view> text = parsed.value.string(parsed.value.root());
  return put_attribute(name, std::string(text.ok() ? text.value : json), std::string(json));
}

ErrorPtr Request::put_attribute(std::string_view name, std::string text, std::string json) {
  if (ErrorPtr error = check_takes_body(name)) return error;
  const BodyAttribute* const known = find_attribute(name);
  if (known != nullptr && known->type == ValueType::file) {
    return invalid_argument(this->name() + ": " + std::string(name) + " is a file; set it as one");
  }
  std::erase_if(attributes_, [&](const AttributeValue& set) { return set.name == name; });
  attributes_.push_back({std::string(name), std::move(text), std::move(json)});
  return nullptr;
}

ErrorPtr Request::set_raw_body(std::string_view content_type, std::string_view bytes) {
  const bool has_none = operation_ ? operation_->body == BodyKind::none : method_ == "GET" || method_ == "HEAD";
  if (has_none) return invalid_argument(name() + " has no body");
  const bool is_clean =
      std::all_of(content_type.begin(), content_type.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  if (!is_clean) return invalid_argument("the content type holds a control or non-ASCII character");
  raw_body_ = std::make_shared<const http::Body>(
      http::Body{std::string(content_type), {std::make_shared<const std::string>(bytes)}});
  return nullptr;
}

ErrorPtr Request::check_takes_body(std::string_view attribute) const {
  if (attribute.empty() || !is_text(attribute)) {
    return invalid_argument("an attribute needs a name, in UTF-8 and without a NUL");
  }
  const bool has_none = operation_ ? operation_->body == BodyKind::none : method_ == "GET" || method_ == "HEAD";
  if (has_none) return invalid_argument(name() + " has no body and so no attributes");
  return nullptr;
}

ErrorPtr Request::set_file(std::string_view name, std::string_view path, std::string_view file_name) {
  if (path.empty()) return invalid_argument("the file's path is empty");
  if (path.find('\0') != std::string_view::npos) return invalid_argument("the file's path holds a NUL");
  if (file_name.empty()) file_name = path.substr(path.find_last_of('/') + 1);
  Result<std::shared_ptr<const http::File>> file = http::File::open(std::string(path));
  if (!file.ok()) return std::move(file.error);
  if (file.value->size_bytes() == 0) {
    return make_error(Status::file_failed, "the file to upload is empty; send it when it has been written");
  }
  return put_file(name, std::move(file.value), file_name);
}

ErrorPtr Request::set_file_bytes(std::string_view name, std::string_view bytes, std::string_view file_name) {
  if (file_name.empty()) return invalid_argument("content in memory needs a file name");
  if (bytes.empty()) return invalid_argument("the content to upload is empty");
  return put_file(name, std::make_shared<const std::string>(bytes), file_name);
}

ErrorPtr Request::put_file(std::string_view name, http::Body::Piece content, std::string_view file_name) {
  if (ErrorPtr error = check_takes_body(name)) return error;
  if (!is_text(file_name)) {
    return invalid_argument(this->name() + ": the file's name is not UTF-8 or holds a NUL; give another file_name");
  }
  if (operation_ != nullptr) {
    const BodyAttribute* const attribute = find_attribute(name);
    if (attribute == nullptr || attribute->type != ValueType::file) {
      return invalid_argument(this->name() + " takes no file of that name");
    }
    if (ErrorPtr error = check_file_extension(*operation_, *attribute, file_name)) return error;
  }
  std::erase_if(files_, [&](const http::FormPart& part) { return part.name == name; });
  files_.push_back(
      {std::string(name), std::move(content), std::string(file_name), std::string(http::content_type_of(file_name))});
  return nullptr;
}

const BodyAttribute* Request::find_attribute(std::string_view name) const {
  if (operation_ == nullptr) return nullptr;
  const auto found = std::ranges::find(operation_->attributes, name, &BodyAttribute::name);
  return found == operation_->attributes.end() ? nullptr : &*found;
}

bool Request::has_attribute(std::string_view name) const {
  return std::ranges::find(attributes_, name, &AttributeValue::name) != attributes_.end() ||
         std::ranges::find(files_, name, &http::FormPart::name) != files_.end();
}

ErrorPtr Request::check_complete() const {
  if (raw_body_ != nullptr && !(attributes_.empty() && files_.empty())) {
    return invalid_argument(name() + " has a raw body, which leaves no room for attributes and files");
  }
  if (operation_ == nullptr) return nullptr;
  for (const Parameter& parameter : operation_->parameters) {
    const bool is_set =
        std::ranges::any_of(parameters_, [&](const ParameterValue& set) { return set.parameter == &parameter; });
    if (parameter.required && !is_set) {
      return invalid_argument(name() + " needs the parameter " + std::string(parameter.name));
    }
  }
  for (const BodyAttribute& attribute : operation_->attributes) {
    if (attribute.required && raw_body_ == nullptr && !has_attribute(attribute.name)) {
      return invalid_argument(name() + " needs the attribute " + std::string(attribute.name));
    }
  }
  return nullptr;
}

std::string Request::name() const {
  // A raw path may hold clients' data, and names stand in messages and logs.
  return operation_ ? std::string(operation_->name) : "raw " + method_;
}

policy::Idempotency Request::idempotency() const {
  if (method_ == "GET" || method_ == "HEAD") return policy::Idempotency::safe;
  return method_ == "PUT" || method_ == "DELETE" ? policy::Idempotency::idempotent : policy::Idempotency::unsafe;
}

std::string Request::target(bool alternate_path) const {
  std::string target = alternate_path && operation_ != nullptr ? std::string(operation_->alternate_path) : path_;
  for (const ParameterValue& set : parameters_) {
    if (set.parameter->place == ParameterPlace::path) fill_in(target, set.parameter->name, set.value);
  }
  if (const std::string query = this->query(); !query.empty()) target += "?" + query;
  return target;
}

std::string Request::target_without_page_number() const {
  Request copy = *this;
  std::erase_if(copy.parameters_, [](const ParameterValue& set) { return set.parameter->name == kPageNumber; });
  return copy.target(false);
}

std::string_view Request::parameter(std::string_view name) const {
  for (const ParameterValue& set : parameters_) {
    if (set.parameter->name == name) return set.value;
  }
  return {};
}

std::string Request::query() const {
  std::string query;
  for (size_t at = 0; at < parameters_.size(); ++at) {
    const Parameter* const parameter = parameters_[at].parameter;
    const auto same = [&](const ParameterValue& set) { return set.parameter == parameter; };
    const auto here = parameters_.begin() + static_cast<std::ptrdiff_t>(at);
    if (parameter->place == ParameterPlace::path || std::any_of(parameters_.begin(), here, same)) continue;
    const bool repeated = !parameter->comma_list && std::any_of(here + 1, parameters_.end(), same);
    std::string list;
    std::string_view separator;
    for (const ParameterValue& set : parameters_) {
      if (!same(set)) continue;
      const std::string encoded = http::percent_encode(set.value);
      if (repeated) append_pair(query, std::string(parameter->name) + "[]", encoded);
      list.append(std::exchange(separator, "%2C")).append(encoded);
    }
    if (!repeated) append_pair(query, parameter->name, list);
  }
  for (const Named& raw : raw_query_) append_pair(query, raw.name, http::percent_encode(raw.value));
  return query;
}

std::vector<std::string> Request::header_lines() const {
  std::vector<std::string> lines;
  // With a semicolon instead of a colon, curl sends the header although it is empty.
  for (const Named& header : headers_) {
    lines.push_back(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  return lines;
}

std::shared_ptr<const http::Body> Request::body(Random& random) const {
  if (raw_body_ != nullptr) return raw_body_;
  if (files_.empty() && attributes_.empty()) return nullptr;
  if (files_.empty()) return std::make_shared<http::Body>(json_body());
  std::vector<http::FormPart> parts;
  for (const AttributeValue& attribute : attributes_) {
    parts.push_back(
        {"data[attributes][" + attribute.name + "]", std::make_shared<const std::string>(attribute.text), "", ""});
  }
  for (http::FormPart file : files_) {
    file.name = "data[attributes][" + file.name + "]";
    parts.push_back(std::move(file));
  }
  return std::make_shared<http::Body>(http::multipart_body(parts, random));
}

http::Body Request::json_body() const {
  std::string json = R"({"data":{)";
  if (operation_ != nullptr && !operation_->resource_type.empty()) {
    json += R"("type":)";
    json::append_string(json, operation_->resource_type);
    json += ',';
  }
  json += R"("attributes":{)";
  for (const AttributeValue& attribute : attributes_) {
    if (&attribute != &attributes_.front()) json += ',';
    json::append_string(json, attribute.name);
    json += ':' + attribute.json;
  }
  json += "}}}";
  return {"application/json", {std::make_shared<const std::string>(std::move(json))}};
}

std::vector<std::string> Request::header_names() const {
  std::vector<std::string> names;
  for (const Named& header : headers_) names.push_back(header.name);
  return names;
}

std::string Request::curl_body_arguments() const {
  if (files_.empty()) {
    if (attributes_.empty() && raw_body_ == nullptr) return "";
    const http::Body body = raw_body_ ? *raw_body_ : json_body();
    const std::string& bytes = *std::get<http::SharedBytes>(body.pieces[0]);
    return " -H " + shell_quoted("Content-Type: " + body.content_type) + " --data-raw " + shell_quoted(bytes);
  }
  std::string arguments;
  for (const AttributeValue& attribute : attributes_) {
    arguments += " --form-string " + shell_quoted("data[attributes][" + attribute.name + "]=" + attribute.text);
  }
  for (const http::FormPart& file : files_) {
    arguments += " -F " + shell_quoted("data[attributes][" + file.name + "]=@" + curl_quoted(file.file_name) +
                                       ";type=" + file.content_type);
  }
  return arguments;
}

std::string Request::names_for_log() const {
  std::string names;
  const auto add = [&names](std::string_view name) { names += (names.empty() ? "" : ", ") + printable(name); };
  for (const ParameterValue& set : parameters_) add(set.parameter->name);
  for (const Named& raw : raw_query_) add(raw.name);
  for (const AttributeValue& attribute : attributes_) add(attribute.name);
  for (const http::FormPart& file : files_) add(file.name);
  return names;
}

}  // namespace spectrakit
