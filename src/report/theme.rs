//! The looks of every page: colours and sizes are tokens, declared here once for light and once for dark.

/// The tokens of every page. On paper the light ones always hold.
pub(super) const TOKENS: &str = r"
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --panel: #ffffff; --ink: #1d2125; --soft: #5a636c; --line: #dcdad3; --grid: #ebe9e3;
  --accent: #17626d; --band: #17626d; --muted: #b9bdbd; --bad: #a8431f; --good: #2d5f9a;
  --heat-low: #f1f5f3; --heat-high: #55a5a6;
  --flag: #9c3d06; --on-flag: #ffffff; --warn: #fdf1dc; --on-warn: #6a3d00;
  --added: #e3f1e4; --added-mark: #1f6b34; --removed: #fae5dd; --removed-mark: #a0391a; --code: #f6f5f1;
  --measure: 44rem; --wide: 66rem; --gap: 1.25rem; --radius: 6px;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --panel: #1b1f23; --ink: #e7e9ea; --soft: #a0a9b1; --line: #343a40; --grid: #262b30;
    --accent: #7cc8cc; --band: #7cc8cc; --muted: #4d555c; --bad: #ec9a70; --good: #8bb8ee;
    --heat-low: #20292c; --heat-high: #226a70;
    --added: #17301f; --added-mark: #86d29a; --removed: #3b211a; --removed-mark: #f0a287; --code: #16191c;
    --flag: #f0a35e; --on-flag: #241200; --warn: #33270f; --on-warn: #f4d6a0;
  }
}
";

/// The report's style sheet, on top of [`TOKENS`].
pub(super) const STYLE: &str = r"
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, sans-serif; background: var(--paper); color: var(--ink); }
body { margin: 0; }
.flag { background: var(--flag); color: var(--on-flag); padding: .7rem 1.25rem; text-align: center; }
.flag strong { letter-spacing: .06em; }
main, footer { max-width: var(--wide); margin: 0 auto; padding: 0 1.25rem; }
header { padding: 2.75rem 0 .5rem; max-width: var(--measure); }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .35rem; letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 3rem 0 .6rem; letter-spacing: -.01em; }
h3 { font-size: 1rem; margin: 1.8rem 0 .3rem; }
p, ul, .lead { max-width: var(--measure); }
p { margin: .5rem 0; }
li { margin: .3rem 0; }
.lead { font-size: 1.125rem; } .lead strong { white-space: nowrap; }
.soft, figcaption, .note { color: var(--soft); }
figcaption, .note { font-size: .875rem; line-height: 1.45; max-width: var(--measure); }
.warn { background: var(--warn); color: var(--on-warn); border-radius: var(--radius); padding: .8rem 1rem; margin: 1rem 0 1.25rem; max-width: var(--measure); }
.warn ul { margin: .3rem 0 0; padding-left: 1.2rem; }
.tag { display: block; text-align: right; margin: -.35rem 0 .25rem; font-size: .6875rem; line-height: 1.2; letter-spacing: .08em; color: var(--flag); font-weight: 600; }
code, .hash { font-family: ui-monospace, monospace; font-size: .85em; overflow-wrap: anywhere; }
.formula { font-family: ui-serif, serif; font-size: 1.1rem; margin: 1rem 0; }
var { font-style: italic; }
figure { margin: 1.25rem 0 2rem; break-inside: avoid; }
.scroll { overflow-x: auto; }
.sheet { background: var(--panel); border: 1px solid var(--line); border-radius: var(--radius); padding: 1rem; margin-bottom: .6rem; }
.sheet.hugging { width: fit-content; max-width: 100%; } .sheet.pair { max-width: 44rem; }
.panels { display: grid; gap: var(--gap); grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
.panels.pairs { grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); max-width: 40rem; }
.tiles { display: grid; gap: var(--gap); grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr)); }
.tiles figure { margin: 0; }
.tiles.checks { gap: 1.5rem 2rem; } .checks h3 { margin: .2rem 0 .4rem; } .checks svg { width: 100%; } .note strong { color: var(--ink); } .note.loud strong { color: var(--bad); }
svg { display: block; height: auto; font-family: system-ui, sans-serif; }
.panels svg { width: 100%; }
svg text { fill: var(--ink); font-size: 11px; }
svg .title { font-size: 13px; font-weight: 600; }
svg .tick, svg .axis { fill: var(--soft); }
svg .value { font-size: 15px; font-weight: 600; }
svg .range { font-size: 10.5px; }
svg .small .value { font-size: 13px; }
svg .small .range { font-size: 9.5px; }
svg .cell rect { fill: color-mix(in oklab, var(--heat-high) var(--share), var(--heat-low)); stroke: var(--panel); stroke-width: 2; }
svg .frame { stroke: var(--line); fill: none; }
svg .rule { stroke: var(--grid); }
svg .diagonal { stroke: var(--soft); stroke-dasharray: 3 3; }
svg .other { fill: none; stroke: var(--muted); stroke-width: 1; opacity: .55; }
svg .band { fill: var(--band); opacity: .18; }
svg .line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; }
svg .dot { fill: var(--accent); }
.bad { --mark: var(--bad); } .good { --mark: var(--good); }
svg .mark { fill: var(--mark); fill-opacity: .8; stroke: var(--panel); }
svg .predicted { fill: var(--band); opacity: .3; }
svg .median { stroke: var(--accent); stroke-width: 1.5; }
svg .seen { fill: var(--ink); stroke: var(--panel); }
svg .outside { fill: var(--bad); stroke: var(--panel); stroke-width: 1.5; }
svg .part { stroke: var(--line); stroke-dasharray: 2 3; }
svg .tick.strong { fill: var(--ink); font-weight: 600; }
svg .whisker { stroke: var(--mark); opacity: .4; }
td code { font-size: .95em; }
table { border-collapse: collapse; font-size: .84rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
th, td { padding: .3rem .5rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; vertical-align: bottom; }
thead th { border-bottom-color: var(--soft); white-space: normal; }
th.left, td.left { text-align: left; }
th.group { text-align: center; }
th.first, td.first { border-left: 1px solid var(--line); }
td .range { color: var(--soft); }
td.wide { white-space: normal; text-align: left; max-width: 30rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; max-width: var(--wide); margin: .8rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .875rem; padding-top: 2.5rem; padding-bottom: 3rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } h1 { font-size: 1.6rem; } }
@media print {
  @page { margin: 16mm; }
  html { font-size: 10.5pt; background: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  header { padding-top: 1rem; }
  h2, h3, caption { break-after: avoid; }
  tr, .warn { break-inside: avoid; }
  .sheet { border: 0; padding: 0; }
  .scroll { overflow: visible; }
  svg { max-width: 100%; }
  .panels { grid-template-columns: repeat(3, 1fr); }
  .panels.pairs { grid-template-columns: repeat(2, 1fr); }
  th, td { padding: .2rem .4rem; }
}
";
