#include "list_options.h"

#include <algorithm>
#include <set>

namespace spectrakit::cli {

namespace {

const CLI::Validator kNameAndValue(
    [](std::string& text) {
      const bool is_pair = text.find('=') != std::string::npos && text.front() != '=';
      return is_pair ? std::string() : "write a filter as name=value, for example connection_id=1234";
    },
    "NAME=VALUE");

}  // namespace

void add_include_option(CLI::App& command, std::string& includes) {
  command.add_option("--include", includes, "Relationships to bring along, separated by commas");
}

void ListOptions::add_to(CLI::App& command) {
  command.add_option("--page-size", page_size_, "Records a page");
  command.add_option("--limit", record_limit_, "Stop after so many records");
  command.add_option("--sort", sort_, "Field to sort by; with - in front, descending");
  add_include_option(command, includes_);
  command.add_option("--filter", filters_, "A filter of the service; may be repeated")
      ->check(kNameAndValue)
      ->expected(1)
      ->take_all();
}

void ListOptions::apply_to(spk_request* request) const {
  if (!page_size_.empty()) set_parameter(request, "page[size]", page_size_);
  if (!sort_.empty()) set_parameter(request, "sort", sort_);
  if (!includes_.empty()) set_parameter(request, "include", includes_);
  std::set<std::string> names;
  for (const std::string& filter : filters_) {
    const std::size_t equals = filter.find('=');
    const std::string name = "filter[" + filter.substr(0, equals) + "]";
    const bool is_further_value = !names.insert(name).second;
    (is_further_value ? add_parameter : set_parameter)(request, name, filter.substr(equals + 1));
  }
}

void ListOptions::write_list(Session& session, const spk_request* request, RecordWriter& writer) const {
  std::uint64_t wanted = record_limit_.value_or(UINT64_MAX);
  if (wanted > 0) {
    session.walk_pages(request, [&](const spk_document* page) {
      const std::uint64_t count = std::min<std::uint64_t>(wanted, spk_document_record_count(page));
      for (std::uint64_t i = 0; i < count; ++i) writer.write(spk_document_record(page, i));
      write_all_included(writer, page);
      writer.flush();
      wanted -= count;
      return wanted > 0;
    });
  }
  writer.finish();
}

}  // namespace spectrakit::cli
