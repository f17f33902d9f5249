struct sqlite3;

// Debian's static SQLite sets up full-text search and R*Trees for each database that is opened. Nothing here searches.
// With these in their place the linker leaves the real ones out, a quarter of SQLite, of the library and of the
// command. Each says that all went well (SQLITE_OK).
extern "C" {

[[gnu::visibility("hidden")]] int sqlite3Fts3Init(sqlite3*) {
  return 0;
}

[[gnu::visibility("hidden")]] int sqlite3Fts5Init(sqlite3*) {
  return 0;
}

[[gnu::visibility("hidden")]] int sqlite3RtreeInit(sqlite3*) {
  return 0;
}
}
