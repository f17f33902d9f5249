#include "sandbox/seed.h"

#include "sandbox/seed_inspections.h"
#include "sandbox/seed_people.h"
#include "sandbox/seed_random.h"

namespace spectrakit::sandbox {
namespace {

constexpr int64_t kCompanyId = 4201;

void insert_company(Database& database) {
  Query query = database.query(
      "INSERT INTO companies (id, slug, name, email, phone, website, description, image_url, city, state, country, "
      "address, zip, lat, lng, service_radius, service_area) VALUES (?, 'riverbend-home-inspections', 'Riverbend Home "
      "Inspections', 'office@riverbend.example.com', '(614) 555-0100', 'https://riverbend.example.com', 'Home "
      "inspections in and around Columbus, Ohio.', 'https://riverbend.example.com/logo.png', 'Columbus', 'OH', 'US', "
      "'88 Riverbend Way', '43215', 39.9612, -82.9988, 45, 'Greater Columbus')");
  query.bind(1, kCompanyId).run();
}

bool has_company(Database& database) {
  Query query = database.query("SELECT 1 FROM companies LIMIT 1");
  return query.next();
}

}  // namespace

void seed_company(Store& store, const FileStore& files, uint64_t seed, const std::string& api_key) {
  Store::Access database = store.access();
  Transaction transaction(*database);
  if (!has_company(*database)) {
    SeedRandom random(seed);
    insert_company(*database);
    seed_people(*database, random, kCompanyId);
    seed_inspections(*database, files, random, kCompanyId);
  }
  database->query("INSERT OR REPLACE INTO api_keys (key, company_id) VALUES (?, ?)")
      .bind(1, std::string_view(api_key))
      .bind(2, kCompanyId)
      .run();
  transaction.commit();
}

}  // namespace spectrakit::sandbox
