//! The page's looks, on top of the tokens that all pages share.

/// The style sheet. The brief stays in sight beside the decisions where there is room, and stands above them else.
pub(super) const STYLE: &str = r"
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, sans-serif; background: var(--paper); color: var(--ink); scroll-padding-top: 1rem; }
body { margin: 0; }
a { color: var(--accent); }
.flag { background: var(--flag); color: var(--on-flag); padding: .6rem 1.25rem; text-align: center; }
.page { display: grid; grid-template: 'brief head' auto 'brief work' 1fr / 22rem minmax(0, 1fr); max-width: 92rem; margin: 0 auto; }
aside { grid-area: brief; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; scrollbar-width: thin; padding: 2.5rem 1.25rem 2rem 1.5rem; font-size: .9rem; line-height: 1.5; }
main { grid-area: work; padding: 0 1.5rem 3rem 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.015em; margin: 0 0 .25rem; }
p { margin: .5rem 0; }
aside h2 { font-size: .8125rem; font-weight: 600; color: var(--soft); margin: 1.75rem 0 .4rem; }
aside h2:first-child { margin-top: .3rem; }
.soft { color: var(--soft); }
header { grid-area: head; padding: 2.5rem 1.5rem 1.5rem 1.25rem; }
code, pre, table { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; }
code { font-size: .875em; overflow-wrap: anywhere; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.clauses { margin: .9rem 0 0; }
.clauses div { display: grid; grid-template-columns: 2.5rem 1fr; padding: .25rem .4rem; margin: 0 -.4rem; border-radius: var(--radius); }
dt { font-weight: 600; color: var(--accent); } dd { margin: 0; }
.clauses div:target { background: var(--grid); }
.accepted { margin: 0; padding-left: 1.6rem; } .accepted li { margin: .2rem 0; }
details { margin: .4rem 0; } details ul { margin: .3rem 0 .6rem; padding-left: 1.6rem; } summary { cursor: pointer; }
.right { font-weight: 600; }
nav { display: grid; grid-template-columns: repeat(auto-fill, minmax(2.1rem, 1fr)); gap: .25rem; }
nav a { text-align: center; text-decoration: none; color: var(--ink); border: 1px solid var(--line); border-radius: 4px; font-variant-numeric: tabular-nums; padding: .1rem 0; }
nav a:hover { border-color: var(--accent); }
article, .message { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem 1.15rem; margin: 0 0 1rem; }
article h2 { display: flex; align-items: center; gap: .6rem; margin: 0; font-size: .875rem; line-height: 1.4; font-weight: 600; color: var(--soft); }
.number { font-variant-numeric: tabular-nums; }
.says { margin: .2rem 0 0; max-width: 46rem; white-space: pre-line; overflow-wrap: anywhere; }
.message { background: var(--warn); color: var(--on-warn); border-color: var(--on-warn); }
.message h2 { font-size: .9375rem; margin: 0 0 .2rem; } .message a { color: inherit; } .message p { margin: 0; max-width: 46rem; }
figure { margin: .9rem 0 0; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; }
figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .6rem; padding: .35rem .75rem; border-bottom: 1px solid var(--line); font-size: .8125rem; background: var(--grid); }
.sizes { margin-left: auto; font-variant-numeric: tabular-nums; } .plus { color: var(--added-mark); } .minus { color: var(--removed-mark); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .8125rem; line-height: 1.5; background: var(--code); }
td { padding: 0; vertical-align: top; }
td:nth-child(-n+2) { width: 2.9rem; padding-right: .6rem; text-align: right; color: var(--soft); user-select: none; font-variant-numeric: tabular-nums; }
td:nth-child(3) { width: 1.4rem; text-align: center; font-weight: 700; user-select: none; }
td:nth-child(4) { white-space: pre-wrap; overflow-wrap: anywhere; padding-right: .75rem; tab-size: 4; }
ins, del { text-decoration: none; }
.added { background: var(--added); } .added td:nth-child(3) { color: var(--added-mark); }
.removed { background: var(--removed); } .removed td:nth-child(3) { color: var(--removed-mark); }
.added td:first-child { box-shadow: inset 3px 0 var(--added-mark); } .removed td:first-child { box-shadow: inset 3px 0 var(--removed-mark); }
.gap td { background: var(--grid); line-height: 1.3; }
pre { margin: 0; padding: .6rem .75rem; font-size: .8125rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--code); }
.empty { margin: 0; padding: .4rem .75rem; font-size: .8125rem; background: var(--code); }
.ran figcaption { display: block; } .ran figcaption code { white-space: pre-wrap; font-size: inherit; } .prompt { color: var(--soft); font-family: ui-monospace, monospace; }
.status { float: right; margin-left: .75rem; color: var(--removed-mark); font-weight: 600; }
.tag { font-size: .75rem; font-weight: 600; border-radius: 4px; padding: .05rem .45rem; border: 1px solid currentColor; color: var(--mark, var(--soft)); }
.planted { --mark: var(--bad); } .unfamiliar { --mark: var(--good); } .dependent { --mark: var(--bad); }
article.planted { border: 2px solid var(--bad); }
article.dependent .tag { border-style: dashed; font-weight: 400; }
nav .planted { background: var(--bad); color: var(--panel); border-color: var(--bad); font-weight: 700; }
nav .dependent { border: 1px dashed var(--bad); } nav .unfamiliar { border: 2px solid var(--good); }
.clauses .broken { border-radius: 0; box-shadow: inset 3px 0 var(--bad); } .broken dt { color: var(--bad); }
p.truth { border-left: 3px solid var(--bad); padding-left: .75rem; }
section.truth { border-top: 1px solid var(--line); margin: 1.1rem -1.25rem 0; padding: .9rem 1.25rem 0; }
section.truth > p { max-width: 46rem; }
h3 { font-size: 1rem; margin: 0; color: var(--bad); }
footer { color: var(--soft); font-size: .8125rem; margin-top: 2rem; }
@media (max-width: 60rem) {
  .page { display: block; }
  header { padding: 2rem 1.25rem 0; }
  aside { position: static; max-height: none; padding: 1rem 1.25rem 0; font-size: 1rem; }
  main { padding: 2rem 1.25rem; }
  article, .message { padding-left: .9rem; padding-right: .9rem; } section.truth { margin-left: -.9rem; margin-right: -.9rem; padding-left: .9rem; padding-right: .9rem; }
  td:nth-child(-n+2) { width: 2.2rem; padding-right: .35rem; }
}
@media print {
  @page { margin: 14mm; }
  html { font-size: 9.5pt; background: none; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .page { display: block; } header { padding: 0; } aside { position: static; max-height: none; padding: 0; } main { padding: 1rem 0 0; }
  nav, aside h2:has(+ nav) { display: none; }
  h1, h2, figcaption { break-after: avoid; } tr, .message { break-inside: avoid; }
}
";
