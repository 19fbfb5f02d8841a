#include "sql/dialect.hpp"

#include <algorithm>

namespace shelflife::sql {

namespace {

struct Spelling {
  Call call;
  std::string_view pattern;
};

// What most engines write.
constexpr Spelling common[] = {
    {Call::starts_with, "starts_with({0}, {1})"},
    {Call::ends_with, "ends_with({0}, {1})"},
    {Call::length, "length({0})"},
    {Call::middle, "substr({0}, length({1}) + 1, greatest(length({0}) - length({1}) - length({2}), 0))"},
    {Call::slashes, "(length({0}) - length(replace({0}, '/', '')))"},
    {Call::segment, "split_part({0}, '/', {1})"},
    {Call::translate, "translate({0}, {1}, {2})"},
    {Call::lower, "lower({0})"},
    {Call::null_if_empty, "nullif({0}, '')"},
    {Call::greatest, "greatest({*})"},
    {Call::least, "least({*})"},
    {Call::divide, "({0} / {1})"},
    {Call::multiply, "({0} * {1})"},
    {Call::bit_and, "({0} & {1})"},
    {Call::bit_or, "({0} | {1})"},
    {Call::concat, "({|})"},
    {Call::coalesce, "coalesce({0}, {1})"},
    {Call::substring_from, "substr({0}, {1})"},
    {Call::substring, "substr({0}, {1}, {2})"},
    {Call::integer_of_text, "CAST({0} AS BIGINT)"},
    {Call::nullable, "{0}"},
};

void spell(Dialect& dialect, std::initializer_list<Spelling> own) {
  for (const Spelling& s : common) dialect.calls[static_cast<std::size_t>(s.call)] = s.pattern;
  for (const Spelling& s : own) dialect.calls[static_cast<std::size_t>(s.call)] = s.pattern;
}

Dialect duckdb() {
  Dialect d;
  d.name = "duckdb";
  d.engine = "DuckDB";
  d.instant = "TIMESTAMP '{0}'";
  d.now = "now()";
  d.big = "BIGINT", d.real = "DOUBLE", d.string_type = "VARCHAR", d.truth_type = "BOOLEAN";
  spell(d, {{Call::divide, "({0} // {1})"},
            {Call::url_decoded, "url_decode(replace({0}, '+', ' '))"},
            {Call::tag_of_json, "CAST(CAST({0} AS JSON) AS MAP(VARCHAR, VARCHAR))[{1}]"},
            {Call::tag_of_map, "{0}[{1}]"},
            {Call::number, "TRY_CAST({0} AS DOUBLE)"},
            {Call::seconds_of_text, "CAST(floor(epoch(CAST({0} AS TIMESTAMP))) AS BIGINT)"},
            {Call::seconds_of_instant, "CAST(floor(epoch({0})) AS BIGINT)"},
            {Call::instant_of_seconds, "make_timestamp({0} * 1000000)"}});
  return d;
}

Dialect postgres() {
  Dialect d;
  d.name = "postgres";
  d.engine = "PostgreSQL";
  d.as = "AS MATERIALIZED (";  // else the stages are multiplied out
  d.instant = "TIMESTAMPTZ '{0}+00'";
  d.now = "now()";
  d.big = "bigint", d.real = "double precision", d.string_type = "text", d.truth_type = "boolean";
  spell(d, {{Call::ends_with, "(right({0}, length({1})) = {1})"},
            {Call::url_decoded,  // no function does: each %XX that follows others is part of one run of bytes
             "(SELECT convert_from(string_agg(CASE WHEN left(m.part[1], 1) = '%' AND length(m.part[1]) = 3 THEN decode(substr(m.part[1], 2), 'hex') "
             "ELSE convert_to(replace(m.part[1], '+', ' '), 'UTF8') END, ''::bytea ORDER BY m.at), 'UTF8') "
             "FROM regexp_matches({0}, '%[0-9A-Fa-f]{2}|[^%]+|%', 'g') WITH ORDINALITY AS m(part, at))"},
            {Call::tag_of_json, "(CAST({0} AS jsonb) ->> {1})"},
            {Call::tag_of_map, "({0} ->> {1})"},
            {Call::number, "(CASE WHEN {0} ~ '^-?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$' THEN CAST({0} AS double precision) END)"},
            {Call::seconds_of_text, "CAST(floor(extract(epoch FROM CAST({0} AS timestamptz))) AS bigint)"},
            {Call::seconds_of_instant, "CAST(floor(extract(epoch FROM {0})) AS bigint)"},
            {Call::instant_of_seconds, "(to_timestamp({0}) AT TIME ZONE 'UTC')"}});
  return d;
}

Dialect trino() {
  Dialect d;
  d.name = "trino";
  d.engine = "Trino";
  d.longest = 1000000;  // https://trino.io/docs/current/admin/properties-query-management.html, query.max-length
  d.instant = "TIMESTAMP '{0} UTC'";
  d.now = "now()";
  d.big = "bigint", d.real = "double", d.string_type = "varchar", d.truth_type = "boolean";
  spell(d, {{Call::ends_with, "(length({0}) >= length({1}) AND substr({0}, length({0}) - length({1}) + 1) = {1})"},
            {Call::bit_and, "bitwise_and({0}, {1})"},
            {Call::bit_or, "bitwise_or({0}, {1})"},
            {Call::url_decoded, "url_decode({0})"},
            {Call::tag_of_json, "element_at(CAST(json_parse({0}) AS map(varchar, varchar)), {1})"},
            {Call::tag_of_map, "element_at({0}, {1})"},
            {Call::number, "TRY_CAST({0} AS double)"},
            {Call::seconds_of_text, "CAST(floor(to_unixtime(from_iso8601_timestamp({0}))) AS bigint)"},
            {Call::seconds_of_instant, "CAST(floor(to_unixtime({0})) AS bigint)"},
            {Call::instant_of_seconds, "from_unixtime({0}, 'UTC')"}});
  return d;
}

Dialect athena() {
  Dialect d = trino();  // engine version 3 is Trino's
  d.name = "athena";
  d.engine = "Athena";
  d.longest = 262144;  // https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
  return d;
}

Dialect spark() {
  Dialect d;
  d.name = "spark";
  d.engine = "Spark";
  d.quoting = Quoting::spark;
  d.identifier_quote = '`';
  d.instant = "TIMESTAMP '{0}Z'";
  d.now = "current_timestamp()";
  d.big = "BIGINT", d.real = "DOUBLE", d.string_type = "STRING", d.truth_type = "BOOLEAN";
  spell(d, {{Call::starts_with, "startswith({0}, {1})"},
            {Call::ends_with, "endswith({0}, {1})"},
            {Call::divide, "({0} div {1})"},
            {Call::url_decoded, "url_decode({0})"},
            {Call::tag_of_json, "try_element_at(from_json({0}, 'map<string,string>'), {1})"},
            {Call::tag_of_map, "try_element_at({0}, {1})"},
            {Call::number, "try_cast({0} AS DOUBLE)"},
            {Call::seconds_of_text, "unix_timestamp(CAST({0} AS TIMESTAMP))"},
            {Call::seconds_of_instant, "unix_timestamp(CAST({0} AS TIMESTAMP))"},
            {Call::instant_of_seconds, "timestamp_seconds({0})"}});
  return d;
}

Dialect bigquery() {
  Dialect d;
  d.name = "bigquery";
  d.engine = "BigQuery";
  d.quoting = Quoting::backslash;
  d.identifier_quote = '`';
  d.escape_identifiers = true;
  d.longest = 1048576;  // https://cloud.google.com/bigquery/quotas#query_jobs, unresolved query length
  d.instant = "TIMESTAMP '{0}+00'";
  d.now = "CURRENT_TIMESTAMP()";
  d.big = "INT64", d.real = "FLOAT64", d.string_type = "STRING", d.truth_type = "BOOL";
  spell(d, {{Call::segment, "SPLIT({0}, '/')[SAFE_ORDINAL({1})]"},
            {Call::divide, "DIV({0}, {1})"},
            {Call::integer_of_text, "CAST({0} AS INT64)"},
            {Call::url_decoded,  // no function does
             "(SELECT SAFE_CONVERT_BYTES_TO_STRING(STRING_AGG(IF(STARTS_WITH(part, '%') AND LENGTH(part) = 3, FROM_HEX(SUBSTR(part, 2)), "
             "CAST(REPLACE(part, '+', ' ') AS BYTES)), b'' ORDER BY place)) "
             "FROM UNNEST(REGEXP_EXTRACT_ALL({0}, '%[0-9A-Fa-f]{2}|[^%]+|%')) AS part WITH OFFSET AS place)"},
            {Call::tag_of_json, "JSON_VALUE(PARSE_JSON({0})[{1}])"},
            {Call::tag_of_map, "(SELECT one.value FROM UNNEST({0}) AS one WHERE one.key = {1} LIMIT 1)"},
            {Call::number, "SAFE_CAST({0} AS FLOAT64)"},
            {Call::seconds_of_text, "UNIX_SECONDS(CAST({0} AS TIMESTAMP))"},
            {Call::seconds_of_instant, "UNIX_SECONDS(CAST({0} AS TIMESTAMP))"},
            {Call::instant_of_seconds, "TIMESTAMP_SECONDS({0})"}});
  return d;
}

Dialect clickhouse() {
  Dialect d;
  d.name = "clickhouse";
  d.engine = "ClickHouse";
  d.quoting = Quoting::backslash;
  d.identifier_quote = '`';
  d.escape_identifiers = true;
  d.in_with_null = false;
  d.wide_literals = true;
  d.longest = 262144;  // https://clickhouse.com/docs/operations/settings/settings#max_query_size, which a user may raise
  d.instant = "toDateTime64('{0}', 0, 'UTC')";
  d.now = "now64(0, 'UTC')";
  d.big = "Nullable(Int64)", d.real = "Nullable(Float64)", d.string_type = "Nullable(String)", d.truth_type = "Nullable(Bool)";
  d.after = "\nSETTINGS join_use_nulls = 1";
  spell(d, {{Call::starts_with, "startsWith({0}, {1})"},
            {Call::ends_with, "endsWith({0}, {1})"},
            {Call::segment, "splitByChar('/', {0})[{1}]"},
            {Call::divide, "intDiv({0}, {1})"},
            {Call::bit_and, "bitAnd({0}, {1})"},
            {Call::bit_or, "bitOr({0}, {1})"},
            // What is under a null is worked out too, and must be readable.
            {Call::integer_of_text, "if({0} IS NULL, NULL, toInt64(ifNull({0}, '0')))"},
            {Call::url_decoded, "decodeURLFormComponent({0})"},
            {Call::tag_of_json, "if(JSONHas({0}, {1}), JSONExtractString({0}, {1}), NULL)"},
            {Call::tag_of_map, "if(mapContains({0}, {1}), {0}[{1}], NULL)"},
            {Call::number, "toFloat64OrNull({0})"},
            {Call::seconds_of_text, "if({0} IS NULL, NULL, intDiv(toUnixTimestamp64Milli(parseDateTime64BestEffort(ifNull({0}, '1970-01-01T00:00:00Z'), 3, 'UTC')), 1000))"},
            {Call::seconds_of_instant, "intDiv(toUnixTimestamp64Milli(toDateTime64({0}, 3, 'UTC')), 1000)"},
            {Call::instant_of_seconds, "toDateTime64({0}, 0, 'UTC')"},
            {Call::nullable, "toNullable({0})"}});
  return d;
}

}  // namespace

const std::vector<Dialect>& dialects() {
  static const std::vector<Dialect> all{duckdb(), postgres(), trino(), athena(), spark(), bigquery(), clickhouse()};
  return all;
}

const Dialect* find_dialect(std::string_view name) {
  const std::vector<Dialect>& all = dialects();
  const auto at = std::find_if(all.begin(), all.end(), [&](const Dialect& d) { return d.name == name; });
  return at != all.end() ? &*at : nullptr;
}

std::string literal(const Dialect& dialect, std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (dialect.quoting == Quoting::doubled) out.append(c == '\'' ? 2 : 1, c);
    else if (c == '\'' || c == '\\') out.append(1, '\\').append(1, c);
    else if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '$' && dialect.quoting == Quoting::spark) out += "\\u0024";
    else out += c;
  }
  return out + "'";
}

std::string identifier(const Dialect& dialect, std::string_view name) {
  const char quote = dialect.identifier_quote;
  std::string out(1, quote);
  for (const char c : name) {
    if (dialect.escape_identifiers && (c == quote || c == '\\')) out += '\\';
    else if (!dialect.escape_identifiers && c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

}  // namespace shelflife::sql
