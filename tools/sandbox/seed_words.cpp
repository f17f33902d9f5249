#include "sandbox/seed_words.h"

namespace spectrakit::sandbox {

const std::vector<const char*> kCompanyNames = {
    "Oak and Iron Inspections", "Clearview Home Inspection", "Hocking Hills Inspectors", "Two Rivers Property Check",
    "Buckeye House Doctors",    "Lantern Home Services",     "Prairie Gate Inspections", "Cedar Line Inspectors"};

const std::vector<const char*> kFirstNames = {
    "Ada",    "Amir",  "Bea",   "Carlos", "Chloe",  "Dana",  "Diego", "Elena",  "Emeka", "Farah", "Felix", "Grace",
    "Hana",   "Hugo",  "Ines",  "Ivan",   "Jade",   "Jonas", "Kai",   "Keisha", "Lars",  "Leila", "Logan", "Mara",
    "Mateo",  "Mei",   "Nadia", "Noah",   "Olga",   "Omar",  "Petra", "Priya",  "Quinn", "Ravi",  "Rosa",  "Samir",
    "Sienna", "Tariq", "Tess",  "Uma",    "Victor", "Wanda", "Xenia", "Yusuf",  "Zoe",   "Anika", "Bruno", "Zoë"};

const std::vector<const char*> kLastNames = {
    "Abbott",   "Alvarez", "Banerjee", "Becker", "Brooks",   "Castillo", "Chen",    "Cohen",   "Diallo",   "Duarte",
    "Eriksen",  "Farrell", "Foster",   "Garcia", "Gupta",    "Hansen",   "Hoffman", "Ibrahim", "Iverson",  "Jensen",
    "Kapoor",   "Keller",  "Kowalski", "Larson", "Lindgren", "Lopez",    "Maddox",  "Mbeki",   "Meyer",    "Morales",
    "Nakamura", "Nguyen",  "O'Brien",  "Okafor", "Olsen",    "Park",     "Patel",   "Petrov",  "Quintero", "Ramirez",
    "Rossi",    "Sato",    "Schmidt",  "Silva",  "Sørensen", "Tanaka",   "Turner",  "Vargas",  "Weaver",   "Young"};

const std::vector<const char*> kAgencies = {
    "Alum Creek Realty",        "Blue Door Homes",     "Buckeye Crossing Realtors",
    "Capital Square Realty",    "Clover & Vine",       "Cornerstone Property Group",
    "Fifth Avenue Residential", "Franklin Park Homes", "Hearth and Key Realty",
    "Maple Row Real Estate",    "Northbank Brokers",   "Olentangy Realty",
    "Scioto Home Partners",     "Short North Living",  "Whetstone Realty"};

const std::vector<const char*> kTeams = {"The Alvarez Team",   "Hoffman & Partners", "Keys by Kapoor",
                                         "The Lindgren Group", "Turner Home Team",   "Weaver Realty Collective"};

const std::vector<const char*> kAgentTags = {"VIP", "New", "Investor friendly", "Prefers text",
                                             "Sends thank-you cards"};

const std::vector<const char*> kClientTags = {"First-time buyer", "Relocation", "Investor", "Repeat client"};

const std::vector<const char*> kStreetNames = {
    "Elm",         "Maple Ridge", "Oak Hollow",  "Birchwood",  "Chestnut",     "Willow Creek", "Sycamore",
    "Magnolia",    "Cedar Run",   "Juniper",     "Hawthorne",  "Fox Meadow",   "Deer Path",    "Stonebridge",
    "Mill Race",   "Orchard",     "Summit View", "Riverside",  "Lakeshore",    "Prairie Rose", "Clover Field",
    "Northwind",   "Old Post",    "Quarry",      "Harvest",    "Lantern",      "Meadowlark",   "Bluebell",
    "Saddlebrook", "Wren",        "King George", "Washington", "Pheasant Run", "Ivy",          "Tamarack"};

const std::vector<const char*> kStreetSuffixes = {"St", "Ave", "Dr", "Ct", "Ln", "Rd", "Blvd", "Way", "Pl", "Cir"};

const std::vector<const char*> kInspectors = {"Marcus Bell", "Ingrid Vogel",  "Tomás Herrera", "Shawna Pike",
                                              "Peter Nowak", "Alisha Greene", "Rob Tanner",    "Yuki Mori"};

const std::vector<const char*> kServices = {"Residential Inspection", "Condo Inspection", "New Construction Inspection",
                                            "Pre-Listing Inspection", "11-Month Warranty Inspection"};

const std::vector<const char*> kAddOns = {"Radon Test",         "Water Quality Test",      "Sewer Scope",
                                          "Mold Air Sampling",  "Termite Inspection",      "Septic Inspection",
                                          "Chimney Inspection", "Pool and Spa Inspection", "Thermal Imaging"};

const std::vector<const char*> kCancelReasons = {"Buyer withdrew the offer", "Rescheduled with another company",
                                                 "Seller refused access", "Duplicate booking"};

const std::vector<const char*> kAccessNotes = {
    "Lockbox on the front porch rail; the listing agent texts the code on the morning of the inspection.",
    "Owner occupied. Please ring the bell and take off shoes at the door; the dog will be in the garage.",
    "Vacant. Utilities are confirmed on; the water main valve stands beside the furnace in the basement.",
    "Tenant occupied. The tenant asks for a call thirty minutes ahead and works from the upstairs office."};

const std::vector<const char*> kPropertyNotes = {
    "The client asks for special attention to the roof and the crawl space after last spring's storms.",
    "The seller mentions a repaired foundation crack on the north wall; documents are with the agent.",
    "Detached garage and a small workshop belong to the property and are to be inspected as well.",
    "The client joins for the last hour and would like to see the electrical panel explained."};

const std::vector<Town> kTowns = {
    {"Columbus", "43214"},     {"Columbus", "43206"},     {"Columbus", "43229"},        {"Dublin", "43016"},
    {"Westerville", "43081"},  {"Hilliard", "43026"},     {"Gahanna", "43230"},         {"Grove City", "43123"},
    {"Reynoldsburg", "43068"}, {"Worthington", "43085"},  {"Upper Arlington", "43221"}, {"Powell", "43065"},
    {"New Albany", "43054"},   {"Pickerington", "43147"}, {"Delaware", "43015"},        {"Canal Winchester", "43110"}};

}  // namespace spectrakit::sandbox
