#include "sandbox/api_keys.h"

#include <strings.h>
#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "sandbox/clock.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kSelect[] =
    "SELECT k.id, k.company_id, k.user_id, k.name, k.key, k.created_s, k.expires_s, u.is_active FROM api_keys k JOIN "
    "users u ON u.id = k.user_id";
constexpr size_t kShownCharacters = 4;

int64_t now_s() {
  return Clock::now().time_since_epoch().count();
}

Json time_or_null(bool is_null, int64_t unix_s) {
  return is_null ? Json() : Json(utc_time_text(Seconds(std::chrono::seconds(unix_s))));
}

std::string random_key() {
  std::array<unsigned char, 20> bytes{};
  if (getentropy(bytes.data(), bytes.size()) != 0)
    throw std::system_error(errno, std::generic_category(), "getentropy");
  std::string key = "sandbox-";
  constexpr char kDigits[] = "0123456789abcdef";
  for (const unsigned char byte : bytes) {
    key += kDigits[byte >> 4];
    key += kDigits[byte & 15];
  }
  return key;
}

std::string masked(std::string_view key) {
  return "…" + std::string(key.substr(key.size() - std::min(kShownCharacters, key.size())));
}

}  // namespace

bool is_key_value(std::string_view value) {
  const auto is_visible = [](char c) { return c >= '!' && c <= '~'; };
  return value.size() >= 8 && value.size() <= 400 && std::all_of(value.begin(), value.end(), is_visible);
}

bool key_exists(Database& database, std::string_view value) {
  return database.query("SELECT 1 FROM api_keys WHERE key = ?").bind(1, value).next();
}

std::string_view key_of_authorization(std::string_view header) {
  constexpr std::string_view kScheme = "bearer ";
  const bool is_bearer =
      header.size() > kScheme.size() && ::strncasecmp(header.data(), kScheme.data(), kScheme.size()) == 0;
  return is_bearer ? header.substr(kScheme.size()) : std::string_view();
}

ApiKeys::Verdict ApiKeys::check(Database& database, std::string_view key, Holder* holder) {
  const int64_t now = now_s();
  Query found = database.query(
      "SELECT k.company_id, k.expires_s, u.is_active, u.permissions FROM api_keys k JOIN users u ON u.id = k.user_id "
      "WHERE k.key = ?");
  if (!found.bind(1, key).next()) return Verdict::kUnknown;
  if (found.integer(2) == 0) return Verdict::kDisabled;
  if (!found.is_null(1) && found.integer(1) <= now) return Verdict::kExpired;
  *holder = {found.integer(0), static_cast<Permissions>(found.integer(3))};
  const std::lock_guard lock(mutex_);
  const auto used = last_used_.find(key);
  if (used == last_used_.end()) {
    last_used_.emplace(key, now);
  } else {
    used->second = now;
  }
  return Verdict::kGood;
}

Json ApiKeys::create(Database& database, const NewKey& key) {
  const std::string value = key.value.empty() ? random_key() : key.value;
  Query query = database.query(
      "INSERT INTO api_keys (key, company_id, user_id, name, created_s, expires_s) SELECT :key, company_id, id, :name, "
      ":now, :expires FROM users WHERE id = :user");
  query.bind(":key", std::string_view(value)).bind(":user", key.user_id).bind(":name", std::string_view(key.name));
  query.bind(":now", now_s());
  if (key.expires_in_s) query.bind(":expires", now_s() + *key.expires_in_s);
  query.run();
  Json described = describe(database, database.last_insert_id());
  described["value"] = value;
  return described;
}

Json ApiKeys::roll(Database& database, int64_t id, int64_t expires_in_s) {
  Transaction transaction(database);
  NewKey successor;
  {
    Query old = database.query("SELECT user_id, name FROM api_keys WHERE id = ?");
    old.bind(1, id).next();
    successor = {old.integer(0), std::string(old.text(1)), {}, {}};
  }
  database.query("UPDATE api_keys SET expires_s = min(ifnull(expires_s, :expires), :expires) WHERE id = :id")
      .bind(":expires", now_s() + expires_in_s)
      .bind(":id", id)
      .run();
  Json described = create(database, successor);
  transaction.commit();
  return described;
}

void ApiKeys::remove(Database& database, int64_t id) {
  database.query("DELETE FROM api_keys WHERE id = ?").bind(1, id).run();
}

Json ApiKeys::list(Database& database) const {
  Json keys = Json::array();
  Query rows = database.query(std::string(kSelect) + " ORDER BY k.id");
  while (rows.next()) keys.push_back(describe_row(rows));
  return keys;
}

Json ApiKeys::describe(Database& database, int64_t id) const {
  Query row = database.query(std::string(kSelect) + " WHERE k.id = ?");
  return row.bind(1, id).next() ? describe_row(row) : Json();
}

Json ApiKeys::describe_row(const Query& row) const {
  const char* state = "active";
  if (row.integer(7) == 0) {
    state = "disabled";
  } else if (!row.is_null(6)) {
    state = row.integer(6) <= now_s() ? "expired" : "expiring";
  }
  const std::lock_guard lock(mutex_);
  const auto used = last_used_.find(row.text(4));
  const bool was_used = used != last_used_.end();
  return {{"id", row.integer(0)},
          {"company_id", row.integer(1)},
          {"user_id", row.integer(2)},
          {"name", row.text(3)},
          {"masked", masked(row.text(4))},
          {"state", state},
          {"created_at", time_or_null(false, row.integer(5))},
          {"expires_at", time_or_null(row.is_null(6), row.integer(6))},
          {"last_used_at", time_or_null(!was_used, was_used ? used->second : 0)}};
}

}  // namespace spectrakit::sandbox
