//! The audit as a page to read.

use super::{AUC_LIMIT, Audit, FeatureFigure, Figure, PackFigure, SEED, lengths};
use crate::scenario::tells::{Contrast, MEASURES};
use std::fmt::Write as _;

/// The whole report as Markdown. The same packs give the same bytes.
pub fn markdown(audit: &Audit) -> String {
    let mut sections = vec![
        head(audit),
        how(),
        task("Which batch is planted?", audit, &audit.batches),
        task("Which decision is the error?", audit, &audit.decisions),
        twins(audit),
        packs(audit),
        beyond(audit),
    ];
    sections.push(lengths::section(audit));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

fn head(audit: &Audit) -> String {
    let count = audit.packs.len();
    let mut page = format!(
        "# Stimuli: does anything give the errors away?\n\nMade by `tightloop scenario audit --out analysis/stimuli.md`, seed {SEED}, from {count} packs.\n\n| somebody who does not read is asked | AUC | 95 % interval | the better classifier | limit |\n|---|---|---|---|---|\n"
    );
    for (question, figure) in [
        ("which batch is planted", &audit.batches),
        ("which decision of a planted batch is the error", &audit.decisions),
    ] {
        let within = if figure.auc <= AUC_LIMIT { "within" } else { "**beyond**" };
        line(
            &mut page,
            format_args!(
                "| {question} | **{:.3}** | {:.3} to {:.3} | {} | {AUC_LIMIT:.2}, {within} |",
                figure.auc, figure.low, figure.high, figure.classifier
            ),
        );
    }
    if !audit.left_out.is_empty() {
        line(
            &mut page,
            format_args!("\nLeft out, because not proven as they are: {}.", audit.left_out.join(", ")),
        );
    }
    page
}

fn how() -> String {
    "## How it was measured

- **Batches** are drawn as plans draw them, by the same code and with the shares of the `lab` design, from each pack by itself: sizes 1, 2, 5, 10, 20 and the whole trajectory, errors spread evenly over the parts of a batch. A sound batch is the window of a planted draw, shown with a sound variant that has foils and amendments of the same sort. All variants and all skins take part.
- **What is counted** needs no reading: letters said, lines and files changed, what was edited and run, lines printed, exit statuses, tests written and run, hedging words, digits and words of code, and where a thing stands. Amounts count as logarithms.
- **Two classifiers** try: logistic regression on standardised features and their squares (ridge 0.01), and 100 boosted trees of depth two. Each pack is judged by what was learned from all other packs. Every pack weighs the same, in it every batch size, in that planted and other.
- **The AUC** is the chance that something planted scores above something that is not, ties counting half: a planted batch against a sound one of the same pack and size; an error against another decision of the same batch. It is averaged over a pack's batch sizes, and then over packs. At .5 it is guessing; below, what gives errors away in other packs misleads in this one. The figure of a question is the larger of its two classifiers'.
- **Intervals** are percentiles of 10 000 bootstrap samples over packs; classifiers are not fitted anew in them.
".to_owned()
}

fn task(title: &str, audit: &Audit, figure: &Figure) -> String {
    let mut page = format!("## {title}\n\n| classifier | AUC | 95 % interval |");
    let sizes = figure.classifiers.first().map(|each| each.by_size.as_slice()).unwrap_or_default();
    sizes.iter().for_each(|size| page.push_str(&format!(" m = {} |", size.size)));
    line(&mut page, format_args!("\n|---|---|---|{}", "---|".repeat(sizes.len())));
    for each in &figure.classifiers {
        let by_size: String = each.by_size.iter().map(|size| format!(" {:.3} |", size.auc)).collect();
        line(
            &mut page,
            format_args!(
                "| {} | {:.3} | {:.3} to {:.3} |{by_size}",
                each.name, each.auc, each.low, each.high
            ),
        );
    }
    page.push_str("\nPlanted minus others, in standard deviations within pack and batch size (± 0.36 is an AUC of .60 where both are normal), most telling first:\n\n| feature | mean over packs | farthest pack |\n|---|---|---|\n");
    let mut features: Vec<&FeatureFigure> = figure.features.iter().collect();
    features.sort_by(|one, other| other.difference.abs().total_cmp(&one.difference.abs()));
    for feature in features {
        let pack = audit.packs.get(feature.farthest_pack).map_or("", |pack| &pack.pack);
        line(
            &mut page,
            format_args!(
                "| {} | {:+.2} | {:+.2} {pack} |",
                feature.name, feature.difference, feature.farthest
            ),
        );
    }
    page
}

/// Wrong choices beside their sound twins, over all packs.
fn twins(audit: &Audit) -> String {
    let mut page = "## Wrong choices beside the sound ones they stand for\n\nEach wrong choice by itself, in standard deviations of its pack's decisions; the mean over packs.\n\n| measure | wrong − sound | wrong − decisions that carry no wrong choice, AUC |\n|---|---|---|\n".to_owned();
    let mean = |of: &dyn Fn(&PackFigure) -> f64| {
        audit.packs.iter().map(of).sum::<f64>() / audit.packs.len().max(1) as f64
    };
    for (index, measure) in MEASURES.iter().enumerate() {
        let figure = |contrasts: &[Contrast]| contrasts.get(index).map_or(0.0, |contrast| contrast.figure);
        let (twin, other) =
            (mean(&|pack| figure(&pack.against_twins)), mean(&|pack| figure(&pack.against_others)));
        line(&mut page, format_args!("| {} | {twin:+.2} | {other:.2} |", measure.name));
    }
    page
}

fn packs(audit: &Audit) -> String {
    let mut page = "## Pack by pack\n\nAUCs: logistic regression / boosted trees, learned from the other packs.\n\n| pack | which batch | which decision | decisions | wrong choices | variants | skins | planted batches | sound batches |\n|---|---|---|---|---|---|---|---|---|\n".to_owned();
    let both = |aucs: &[f64]| aucs.iter().map(|auc| format!("{auc:.2}")).collect::<Vec<_>>().join(" / ");
    for pack in &audit.packs {
        line(
            &mut page,
            format_args!(
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                pack.pack,
                both(&pack.batch_auc),
                both(&pack.decision_auc),
                pack.decisions,
                pack.wrong,
                pack.variants,
                pack.skins,
                pack.planted_batches,
                pack.sound_batches
            ),
        );
    }
    page
}

/// What an author may want to mend first.
fn beyond(audit: &Audit) -> String {
    let mut page = "## Beyond a pack's own limits\n\nOne measure alone; `tightloop scenario audit PACK` shows the whole table.\n\n| pack | against decisions that carry no wrong choice (AUC) | against the sound choice (standard deviations) |\n|---|---|---|\n".to_owned();
    for pack in &audit.packs {
        let list = |contrasts: &[Contrast], signed: bool| {
            let beyond = contrasts.iter().filter(|contrast| contrast.is_beyond());
            let words = beyond.map(|contrast| match signed {
                true => format!("{} {:+.2}", contrast.measure, contrast.figure),
                false => format!("{} {:.2}", contrast.measure, contrast.figure),
            });
            words.collect::<Vec<_>>().join(", ")
        };
        let (others, twins) = (list(&pack.against_others, false), list(&pack.against_twins, true));
        line(&mut page, format_args!("| {} | {others} | {twins} |", pack.pack));
    }
    page
}

/// Writing to a string cannot fail.
fn line(page: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = writeln!(page, "{words}");
}
