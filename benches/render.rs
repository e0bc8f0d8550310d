//! How many trajectories of 32 decisions one core renders in a second.
//!
//! `cold` renders every variant in every skin of a pack that was just loaded: nothing is remembered yet, but what
//! trajectories share is worked out once. `first` is the worst there is: one trajectory of a pack that was just loaded.
//! `warm` renders them again, as drawing many plans does. Loading is never part of the time. Throughput is in
//! decisions: a 32nd of it is the number of trajectories of 32 decisions.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use tightloop::scenario::prove::{Options, prove, write};
use tightloop::scenario::{Library, Pack};

const DECISIONS: usize = 32;

/// A pack of 32 decisions, half of which edit a repository that grows to some 2,000 lines; a third run a command.
fn generate(folder: &Path) {
    let pack = folder.join("long");
    for inner in ["base/src", "edits", "oracle"] {
        fs::create_dir_all(pack.join(inner)).expect("a folder");
    }
    fs::write(pack.join("base/src/names.txt"), "{{ noun }}\n".repeat(40)).expect("a file");
    fs::write(pack.join("oracle/C1.sh"), "! grep -q broken src/*\n").expect("a file");
    let mut decisions = String::new();
    let mut wrong = Vec::new();
    for at in 0..DECISIONS {
        let (name, edit) = (format!("d{at}"), edit(at));
        let mut parts = String::new();
        if let Some(edit) = &edit {
            fs::write(pack.join(format!("edits/{name}.edit")), edit).expect("a file");
            let _ = write!(parts, ", edit: Some(\"{name}\")");
        }
        if at % 3 == 2 {
            parts.push_str(", run: Some(\"wc -l src/* | tail -n 3\")");
        }
        let says = "The next part of the {{ noun }} goes here, and what was there before stays as it is.";
        let choice = |id: &str, truth: &str, value: &str| {
            format!(
                "(id: \"{id}\", truth: {truth}, says: \"{says} v{at}={{{{ v{at} }}}}\", binds: {{\"v{at}\": \"{value}\"}}{parts}),"
            )
        };
        let mut choices = choice("s", "sound", "plain");
        if edit.is_some() && at % 4 == 0 {
            choices += &choice(
                "w",
                &format!("wrong(clause: \"C1\", error: guessed, root_from: Some(\"d{}\"))", at + 2),
                "broken",
            );
            wrong.push(name.clone());
        }
        let _ = writeln!(
            decisions,
            "(id: \"{name}\", summary: \"Part {at} of the {{{{ noun }}}}.\", choices: [{choices}]),"
        );
    }
    let variants: String =
        wrong.iter().map(|id| format!("(id: \"{id}\", wrong: Some(\"{id}/w\")),")).collect();
    let text = format!(
        "(format: \"tightloop-pack/1\", id: \"long\", title: \"Long\", runtime: sh, request: \"All of it.\",
        clauses: [(id: \"C1\", text: \"Nothing is broken.\")], questions: [],
        skins: [(id: \"a\", words: {{\"noun\": \"ledger\"}}), (id: \"b\", words: {{\"noun\": \"archive\"}})],
        decisions: [{decisions}], variants: [(id: \"sound\"),{variants}])"
    );
    fs::write(pack.join("scenario.ron"), text).expect("a file");
    let library = Library::folder(folder).unwrap_or_else(|problem| panic!("{problem}"));
    let pack = library.pack("long").expect("it is there");
    let proof = prove(pack, &Options::default(), &|_, _| {}).expect("it can be proven");
    assert!(proof.failures.is_empty(), "{:#?}", proof.failures);
    write(pack, &proof).expect("it can be written");
}

fn edit(at: usize) -> Option<String> {
    let body = |from: usize, lines: usize| -> String {
        (from..from + lines)
            .map(|line| format!("def part_{line}(row): return row[\"{{{{ noun }}}}\"] + {line}\n"))
            .collect()
    };
    match at % 4 {
        0 => Some(format!("=== write src/m{at}.py\n# {{{{ v{at} }}}}\n{}", body(0, 200))),
        1 => Some(format!("=== append src/m{}.py\n{}", at - 1, body(200, 40))),
        2 => {
            let line = "def part_7(row): return row[\"{{ noun }}\"] + 7";
            let file = at - 2;
            Some(format!(
                "=== replace src/m{file}.py\n<<<<\n{line}\n====\n{line} + 1\n# {{{{ v{file} }}}}\n>>>>\n"
            ))
        }
        _ => None,
    }
}

fn render_all(pack: &Pack) {
    for variant in pack.variants() {
        for skin in &pack.spec().skins {
            black_box(pack.trajectory(&variant.id, &skin.id).unwrap_or_else(|problem| panic!("{problem}")));
        }
    }
}

fn measure(criterion: &mut Criterion, load: &dyn Fn() -> Library, id: &str) {
    let library = load();
    let pack = library.pack(id).expect("it is there");
    let shown = pack.variants().len() * pack.spec().skins.len();
    let mut group = criterion.benchmark_group(id);
    let decisions =
        |trajectories: usize| Throughput::Elements((trajectories * pack.spec().decisions.len()) as u64);
    group.throughput(decisions(shown));
    group.bench_function("cold", |bencher| {
        let all = |library: Library| {
            render_all(library.pack(id).expect("it is there"));
            library
        };
        bencher.iter_batched(load, all, BatchSize::PerIteration);
    });
    render_all(pack);
    group.bench_function("warm", |bencher| bencher.iter(|| render_all(pack)));
    group.throughput(decisions(1));
    let (variant, skin) = (&pack.variants()[0].id, &pack.spec().skins[0].id);
    group.bench_function("first", |bencher| {
        let first = |library: Library| {
            black_box(library.pack(id).and_then(|pack| pack.trajectory(variant, skin))).expect("it renders");
            library
        };
        bencher.iter_batched(load, first, BatchSize::PerIteration);
    });
    group.finish();
}

fn render(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    generate(folder.path());
    measure(criterion, &|| Library::folder(folder.path()).expect("it loads"), "long");
    let embedded = || Library::embedded().expect("it loads");
    for id in embedded().ids() {
        measure(criterion, &embedded, id);
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = render
}
criterion_main!(benches);
