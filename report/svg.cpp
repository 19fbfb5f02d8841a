#include "report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html.hpp"

namespace shelflife::report {

namespace {

constexpr double width = 760, label_width = 204, right_width = 92;
constexpr std::size_t longest_label = 26;  // characters that fit; the table has the whole name

std::string shortened(const std::string& text) {
  std::size_t characters = 0, cut = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;  // the rest of a character
    if (characters == longest_label - 1) cut = i;
    ++characters;
  }
  return characters <= longest_label ? text : text.substr(0, cut) + "\xe2\x80\xa6";
}

class Drawing {
 public:
  Drawing(const std::string& id, const std::string& title, const std::string& description, double height) {
    out_ = fmt::format("<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-labelledby=\"{}-title {}-desc\">\n<title id=\"{}-title\">{}</title>\n<desc id=\"{}-desc\">{}</desc>\n", width, height, id, id, id, escape_html(title),
                       id, escape_html(description));
  }
  void text(double x, double y, std::string_view anchor, std::string_view style, const std::string& text) {
    out_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" class=\"{}\">{}</text>\n", x, y, anchor, style, escape_html(text));
  }
  void box(double x, double y, double w, double h, const std::string& style) { out_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" class=\"{}\"/>\n", x, y, w, h, style); }
  void circle(double x, double y, double r, const std::string& style) { out_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" class=\"{}\"/>\n", x, y, r, style); }
  void line(double x1, double y1, double x2, double y2, const std::string& style) { out_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" class=\"{}\"/>\n", x1, y1, x2, y2, style); }
  void path(const std::string& tag, const std::vector<std::pair<double, double>>& points, const std::string& style) {
    out_ += "<" + tag + " points=\"";
    for (std::size_t i = 0; i < points.size(); ++i) out_ += fmt::format("{}{:.1f},{:.1f}", i == 0 ? "" : " ", points[i].first, points[i].second);
    out_ += "\" class=\"" + style + "\"/>\n";
  }
  std::string done() { return out_ + "</svg>\n"; }

 private:
  std::string out_;
};

// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below the value.
double round_up(double value) {
  if (!(value > 0)) return 1;
  double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (step * power >= value * (1 - 1e-9)) return step * power;
  return power * 10;
}

std::string tick(const std::string& unit, double value) {
  if (value >= 1e6) return fmt::format("{}{:g}M", unit, value / 1e6);
  if (value >= 1e4) return fmt::format("{}{:g}k", unit, value / 1e3);
  return value > 0 && value < 10 && value != std::floor(value) ? fmt::format("{}{:.2f}", unit, value) : fmt::format("{}{:g}", unit, value);
}

}  // namespace

std::string to_svg(const Bars& chart, const std::string& id) {
  constexpr double row = 34, bar = 20, top = 40;
  Drawing out(id, chart.title, chart.description, top + row * static_cast<double>(chart.rows.size()) + 8);
  double x = 0;
  for (std::size_t part = 0; part < chart.parts.size(); ++part) {
    const std::string style = (chart.ordered ? "step" : "kind") + std::to_string(part);
    out.box(x, 8, 12, 12, style);
    out.text(x + 17, 18.5, "start", "small", chart.parts[part]);
    x += 34 + 6.6 * static_cast<double>(chart.parts[part].size());
  }
  double most = 0;
  for (const Bars::Row& one : chart.rows) {
    double sum = 0;
    for (const Value& value : one.values) sum += value.amount;
    most = std::max(most, sum);
  }
  const double space = width - label_width - right_width;
  double y = top;
  for (const Bars::Row& one : chart.rows) {
    out.text(label_width - 12, y + bar / 2 + 4.5, "end", "label", shortened(one.name));
    double at = label_width;
    for (std::size_t part = 0; part < one.values.size(); ++part) {
      if (!(one.values[part].amount > 0)) continue;
      const double length = std::max(1.5, space * one.values[part].amount / most);
      out.box(at, y, length, bar, (chart.ordered ? "step" : "kind") + std::to_string(part));
      at += length;
    }
    out.line(label_width, y - 7, label_width, y + row - 7, "axis");
    out.text(at + 8, y + bar / 2 + 4.5, "start", "value", one.total);
    y += row;
  }
  return out.done();
}

