#include "sql/query.hpp"

#include "grammar/diagnostics.hpp"

namespace shelflife::sql {

namespace {

std::string table_name(const Dialect& dialect, const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ".") + identifier(dialect, part);
  return out;
}

std::string select(const Dialect& dialect, const Stage& stage, const std::string& indent) {
  std::string out = indent + "SELECT ";
  const std::string from = stage.table.empty() ? stage.from : table_name(dialect, stage.table);
  std::string list;
  const std::string between = ",\n" + indent + "       ";
  if (stage.keep && !stage.from.empty()) list = stage.joins.empty() ? "*" : stage.from + ".*";
  for (const Column& column : stage.columns) {
    std::string value = print(dialect, column.value);
    if (value != column.name) value += " AS " + column.name;
    list += (list.empty() ? "" : between) + value;
  }
  out += list;
  if (!from.empty()) out += "\n" + indent + "FROM " + from;
  if (stage.beside_run) out += " CROSS JOIN run";
  for (const Join& join : stage.joins) out += "\n" + indent + "LEFT JOIN " + join.table + " ON " + stage.from + "." + join.on + " = " + join.table + "." + join.other;
  if (!is(stage.where, true)) out += "\n" + indent + "WHERE " + print(dialect, stage.where);
  for (std::size_t i = 0; i < stage.group.size(); ++i) out += (i == 0 ? "\n" + indent + "GROUP BY " : ", ") + stage.group[i];
  return out;
}

}  // namespace

std::string print(const Dialect& dialect, const std::vector<Stage>& stages) {
  std::string out = "WITH\n";
  for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
    if (i > 0) out += ",\n";
    if (!stages[i].comment.empty()) out += "-- " + printable(stages[i].comment) + "\n";
    out += stages[i].name + " " + std::string(dialect.as) + "\n" + select(dialect, stages[i], "  ") + "\n)";
  }
  return out + "\n" + select(dialect, stages.back(), "") + std::string(dialect.after) + ";\n";
}

}  // namespace shelflife::sql
