//! A pack's templates, by what they are for.

use super::files::{Files, SCENARIO};
use super::spec::{ChoiceSpec, CueKind, PackSpec};
use super::template::{TemplateId, Templates, VarId};
use crate::problem::{Outcome, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers of all templates of a pack.
#[derive(Debug, Default)]
pub(super) struct Forms {
    pub(super) title: TemplateId,
    pub(super) request: TemplateId,
    pub(super) clauses: Vec<TemplateId>,
    /// Text and message.
    pub(super) amendments: Vec<(TemplateId, TemplateId)>,
    /// Text and options.
    pub(super) questions: Vec<(TemplateId, Vec<TemplateId>)>,
    pub(super) decisions: Vec<DecisionForm>,
    /// Path in the repository (a template too), text.
    pub(super) base: Vec<(TemplateId, TemplateId)>,
    /// Name of the script, text.
    pub(super) edits: BTreeMap<String, TemplateId>,
    /// Path in `oracle/`, text: checks and what they share.
    pub(super) oracle: Vec<(String, TemplateId)>,
    /// The command lines among the cues.
    pub(super) cue_lines: Vec<(CueKind, TemplateId)>,
    /// Path in `cues/`, text: the independent check and what it needs.
    pub(super) cue_files: Vec<(String, TemplateId)>,
}

#[derive(Debug)]
pub(super) struct DecisionForm {
    pub(super) summary: TemplateId,
    pub(super) choices: Vec<ChoiceForm>,
}

#[derive(Debug)]
pub(super) struct ChoiceForm {
    pub(super) says: TemplateId,
    pub(super) edit: Option<TemplateId>,
    pub(super) run: Option<TemplateId>,
    pub(super) binds: Vec<(VarId, TemplateId)>,
}

impl Forms {
    /// Compiles everything.
    pub(super) fn compile(spec: &PackSpec, files: &Files) -> Outcome<(Templates, Self)> {
        let mut compiler = Compiler { templates: Templates::new(variables(spec)), files };
        let forms = compiler.forms(spec)?;
        Ok((compiler.templates, forms))
    }
}

/// Every name that a skin, an amendment or a choice defines.
fn variables(spec: &PackSpec) -> Vec<String> {
    let words = spec.skins.iter().flat_map(|skin| skin.words.keys());
    let amendments = spec.amendments.iter().map(|amendment| &amendment.id);
    let choices = spec.decisions.iter().flat_map(|decision| &decision.choices);
    let binds = choices.flat_map(|choice| choice.binds.keys());
    let names: BTreeSet<&String> = words.chain(amendments).chain(binds).collect();
    names.into_iter().cloned().collect()
}

struct Compiler<'a> {
    templates: Templates,
    files: &'a Files,
}

impl Compiler<'_> {
    fn forms(&mut self, spec: &PackSpec) -> Outcome<Forms> {
        let mut forms = Forms {
            title: self.field("title".to_owned(), &spec.title)?,
            request: self.field("request".to_owned(), &spec.request)?,
            base: self.base()?,
            oracle: self.folder("oracle")?,
            cue_lines: self.cue_lines(spec)?,
            cue_files: self.folder("cues")?,
            ..Forms::default()
        };
        for (path, id) in self.folder("edits")? {
            forms.edits.insert(path.trim_end_matches(".edit").to_owned(), id);
        }
        for clause in &spec.clauses {
            forms.clauses.push(self.field(format!("clause {}", clause.id), &clause.text)?);
        }
        for amendment in &spec.amendments {
            let text = self.field(format!("amendment {}: text", amendment.id), &amendment.text)?;
            let message = self.field(format!("amendment {}: message", amendment.id), &amendment.message)?;
            forms.amendments.push((text, message));
        }
        for (index, question) in spec.questions.iter().enumerate() {
            let text = self.field(format!("questions[{index}].text"), &question.text)?;
            let options = question.options.iter().enumerate();
            let options = options
                .map(|(option, text)| self.field(format!("questions[{index}].options[{option}]"), text))
                .collect::<Outcome<Vec<_>>>()?;
            forms.questions.push((text, options));
        }
        for decision in &spec.decisions {
            let place = format!("decision '{}'", decision.id);
            let summary = self.field(format!("{place}: summary"), &decision.summary)?;
            let choices = decision
                .choices
                .iter()
                .map(|choice| self.choice(&forms, &format!("{place}, choice '{}'", choice.id), choice))
                .collect::<Outcome<Vec<_>>>()?;
            forms.decisions.push(DecisionForm { summary, choices });
        }
        Ok(forms)
    }

    fn choice(&mut self, forms: &Forms, place: &str, choice: &ChoiceSpec) -> Outcome<ChoiceForm> {
        let mut binds = Vec::new();
        for (name, value) in &choice.binds {
            let variable = self
                .templates
                .variable(name)
                .ok_or_else(|| Problem::new(format!("{place}: '{name}' is no variable")))?;
            binds.push((variable, self.field(format!("{place}: binds '{name}'"), value)?));
        }
        Ok(ChoiceForm {
            says: self.field(format!("{place}: says"), &choice.says)?,
            edit: choice.edit.as_ref().and_then(|name| forms.edits.get(name).copied()),
            run: choice.run.as_ref().map(|line| self.field(format!("{place}: run"), line)).transpose()?,
            binds,
        })
    }

    fn cue_lines(&mut self, spec: &PackSpec) -> Outcome<Vec<(CueKind, TemplateId)>> {
        let Some(cues) = &spec.cues else { return Ok(Vec::new()) };
        let linter = cues.linter.as_ref().map(|line| (CueKind::Linter, "cues: linter", line));
        let lines = [Some((CueKind::Tests, "cues: tests", &cues.tests)), linter];
        let one = |(kind, name, line): (_, &str, &String)| Ok((kind, self.field(name.to_owned(), line)?));
        lines.into_iter().flatten().map(one).collect()
    }

    fn field(&mut self, name: String, text: &str) -> Outcome<TemplateId> {
        self.templates.add(self.files.place(SCENARIO), Some(name), text)
    }

    fn base(&mut self) -> Outcome<Vec<(TemplateId, TemplateId)>> {
        let files = self.folder("base")?;
        files
            .into_iter()
            .map(|(path, text)| {
                let place = format!("base/{path}");
                Ok((
                    self.templates.add(self.files.place(&place), Some(format!("path {place}")), &path)?,
                    text,
                ))
            })
            .collect()
    }

    fn folder(&mut self, folder: &str) -> Outcome<Vec<(String, TemplateId)>> {
        let files: Vec<_> = self.files.under(folder).map(|(path, text)| (path.to_owned(), text)).collect();
        files
            .into_iter()
            .map(|(path, text)| {
                let place = self.files.place(&format!("{folder}/{path}"));
                Ok((path, self.templates.add(place, None, text)?))
            })
            .collect()
    }
}