std::string to_svg(const Timeline& chart, const std::string& id) {
  constexpr double row = 40, top = 66, largest = 15;
  const auto columns = static_cast<double>(chart.columns.size());
  const double space = width - label_width - right_width, step = space / std::max(1.0, columns);
  const double bottom = top + row * static_cast<double>(chart.rows.size());
  Drawing out(id, chart.title, chart.description, bottom + 10);
  out.circle(8, 14, 6, "removes");
  out.text(19, 18.5, "start", "small", "deletes");
  out.circle(84, 14, 6, "moves");
  out.text(95, 18.5, "start", "small", "moves");
  out.text(width, 18.5, "end", "small", "the area of a circle is its bytes");
  const auto stride = static_cast<std::size_t>(std::ceil(36 / step));  // names of columns that do not touch
  double most = 0;
  for (const Timeline::Row& one : chart.rows)
    for (const Value& value : one.values) most = std::max(most, value.amount);
  for (std::size_t column = 0; column < chart.columns.size(); ++column) {
    const double x = label_width + step * (static_cast<double>(column) + 0.5);
    // "2027-03": the year where it begins.
    const std::string& name = chart.columns[column];
    const bool dated = name.size() >= 7 && name[4] == '-';
    const bool said = column % stride == 0;
    if (dated && (column == 0 || chart.columns[column - 1].substr(0, 4) != name.substr(0, 4))) out.text(x, top - 32, "middle", "small strong", name.substr(0, 4));
    if (said) out.text(x, top - 16, "middle", "small", dated ? name.substr(5) : name);
    out.line(x, said ? top - 10 : top - 4, x, bottom, "grid");
  }
  double y = top + row / 2;
  for (const Timeline::Row& one : chart.rows) {
    out.text(label_width - 12, y + 4.5, "end", "label", shortened(one.name));
    out.line(label_width, y, width - right_width, y, "grid");
    for (std::size_t column = 0; column < one.values.size(); ++column) {
      if (!(one.values[column].amount > 0)) continue;
      out.circle(label_width + step * (static_cast<double>(column) + 0.5), y, std::max(2.5, std::min(largest, step / 2 - 2) * std::sqrt(one.values[column].amount / most)), one.removes ? "removes" : "moves");
    }
    out.text(width, y + 4.5, "end", "value", one.total);
    y += row;
  }
  return out.done();
}

std::string to_svg(const Lines& chart, const std::string& id) {
  constexpr double height = 300, top = 18, bottom = 262, left = 64;
  const double right = width - 132;
  Drawing out(id, chart.title, chart.description, height);
  double most = 0;
  for (const Lines::Row& one : chart.rows)
    for (const Value& value : one.values) most = std::max(most, value.amount);
  most = round_up(most);
  for (int i = 0; i <= 4; ++i) {
    const double y = bottom - (bottom - top) * i / 4;
    out.line(left, y, right, y, i == 0 ? "axis" : "grid");
    out.text(left - 8, y + 4.5, "end", "small", tick(chart.unit, most * i / 4));
  }
  const auto place = [&](std::size_t column, double amount) {
    const double last = std::max<double>(1, static_cast<double>(chart.columns.size()) - 1);
    return std::pair(left + 14 + (right - left - 28) * static_cast<double>(column) / last, bottom - (bottom - top) * amount / most);
  };
  std::vector<std::vector<std::pair<double, double>>> courses;
  for (const Lines::Row& one : chart.rows) {
    courses.emplace_back();
    for (std::size_t column = 0; column < one.values.size(); ++column) courses.back().push_back(place(column, one.values[column].amount));
  }
  if (courses.size() == 2) {
    std::vector<std::pair<double, double>> between = courses[0];
    between.insert(between.end(), courses[1].rbegin(), courses[1].rend());
    out.path("polygon", between, "between");
  }
  for (std::size_t column = 0; column < chart.columns.size(); ++column) out.text(place(column, 0).first, bottom + 20, "middle", "small", chart.columns[column]);
  double above = -100;  // where the label before stands
  for (std::size_t i = 0; i < courses.size(); ++i) {
    out.path("polyline", courses[i], "line line" + std::to_string(i));
    for (const auto& [x, y] : courses[i]) out.circle(x, y, 3.5, "dot dot" + std::to_string(i));
    if (courses[i].empty()) continue;
    double y = courses[i].back().second + 4.5;
    if (std::abs(y - above) < 34) y = above + 34 <= bottom && y >= above ? above + 34 : above - 34;
    above = y;
    out.text(right + 4, y - 8, "start", "label strong", chart.rows[i].name);
    out.text(right + 4, y + 8, "start", "value", chart.rows[i].values.back().text);
  }
  return out.done();
}

}  // namespace shelflife::report
