#include "sandbox/keys_admin.h"

#include "sandbox/admin_call.h"
#include "sandbox/list_query.h"

namespace spectrakit::sandbox {
namespace {

using Json = nlohmann::ordered_json;

constexpr int64_t kDefaultExpiryAfterRollS = 86'400;
constexpr int64_t kLongestExpiryS = 315'360'000;
constexpr char kSelectUsers[] = "SELECT id, company_id, name, email, is_active, permissions FROM users";

Json describe_user(const Query& row) {
  return {{"id", row.integer(0)},          {"company_id", row.integer(1)},
          {"name", row.text(2)},           {"email", row.text(3)},
          {"active", row.integer(4) != 0}, {"permissions", permission_names(static_cast<Permissions>(row.integer(5)))}};
}

Json find_user(Database& database, int64_t id) {
  Query row = database.query(std::string(kSelectUsers) + " WHERE id = ?");
  return row.bind(1, id).next() ? describe_user(row) : Json();
}

Permissions parse_permissions(const JsonMembers& members) {
  Permissions permissions = 0;
  const nlohmann::json& names = members.value("permissions");
  if (!names.is_array()) members.refuse("permissions", "must be an array");
  for (const nlohmann::json& name : names) {
    const Permissions permission = name.is_string() ? permission_named(name.get<std::string>()) : 0;
    if (permission == 0) members.refuse("permissions", "must name permissions such as agents:read");
    permissions |= permission;
  }
  return permissions;
}

}  // namespace

void KeysAdmin::add_routes(Router& router) {
  router.add("GET", "/_sandbox/companies", [this](HttpCall& call) { list_companies(call); });
  router.add("GET", "/_sandbox/users", [this](HttpCall& call) { list_users(call); });
  router.add("PUT", "/_sandbox/users/{id}", admin_handler([this](HttpCall& call) { change_user(call); }));
  router.add("GET", "/_sandbox/keys", [this](HttpCall& call) { list_keys(call); });
  router.add("POST", "/_sandbox/keys", admin_handler([this](HttpCall& call) { create_key(call); }));
  router.add("POST", "/_sandbox/keys/{id}/roll", admin_handler([this](HttpCall& call) { roll_key(call); }));
  router.add("DELETE", "/_sandbox/keys/{id}", [this](HttpCall& call) { delete_key(call); });
}

void KeysAdmin::list_companies(HttpCall& call) {
  Json companies = Json::array();
  Store::ReadAccess database = store_.read();
  Query rows = database->query("SELECT id, name, slug FROM companies ORDER BY id");
  while (rows.next()) {
    companies.push_back({{"id", rows.integer(0)}, {"name", rows.text(1)}, {"slug", rows.text(2)}});
  }
  answer_json(call, 200, {{"companies", std::move(companies)}});
}

void KeysAdmin::list_users(HttpCall& call) {
  Json users = Json::array();
  Store::ReadAccess database = store_.read();
  Query rows = database->query(std::string(kSelectUsers) + " ORDER BY id");
  while (rows.next()) users.push_back(describe_user(rows));
  answer_json(call, 200, {{"users", std::move(users)}});
}

void KeysAdmin::change_user(HttpCall& call) {
  const auto body = read_admin_body(call);
  if (!body) return;
  const JsonMembers members(*body, "", {"active", "permissions"});
  const int64_t id = parse_id(call.path_parameters.at(0));
  Store::Access database = store_.access();
  if (find_user(*database, id).is_null()) {
    call.fail(404, "There is no user with this id.");
    return;
  }
  Query change = database->query(
      "UPDATE users SET is_active = ifnull(:active, is_active), permissions = ifnull(:permissions, permissions) WHERE "
      "id = :id");
  if (members.has("active")) change.bind(":active", int64_t{members.flag("active")});
  if (members.has("permissions")) change.bind(":permissions", int64_t{parse_permissions(members)});
  change.bind(":id", id).run();
  answer_json(call, 200, find_user(*database, id));
}

void KeysAdmin::list_keys(HttpCall& call) {
  Store::ReadAccess database = store_.read();
  answer_json(call, 200, {{"keys", keys_.list(*database)}});
}

void KeysAdmin::create_key(HttpCall& call) {
  const auto body = read_admin_body(call);
  if (!body) return;
  const JsonMembers members(*body, "", {"user_id", "name", "expires_in_s", "value"});
  ApiKeys::NewKey key;
  if (!members.has("user_id")) members.refuse("user_id", "is missing");
  key.user_id = members.whole_number("user_id", 1, INT64_MAX);
  if (members.has("name")) key.name = members.text("name");
  if (members.has("expires_in_s")) key.expires_in_s = members.whole_number("expires_in_s", 0, kLongestExpiryS);
  if (members.has("value")) {
    key.value = members.text("value");
    if (!is_key_value(key.value)) members.refuse("value", "must be 8 to 400 visible ASCII characters");
  }
  Store::Access database = store_.access();
  if (find_user(*database, key.user_id).is_null()) members.refuse("user_id", "is no user's id");
  if (key_exists(*database, key.value)) {
    call.fail(409, std::vector<Problem>{{"/value", "\"value\" is a key already."}});
    return;
  }
  answer_json(call, 201, keys_.create(*database, key));
}

void KeysAdmin::roll_key(HttpCall& call) {
  const auto body = read_admin_body(call, Json::object());
  if (!body) return;
  const JsonMembers members(*body, "", {"expires_in_s"});
  const int64_t expires_in_s =
      members.has("expires_in_s") ? members.whole_number("expires_in_s", 0, kLongestExpiryS) : kDefaultExpiryAfterRollS;
  const int64_t id = parse_id(call.path_parameters.at(0));
  Store::Access database = store_.access();
  const Json key = keys_.describe(*database, id);
  if (key.is_null()) {
    call.fail(404, "There is no key with this id.");
  } else if (key["state"] != "active") {
    call.fail(409, "Only an active key can be rolled.");
  } else {
    answer_json(call, 201, keys_.roll(*database, id, expires_in_s));
  }
}

void KeysAdmin::delete_key(HttpCall& call) {
  const int64_t id = parse_id(call.path_parameters.at(0));
  Store::Access database = store_.access();
  const Json key = keys_.describe(*database, id);
  if (key.is_null()) {
    call.fail(404, "There is no key with this id.");
  } else if (key["expires_at"].is_null()) {
    call.fail(409, "Only a key that expires can be deleted. Roll this one first.");
  } else {
    ApiKeys::remove(*database, id);
    answer_nothing(call);
  }
}

}  // namespace spectrakit::sandbox
