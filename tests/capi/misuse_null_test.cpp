#include <set>
#include <tuple>
#include <type_traits>

#include "capi_test.h"

namespace spectrakit::tests {
namespace {

/// One good argument of every type that the C ABI's functions take, so that one of them can be missing at a time.
class GoodArguments {
 public:
  explicit GoodArguments(spk_engine* engine) {
    spk_client_options_create(SPK_SERVICE_SPECTORA, &client_options_, nullptr);
    spk_client_options_set_api_key(client_options_, "key", SPK_NUL, nullptr);
    // Nothing listens there, so that what is sent by mistake goes nowhere.
    spk_client_options_set_base_url(client_options_, "http://127.0.0.1:1", SPK_NUL, nullptr);
    spk_client_create(engine, client_options_, &client_, nullptr);
    spk_request_create(SPK_SPECTORA_INSPECTIONS_LIST, &request_, nullptr);
    spk_call_options_create(&call_options_, nullptr);
    spk_engine_options_create(&engine_options_, nullptr);
    spk_queue_create(&queue_, nullptr);
    spk_experimental_clock_create(0, &clock_, nullptr);
    spk_pager_create(client_, request_, nullptr, nullptr, 0, &pager_, nullptr);
    spk_client_start(client_, request_, nullptr, &call_, nullptr);
    engine_ = engine;
  }
  ~GoodArguments() {
    spk_call_destroy(call_);
    spk_pager_destroy(pager_);
    spk_experimental_clock_destroy(clock_);
    spk_queue_destroy(queue_);
    spk_engine_options_destroy(engine_options_);
    spk_call_options_destroy(call_options_);
    spk_request_destroy(request_);
    spk_client_destroy(client_);
    spk_client_options_destroy(client_options_);
  }
  GoodArguments(const GoodArguments&) = delete;
  GoodArguments& operator=(const GoodArguments&) = delete;

  template <typename Argument>
  Argument get() {
    using Pointee = std::remove_const_t<std::remove_pointer_t<Argument>>;
    if constexpr (std::is_same_v<Pointee, spk_engine>) return engine_;
    if constexpr (std::is_same_v<Pointee, spk_client_options>) return client_options_;
    if constexpr (std::is_same_v<Pointee, spk_client>) return client_;
    if constexpr (std::is_same_v<Pointee, spk_request>) return request_;
    if constexpr (std::is_same_v<Pointee, spk_call_options>) return call_options_;
    if constexpr (std::is_same_v<Pointee, spk_engine_options>) return engine_options_;
    if constexpr (std::is_same_v<Pointee, spk_queue>) return queue_;
    if constexpr (std::is_same_v<Pointee, spk_experimental_clock>) return clock_;
    if constexpr (std::is_same_v<Pointee, spk_pager>) return pager_;
    if constexpr (std::is_same_v<Pointee, spk_call>) return call_;
    if constexpr (std::is_same_v<Argument, const char*>) return "id";
    if constexpr (std::is_same_v<Argument, size_t>) return SPK_NUL;
    return Argument{};
  }

