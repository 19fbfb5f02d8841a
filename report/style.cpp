#include "report/style.hpp"

namespace shelflife::report {

namespace {

// Contrast is at least 4.5 to 1 for text and 3 to 1 for shapes, in both schemes; tests/independent asks axe.
constexpr std::string_view sheet = R"css(
:root { color-scheme: light dark; --ground: #fbfbf9; --sheet: #ffffff; --text: #1b1f24; --quiet: #545d68; --rule: #d8dce1; --link: #0a4d8c; --code: #eef0f3;
  --good: #1a6b3c; --warning: #8a4b00; --bad: #a8201a; --removes: #b3261e; --moves: #1d5fa8; --between: #1a6b3c1f;
  --step0: #cfe3f5; --step1: #9cc6ea; --step2: #63a3d8; --step3: #3a7fbd; --step4: #1f5c94; --step5: #0f3a63; --edge: #5c7f9e; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171b; --sheet: #1b1f24; --text: #eceef1; --quiet: #a9b2bd; --rule: #3a424c; --link: #8cc4ff; --code: #2a3038;
  --good: #6fd398; --warning: #f2b45c; --bad: #ff9a91; --removes: #ff8a80; --moves: #82bbff; --between: #6fd39826;
  --step0: #23405c; --step1: #2f5f8c; --step2: #4180b8; --step3: #62a2da; --step4: #95c5ef; --step5: #cfe6fb; --edge: #8fb2d1; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif; }
header, nav, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2.5rem; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; letter-spacing: -0.01em; }
h2 { margin: 0 0 0.75rem; font-size: 1.3rem; line-height: 1.3; }
.subtitle { margin: 0.5rem 0 0; color: var(--quiet); max-width: 46rem; }
a { color: var(--link); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--sheet); padding: 0.5rem 1rem; }
nav ol { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; list-style: none; margin: 1.25rem auto 0; padding: 0; font-size: 0.93rem; }
nav a { display: inline-block; padding: 0.2rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: 0.75rem; margin: 1.5rem 0 0; }
.figures > div { background: var(--sheet); border: 1px solid var(--rule); border-top: 3px solid var(--quiet); border-radius: 6px; padding: 0.8rem 1rem; }
.figures > .good { border-top-color: var(--good); }
.figures > .warning { border-top-color: var(--warning); }
.figures > .bad { border-top-color: var(--bad); }
.figures dt { color: var(--quiet); font-size: 0.88rem; }
.figures dd { margin: 0; color: var(--quiet); font-size: 0.88rem; }
.figures .value { color: var(--text); font-size: 1.5rem; font-weight: 650; line-height: 1.3; font-variant-numeric: tabular-nums; }
section { background: var(--sheet); border: 1px solid var(--rule); border-radius: 8px; padding: 1.4rem 1.5rem 1.1rem; margin: 1.5rem 0; }
p, ul { margin: 0 0 0.9rem; max-width: 48rem; }
ul { padding-left: 1.2rem; }
code { font: 0.88em/1.4 ui-monospace, "SFMono-Regular", "Liberation Mono", "DejaVu Sans Mono", monospace; background: var(--code); border-radius: 3px; padding: 0.08em 0.3em; overflow-wrap: anywhere; }
.notice { border-left: 4px solid var(--quiet); padding: 0.45rem 0.9rem; background: var(--code); border-radius: 0 4px 4px 0; }
.notice code { background: none; padding: 0; }
.notice.good { border-color: var(--good); }
.notice.good strong { color: var(--good); }
.notice.warning { border-color: var(--warning); }
.notice.warning strong { color: var(--warning); }
.notice.bad { border-color: var(--bad); }
.notice.bad strong { color: var(--bad); }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; min-width: 100%; font-size: 0.9rem; }
caption { text-align: left; font-weight: 600; padding: 0.2rem 0 0.45rem; }
th, td { text-align: left; vertical-align: top; padding: 0.34rem 1rem 0.34rem 0; border-bottom: 1px solid var(--rule); font-weight: normal; }
thead th { color: var(--quiet); font-weight: 600; border-bottom: 2px solid var(--rule); vertical-align: bottom; }
.number + :not(.number) { padding-left: 1rem; }
.short { white-space: nowrap; }
.long { min-width: 13rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead .number { white-space: normal; }
th:last-child, td:last-child { padding-right: 0; }
.more { color: var(--quiet); font-size: 0.9rem; }
figure { margin: 0.5rem 0 0.25rem; }
figcaption { font-weight: 600; margin-bottom: 0.4rem; }
svg { display: block; width: 100%; min-width: 34rem; height: auto; font-family: inherit; }
svg text { fill: var(--text); font-size: 13px; font-variant-numeric: tabular-nums; }
svg .small { fill: var(--quiet); font-size: 12px; }
svg .strong { font-weight: 650; }
svg .axis { stroke: var(--quiet); stroke-width: 1; }
svg .grid { stroke: var(--rule); stroke-width: 1; }
svg .removes { fill: var(--removes); stroke: var(--removes); stroke-width: 1.5; }
svg .moves { fill: var(--sheet); stroke: var(--moves); stroke-width: 2.5; }
svg [class^="step"] { stroke: var(--edge); stroke-width: 0.75; }
svg .step0 { fill: var(--step0); } svg .step1 { fill: var(--step1); } svg .step2 { fill: var(--step2); } svg .step3 { fill: var(--step3); } svg .step4 { fill: var(--step4); } svg .step5 { fill: var(--step5); }
svg .kind0 { fill: var(--removes); } svg .kind1 { fill: var(--moves); } svg .kind2 { fill: var(--step1); } svg .kind3 { fill: var(--warning); }
svg .between { fill: var(--between); stroke: none; }
svg .line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
svg .line0 { stroke: var(--quiet); stroke-dasharray: 6 5; } svg .line1 { stroke: var(--good); }
svg .dot0 { fill: var(--sheet); stroke: var(--quiet); stroke-width: 2; } svg .dot1 { fill: var(--good); }
footer { color: var(--quiet); font-size: 0.88rem; padding-bottom: 2.5rem; }
@media (max-width: 40rem) { h1 { font-size: 1.5rem; } section { padding: 1.1rem 1rem 0.8rem; border-radius: 0; margin: 1rem -1.25rem; border-left: 0; border-right: 0; } }
@media print { :root { color-scheme: light; --ground: #ffffff; --sheet: #ffffff; --text: #000000; --quiet: #404040; --rule: #b0b0b0; --link: #000000; --code: #f2f2f2;
    --good: #1a6b3c; --warning: #8a4b00; --bad: #a8201a; --removes: #b3261e; --moves: #1d5fa8; --between: #1a6b3c1f;
    --step0: #cfe3f5; --step1: #9cc6ea; --step2: #63a3d8; --step3: #3a7fbd; --step4: #1f5c94; --step5: #0f3a63; --edge: #5c7f9e; }
  @page { margin: 16mm; }
  body { font-size: 10.5pt; }
  nav, .skip { display: none; }
  header, main, footer { max-width: none; padding: 0; }
  section { border: 0; padding: 0; margin: 1.2rem 0; }
  .scroll { overflow: visible; }
  .figures { grid-template-columns: repeat(5, 1fr); gap: 0.4rem; }
  .figures > div { padding: 0.5rem 0.6rem; }
  .figures .value { font-size: 1.15rem; }
  table { font-size: 7.5pt; }
  th, td { padding: 0.22rem 0.4rem 0.22rem 0; }
  .number + :not(.number) { padding-left: 0.4rem; }
  .long { min-width: 6.5rem; }
  svg { min-width: 0; }
  figure svg, .figures > div, tr, .notice { break-inside: avoid; }
  h2, h2 + p, figcaption, caption { break-after: avoid; }
  thead { display: table-header-group; }
  svg, .figures > div, .notice { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
)css";

}  // namespace

std::string_view style() { return sheet; }
std::string_view style_hash() { return "sha256-3fWP/Y/6XWAqyFr2MRf9sZaUEw6Qa0Eby87bZDZqL/Y="; }

}  // namespace shelflife::report
