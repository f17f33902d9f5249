#include "sandbox/seed_people.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sandbox/seed_words.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

constexpr int64_t kFirstAgencyId = 3'001;
constexpr size_t kSharedEvery = 8;

struct Person {
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string phone;
};

std::string letters_only(const std::string& name) {
  std::string letters;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c + 32);
    if (c >= 'a' && c <= 'z') letters += c;
  }
  return letters;
}

Person make_person(SeedRandom& random, const std::string& domain, int64_t number) {
  Person person;
  person.first_name = random.pick(kFirstNames);
  person.last_name = random.pick(kLastNames);
  person.email =
      letters_only(person.first_name) + "." + letters_only(person.last_name) + std::to_string(number) + "@" + domain;
  person.phone = random.phone();
  return person;
}

std::string make_tags(SeedRandom& random, const std::vector<const char*>& words) {
  nlohmann::json tags = nlohmann::json::array();
  if (random.one_in(2)) tags.push_back(random.pick(words));
  return tags.dump();
}

std::string created_at(SeedRandom& random) {
  using namespace std::chrono_literals;
  const std::chrono::sys_days first_day = 2022y / std::chrono::June / 1;
  const auto day = first_day + std::chrono::days(random.below(500));
  return local_time_text(local_time(day, 8 * 60 + static_cast<int>(random.below(600))));
}

void insert_names(Database& database, const SeedPlan& plan) {
  int64_t id = plan.first_inspector_id;
  for (const char* name : kInspectors) {
    Query query = database.query("INSERT INTO inspectors (id, company_id, name) VALUES (?, ?, ?)");
    query.bind(1, id++).bind(2, plan.company_id).bind(3, std::string_view(name)).run();
  }
  id = kFirstAgencyId;
  for (const char* name : kAgencies) {
    // All companies know the same agencies.
    Query query = database.query("INSERT OR IGNORE INTO agencies (id, name) VALUES (?, ?)");
    query.bind(1, id++).bind(2, std::string_view(name)).run();
  }
  id = plan.first_agent_team_id;
  for (const char* name : kTeams) {
    Query query = database.query("INSERT INTO agent_teams (id, company_id, name) VALUES (?, ?, ?)");
    query.bind(1, id++).bind(2, plan.company_id).bind(3, std::string_view(name)).run();
  }
}

Query& bind_person(Query& query, int position, const Person& person) {
  query.bind(position, std::string_view(person.first_name)).bind(position + 1, std::string_view(person.last_name));
  return query.bind(position + 2, std::string_view(person.email)).bind(position + 3, std::string_view(person.phone));
}

Person read_agent(Database& database, int64_t id) {
  Query row = database.query("SELECT first_name, last_name, email, phone FROM agents WHERE id = ?");
  row.bind(1, id).next();
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))};
}

/// The global record of the first company's that this one shares; 0 for one of its own.
int64_t shared_id(const SeedPlan& plan, int64_t number, int64_t SeedPlan::*first_id) {
  const bool is_shared = plan.company_number > 0 && static_cast<size_t>(number) % kSharedEvery == 0 &&
                         number < SeedPlan().connection_count;
  return is_shared ? SeedPlan().*first_id + number : 0;
}

void insert_agent(Database& database, int64_t id, const std::string& uuid, const Person& person) {
  Query agent =
      database.query("INSERT INTO agents (id, uuid, first_name, last_name, email, phone) VALUES (?, ?, ?, ?, ?, ?)");
  agent.bind(1, id).bind(2, std::string_view(uuid));
  bind_person(agent, 3, person).run();
}

