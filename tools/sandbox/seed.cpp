#include "sandbox/seed.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sandbox/clock.h"
#include "sandbox/permissions.h"
#include "sandbox/seed_inspections.h"
#include "sandbox/seed_people.h"
#include "sandbox/seed_random.h"
#include "sandbox/seed_words.h"

namespace spectrakit::sandbox {
namespace {

constexpr int64_t kSmallConnectionCount = 60;
constexpr int64_t kSmallContactCount = 200;
constexpr int64_t kSmallInspectionCount = 300;
// In companies of any size: so many inspections for each agent, and for each client.
constexpr int64_t kInspectionsPerConnection = 6;
constexpr int64_t kInspectionsPerContact = 2;
constexpr int64_t kFewestPeople = 10;

void insert_first_company(Database& database, int64_t id) {
  Query query = database.query(
      "INSERT INTO companies (id, slug, name, email, phone, website, description, image_url, city, state, country, "
      "address, zip, lat, lng, service_radius, service_area) VALUES (?, 'riverbend-home-inspections', 'Riverbend Home "
      "Inspections', 'office@riverbend.example.com', '(614) 555-0100', 'https://riverbend.example.com', 'Home "
      "inspections in and around Columbus, Ohio.', 'https://riverbend.example.com/logo.png', 'Columbus', 'OH', 'US', "
      "'88 Riverbend Way', '43215', 39.9612, -82.9988, 45, 'Greater Columbus')");
  query.bind(1, id).run();
}

/// Companies beyond the list of names have a number behind theirs.
void insert_further_company(Database& database, int64_t id, int64_t number) {
  const auto position = static_cast<size_t>(number - 1);
  const size_t round = position / kCompanyNames.size();
  const std::string suffix = round == 0 ? std::string() : " " + std::to_string(round + 1);
  const std::string name = kCompanyNames[position % kCompanyNames.size()] + suffix;
  const std::string slug = "company-" + std::to_string(id);
  Query query = database.query(
      "INSERT INTO companies (id, slug, name, email, phone, website, city, state, country) VALUES (?1, ?2, ?3, "
      "'office@' || ?2 || '.example.com', '(614) 555-0101', 'https://' || ?2 || '.example.com', 'Columbus', 'OH', "
      "'US')");
  query.bind(1, id).bind(2, std::string_view(slug)).bind(3, std::string_view(name)).run();
}

void insert_company(Database& database, const SeedPlan& plan, const std::string& api_key) {
  if (plan.company_number == 0) {
    insert_first_company(database, plan.company_id);
  } else {
    insert_further_company(database, plan.company_id, plan.company_number);
  }
  const std::string suffix = plan.company_number == 0 ? "" : "-" + std::to_string(plan.company_number + 1);
  insert_users(database, plan.company_id, api_key + suffix);
}

/// The plan of the company behind this one, of the same size.
SeedPlan next_plan(const SeedPlan& plan, int64_t first_assignment_id) {
  SeedPlan next = plan;
  ++next.company_id;
  ++next.company_number;
  next.first_connection_id += plan.connection_count;
  next.first_contact_id += plan.contact_count;
  next.first_inspection_id += plan.inspection_count;
  next.first_assignment_id = first_assignment_id;
  next.first_inspector_id += static_cast<int64_t>(kInspectors.size());
  next.first_agent_team_id += static_cast<int64_t>(kTeams.size());
  next.first_agent_id += plan.connection_count;
  next.first_buyer_id += plan.contact_count;
  return next;
}

SeedPlan sized_plan(int64_t inspection_count) {
  SeedPlan plan;
  plan.inspection_count = inspection_count;
  plan.connection_count = std::max(kFewestPeople, inspection_count / kInspectionsPerConnection);
  plan.contact_count = std::max(kFewestPeople, inspection_count / kInspectionsPerContact);
  return plan;
}

int64_t seed_company(Database& database, const FileStore& files, const SeedPlan& plan, const SeedOptions& options) {
  SeedRandom random(options.random_seed + static_cast<uint64_t>(plan.company_number));
  insert_company(database, plan, options.api_key);
  seed_people(database, random, plan);
  return seed_inspections(database, files, random, plan);
}

void seed_demo(Database& database, const FileStore& files, const SeedOptions& options) {
  const SeedPlan first;
  SeedPlan second = next_plan(first, seed_company(database, files, first, options));
  second.connection_count = kSmallConnectionCount;
  second.contact_count = kSmallContactCount;
  second.inspection_count = kSmallInspectionCount;
  seed_company(database, files, second, options);
}

void seed_companies(Database& database, const FileStore& files, const SeedOptions& options) {
  SeedPlan plan = sized_plan(options.inspection_count.value_or(SeedPlan().inspection_count));
  for (int64_t left = options.company_count.value_or(1); left > 0; --left) {
    plan = next_plan(plan, seed_company(database, files, plan, options));
  }
}

void seed_empty(Database& database, const SeedOptions& options) {
  const SeedPlan plan;
  insert_company(database, plan, options.api_key);
  Query query = database.query("INSERT INTO inspectors (id, company_id, name) VALUES (?, ?, ?)");
  query.bind(1, plan.first_inspector_id).bind(2, plan.company_id).bind(3, std::string_view(kInspectors.front())).run();
}

}  // namespace

void insert_users(Database& database, int64_t company_id, const std::string& api_key) {
  struct User {
    const char* name;
    const char* mailbox;
    Permissions permissions;
  };
  constexpr Permissions kReads = kReadAgents | kReadClients | kReadInspections | kReadAttachments;
  constexpr std::array kUsers = {
      User{"Dana Whitfield", "dana", kAllPermissions}, User{"Marcus Bell", "marcus", kReads | kWriteAttachments},
      User{"Priya Nair", "priya", kReadAgents | kWriteAgents | kReadClients | kWriteClients}};
  int64_t administrator_id = 0;
  for (const User& user : kUsers) {
    const std::string email = user.mailbox + ("@company-" + std::to_string(company_id)) + ".example.com";
    Query query =
        database.query("INSERT INTO users (company_id, name, email, is_active, permissions) VALUES (?, ?, ?, 1, ?)");
    query.bind(1, company_id).bind(2, std::string_view(user.name)).bind(3, std::string_view(email));
    query.bind(4, int64_t{user.permissions}).run();
    if (administrator_id == 0) administrator_id = database.last_insert_id();
  }
  Query key = database.query(
      "INSERT INTO api_keys (key, company_id, user_id, name, created_s) VALUES (?, ?, ?, 'first key', ?)");
  key.bind(1, std::string_view(api_key)).bind(2, company_id).bind(3, administrator_id);
  key.bind(4, int64_t{Clock::now().time_since_epoch().count()}).run();
}

void seed(Database& database, const FileStore& files, const SeedOptions& options) {
  Transaction transaction(database);
  if (options.company_count || options.inspection_count) {
    seed_companies(database, files, options);
  } else if (options.name == "empty") {
    seed_empty(database, options);
  } else {
    seed_demo(database, files, options);
  }
  transaction.commit();
}

}  // namespace spectrakit::sandbox
