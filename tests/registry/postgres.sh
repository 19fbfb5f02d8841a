#!/bin/sh
# postgres.sh SHELFLIFE FOLDER: the databases of three versions of MLflow in a PostgreSQL that is started here, for an unprivileged user,
# on a socket in a folder of its own. They must decide as in SQLite: mlflow/decisions-*.csv. 77: there is no PostgreSQL.
set -eu
shelflife=$1
folder=$2

skip() { echo "SKIPPED: $*"; exit 77; }
for bin in /usr/lib/postgresql/*/bin ''; do [ -n "$bin" ] && [ -x "$bin/initdb" ] && break; done
[ -n "$bin" ] || skip "no PostgreSQL server is installed (postgresql)"
command -v psql >/dev/null || skip "no psql is installed (postgresql-client)"
work=$(mktemp -d)
if [ "$(id -u)" = 0 ]; then
  command -v runuser >/dev/null || skip "there is no runuser, and PostgreSQL does not run as root"
  chown nobody "$work"
  chmod 755 "$work"
  as() { runuser -u nobody -- "$@"; }
else
  as() { "$@"; }
fi
"$shelflife" simulate --help >/dev/null
cd "$work"
trap 'as "$bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
as "$bin/initdb" -D "$work/data" -U owner --auth-local=trust --auth-host=reject >"$work/initdb.log" 2>&1 || { cat "$work/initdb.log"; exit 1; }
as "$bin/pg_ctl" -D "$work/data" -w -l "$work/data/log" -o "-c listen_addresses='' -c unix_socket_directories='$work' -c fsync=off" start >/dev/null || { cat "$work/data/log"; exit 1; }

sql() { psql -q -v ON_ERROR_STOP=1 -h "$work" -U owner "$@"; }
simulate() {  # DATABASE [OPTION...]
  url="postgresql://reader@/$1?host=$work"
  shift
  (cd "$folder/mlflow" && "$shelflife" --color never simulate policy.shelf --inventory listing.csv --at 2027-04-01 --registry "$url" "$@")
}
failed=0
fail() { echo "FAILED: $*"; failed=1; }

sql -d postgres -c "CREATE ROLE reader LOGIN"
if simulate postgres >out 2>&1; then fail "an empty database was read"; fi
if grep -q "was built without PostgreSQL" out; then skip "this shelflife was built without PostgreSQL"; fi
grep -q "it is no database of MLflow: it has no table \`experiments\`; its tables are none" out || { cat out; fail "what an empty database says"; }

for version in 1 2 3; do
  sql -d postgres -c "CREATE DATABASE mlflow$version"
  for part in schema facts; do
    for i in 1 2 3; do [ "$i" -gt "$version" ] || sql -d "mlflow$version" -f "$folder/mlflow/$part-$i.sql"; done
  done
  sql -d "mlflow$version" -c "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"
  simulate "mlflow$version" --decisions "$work/decisions.csv" >out 2>&1 || { cat out; fail "MLflow $version"; continue; }
  diff "$folder/mlflow/decisions-$version.csv" "$work/decisions.csv" || fail "MLflow $version decides otherwise than in SQLite"
done

# What nobody may see stops the run: half a registry would call the other half orphans.
sql -d mlflow3 -c "REVOKE SELECT ON params FROM reader; REVOKE SELECT ON runs FROM reader"
if simulate mlflow3 >out 2>&1; then fail "a table without the right to read it"; fi
grep -q "permission denied for table runs" out || { cat out; fail "what a missing right says"; }
sql -d mlflow3 -c "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader; ALTER TABLE runs ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON runs USING (status = 'FINISHED')"
if simulate mlflow3 >out 2>&1; then fail "rows that a policy hides"; fi
grep -q "row-level security" out || { cat out; fail "what hidden rows say"; }
sql -d mlflow3 -c "ALTER TABLE runs DISABLE ROW LEVEL SECURITY; ALTER TABLE runs ADD COLUMN archived_time BIGINT"
if simulate mlflow3 >out 2>&1; then fail "a column that is not known"; fi
grep -q "nothing is known of the column \`archived_time\` of \`runs\`" out || { cat out; fail "what an unknown column says"; }

# A lock that somebody holds is not waited for without end, and a password is in no message.
if simulate none >out 2>&1; then fail "a database that is not there"; fi
grep -q 'database "none" does not exist' out || { cat out; fail "what a missing database says"; }
for url in "postgresql://reader:s3cret@/mlflow2?host=$work" "postgresql://reader:s3cr%et@/mlflow2" "postgresql+psycopg2://reader@/mlflow2?host=$work&password=s3cret"; do
  if (cd "$folder/mlflow" && "$shelflife" simulate policy.shelf --inventory listing.csv --registry "$url") >out 2>&1; then fail "a password in a URL"; fi
  if grep -q 's3cr' out; then cat out; fail "a password was printed"; fi
done
# Nothing was written: no transaction of the reader's has changed a row.
written=$(sql -d mlflow2 -At -c "SELECT sum(n_tup_upd + n_tup_del) FROM pg_stat_user_tables WHERE relname IN ('model_versions', 'registered_models')")
[ "$written" = 0 ] || fail "rows were changed: $written"
[ "$failed" = 0 ] && echo "PostgreSQL $("$bin/postgres" --version | grep -o '[0-9.]*' | head -n 1): three versions of MLflow decide as in SQLite"
exit "$failed"
