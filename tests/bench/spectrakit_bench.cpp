// The jobs of the benchmarks, done with the C ABI as a user would.
//
//   spectrakit_bench list BASE_URL                     reads three fields of every inspection
//   spectrakit_bench get BASE_URL COUNT                fetches one inspection COUNT times
//   spectrakit_bench upload BASE_URL FILE              uploads a file as a report
//   spectrakit_bench in-flight BASE_URL CALLS MS WAVES keeps CALLS calls in flight at a server that takes MS for each
//
// Prints one JSON line.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

#include "in_flight.h"
#include "process_usage.h"
#include "session.h"

namespace spectrakit::bench {

namespace {

struct Totals {
  size_t records = 0;
  size_t field_bytes = 0;
};

size_t string_bytes(spk_value record, std::string_view name) {
  const char* text = nullptr;
  size_t length = 0;
  spk_error* error = nullptr;
  expect_ok(spk_value_string(spk_resource_attribute(record, name.data(), name.size()), &text, &length, &error), error);
  return length;
}

void read_record(spk_value record, Totals& totals) {
  totals.field_bytes += string_bytes(record, "datetime");
  totals.field_bytes += string_bytes(record, "property_city");
  totals.field_bytes += string_bytes(record, "inspector_name");
  ++totals.records;
}

Totals list(const std::string& base_url) {
  const Client client = make_client(base_url);
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_LIST);
  set_parameter(request.get(), "page[size]", "200");
  spk_error* error = nullptr;
  spk_pager* raw_pager = nullptr;
  expect_ok(spk_pager_create(client.get(), request.get(), nullptr, nullptr, 0, &raw_pager, &error), error);
  const Pager pager(raw_pager);

  Totals totals;
  while (true) {
    spk_document* raw_page = nullptr;
    const spk_status status = spk_pager_next(pager.get(), &raw_page, &error);
    if (status == SPK_END) return totals;
    expect_ok(status, error);
    const Document page(raw_page);
    const size_t count = spk_document_record_count(page.get());
    for (size_t index = 0; index < count; ++index) read_record(spk_document_record(page.get(), index), totals);
  }
}

Totals get(const std::string& base_url, long count) {
  const Client client = make_client(base_url);
  const Request request = make_request(SPK_SPECTORA_INSPECTIONS_GET);
  set_parameter(request.get(), "id", "10000001");
  Totals totals;
  for (long call = 0; call < count; ++call) {
    const Document document = send(client.get(), request.get());
    read_record(spk_document_record(document.get(), 0), totals);
  }
  return totals;
}

void print_totals(const Stopwatch& stopwatch, const Totals& totals) {
  std::printf("{\"cpu_us\":%" PRId64 ",\"wall_us\":%" PRId64 ",\"peak_kb\":%" PRId64
              ",\"records\":%zu,\"field_bytes\":%zu}\n",
              stopwatch.cpu_us(), stopwatch.wall_us(), peak_resident_kb(), totals.records, totals.field_bytes);
}

void upload(const std::string& base_url, const std::string& path) {
  const Client client = make_client(base_url);
  const Request request = make_request(SPK_SPECTORA_ATTACHMENTS_UPLOAD);
  spk_error* error = nullptr;
  expect_ok(spk_request_set_attribute(request.get(), "inspection_id", SPK_NUL, "10000001", SPK_NUL, &error), error);
  expect_ok(spk_request_set_attribute_bool(request.get(), "report", SPK_NUL, 1, &error), error);
  const int64_t idle_kb = resident_kb();
  const Stopwatch stopwatch;
  expect_ok(spk_request_set_file(request.get(), "file", SPK_NUL, path.data(), path.size(), nullptr, 0, &error), error);
  const Document document = send(client.get(), request.get());
  const int64_t wall_us = stopwatch.wall_us();
  const int64_t cpu_us = stopwatch.cpu_us();
  int64_t body_bytes = 0;
  const spk_value received = spk_resource_attribute(spk_document_record(document.get(), 0), "body_bytes", SPK_NUL);
  expect_ok(spk_value_int64(received, &body_bytes, &error), error);
  std::printf("{\"cpu_us\":%" PRId64 ",\"wall_us\":%" PRId64 ",\"idle_kb\":%" PRId64 ",\"peak_kb\":%" PRId64
              ",\"body_bytes\":%" PRId64 "}\n",
              cpu_us, wall_us, idle_kb, peak_resident_kb(), body_bytes);
}

int run(int argument_count, char** arguments) {
  const std::string_view job = argument_count > 2 ? arguments[1] : "";
  if (job == "list") {
    const Stopwatch stopwatch;
    print_totals(stopwatch, list(arguments[2]));
  } else if (job == "get" && argument_count > 3) {
    const Stopwatch stopwatch;
    print_totals(stopwatch, get(arguments[2], std::atol(arguments[3])));
  } else if (job == "upload" && argument_count > 3) {
    upload(arguments[2], arguments[3]);
  } else if (job == "in-flight" && argument_count > 5) {
    keep_in_flight(arguments[2], {std::atol(arguments[3]), std::atol(arguments[4]), std::atol(arguments[5])});
  } else {
    std::fprintf(stderr,
                 "usage: spectrakit_bench list URL | get URL COUNT | upload URL FILE | in-flight URL CALLS MS WAVES\n");
    return 2;
  }
  return 0;
}

}  // namespace

}  // namespace spectrakit::bench

int main(int argument_count, char** arguments) {
  try {
    return spectrakit::bench::run(argument_count, arguments);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "spectrakit_bench: %s\n", problem.what());
    return 1;
  }
}