void insert_connection(Database& database, SeedRandom& random, const SeedPlan& plan, int64_t number) {
  Person person = make_person(random, "agents.example.com", plan.first_agent_id + number - SeedPlan().first_agent_id);
  const std::string uuid = random.uuid();
  int64_t agent_id = shared_id(plan, number, &SeedPlan::first_agent_id);
  if (agent_id == 0) {
    agent_id = plan.first_agent_id + number;
    insert_agent(database, agent_id, uuid, person);
  } else {
    person = read_agent(database, agent_id);
  }

  const std::string time = created_at(random);
  const std::string tags = make_tags(random, kAgentTags);
  const std::string handle = letters_only(person.first_name + person.last_name) + std::to_string(number);
  Query connection = database.query(
      "INSERT INTO connections (id, company_id, agent_id, first_name, last_name, email, phone, agency_id, "
      "agent_team_id, city, state, tags, facebook, instagram, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
      "?7, ?8, ?9, ?10, 'OH', ?11, ?12, ?13, ?14, ?14)");
  connection.bind(1, plan.first_connection_id + number).bind(2, plan.company_id).bind(3, agent_id);
  bind_person(connection, 4, person);
  // An agent on their own has neither agency nor team.
  if (!random.one_in(8)) connection.bind(8, kFirstAgencyId + static_cast<int64_t>(random.below(kAgencies.size())));
  if (random.one_in(4))
    connection.bind(9, plan.first_agent_team_id + static_cast<int64_t>(random.below(kTeams.size())));
  connection.bind(10, std::string_view(random.pick(kTowns).city)).bind(11, std::string_view(tags));
  if (random.one_in(3)) connection.bind(12, std::string_view("https://social.example.com/" + handle));
  if (random.one_in(3)) connection.bind(13, std::string_view("https://photos.example.com/" + handle));
  connection.bind(14, std::string_view(time)).run();
}

void insert_buyer(Database& database, SeedRandom& random, int64_t id, const Person& person) {
  const std::string mobile_phone = random.phone();
  Query buyer = database.query(
      "INSERT INTO buyers (id, first_name, last_name, email, phone, mobile_phone, notes) VALUES (?, ?, ?, ?, ?, ?, ?)");
  buyer.bind(1, id);
  bind_person(buyer, 2, person);
  if (random.one_in(2)) buyer.bind(6, std::string_view(mobile_phone));
  if (random.one_in(5)) buyer.bind(7, std::string_view("Prefers e-mail over calls."));
  buyer.run();
}

void insert_contact(Database& database, SeedRandom& random, const SeedPlan& plan, int64_t number) {
  const Person person =
      make_person(random, "clients.example.org", plan.first_buyer_id + number - SeedPlan().first_buyer_id);
  int64_t buyer_id = shared_id(plan, number, &SeedPlan::first_buyer_id);
  if (buyer_id == 0) {
    buyer_id = plan.first_buyer_id + number;
    insert_buyer(database, random, buyer_id, person);
  }

  const Town& town = random.pick(kTowns);
  const std::string address =
      std::to_string(100 + random.below(9000)) + " " + random.pick(kStreetNames) + " " + random.pick(kStreetSuffixes);
  const std::string time = created_at(random);
  const std::string tags = make_tags(random, kClientTags);
  Query contact = database.query(
      "INSERT INTO contacts (id, company_id, buyer_id, address, city, state, zip, tags, created_at, updated_at) VALUES "
      "(?1, ?2, ?3, ?4, ?5, 'OH', ?6, ?7, ?8, ?8)");
  contact.bind(1, plan.first_contact_id + number).bind(2, plan.company_id).bind(3, buyer_id);
  contact.bind(4, std::string_view(address)).bind(5, std::string_view(town.city));
  contact.bind(6, std::string_view(town.zip)).bind(7, std::string_view(tags)).bind(8, std::string_view(time)).run();
}

}  // namespace

void seed_people(Database& database, SeedRandom& random, const SeedPlan& plan) {
  insert_names(database, plan);
  for (int64_t number = 0; number < plan.connection_count; ++number) insert_connection(database, random, plan, number);
  for (int64_t number = 0; number < plan.contact_count; ++number) insert_contact(database, random, plan, number);
}

}  // namespace spectrakit::sandbox
