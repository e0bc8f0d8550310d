//! `scenario audit`: how far surface features tell planted from sound.

use super::authors_library;
use crate::audit::{Audit, Figure, markdown};
use crate::cli::{Context, say, say_json};
use crate::problem::Outcome;
use crate::scenario::Library;
use crate::scenario::tells::{Contrast, Contrasts, Look, Pair};
use crate::whole_file;
use serde_json::{Value, json};
use std::path::PathBuf;

/// How many batches of each pack and size are drawn.
const TRIALS: u32 = 72;

#[derive(Debug, clap::Args)]
pub(super) struct AuditArgs {
    /// Shows how these packs' wrong choices look beside everything else; without a pack, audits all packs together.
    packs: Vec<String>,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Writes the whole report as Markdown.
    #[arg(long, value_name = "FILE", conflicts_with = "packs")]
    out: Option<PathBuf>,
}

pub(super) fn audit(context: &Context, args: &AuditArgs) -> Outcome<()> {
    let library = authors_library(context)?;
    if args.packs.is_empty() {
        return all(&library, args);
    }
    let contrasts: Vec<Contrasts> =
        args.packs.iter().map(|id| Contrasts::of(library.pack(id)?)).collect::<Outcome<_>>()?;
    if args.json {
        return say_json(&contrasts.iter().map(as_json).collect::<Vec<_>>());
    }
    contrasts.iter().try_for_each(|contrasts| say(words(contrasts)))
}

fn all(library: &Library, args: &AuditArgs) -> Outcome<()> {
    let audit = Audit::of(library, TRIALS)?;
    if !audit.left_out.is_empty() {
        eprintln!("left out, because not proven as they are: {}", audit.left_out.join(", "));
    }
    let page = markdown(&audit);
    if let Some(path) = &args.out {
        whole_file::write(path, page.as_bytes(), "the report")?;
    }
    match (args.json, &args.out) {
        (true, _) => say_json(&audit),
        (false, None) => say(page.trim_end()),
        (false, Some(path)) => {
            for (question, figure) in [("which batch", &audit.batches), ("which decision", &audit.decisions)]
            {
                let Figure { auc, low, high, classifier, .. } = figure;
                say(format!("{question}: AUC {auc:.3} ({low:.3} to {high:.3}), {classifier}"))?;
            }
            say(format!("written to {}", path.display()))
        }
    }
}

fn as_json(contrasts: &Contrasts) -> Value {
    let look = |look: &Look| json!({ "letters": look.letters, "changed_lines": look.added + look.removed, "output_lines": look.output });
    let choice = |pair: &Pair| {
        let (ours, sound) = (look(&pair.look), look(&pair.twin));
        json!({ "choice": pair.choice, "wrong": pair.is_wrong, "place": pair.place, "look": ours, "sound": sound })
    };
    json!({
        "pack": contrasts.pack,
        "proven": contrasts.proven,
        "other_decisions": contrasts.others,
        "against_others": contrasts.against_others,
        "against_twins": contrasts.against_twins,
        "thirds": contrasts.thirds,
        "choices": contrasts.pairs.iter().map(choice).collect::<Vec<_>>(),
    })
}

/// A pack's tables.
fn words(contrasts: &Contrasts) -> String {
    let Contrasts { pack, others, against_others, against_twins, thirds, .. } = contrasts;
    let wrong = contrasts.wrong().count();
    let [early, middle, late] = thirds;
    let mut lines = vec![format!(
        "{pack}: {wrong} wrong choices ({early} early, {middle} middle, {late} late), {others} decisions without one"
    )];
    if !contrasts.proven {
        lines.push(
            "NOT PROVEN as it is: what commands print is missing, prove it with --write first".to_owned(),
        );
    }
    let heading = |title: &str, other: &str, figure: &str| {
        format!("\n{title}\n  {:<22}{:>8}{other:>8}{figure:>8}   limits", "mean", "wrong")
    };
    lines.push(heading(
        "Wrong choices against decisions without one; AUC of each measure alone",
        "others",
        "AUC",
    ));
    lines.extend(against_others.iter().map(row));
    lines.push(heading(
        "Wrong choices against the sound choices they stand for; d is the difference in standard deviations",
        "sound",
        "d",
    ));
    lines.extend(against_twins.iter().map(row));
    lines.push("\nEach choice, and the sound one it stands for".to_owned());
    lines.push(format!("  {:<42}{:>12}{:>12}{:>12}", "", "letters", "lines", "output"));
    lines.extend(contrasts.pairs.iter().map(pair_row));
    let beyond = against_others.iter().chain(against_twins).filter(|contrast| contrast.is_beyond()).count();
    lines.push(format!("\nbeyond their limits: {beyond}"));
    lines.join("\n")
}

fn row(contrast: &Contrast) -> String {
    let Contrast { measure, wrong, other, figure, limits } = contrast;
    let decimals = if wrong.max(*other) < 10.0 { 2 } else { 1 };
    let decimals = if wrong.max(*other) < 0.1 { 4 } else { decimals };
    let limits = limits.map_or(String::new(), |(low, high)| format!("   {low:.2} to {high:.2}"));
    let mark = if contrast.is_beyond() { "  <-- beyond" } else { "" };
    format!("  {measure:<22}{wrong:>8.decimals$}{other:>8.decimals$}{figure:>8.2}{limits}{mark}")
}

fn pair_row(pair: &Pair) -> String {
    let cell = |of: fn(&Look) -> f64| format!("{} / {}", of(&pair.look), of(&pair.twin));
    let (letters, output) = (cell(|look| look.letters), cell(|look| look.output));
    let lines = cell(|look| look.added + look.removed);
    let kind = if pair.is_wrong { "wrong" } else { "unfamiliar" };
    let name = format!("{:>2} {} ({kind})", pair.place, pair.choice);
    format!("  {name:<42}{letters:>12}{lines:>12}{output:>12}")
}
