// The databases that a registry may be read from: here they are opened, and nothing of them is ever written.
#pragma once

#include <memory>
#include <string>

#include "inventory/mlflow_sql.hpp"

namespace shelflife::cli {

// Whether a file begins as SQLite's do.
bool is_sqlite_file(const std::string& path);
// A file of SQLite's, locked as SQLite's readers lock it: whoever writes it meanwhile goes on, and we see one moment of it. Null and
// a problem where it cannot be read to its end, as after a crash.
std::unique_ptr<SqlDatabase> open_sqlite(const std::string& path, SqlProblem& problem);

// "postgresql://user@host/database", in a read-only transaction. A password comes from PGPASSWORD or ~/.pgpass and is in no message.
bool is_postgres_url(const std::string& text);
std::unique_ptr<SqlDatabase> open_postgres(const std::string& url, SqlProblem& problem);
// For messages, without user and password: "PostgreSQL database `mlflow` on `db.example.org`".
std::string postgres_name(const std::string& url);

}  // namespace shelflife::cli
