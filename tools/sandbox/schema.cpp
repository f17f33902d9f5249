#include "sandbox/schema.h"

namespace spectrakit::sandbox {

const char* const kSchema = R"sql(
CREATE TABLE companies (
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, email TEXT, phone TEXT, website TEXT, video_url TEXT,
  description TEXT, image_url TEXT, image_2_url TEXT, city TEXT, state TEXT, country TEXT, address TEXT, zip TEXT,
  lat REAL, lng REAL, service_radius INTEGER, service_area TEXT);

CREATE TABLE settings (id INTEGER PRIMARY KEY, json TEXT NOT NULL);

CREATE TABLE users (
  id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES companies, name TEXT NOT NULL, email TEXT NOT NULL,
  is_active INTEGER NOT NULL, permissions INTEGER NOT NULL);

CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, company_id INTEGER NOT NULL REFERENCES companies,
  user_id INTEGER NOT NULL REFERENCES users, name TEXT NOT NULL, created_s INTEGER NOT NULL, expires_s INTEGER);

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, object_id INTEGER NOT NULL, company_id INTEGER NOT NULL,
  created_at TEXT NOT NULL);

CREATE TABLE agencies (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

CREATE TABLE agent_teams (id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES companies, name TEXT NOT NULL);

CREATE TABLE agents (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, first_name TEXT, last_name TEXT, email TEXT UNIQUE, phone TEXT);

CREATE TABLE connections (
  id INTEGER PRIMARY KEY AUTOINCREMENT, company_id INTEGER NOT NULL REFERENCES companies, agent_id INTEGER NOT NULL REFERENCES agents,
  agency_id INTEGER REFERENCES agencies, agent_team_id INTEGER REFERENCES agent_teams, first_name TEXT, last_name TEXT,
  email TEXT, phone TEXT, city TEXT, state TEXT, image TEXT, tags TEXT NOT NULL DEFAULT '[]', facebook TEXT,
  instagram TEXT, linkedin TEXT, twitter TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX connections_by_company ON connections (company_id);

CREATE TABLE buyers (
  id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT UNIQUE, phone TEXT, mobile_phone TEXT,
  home_phone TEXT, notes TEXT, private_notes TEXT);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, company_id INTEGER NOT NULL REFERENCES companies, buyer_id INTEGER NOT NULL REFERENCES buyers,
  address TEXT, city TEXT, state TEXT, zip TEXT, image TEXT, tags TEXT NOT NULL DEFAULT '[]', created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL);
CREATE INDEX contacts_by_company ON contacts (company_id);

CREATE TABLE inspectors (id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES companies, name TEXT NOT NULL);

CREATE TABLE inspections (
  id INTEGER PRIMARY KEY AUTOINCREMENT, company_id INTEGER NOT NULL REFERENCES companies, datetime TEXT NOT NULL,
  datetime_seconds INTEGER NOT NULL, datetime_formatted TEXT NOT NULL, property_address TEXT NOT NULL,
  property_address_2 TEXT, property_city TEXT NOT NULL, property_state TEXT NOT NULL, property_zip TEXT NOT NULL,
  buying_agent_id INTEGER REFERENCES connections, selling_agent_id INTEGER REFERENCES connections,
  inspector_id INTEGER NOT NULL REFERENCES inspectors, service_names TEXT NOT NULL, service_add_on_names TEXT NOT NULL,
  description TEXT, slug TEXT NOT NULL UNIQUE, confirmed_at TEXT, published_at TEXT, canceled_at TEXT,
  cancel_reason TEXT, paid INTEGER NOT NULL, quote TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX inspections_by_time ON inspections (company_id, datetime_seconds, id);
CREATE INDEX inspections_by_company ON inspections (company_id);
CREATE INDEX inspections_by_buying_agent ON inspections (buying_agent_id, canceled_at, datetime);
CREATE INDEX inspections_by_selling_agent ON inspections (selling_agent_id, canceled_at, datetime, buying_agent_id);

CREATE TABLE inspection_contacts (
  inspection_id INTEGER NOT NULL REFERENCES inspections, contact_id INTEGER NOT NULL REFERENCES contacts,
  PRIMARY KEY (inspection_id, contact_id)) WITHOUT ROWID;

CREATE TABLE assignments (
  id INTEGER PRIMARY KEY, inspection_id INTEGER NOT NULL REFERENCES inspections,
  inspector_id INTEGER NOT NULL REFERENCES inspectors, is_primary INTEGER NOT NULL, pay_amount TEXT, pay_reason TEXT,
  requested INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE INDEX assignments_by_inspection ON assignments (inspection_id);

CREATE TABLE custom_fields (
  id INTEGER PRIMARY KEY, inspection_id INTEGER NOT NULL REFERENCES inspections, name TEXT NOT NULL, value TEXT);
CREATE INDEX custom_fields_by_inspection ON custom_fields (inspection_id);

CREATE TABLE inspection_attachments (
  id INTEGER PRIMARY KEY AUTOINCREMENT, company_id INTEGER NOT NULL REFERENCES companies,
  inspection_id INTEGER NOT NULL REFERENCES inspections, name TEXT NOT NULL, file_file_name TEXT NOT NULL,
  file_content_type TEXT NOT NULL, file_file_size INTEGER NOT NULL, file_path TEXT NOT NULL, description TEXT,
  report INTEGER NOT NULL, internal_only INTEGER NOT NULL, attachment_type TEXT, created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL);
CREATE INDEX attachments_by_company ON inspection_attachments (company_id);
CREATE INDEX attachments_by_inspection ON inspection_attachments (inspection_id);

INSERT INTO sqlite_sequence (name, seq) VALUES
  ('connections', 500000), ('contacts', 700000), ('inspections', 10000000);

PRAGMA user_version = 3;
)sql";

}  // namespace spectrakit::sandbox
