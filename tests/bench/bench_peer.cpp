// What a good programmer would write by hand for this one job: libcurl's easy interface with one connection, one
// buffer and one simdjson on-demand parser used again for every answer, fields looked up in document order.
//
//   bench_peer list BASE_URL           reads three fields of every inspection
//   bench_peer get BASE_URL COUNT      fetches one inspection COUNT times
//
// Prints one JSON line.
#include <curl/curl.h>
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "process_usage.h"

namespace {

using namespace simdjson;

// Among the fastest that were measured: curl's default of 16 KB costs more reads, much more leaves the cache.
constexpr long kCurlBufferBytes = 64 * 1024;
constexpr size_t kFirstBodyBytes = 1024 * 1024;

struct Totals {
  size_t records = 0;
  size_t field_bytes = 0;
};

size_t append_to_body(char* bytes, size_t, size_t byte_count, void* body) {
  static_cast<std::string*>(body)->append(bytes, byte_count);
  return byte_count;
}

class Session {
 public:
  Session() : curl_(curl_easy_init(), curl_easy_cleanup), headers_(nullptr, curl_slist_free_all) {
    if (!curl_) throw std::runtime_error("curl_easy_init failed");
    headers_.reset(curl_slist_append(nullptr, "Authorization: Bearer bench-key"));
    curl_slist_append(headers_.get(), "Accept: application/json");
    body_.reserve(kFirstBodyBytes);
    curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl_.get(), CURLOPT_BUFFERSIZE, kCurlBufferBytes);
    curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, headers_.get());
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, append_to_body);
    curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &body_);
  }

  /// The answer's body, with simdjson's padding behind it; valid until the next call.
  padded_string_view get(const std::string& url) {
    body_.clear();
    curl_easy_setopt(curl_.get(), CURLOPT_URL, url.c_str());
    const CURLcode code = curl_easy_perform(curl_.get());
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) throw std::runtime_error("HTTP status " + std::to_string(status));
    if (body_.capacity() < body_.size() + SIMDJSON_PADDING) body_.reserve(2 * body_.size());
    return padded_string_view(body_.data(), body_.size(), body_.capacity());
  }

 private:
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_;
  std::string body_;
};

void read_record(ondemand::object record, Totals& totals) {
  ondemand::object attributes = record.find_field("attributes").get_object();
  totals.field_bytes += attributes.find_field("datetime").get_string().value().size();
  totals.field_bytes += attributes.find_field("property_city").get_string().value().size();
  totals.field_bytes += attributes.find_field("inspector_name").get_string().value().size();
  ++totals.records;
}

Totals list(const std::string& base_url) {
  Session session;
  ondemand::parser parser;
  Totals totals;
  for (uint64_t page = 1; page != 0;) {
    const std::string url =
        base_url + "/v2/inspections?page%5Bnumber%5D=" + std::to_string(page) + "&page%5Bsize%5D=200";
    ondemand::document document = parser.iterate(session.get(url));
    for (ondemand::object record : document.find_field("data").get_array()) read_record(record, totals);
    auto next = document.find_field("meta")["pagination"]["next"];
    page = next.error() == NO_SUCH_FIELD ? 0 : next.get_uint64().value();
  }
  return totals;
}

Totals get(const std::string& base_url, long count) {
  Session session;
  ondemand::parser parser;
  Totals totals;
  const std::string url = base_url + "/v2/inspections/10000001";
  for (long call = 0; call < count; ++call) {
    ondemand::document document = parser.iterate(session.get(url));
    read_record(document.find_field("data").get_object(), totals);
  }
  return totals;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const std::string_view job = argument_count > 2 ? arguments[1] : "";
  try {
    const spectrakit::bench::Stopwatch stopwatch;
    Totals totals;
    if (job == "list") {
      totals = list(arguments[2]);
    } else if (job == "get" && argument_count > 3) {
      totals = get(arguments[2], std::atol(arguments[3]));
    } else {
      std::fprintf(stderr, "usage: bench_peer list BASE_URL | get BASE_URL COUNT\n");
      return 2;
    }
    std::printf("{\"cpu_us\":%lld,\"wall_us\":%lld,\"peak_kb\":%lld,\"records\":%zu,\"field_bytes\":%zu}\n",
                static_cast<long long>(stopwatch.cpu_us()), static_cast<long long>(stopwatch.wall_us()),
                static_cast<long long>(spectrakit::bench::peak_resident_kb()), totals.records, totals.field_bytes);
    return 0;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "bench_peer: %s\n", problem.what());
    return 1;
  }
}
