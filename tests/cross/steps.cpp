#include "steps.h"

#include <chrono>
#include <limits>
#include <stdexcept>
#include <thread>

#include "observation.h"
#include "request.h"

namespace spectrakit::tests {
namespace {

using Json = nlohmann::json;
using support::call;
using support::make;

constexpr int64_t kPatienceMs = 20'000;

support::CallOptionsHandle call_options(const Json& options) {
  auto made = make<support::CallOptionsHandle>(spk_call_options_create);
  for (const auto& [name, value] : options.items()) {
    if (name == "deadline_ms") {
      call(spk_call_options_set_deadline_ms, made.get(), value.get<int64_t>());
    } else if (name == "max_retries") {
      call(spk_call_options_set_max_retries, made.get(), value.get<uint32_t>());
    } else if (name == "feature") {
      const auto& feature = value.get_ref<const std::string&>();
      call(spk_call_options_set_feature, made.get(), feature.data(), feature.size());
    } else {
      throw std::invalid_argument("there is no call option " + name);
    }
  }
  return made;
}

using UsageHandle = std::unique_ptr<spk_usage, support::Destroyer<&spk_usage_destroy>>;

/// The document or error of a call, handed over.
struct Result {
  spk_status status = SPK_INTERNAL;
  support::DocumentHandle document;
  support::ErrorHandle error;
};

Result finish(const support::CallHandle& running) {
  call(spk_call_wait, running.get(), kPatienceMs);
  spk_document* document = nullptr;
  spk_error* error = nullptr;
  const spk_status status = spk_call_take_result(running.get(), &document, &error);
  return {status, support::DocumentHandle(document), support::ErrorHandle(error)};
}

}  // namespace

Json Steps::take(const Json& step) {
  try {
    if (step.contains("send")) return send(step);
    if (step.contains("list")) return list(step);
    if (step.contains("usage")) return usage();
    session_.client();
    act(step, nullptr);
    // A new client's options are refused or taken in the step that asks for it.
    session_.client();
    return {{"status", "SPK_OK"}};
  } catch (const support::Failure& failure) {
    return observe(failure.status(), failure.error(), nullptr);
  }
}

Json Steps::send(const Json& step) {
  spk_client* const client = session_.client();
  const support::RequestHandle request = build_request(step["send"], session_.folder());
  const support::CallOptionsHandle options = call_options(step.value("options", Json::object()));
  const auto running =
      make<support::CallHandle>(spk_client_start, client, static_cast<const spk_request*>(request.get()),
                                static_cast<const spk_call_options*>(options.get()));
  const Json meanwhile = step.value("meanwhile", Json::array());
  for (const Json& action : meanwhile) {
    wait_for_requests(action.value("after_requests", size_t{0}));
    act(action, running.get());
  }
  const Result result = finish(running);
  return observe(result.status, result.error.get(), result.document.get());
}

Json Steps::usage() {
  return observe_usage(make<UsageHandle>(spk_client_usage, session_.client()).get());
}

/// Walks the pages and tells of all of them together.
Json Steps::list(const Json& step) {
  const Json& description = step["list"];
  if (description.value("from", "") != "last_page") open_pager(step);
  const int most_pages = description.value("pages", std::numeric_limits<int>::max());
  Json all = observe(SPK_OK, nullptr, nullptr);
  all.update({{"pages", 0}, {"ids", Json::array()}, {"page_records", Json::array()}});
  for (int page = 0; page < most_pages && all["status"] == "SPK_OK"; ++page) add_next_page(all);
  all["records"] = all["ids"].size();
  cursor_ = spk_pager_cursor(pager_.get(), nullptr);
  all["at_end"] = cursor_.empty();
  return all;
}

void Steps::add_next_page(Json& all) {
  Json ended;
  try {
    const auto call = make<support::CallHandle>(spk_pager_start_next, pager_.get());
    const Result page = finish(call);
    add_attempts(all, page.document.get());
    if (page.status == SPK_OK) {
      const Json ids = record_ids(page.document.get());
      all["ids"].insert(all["ids"].end(), ids.begin(), ids.end());
      all["page_records"].push_back(ids.size());
      all["pages"] = all["pages"].get<int>() + 1;
      return;
    }
    ended = observe(page.status, page.error.get(), nullptr);
  } catch (const support::Failure& failure) {
    ended = observe(failure.status(), failure.error(), nullptr);
  }
  for (const char* of_all : {"attempts", "waits_ms", "wait_reasons"}) {
    Json& list = ended[of_all];
    list.insert(list.begin(), all[of_all].begin(), all[of_all].end());
  }
  all.update(ended);
}

void Steps::open_pager(const Json& step) {
  spk_client* const client = session_.client();
  const Json& description = step["list"];
  const support::RequestHandle request = build_request(description, session_.folder());
  const support::CallOptionsHandle options = call_options(step.value("options", Json::object()));
  const std::string from = description.value("from", "");
  const std::string cursor = from == "last_cursor" ? cursor_ : description.value("cursor", "");
  pager_ =
      make<support::PagerHandle>(spk_pager_create, client, static_cast<const spk_request*>(request.get()),
                                 static_cast<const spk_call_options*>(options.get()), cursor.data(), cursor.size());
  if (description.contains("prefetch")) {
    call(spk_pager_set_prefetch, pager_.get(), description["prefetch"].get<uint32_t>());
  }
  if (description.contains("max_pages")) {
    call(spk_pager_set_max_pages, pager_.get(), description["max_pages"].get<uint32_t>());
  }
  if (description.contains("remove_duplicates")) {
    call(spk_pager_set_remove_duplicates, pager_.get(), description["remove_duplicates"].get<bool>() ? 1 : 0);
  }
}

void Steps::act(const Json& action, spk_call* running) {
  if (action.contains("advance_ms")) {
    call(spk_experimental_clock_advance, session_.clock(), action["advance_ms"].get<int64_t>());
  } else if (action.contains("jump_over_waits")) {
    call(spk_experimental_clock_set_auto_advance, session_.clock(), action["jump_over_waits"].get<bool>() ? 1 : 0);
  } else if (action.contains("set_key")) {
    const std::string key = action["set_key"];
    call(spk_client_set_key, session_.client(), key.data(), key.size());
  } else if (action.contains("new_client")) {
    session_.renew_client(action["new_client"]);
  } else if (action.contains("close_client")) {
    call(spk_client_close, session_.client(), kPatienceMs);
  } else if (action.contains("cancel")) {
    call(spk_call_cancel, running);
  } else if (action.contains("release")) {
    sandbox_.release();
  } else {
    throw std::invalid_argument("there is no step like " + action.dump());
  }
}

void Steps::wait_for_requests(size_t count) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (sandbox_.requests().size() < count) {
    if (std::chrono::steady_clock::now() > give_up) throw std::runtime_error("the requests do not come");
    std::this_thread::yield();
  }
}

}  // namespace spectrakit::tests
