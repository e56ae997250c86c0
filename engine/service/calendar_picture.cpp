// SPDX-License-Identifier: Apache-2.0
#include "engine/service/calendar_picture.hpp"

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

namespace frist::service {
namespace {

constexpr int kWidth = 960, kLeft = 70, kRight = 20, kTop = 84, kPanel = 240, kPanelGap = 76;
constexpr int kPlot = kWidth - kLeft - kRight;
constexpr std::size_t kMostNumbered = 31;  // bars that still have room for a number above them

// Three fills that also differ as solid, hatched and dotted; colours without variables, which not every viewer knows.
constexpr const char* kStyle = R"svg(<style>
  text { font: 13px system-ui, sans-serif; fill: #1a1a1a; }
  .title { font-size: 18px; font-weight: 600; }
  .small { font-size: 11px; }
  .paper { fill: #ffffff; }
  .axis { stroke: #1a1a1a; }
  .grid { stroke: #8a8a8a; stroke-dasharray: 1 4; }
  .bar { stroke: #1a1a1a; stroke-width: 0.7; }
  .solid { fill: #1f4e79; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e8e8e8; }
    .paper { fill: #16181c; }
    .axis, .bar { stroke: #e8e8e8; }
    .grid { stroke: #8f959e; }
    .solid { fill: #8ec1f0; }
  }
</style>
<defs>
  <pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="paper" width="6" height="6"/><rect class="solid" width="2.2" height="6"/></pattern>
  <pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">
    <rect class="paper" width="6" height="6"/><circle class="solid" cx="2" cy="2" r="1.3"/></pattern>
</defs>
)svg";

struct Layer {
  const char* name;
  const char* fill;  // attribute
  std::function<bool(const std::string& what)> holds;
};
const std::vector<Layer>& layers() {
  static const std::vector<Layer> all = {
      {"erased", "class=\"bar solid\"", [](const std::string& what) { return what == "erased"; }},
      {"to review", "class=\"bar\" fill=\"url(#hatched)\"", [](const std::string& what) { return what == "reviewed"; }},
      {"other acts", "class=\"bar\" fill=\"url(#dotted)\"",
       [](const std::string& what) { return what != "erased" && what != "reviewed"; }}};
  return all;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

// The next of 1, 2, 5, 10, 20, ... that cuts the height into at most five.
std::int64_t step_for(std::int64_t most) {
  for (std::int64_t power = 1;; power *= 10)
    for (const std::int64_t step : {power, 2 * power, 5 * power})
      if (step * 5 >= most) return step;
}

std::string words_of(const Period& p) {
  return p.from == p.through ? calendar::to_iso(p.from)
                             : fmt::format("{} to {}", calendar::to_iso(p.from), calendar::to_iso(p.through));
}

class Picture {
 public:
  Picture(const NightCalendar& calendar, const std::map<std::string, std::string>& titles, bool by_rule)
      : calendar_(calendar), titles_(titles) {
    if (!by_rule) panels_ = {"*"};
    std::set<std::string> rules;
    for (const Period& p : calendar.periods)
      for (const run::ComingCount& c : p.counts)
        if (by_rule) rules.insert(c.rule);
    panels_.insert(panels_.end(), rules.begin(), rules.end());
    for (const std::string& panel : panels_)
      for (const Period& p : calendar.periods) most_ = std::max(most_, count(p, panel, nullptr));
    step_ = step_for(most_);
    top_ = (most_ + step_ - 1) / step_ * step_;
  }

  std::string draw() {
    const int panels = static_cast<int>(std::max<std::size_t>(panels_.size(), 1));
    const int height = kTop + panels * (kPanel + kPanelGap);
    out_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" "
        "aria-labelledby=\"title desc\">\n<title id=\"title\">{2}</title>\n<desc id=\"desc\">{3}</desc>\n",
        kWidth, height, escaped(title()), escaped(description()));
    out_ += kStyle;
    out_ += fmt::format("<rect class=\"paper\" width=\"{}\" height=\"{}\"/>\n", kWidth, height);
    text(kLeft, 30, "title", title());
    legend();
    for (std::size_t i = 0; i < panels_.size(); ++i)
      panel(panels_[i], kTop + 24 + static_cast<int>(i) * (kPanel + kPanelGap));
    if (panels_.empty()) text(kLeft, kTop + 40, "", "Nothing falls due.");
    return out_ + "</svg>\n";
  }

 private:
  std::string title() const {
    return fmt::format("Coming nights, {} to {}", calendar::to_iso(calendar_.from), calendar::to_iso(calendar_.until));
  }
  std::string description() const {
    const char* unit = calendar_.per == Per::Day ? "day" : calendar_.per == Per::Week ? "week" : "month";
    std::string out = fmt::format(
        "Bars, one for each {}: how many entries are erased, come to a review, or are dealt "
        "with otherwise. In all {} erased, {} to review.",
        unit, calendar_.total("erased"), calendar_.total("reviewed"));
    const Period* high = nullptr;
    for (const Period& p : calendar_.periods)
      if (!high || p.total("erased") > high->total("erased")) high = &p;
    if (high && high->total("erased") > 0)
      out += fmt::format(" Most are erased in {}: {}.", words_of(*high), high->total("erased"));
    return out;
  }

  void text(double x, double y, const char* style, const std::string& words, const char* anchor = "start") {
    out_ += fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", style, x, y,
                        anchor, escaped(words));
  }
  void line(const char* style, double x1, double y1, double x2, double y2) {
    out_ += fmt::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", style, x1, y1,
                        x2, y2);
  }

  void legend() {
    double x = kLeft;
    for (const Layer& layer : layers()) {
      out_ += fmt::format("<rect {} x=\"{:.1f}\" y=\"46\" width=\"22\" height=\"14\"/>\n", layer.fill, x);
      text(x + 30, 58, "", layer.name);
      x += 130;
    }
  }

  // Of all layers, or of one.
  static std::int64_t count(const Period& p, const std::string& panel, const Layer* layer) {
    std::int64_t sum = 0;
    for (const run::ComingCount& c : p.counts)
      if ((panel == "*" || c.rule == panel) && (!layer || layer->holds(c.what))) sum += c.n;
    return sum;
  }

  void panel(const std::string& name, int top) {
    if (name != "*") text(kLeft, top - 10, "", heading(name));
    const double bottom = top + kPanel,
                 unit = top_ > 0 ? static_cast<double>(kPanel - 16) / static_cast<double>(top_) : 0;
    for (std::int64_t at = 0; at <= top_; at += step_) {
      const double y = bottom - static_cast<double>(at) * unit;
      line(at == 0 ? "axis" : "grid", kLeft, y, kWidth - kRight, y);
      text(kLeft - 8, y + 4, "small", fmt::format("{}", at), "end");
    }
    const double slot = static_cast<double>(kPlot) / static_cast<double>(calendar_.periods.size());
    for (std::size_t i = 0; i < calendar_.periods.size(); ++i)
      bar(calendar_.periods[i], name, kLeft + slot * static_cast<double>(i), slot, bottom, unit);
    dates(slot, bottom);
  }

  std::string heading(const std::string& rule) const {
    const auto found = titles_.find(rule);
    if (found != titles_.end()) return fmt::format("{} ({})", found->second, rule);
    return rule.empty() ? "by no rule" : rule;
  }

  void bar(const Period& p, const std::string& panel, double x, double slot, double bottom, double unit) {
    const double width = std::max(slot * 0.8, 0.5);
    double y = bottom;
    for (const Layer& layer : layers()) {
      const std::int64_t n = count(p, panel, &layer);
      if (n == 0) continue;
      const double height = static_cast<double>(n) * unit;
      y -= height;
      out_ += fmt::format(
          "<rect {} x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\"><title>{}: {} {}</title></rect>\n",
          layer.fill, x + slot * 0.1, y, width, height, words_of(p), n, layer.name);
    }
    const std::int64_t all = count(p, panel, nullptr);
    if (all > 0 && calendar_.periods.size() <= kMostNumbered)
      text(x + slot / 2, y - 4, "small", fmt::format("{}", all), "middle");
  }

  // As many dates below as have room.
  void dates(double slot, double bottom) {
    const std::size_t every = std::max<std::size_t>(1, static_cast<std::size_t>(76 / slot + 0.999));
    for (std::size_t i = 0; i < calendar_.periods.size(); i += every) {
      const double x = kLeft + slot * (static_cast<double>(i) + 0.5);
      line("axis", x, bottom, x, bottom + 4);
      text(x, bottom + 18, "small", calendar::to_iso(calendar_.periods[i].from), "middle");
    }
  }

  const NightCalendar& calendar_;
  const std::map<std::string, std::string>& titles_;
  std::vector<std::string> panels_;  // names of rules, or "*" for all together
  std::int64_t most_ = 0, step_ = 1, top_ = 0;
  std::string out_;
};

}  // namespace

std::string calendar_picture(const NightCalendar& calendar, const std::map<std::string, std::string>& titles,
                             bool by_rule) {
  return Picture(calendar, titles, by_rule).draw();
}

}  // namespace frist::service
