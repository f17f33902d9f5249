#include "sandbox/seed_inspections.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/file_types.h"
#include "sandbox/seed_people.h"
#include "sandbox/seed_words.h"
#include "sandbox/time_text.h"

namespace spectrakit::sandbox {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_days kFirstDay = 2023y / std::chrono::November / 13;
constexpr int64_t kDayCount = 3 * 365 + 1;
// The last weeks lie after the company's present: they are booked, but not done.
constexpr std::chrono::sys_days kPresentDay = 2026y / std::chrono::November / 1;
constexpr int64_t kAttachmentEvery = 16;
constexpr int64_t kCustomFieldsEvery = 10;

struct Schedule {
  Seconds created;
  Seconds starts;
  bool is_done;
};

Schedule make_schedule(SeedRandom& random, int64_t number, int64_t inspection_count) {
  const int64_t day_number = number * kDayCount / inspection_count;
  const auto day = kFirstDay + std::chrono::days(day_number);
  // The inspections of one day keep the order of their ids: the first takes a morning, the others an afternoon.
  const int64_t before_on_this_day = number - (day_number * inspection_count + kDayCount - 1) / kDayCount;
  const int64_t on_a_day = inspection_count / kDayCount + 1;
  const auto slot = static_cast<int>(random.below(7));
  const int start_minutes = on_a_day <= 2 ? (before_on_this_day > 0 ? 13 * 60 : 8 * 60) + 30 * slot
                                          : 8 * 60 + static_cast<int>(before_on_this_day * 9 * 60 / on_a_day);
  const auto days_ahead = std::chrono::days(2 + random.below(12));
  const int booked_minutes = 9 * 60 + static_cast<int>(random.below(480));
  return {local_time(day - days_ahead, booked_minutes), local_time(day, start_minutes), day < kPresentDay};
}

std::string make_add_ons(SeedRandom& random) {
  std::string names;
  size_t position = random.below(4);
  for (size_t count = random.below(4); count > 0 && position < kAddOns.size(); --count) {
    names += (names.empty() ? "" : ", ") + std::string(kAddOns[position]);
    position += 1 + random.below(3);
  }
  return names;
}

std::string make_description(SeedRandom& random) {
  return std::string(random.pick(kAccessNotes)) + " " + random.pick(kPropertyNotes);
}

int64_t pick_connection(SeedRandom& random, const SeedPlan& plan) {
  // Some agents send far more work than others: the smaller of two numbers favours the first ones.
  const auto count = static_cast<size_t>(plan.connection_count);
  const size_t one = random.below(count);
  return plan.first_connection_id + static_cast<int64_t>(std::min(one, random.below(count)));
}

void bind_place(Query& query, SeedRandom& random) {
  const Town& town = random.pick(kTowns);
  const std::string address =
      std::to_string(100 + random.below(9800)) + " " + random.pick(kStreetNames) + " " + random.pick(kStreetSuffixes);
  query.bind(":address", std::string_view(address));
  if (random.one_in(12)) query.bind(":address_2", std::string_view("Unit " + std::to_string(1 + random.below(40))));
  query.bind(":city", std::string_view(town.city)).bind(":zip", std::string_view(town.zip));
}

void bind_progress(Query& query, SeedRandom& random, const Schedule& schedule, bool is_cancelled) {
  const auto report_delay = std::chrono::hours(4 + random.below(40));
  const char* reason = random.pick(kCancelReasons);
  const bool is_published = schedule.is_done && !is_cancelled && !random.one_in(20);
  const bool is_paid = schedule.is_done && !is_cancelled && !random.one_in(14);
  query.bind(":confirmed_at", std::string_view(local_time_text(schedule.created + 2h)));
  if (is_published) query.bind(":published_at", std::string_view(local_time_text(schedule.starts + report_delay)));
  if (is_cancelled) {
    query.bind(":canceled_at", std::string_view(local_time_text(schedule.created + 20h)));
    query.bind(":cancel_reason", std::string_view(reason));
  }
  query.bind(":paid", int64_t{is_paid});
  const Seconds updated = is_published ? schedule.starts + report_delay : schedule.created + (is_cancelled ? 20h : 2h);
  query.bind(":updated_at", std::string_view(local_time_text(updated)));
}

void insert_inspection(Database& database, SeedRandom& random, const SeedPlan& plan, int64_t id, int64_t inspector_id,
                       const Schedule& schedule) {
  Query query = database.query(
      "INSERT INTO inspections (id, company_id, datetime, datetime_seconds, datetime_formatted, property_address, "
      "property_address_2, property_city, property_state, property_zip, buying_agent_id, selling_agent_id, "
      "inspector_id, service_names, service_add_on_names, description, slug, confirmed_at, published_at, canceled_at, "
      "cancel_reason, paid, quote, created_at, updated_at) VALUES (:id, :company_id, :datetime, :datetime_seconds, "
      ":datetime_formatted, :address, :address_2, :city, 'OH', :zip, :buying_agent_id, :selling_agent_id, "
      ":inspector_id, :service_names, :service_add_on_names, :description, :slug, :confirmed_at, :published_at, "
      ":canceled_at, :cancel_reason, :paid, :quote, :created_at, :updated_at)");
  query.bind(":id", id).bind(":company_id", plan.company_id).bind(":inspector_id", inspector_id);
  query.bind(":datetime", std::string_view(local_time_text(schedule.starts)));
  query.bind(":datetime_seconds", schedule.starts.time_since_epoch().count());
  query.bind(":datetime_formatted", std::string_view(formatted_time_text(schedule.starts)));
  bind_place(query, random);
  if (!random.one_in(10)) query.bind(":buying_agent_id", pick_connection(random, plan));
  if (random.one_in(3)) query.bind(":selling_agent_id", pick_connection(random, plan));
  const std::string add_ons = make_add_ons(random);
  query.bind(":service_names", std::string_view(random.pick(kServices)));
  query.bind(":service_add_on_names", std::string_view(add_ons));
  if (!random.one_in(10)) query.bind(":description", std::string_view(make_description(random)));
  query.bind(":slug", std::string_view(random.hexadecimal(20)));
  bind_progress(query, random, schedule, is_cancelled_by_seed(id));
  query.bind(":quote", std::string_view(std::to_string(350 + 25 * random.below(20)) + ".00"));
  query.bind(":created_at", std::string_view(local_time_text(schedule.created))).run();
}

void insert_assignment(Database& database, SeedRandom& random, int64_t id, int64_t inspection_id, int64_t inspector_id,
                       bool is_primary, const Schedule& schedule) {
  const std::string time = local_time_text(schedule.created);
  Query query = database.query(
      "INSERT INTO assignments (id, inspection_id, inspector_id, is_primary, pay_amount, requested, created_at, "
      "updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)");
  query.bind(1, id).bind(2, inspection_id).bind(3, inspector_id).bind(4, int64_t{is_primary});
  if (schedule.is_done) query.bind(5, std::string_view(std::to_string(120 + 5 * random.below(20)) + ".00"));
  query.bind(6, int64_t{random.one_in(6)}).bind(7, std::string_view(time)).run();
}

void insert_clients(Database& database, SeedRandom& random, const SeedPlan& plan, int64_t inspection_id,
                    int64_t number) {
  const int64_t first = number % plan.contact_count;
  const int64_t step = 1 + static_cast<int64_t>(random.below(static_cast<size_t>(plan.contact_count - 1)));
  const bool has_second = random.one_in(4);
  for (const int64_t contact : {first, (first + step) % plan.contact_count}) {
    if (contact != first && !has_second) break;
    Query query = database.query("INSERT INTO inspection_contacts (inspection_id, contact_id) VALUES (?, ?)");
    query.bind(1, inspection_id).bind(2, plan.first_contact_id + contact).run();
  }
}

void insert_custom_fields(Database& database, int64_t inspection_id) {
  const std::string order_number = "LAB-" + std::to_string(inspection_id % 100'000);
  for (const auto& [name, value] :
       {std::pair("Order number", order_number), std::pair("Gate code", std::string("none"))}) {
    Query query = database.query("INSERT INTO custom_fields (inspection_id, name, value) VALUES (?, ?, ?)");
    query.bind(1, inspection_id).bind(2, std::string_view(name)).bind(3, std::string_view(value)).run();
  }
}

/// A PDF of one page, small but whole enough for a viewer.
std::string make_pdf(const std::string& text) {
  const std::string drawing = "BT /F1 18 Tf 72 720 Td (" + text + ") Tj ET";
  return "%PDF-1.4\n"
         "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
         "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
         "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
         "4 0 obj<</Length " +
         std::to_string(drawing.size()) + ">>stream\n" + drawing +
         "\nendstream endobj\n"
         "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
         "trailer<</Root 1 0 R>>\n%%EOF\n";
}

void insert_attachment(Database& database, const FileStore& files, SeedRandom& random, int64_t company_id,
                       int64_t inspection_id, const Schedule& schedule) {
  struct Kind {
    const char* name;
    const char* type;
  };
  static const std::vector<Kind> kKinds = {{"Water quality report", "water"},
                                           {"Termite report", "pest_termite"},
                                           {"Septic report", "septic"},
                                           {"Mold laboratory report", "other"}};
  const Kind& kind = random.pick(kKinds);
  const std::string bytes = make_pdf(std::string(kind.name) + ", inspection " + std::to_string(inspection_id));
  const std::string file_name = "report-" + std::to_string(inspection_id) + ".pdf";
  const std::string path = served_path(files.store(bytes), file_name);
  const std::string time = local_time_text(schedule.starts + 48h);
  const bool is_report = !random.one_in(4);
  Query query = database.query(
      "INSERT INTO inspection_attachments (company_id, inspection_id, name, file_file_name, file_content_type, "
      "file_file_size, file_path, report, internal_only, attachment_type, created_at, updated_at) VALUES (?1, ?2, ?3, "
      "?4, 'application/pdf', ?5, ?6, ?7, ?8, ?9, ?10, ?10)");
  query.bind(1, company_id).bind(2, inspection_id).bind(3, std::string_view(kind.name));
  query.bind(4, std::string_view(file_name)).bind(5, static_cast<int64_t>(bytes.size()));
  query.bind(6, std::string_view(path)).bind(7, int64_t{is_report}).bind(8, int64_t{!is_report && random.one_in(2)});
  query.bind(9, std::string_view(kind.type)).bind(10, std::string_view(time)).run();
}

}  // namespace

int64_t seed_inspections(Database& database, const FileStore& files, SeedRandom& random, const SeedPlan& plan) {
  int64_t assignment_id = plan.first_assignment_id;
  const int64_t inspector_count = static_cast<int64_t>(kInspectors.size());
  for (int64_t number = 0; number < plan.inspection_count; ++number) {
    const int64_t id = plan.first_inspection_id + number;
    const Schedule schedule = make_schedule(random, number, plan.inspection_count);
    const int64_t inspector = static_cast<int64_t>(random.below(kInspectors.size()));
    const int64_t inspector_id = plan.first_inspector_id + inspector;
    insert_inspection(database, random, plan, id, inspector_id, schedule);
    insert_assignment(database, random, assignment_id++, id, inspector_id, true, schedule);
    if (random.one_in(6)) {
      const int64_t helper_id = plan.first_inspector_id + (inspector + 1) % inspector_count;
      insert_assignment(database, random, assignment_id++, id, helper_id, false, schedule);
    }
    insert_clients(database, random, plan, id, number);
    if (number % kCustomFieldsEvery == 0) insert_custom_fields(database, id);
    const bool has_attachment = number % kAttachmentEvery == kAttachmentEvery - 1;
    if (has_attachment && schedule.is_done && !is_cancelled_by_seed(id)) {
      insert_attachment(database, files, random, plan.company_id, id, schedule);
    }
  }
  return assignment_id;
}

}  // namespace spectrakit::sandbox