 private:
  spk_engine* engine_ = nullptr;
  spk_client_options* client_options_ = nullptr;
  spk_client* client_ = nullptr;
  spk_request* request_ = nullptr;
  spk_call_options* call_options_ = nullptr;
  spk_engine_options* engine_options_ = nullptr;
  spk_queue* queue_ = nullptr;
  spk_experimental_clock* clock_ = nullptr;
  spk_pager* pager_ = nullptr;
  spk_call* call_ = nullptr;
};

/// What may be left out, by the documentation; all other pointers are required.
bool may_be_null(const std::string& function, size_t index) {
  static const std::set<std::pair<std::string, size_t>> kOptional{
      {"spk_engine_create", 0},
      {"spk_client_create", 0},
      {"spk_client_options_set_client_certificate", 3},
      {"spk_client_options_set_client_certificate", 5},
      {"spk_client_start", 2},
      {"spk_client_send", 2},
      {"spk_client_send", 3},
      {"spk_pager_create", 2},
      {"spk_pager_create", 3},
      {"spk_pager_start_next", 1},
      {"spk_request_set_file", 5},
      {"spk_call_take_result", 1},
      {"spk_event_take_result", 1},
  };
  return kOptional.contains({function, index});
}

/// Handles and texts: what a caller may leave out by mistake. Not user data, callbacks and places for lengths.
template <typename Argument>
constexpr bool is_checked() {
  if constexpr (!std::is_pointer_v<Argument>) return false;
  using Pointee = std::remove_pointer_t<Argument>;
  return !std::is_void_v<Pointee> && !std::is_function_v<Pointee> && !std::is_same_v<Argument, size_t*> &&
         !std::is_same_v<Argument, spk_error**>;
}

template <typename... Arguments>
void expect_refusal(const char* name, spk_status (*function)(Arguments...), std::tuple<Arguments...> arguments) {
  spk_error* error = nullptr;
  std::get<spk_error**>(arguments) = &error;
  EXPECT_EQ(std::apply(function, arguments), SPK_INVALID_ARGUMENT) << name;
  ASSERT_NE(error, nullptr) << name;
  EXPECT_EQ(spk_error_status(error), SPK_INVALID_ARGUMENT) << name;
  EXPECT_STRNE(spk_error_message(error, nullptr), "") << name;
  spk_error_destroy(error);
}

template <size_t kIndex, typename... Arguments>
void leave_one_out(const char* name, spk_status (*function)(Arguments...), GoodArguments& good) {
  using Argument = std::tuple_element_t<kIndex, std::tuple<Arguments...>>;
  if constexpr (is_checked<Argument>()) {
    if (may_be_null(name, kIndex)) return;
    SCOPED_TRACE("argument " + std::to_string(kIndex) + " is NULL");
    std::tuple<Arguments...> arguments{good.get<Arguments>()...};
    std::get<kIndex>(arguments) = nullptr;
    expect_refusal(name, function, arguments);
  }
}

template <size_t... kIndexes, typename... Arguments>
void leave_each_out(const char* name, spk_status (*function)(Arguments...), GoodArguments& good,
                    std::index_sequence<kIndexes...>) {
  (leave_one_out<kIndexes>(name, function, good), ...);
}

template <typename... Arguments>
void check_nulls(const char* name, spk_status (*function)(Arguments...), GoodArguments& good) {
  if constexpr ((std::is_same_v<Arguments, spk_error**> || ...)) {
    expect_refusal(name, function, std::tuple<Arguments...>{});
    function(Arguments{}...);
    leave_each_out(name, function, good, std::index_sequence_for<Arguments...>());
  } else {
    function(Arguments{}...);
  }
}

/// What reports nothing has to give nothing, without a crash.
template <typename Value, typename... Arguments>
void check_nulls(const char*, Value (*function)(Arguments...), GoodArguments&) {
  function(Arguments{}...);
}

TEST_F(CapiTest, EveryFunctionSurvivesNullAndNamesItWhereItCan) {
  GoodArguments good(engine_.get());
#include "exported_functions.inc"
  EXPECT_TRUE(sandbox_.requests().empty());
}

TEST_F(CapiTest, AMissingTextIsNamedAndAnEmptyOneIsTaken) {
  const Request request = make_request(SPK_SPECTORA_CLIENTS_CREATE);
  spk_error* raw_error = nullptr;
  EXPECT_EQ(spk_request_set_attribute(request.get(), "email", SPK_NUL, nullptr, SPK_NUL, &raw_error),
            SPK_INVALID_ARGUMENT);
  const Error error(raw_error);
  EXPECT_STREQ(spk_error_message(error.get(), nullptr), "value is NULL");
  EXPECT_EQ(spk_request_set_attribute(request.get(), "email", SPK_NUL, nullptr, 5, nullptr), SPK_INVALID_ARGUMENT);
  EXPECT_EQ(spk_request_set_attribute(request.get(), "email", SPK_NUL, nullptr, 0, nullptr), SPK_OK);
}

TEST_F(CapiTest, LengthsThatNoTextCanHaveAreRefused) {
  const Request request = make_request(SPK_SPECTORA_ATTACHMENTS_UPLOAD);
  for (const size_t length : {SIZE_MAX - 1, SIZE_MAX / 2 + 1}) {
    spk_error* raw_error = nullptr;
    EXPECT_EQ(spk_request_set_attribute(request.get(), "name", SPK_NUL, "x", length, &raw_error), SPK_INVALID_ARGUMENT);
    const Error error(raw_error);
    EXPECT_STREQ(spk_error_message(error.get(), nullptr), "value has an impossible length");
    EXPECT_EQ(spk_request_set_attribute(request.get(), "name", length, "x", 1, nullptr), SPK_INVALID_ARGUMENT);
    EXPECT_EQ(spk_request_set_file_bytes(request.get(), "file", SPK_NUL, "x", length, "a.pdf", SPK_NUL, nullptr),
              SPK_INVALID_ARGUMENT);
    EXPECT_EQ(spk_request_set_raw_body(request.get(), "text/plain", SPK_NUL, "x", length, nullptr),
              SPK_INVALID_ARGUMENT);
    EXPECT_EQ(spk_request_set_raw_body(request.get(), "text/plain", SPK_NUL, nullptr, 5, nullptr),
              SPK_INVALID_ARGUMENT);
    EXPECT_EQ(spk_request_set_file(request.get(), "file", SPK_NUL, "/dev/null", SPK_NUL, "a.pdf", length, nullptr),
              SPK_INVALID_ARGUMENT);
  }
  const Outcome outcome = send(client_, get_inspection(kInspection));
  EXPECT_EQ(spk_document_header(outcome.document.get(), "Date", SIZE_MAX - 1, nullptr), nullptr);
  EXPECT_EQ(spk_document_header(outcome.document.get(), nullptr, SPK_NUL, nullptr), nullptr);
}

}  // namespace
}  // namespace spectrakit::tests
