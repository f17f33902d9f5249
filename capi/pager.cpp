#include "boundary.h"

using spectrakit::ErrorPtr;
using spectrakit::make_error;
using spectrakit::Status;
using spectrakit::capi::core_call_options;
using spectrakit::capi::guarded;
using spectrakit::capi::guarded_status;
using spectrakit::capi::hand_over_error;
using spectrakit::capi::hand_over_result;
using spectrakit::capi::optional_string_in;
using spectrakit::capi::required;
using spectrakit::capi::string_out;

spk_status spk_pager_create(spk_client* client, const spk_request* request, const spk_call_options* options,
                            const char* cursor, size_t cursor_length, spk_pager** pager, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    required(pager, "pager") = nullptr;
    required(client, "client");
    auto made =
        spectrakit::Pager::create(client->client, required(request, "request").request, core_call_options(options),
                                  optional_string_in(cursor, cursor_length, "cursor"));
    if (!made.ok()) return std::move(made.error);
    *pager = new spk_pager{std::move(made.value)};
    return nullptr;
  });
}

spk_status spk_pager_set_prefetch(spk_pager* pager, uint32_t pages, spk_error** error) {
  return guarded(error, [&] { return required(pager, "pager").pager->set_prefetch(pages); });
}

spk_status spk_pager_set_max_pages(spk_pager* pager, uint32_t pages, spk_error** error) {
  return guarded(error, [&] { return required(pager, "pager").pager->set_max_pages(pages); });
}

spk_status spk_pager_set_remove_duplicates(spk_pager* pager, int remove, spk_error** error) {
  return guarded(error, [&] { return required(pager, "pager").pager->set_remove_duplicates(remove != 0); });
}

spk_status spk_pager_next(spk_pager* pager, spk_document** page, spk_error** error) {
  return guarded_status(error, [&]() -> spk_status {
    required(page, "page") = nullptr;
    // A log callback may destroy the pager meanwhile.
    const auto held = required(pager, "pager").pager;
    auto next = held->next();
    if (!next.ok()) return hand_over_error(std::move(next.error), error);
    return hand_over_result({std::move(next.value), nullptr}, page, error);
  });
}

spk_status spk_pager_start_next(spk_pager* pager, spk_call** call, spk_error** error) {
  return guarded(error, [&]() -> ErrorPtr {
    if (call != nullptr) *call = nullptr;
    // A callback may destroy the pager before this is done.
    const auto held = required(pager, "pager").pager;
    if (call == nullptr && !held->reports_by_itself()) {
      return make_error(Status::invalid_argument,
                        "call is NULL, and the pager's options name no callback or queue: nobody would get the page");
    }
    auto handle = call ? std::make_unique<spk_call>() : nullptr;
    auto started = held->start_next();
    if (!started.ok()) return std::move(started.error);
    if (handle) {
      handle->call = std::move(started.value);
      *call = handle.release();
    }
    return nullptr;
  });
}

const char* spk_pager_cursor(const spk_pager* pager, size_t* length) {
  return string_out(pager ? pager->pager->cursor() : "", length);
}

void spk_pager_destroy(spk_pager* pager) {
  guarded(nullptr, [&]() -> ErrorPtr {
    if (pager != nullptr) pager->pager->stop();
    return nullptr;
  });
  delete pager;
}
