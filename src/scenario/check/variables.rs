//! Variables: read only where something has bound them.

use crate::problem::Problem;
use crate::scenario::files::{Files, SCENARIO};
use crate::scenario::forms::Forms;
use crate::scenario::spec::PackSpec;
use crate::scenario::template::{TemplateId, Templates};
use std::collections::BTreeSet;

/// Every template that reads a variable which nothing has bound by then.
pub(in crate::scenario) fn variables(
    spec: &PackSpec,
    files: &Files,
    templates: &Templates,
    forms: &Forms,
) -> Vec<Problem> {
    let words = spec.skins.iter().flat_map(|skin| skin.words.keys());
    let amendments = spec.amendments.iter().map(|amendment| &amendment.id);
    let mut bound: BTreeSet<&str> = words.chain(amendments).map(String::as_str).collect();
    let mut found = Vec::new();
    let mut look = |bound: &BTreeSet<&str>, form: TemplateId| {
        let reads = templates.reads(form).iter().map(|variable| templates.variable_name(*variable));
        for name in reads.filter(|name| !bound.contains(name)) {
            let what = format!("'{name}' is read before a decision binds it");
            found.push(templates.problem(form, &what).todo("bind it in an earlier decision, or in this one"));
        }
    };
    let texts = [forms.title, forms.request].into_iter().chain(forms.clauses.iter().copied());
    let questions =
        forms.questions.iter().flat_map(|(text, options)| std::iter::once(text).chain(options)).copied();
    let base = forms.base.iter().flat_map(|(path, text)| [*path, *text]);
    // An amendment's clause stands in the brief, which knows of no choices; its message stands among the decisions.
    let amended = forms.amendments.iter().map(|(text, _)| *text);
    // Cues run at any point of the trajectory, so they can rely on no choice.
    let cues = forms.cue_lines.iter().map(|(_, form)| *form);
    let cues = cues.chain(forms.cue_files.iter().map(|(_, form)| *form));
    for form in texts.chain(questions).chain(base).chain(amended).chain(cues) {
        look(&bound, form);
    }
    for (decision, forms_of) in spec.decisions.iter().zip(&forms.decisions) {
        let before = bound.clone();
        bound.extend(decision.choices.iter().flat_map(|choice| choice.binds.keys().map(String::as_str)));
        look(&bound, forms_of.summary);
        for choice in &forms_of.choices {
            for (_, value) in &choice.binds {
                look(&before, *value);
            }
            for form in [Some(choice.says), choice.edit, choice.run].into_iter().flatten() {
                look(&bound, form);
            }
        }
        for (amendment, (_, message)) in spec.amendments.iter().zip(&forms.amendments) {
            if amendment.after == decision.id {
                look(&bound, *message);
            }
        }
    }
    for (_, form) in &forms.oracle {
        look(&bound, *form);
    }
    found.sort_by_key(|problem| (problem.file.clone() != Some(files.place(SCENARIO)), problem.to_string()));
    found.dedup();
    found
}
