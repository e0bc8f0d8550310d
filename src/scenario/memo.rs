//! What rendering remembers, so that a trajectory is worked out once and looked up after that.
//!
//! Nothing is remembered by chance: a rendering is found by its template and the values of the variables that the
//! template reads, an application of an edit by the state's content and the rendered script, a diff by the old and
//! the new text. Equal texts have one number, so these keys are small and exact. What is remembered is bounded by
//! what a pack can show: its variants times its skins.

use super::diff::file_diff;
use super::edit::{EditError, Script};
use super::template::{TemplateId, Templates};
use super::view::{DecisionView, FileDiff};
use crate::problem::{Outcome, Problem};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Number of a text; equal texts have equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Text(u32);

/// Number of a state of the repository; equal contents have equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct StateId(u32);

/// The repository's files.
pub(super) type Tree = BTreeMap<Arc<str>, Text>;

/// A state of the repository.
#[derive(Debug)]
pub(super) struct State {
    /// Its files.
    pub(super) tree: Tree,
    /// BLAKE3 over its paths and its files' hashes.
    pub(super) hash: blake3::Hash,
}

/// What one decision looks like: everything a view is made of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ViewKey {
    /// Clause and message of an amendment that arrives just before.
    pub(super) note: Option<(Text, Text)>,
    /// What the agent says.
    pub(super) says: Text,
    /// The state before.
    pub(super) before: StateId,
    /// The state after.
    pub(super) after: StateId,
    /// The command line.
    pub(super) command: Option<Text>,
}

/// Path, old text, new text.
type DiffKey = (Arc<str>, Option<Text>, Option<Text>);

#[derive(Debug, Default)]
pub(super) struct Memo {
    numbers: HashMap<Arc<str>, Text>,
    texts: Vec<Arc<str>>,
    hashes: HashMap<Text, blake3::Hash>,
    rendered: HashMap<(TemplateId, Box<[Text]>), Text>,
    state_numbers: HashMap<blake3::Hash, StateId>,
    states: Vec<State>,
    /// First states, by skin.
    pub(super) bases: HashMap<usize, StateId>,
    applied: HashMap<(StateId, Text), Result<StateId, EditError>>,
    diffs: HashMap<DiffKey, Option<FileDiff>>,
    /// Finished views.
    pub(super) views: HashMap<ViewKey, Arc<DecisionView>>,
}

impl Memo {
    /// A text's number.
    pub(super) fn number(&mut self, text: &str) -> Text {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let text: Arc<str> = text.into();
        // A pack's texts are counted in thousands.
        let number = Text(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.numbers.insert(text.clone(), number);
        self.texts.push(text);
        number
    }

    /// A number's text.
    pub(super) fn text(&self, number: Text) -> Arc<str> {
        self.texts.get(number.0 as usize).cloned().unwrap_or_else(|| Arc::from(""))
    }

    /// A template's text for these values, in the order of [`Templates::reads`].
    pub(super) fn render(
        &mut self,
        templates: &Templates,
        id: TemplateId,
        environment: &[Option<Text>],
    ) -> Outcome<Text> {
        let mut values = Vec::with_capacity(templates.reads(id).len());
        for variable in templates.reads(id) {
            let value = environment.get(*variable).copied().flatten();
            values.push(value.ok_or_else(|| undefined(templates, id, *variable))?);
        }
        let key = (id, values.into_boxed_slice());
        if let Some(text) = self.rendered.get(&key) {
            return Ok(*text);
        }
        let values: Vec<Arc<str>> = key.1.iter().map(|value| self.text(*value)).collect();
        let values: Vec<&str> = values.iter().map(|value| &**value).collect();
        let text = self.number(&templates.render(id, &values)?);
        self.rendered.insert(key, text);
        Ok(text)
    }

    /// The number of a state with these files.
    pub(super) fn state(&mut self, tree: Tree) -> StateId {
        let hash = self.tree_hash(&tree);
        if let Some(number) = self.state_numbers.get(&hash) {
            return *number;
        }
        let number = StateId(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        self.states.push(State { tree, hash });
        self.state_numbers.insert(hash, number);
        number
    }

    /// A state.
    pub(super) fn state_of(&self, id: StateId) -> &State {
        &self.states[id.0 as usize]
    }

    fn tree_hash(&mut self, tree: &Tree) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for (path, text) in tree {
            let texts = &self.texts;
            let hash = self.hashes.entry(*text).or_insert_with(|| {
                texts
                    .get(text.0 as usize)
                    .map_or_else(|| blake3::hash(b""), |text| blake3::hash(text.as_bytes()))
            });
            hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes()).update(hash.as_bytes());
        }
        hasher.finalize()
    }

    /// The state after a rendered script.
    pub(super) fn apply(&mut self, before: StateId, script: Text) -> Result<StateId, EditError> {
        if let Some(after) = self.applied.get(&(before, script)) {
            return after.clone();
        }
        let after = self.apply_anew(before, script);
        self.applied.insert((before, script), after.clone());
        after
    }

    fn apply_anew(&mut self, before: StateId, script: Text) -> Result<StateId, EditError> {
        let mut tree = self.state_of(before).tree.clone();
        let script = Script::parse(&self.text(script))?;
        let changes = script.apply(|path| tree.get(path).map(|text| self.text(*text)))?;
        for (path, text) in changes {
            match text {
                Some(text) => tree.insert(path, self.number(&text)),
                None => tree.remove(&path),
            };
        }
        Ok(self.state(tree))
    }

    /// The changes between two states, by path.
    pub(super) fn diffs(&mut self, before: StateId, after: StateId) -> Vec<FileDiff> {
        if before == after {
            return Vec::new();
        }
        let (old, new) = (&self.state_of(before).tree, &self.state_of(after).tree);
        let mut changed: BTreeMap<Arc<str>, (Option<Text>, Option<Text>)> = BTreeMap::new();
        for (path, text) in old {
            if new.get(path) != Some(text) {
                changed.insert(path.clone(), (Some(*text), new.get(path).copied()));
            }
        }
        for (path, text) in new.iter().filter(|(path, _)| !old.contains_key(*path)) {
            changed.insert(path.clone(), (None, Some(*text)));
        }
        changed.into_iter().filter_map(|(path, (old, new))| self.diff(path, old, new)).collect()
    }

    fn diff(&mut self, path: Arc<str>, old: Option<Text>, new: Option<Text>) -> Option<FileDiff> {
        let key = (path, old, new);
        if let Some(diff) = self.diffs.get(&key) {
            return diff.clone();
        }
        let (old, new) = (old.map(|text| self.text(text)), new.map(|text| self.text(text)));
        let diff = file_diff(&key.0, old.as_deref(), new.as_deref());
        self.diffs.insert(key, diff.clone());
        diff
    }
}

fn undefined(templates: &Templates, id: TemplateId, variable: usize) -> Problem {
    let name = templates.variable_name(variable);
    templates
        .problem(id, &format!("'{name}' has no value at this point"))
        .todo("bind it in an earlier decision, in every choice of it")
}
