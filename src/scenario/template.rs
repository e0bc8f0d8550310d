//! A pack's templates: compiled once, strict, and each knowing which variables it reads.
//!
//! A template is rendered with exactly the variables it reads and no others, so its text depends on nothing but
//! itself and those values. That is what makes it safe to remember renderings (see [`super::memo`]).

use crate::nearest::advice;
use crate::problem::{Outcome, Problem};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use std::path::PathBuf;

/// Number of a template in its pack.
pub(super) type TemplateId = usize;
/// Number of a variable in its pack.
pub(super) type VarId = usize;

/// Block tags leave no blank lines behind, and files keep their last newline.
fn syntax() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    builder.build().unwrap_or_default()
}

/// All templates of a pack.
#[derive(Debug)]
pub(super) struct Templates {
    environment: Environment<'static>,
    list: Vec<Template>,
    /// Every variable that the pack's skins, amendments and choices define.
    variables: Vec<String>,
}

#[derive(Debug)]
struct Template {
    /// Its name in the environment: where it stands in the pack.
    name: String,
    /// The file in which it stands, for messages.
    file: PathBuf,
    /// Whether the template is that whole file, so that its line numbers are the file's.
    whole_file: bool,
    reads: Vec<VarId>,
}

impl Templates {
    /// No templates yet, over these variables.
    pub(super) fn new(variables: Vec<String>) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_syntax(syntax());
        Self { environment, list: Vec::new(), variables }
    }

    /// Compiles a template. `name` says where in `file` it stands; without a name it is the whole file.
    pub(super) fn add(&mut self, file: PathBuf, name: Option<String>, text: &str) -> Outcome<TemplateId> {
        let whole_file = name.is_none();
        let name = name.unwrap_or_else(|| file.display().to_string());
        let mut template = Template { name, file, whole_file, reads: Vec::new() };
        self.environment
            .add_template_owned(template.name.clone(), text.to_owned())
            .map_err(|error| problem(&template, &error))?;
        let mut read: Vec<String> = self
            .environment
            .get_template(&template.name)
            .map_err(|error| problem(&template, &error))?
            .undeclared_variables(false)
            .into_iter()
            .filter(|name| !self.environment.globals().any(|(global, _)| global == name))
            .collect();
        read.sort_unstable();
        for name in read {
            template.reads.push(self.variable(&name).ok_or_else(|| self.unknown(&template, text, &name))?);
        }
        self.list.push(template);
        Ok(self.list.len() - 1)
    }

    /// The number of a variable.
    pub(super) fn variable(&self, name: &str) -> Option<VarId> {
        self.variables.iter().position(|variable| variable == name)
    }

    /// A variable's name.
    pub(super) fn variable_name(&self, id: VarId) -> &str {
        self.variables.get(id).map_or("", String::as_str)
    }

    /// How many variables there are.
    pub(super) fn variable_count(&self) -> usize {
        self.variables.len()
    }

    /// The variables that a template reads, in a fixed order.
    pub(super) fn reads(&self, id: TemplateId) -> &[VarId] {
        self.list.get(id).map_or(&[], |template| &template.reads)
    }

    /// Renders a template from the values of the variables it reads, in the order of [`Self::reads`].
    pub(super) fn render(&self, id: TemplateId, values: &[&str]) -> Outcome<String> {
        let template = self.list.get(id).ok_or_else(|| Problem::new(format!("there is no template {id}")))?;
        let names = template.reads.iter().map(|variable| self.variable_name(*variable));
        let context = Value::from_pairs(names.zip(values.iter().copied()));
        self.environment
            .get_template(&template.name)
            .and_then(|compiled| compiled.render(context))
            .map_err(|error| problem(template, &error))
    }

    /// A problem about a template: `what` is wrong at a line of it.
    pub(super) fn problem(&self, id: TemplateId, what: &str) -> Problem {
        match self.list.get(id) {
            Some(template) => at_template(template, what, None),
            None => Problem::new(what),
        }
    }

    fn unknown(&self, template: &Template, text: &str, name: &str) -> Problem {
        let line = text.lines().position(|line| line.contains(name)).map(|line| line + 1);
        let known = self.variables.iter().map(String::as_str);
        at_template(template, &format!("no skin, amendment or choice defines '{name}'"), line)
            .todo(advice(name, known))
    }
}

fn problem(template: &Template, error: &minijinja::Error) -> Problem {
    let what = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    at_template(template, &format!("this template cannot be rendered: {what}"), error.line())
}

fn at_template(template: &Template, what: &str, line: Option<usize>) -> Problem {
    match (template.whole_file, line) {
        (true, Some(line)) => Problem::new(what).in_file(&template.file).at(line, 1),
        (true, None) => Problem::new(what).in_file(&template.file),
        (false, _) => Problem::new(format!("{}: {what}", template.name)).in_file(&template.file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(text: &str) -> Outcome<(Templates, TemplateId)> {
        let mut templates = Templates::new(vec!["money".to_owned(), "thing".to_owned()]);
        let id = templates.add(PathBuf::from("edits/a.edit"), None, text)?;
        Ok((templates, id))
    }

    #[test]
    fn renders_with_what_it_reads() {
        let text = "{% if money == \"float\" %}\n<a & \"b\">\n{% else %}\n{{ thing }}\n{% endif %}\n{{ range(2) }}\n";
        let (templates, id) = templates(text).unwrap();
        let values: Vec<&str> = templates.reads(id).iter().map(|id| ["float", "jar"][*id]).collect();
        assert_eq!(templates.render(id, &values).unwrap(), "<a & \"b\">\n[0, 1]\n");
    }

    #[test]
    fn names_a_variable_that_nothing_defines() {
        let problem = templates("a\n{{ mony }}\n").err().unwrap();
        let said = "edits/a.edit:2:1: no skin, amendment or choice defines 'mony'; did you mean 'money'?";
        assert_eq!(problem.to_string(), said);
    }

    #[test]
    fn names_the_line_of_a_syntax_error() {
        let problem = templates("a\n{% if money %}\nb\n").err().unwrap();
        assert!(problem.to_string().starts_with("edits/a.edit:"), "{problem}");
        assert!(problem.at.is_some());
    }
}
