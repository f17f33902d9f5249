#include <support/values.h>

#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "operation_options.h"
#include "record_commands.h"
#include "usage_error.h"

namespace spectrakit::cli {

using support::call;

namespace {

struct RequestOptions {
  std::string method;
  std::string path;
  std::vector<std::string> query;
  std::vector<std::string> headers;
  std::string data;
};

support::RequestHandle make_raw_request(const RequestOptions& options) {
  auto request = support::make<support::RequestHandle>(spk_request_create_raw, options.method.data(),
                                                       options.method.size(), options.path.data(), options.path.size());
  apply_raw_options(request.get(), options.query, options.headers);
  if (!options.data.empty()) {
    const bool is_on_input = options.data == "-";
    const std::string json = is_on_input ? std::string(std::istreambuf_iterator<char>(std::cin), {}) : options.data;
    if (!nlohmann::json::accept(json)) throw UsageError("--data is no JSON value");
    call(spk_request_set_raw_body, request.get(), "application/json", SPK_NUL, static_cast<const void*>(json.data()),
         json.size());
  }
  return request;
}

/** The answer as it came; nothing when it has no body. */
void write_body(const spk_document* answer) {
  std::size_t length = 0;
  const char* const body = spk_document_body(answer, &length);
  std::cout.write(body, static_cast<std::streamsize>(length));
  if (length > 0 && body[length - 1] != '\n') std::cout << '\n';
}

}  // namespace

void add_request(CLI::App& app, Context& context) {
  const auto options = std::make_shared<RequestOptions>();
  CLI::App* const command = app.add_subcommand(
      "request", "Send any request; the answer's body is shown as it came, with --ndjson one record a line");
  command->add_option("method", options->method, "GET, HEAD, POST, PUT, PATCH or DELETE")->required();
  command->add_option("path", options->path, "The path, which starts with a slash and has no query")->required();
  add_pair_option(*command, "--query", options->query, "Adds to the query; may be repeated");
  add_pair_option(*command, "--raw-header", options->headers, "Sets a header; may be repeated");
  command->add_option("--data", options->data, "The body as JSON text; - reads it from standard input")
      ->type_name("JSON");
  command->footer(examples_text({"spectrakit request GET /v2/inspections --query 'page[size]=1'",
                                 "spectrakit request PUT /v2/contacts/700001 --data "
                                 "'{\"data\":{\"attributes\":{\"notes\":null}}}'"}));
  command->callback([options, &context] {
    const auto request = make_raw_request(*options);
    Session session = context.open_session();
    const auto answer = session.send(request.get());
    if (context.format == OutputFormat::kNdjson) {
      const auto writer = make_single_writer(context.format);
      write_all(*writer, answer.get());
      writer->finish();
    } else {
      write_body(answer.get());
      finish_output();
    }
  });
}

}  // namespace spectrakit::cli
