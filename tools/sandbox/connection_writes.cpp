#include "sandbox/person_writes.h"
#include "sandbox/seed_random.h"

namespace spectrakit::sandbox {
namespace {

class ConnectionWrites : public PersonWrites {
 public:
  const ResourceType& type() const override { return connection_type(); }

 protected:
  const std::vector<Write>& writes() const override {
    static const std::vector<Write> kWrites = {
        {"first_name", "UPDATE connections SET first_name = :value WHERE id = :id"},
        {"first_name",
         "UPDATE agents SET first_name = ifnull(first_name, :value) WHERE id = (SELECT agent_id FROM connections WHERE "
         "id = :id)"},
        {"last_name", "UPDATE connections SET last_name = :value WHERE id = :id"},
        {"last_name",
         "UPDATE agents SET last_name = ifnull(last_name, :value) WHERE id = (SELECT agent_id FROM connections WHERE "
         "id = :id)"},
        {"phone", "UPDATE connections SET phone = :value WHERE id = :id"},
        {"phone",
         "UPDATE agents SET phone = ifnull(phone, :value) WHERE id = (SELECT agent_id FROM connections WHERE id = "
         ":id)"},
        {"agency_name",
         "INSERT INTO agencies (name) SELECT :value WHERE :value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agencies "
         "WHERE name = :value)"},
        {"agency_name",
         "UPDATE connections SET agency_id = (SELECT id FROM agencies WHERE name = :value) WHERE id = :id"},
        {"city", "UPDATE connections SET city = :value WHERE id = :id"},
        {"state", "UPDATE connections SET state = :value WHERE id = :id"},
        {"tags", "UPDATE connections SET tags = coalesce(:value, '[]') WHERE id = :id"},
        {"facebook", "UPDATE connections SET facebook = :value WHERE id = :id"},
        {"instagram", "UPDATE connections SET instagram = :value WHERE id = :id"},
        {"linkedin", "UPDATE connections SET linkedin = :value WHERE id = :id"},
        {"twitter", "UPDATE connections SET twitter = :value WHERE id = :id"},
        {"image", "UPDATE connections SET image = :value WHERE id = :id"}};
    return kWrites;
  }

  const char* email_sql() const override { return "SELECT email FROM connections WHERE id = :id"; }

  int64_t insert(Database& database, int64_t company_id, const std::string& email,
                 const std::string& time) const override {
    const int64_t agent_id = find_or_insert_agent(database, email);
    Query query = database.query(
        "INSERT INTO connections (company_id, agent_id, first_name, last_name, email, phone, created_at, updated_at) "
        "SELECT :company_id, id, first_name, last_name, email, phone, :time, :time FROM agents WHERE id = :agent_id");
    query.bind(":company_id", company_id).bind(":agent_id", agent_id).bind(":time", std::string_view(time)).run();
    return database.last_insert_id();
  }

 private:
  static int64_t find_or_insert_agent(Database& database, const std::string& email) {
    Query known = database.query("SELECT id FROM agents WHERE email = :email");
    if (!email.empty() && known.bind(":email", std::string_view(email)).next()) return known.integer(0);
    Query next = database.query("SELECT ifnull(max(id), 310000) + 1 FROM agents");
    next.next();
    const int64_t id = next.integer(0);
    const std::string uuid = SeedRandom(static_cast<uint64_t>(id)).uuid();
    Query query = database.query("INSERT INTO agents (id, uuid, email) VALUES (:id, :uuid, :email)");
    query.bind(":id", id).bind(":uuid", std::string_view(uuid));
    if (!email.empty()) query.bind(":email", std::string_view(email));
    query.run();
    return id;
  }
};

}  // namespace

const PersonWrites& connection_writes() {
  static const ConnectionWrites kWrites;
  return kWrites;
}

}  // namespace spectrakit::sandbox
