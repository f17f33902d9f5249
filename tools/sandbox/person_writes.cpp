#include "sandbox/person_writes.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "sandbox/clock.h"
#include "sandbox/events.h"
#include "sandbox/file_types.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kTags = "tags";
constexpr std::string_view kImage = "image";

std::string pointer_to(std::string_view attribute) {
  return "/data/attributes/" + std::string(attribute);
}

bool is_array_of_texts(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& each) { return each.is_string(); });
}

/// What is stored of a value.
std::string stored_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::vector<Problem> PersonWrites::find_problems(Database& database, std::optional<int64_t> id,
                                                 const AttributeForm& form) const {
  std::vector<Problem> problems;
  std::string_view previous;
  for (const Write& write : writes()) {
    const bool is_known = write.attribute == std::exchange(previous, write.attribute);
    if (is_known || !form.has(write.attribute) || form.value(write.attribute).is_null()) continue;
    const Json& value = form.value(write.attribute);
    const bool is_good = write.attribute == kTags    ? is_array_of_texts(value)
                         : write.attribute == kImage ? false
                                                     : value.is_string();
    if (is_good) continue;
    const char* must_be = write.attribute == kTags    ? " must be an array of strings."
                          : write.attribute == kImage ? " must be sent as a file."
                                                      : " must be a string.";
    problems.push_back({pointer_to(write.attribute), std::string(write.attribute) + must_be});
  }
  if (form.image() != nullptr && image_content_type(form.image_name()).empty()) {
    problems.push_back({pointer_to(kImage), "Image must be a jpg, jpeg, png or gif file."});
  }
  find_email_problems(database, id, form, &problems);
  find_further_problems(database, id, form, &problems);
  return problems;
}

void PersonWrites::find_email_problems(Database& database, std::optional<int64_t> id, const AttributeForm& form,
                                       std::vector<Problem>* problems) const {
  if (!form.has("email")) return;
  const Json& email = form.value("email");
  if (id) {
    Query current = database.query(email_sql());
    current.bind(":id", *id).next();
    const bool is_same = current.is_null(0) ? email.is_null() : email == Json(current.text(0));
    if (!is_same) problems->push_back({pointer_to("email"), "Email can't be changed."});
  } else if (!email.is_null()) {
    const std::string text = form.text("email");
    const size_t at = text.find('@');
    const bool has_one_at = at != std::string::npos && text.find('@', at + 1) == std::string::npos;
    const bool has_space = text.find_first_of(" \t\r\n\f\v") != std::string::npos;
    const bool is_good = has_one_at && !has_space && at > 0 && at + 1 < text.size();
    if (!is_good) problems->push_back({pointer_to("email"), "Email is invalid."});
  }
}

int64_t PersonWrites::create(Database& database, int64_t company_id, const AttributeForm& form) const {
  const std::string time = local_time_text(Clock::now());
  Transaction transaction(database);
  const int64_t id = insert(database, company_id, form.text("email"), time);
  write(database, id, form, time);
  record_event(database, std::string(type().name) + ".created", id, company_id);
  transaction.commit();
  return id;
}

void PersonWrites::update(Database& database, int64_t company_id, int64_t id, const AttributeForm& form) const {
  Transaction transaction(database);
  write(database, id, form, local_time_text(Clock::now()));
  record_event(database, std::string(type().name) + ".updated", id, company_id);
  transaction.commit();
}

void PersonWrites::write(Database& database, int64_t id, const AttributeForm& form, const std::string& time) const {
  std::string image_path;
  if (form.image() != nullptr) image_path = served_path(form.image()->keep(), form.image_name());
  for (const Write& write : writes()) {
    const bool is_new_image = write.attribute == kImage && !image_path.empty();
    if (!is_new_image && !form.has(write.attribute)) continue;
    std::string text = image_path;
    Query query = database.query(write.sql);
    query.bind(":id", id);
    if (!is_new_image && !form.value(write.attribute).is_null()) text = stored_text(form.value(write.attribute));
    // Nothing bound is null.
    if (is_new_image || !form.value(write.attribute).is_null()) query.bind(":value", std::string_view(text));
    query.run();
  }
  Query touch = database.query(std::string("UPDATE ") + type().table + " SET updated_at = :time WHERE id = :id");
  touch.bind(":id", id).bind(":time", std::string_view(time)).run();
}

}  // namespace spectrakit::sandbox
