//! Nothing that a participant may see tells more than they are to know: every screen of a SIMULATED session of every
//! built-in protocol.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use tightloop::protocol::{self, plan::Plan};
use tightloop::scenario::spec::ErrorKind;
use tightloop::scenario::{Library, Pack};
use tightloop::session::Session;
use tightloop::session::screen::Screen;
use tightloop::simulate::attend;
use tightloop::simulate::expertise::Expertise;
use tightloop::simulate::participant::Participant;

const SIMULATED_CODE: &str = "ZEBRA-77";

/// The screens of a whole session, each different one once.
fn screens(plan: &Arc<Plan>, library: &Library) -> Vec<Screen> {
    let stimuli: Arc<[_]> = protocol::stimuli(plan, library).unwrap().into();
    let packs: Vec<&Pack> = library.packs().collect();
    let expertise = Arc::new(Expertise::from_packs(&packs).unwrap());
    let mut live = Vec::new();
    let mut participant = Participant::new(5, SIMULATED_CODE, expertise);
    attend(plan.clone(), stimuli.clone(), &mut participant, &mut |happened| {
        live.extend_from_slice(happened);
        Ok(())
    })
    .unwrap();
    let mut all = vec![Session::new(plan.clone(), stimuli.clone()).screen()];
    for place in (1..=live.len()).filter(|place| live[place - 1].value.is_decisive()) {
        let screen = Session::replay(plan.clone(), stimuli.clone(), &live[..place]).unwrap().screen();
        if all.last() != Some(&screen) {
            all.push(screen);
        }
    }
    all
}

/// What no screen may hold, whole words: of the truth, of the design, of the machine.
fn secrets(plan: &Plan) -> BTreeSet<String> {
    let names = |kind: ErrorKind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned();
    let mut secrets: BTreeSet<String> =
        ["planted", "error_index", "window_start", SIMULATED_CODE].map(str::to_owned).into();
    secrets.extend([plan.protocol_hash.clone(), plan.seed.to_string()]);
    secrets.extend(plan.pack_hashes.values().cloned());
    for trial in &plan.trials {
        // One word of these may be a word of the work.
        let kind = trial.truth.planted.as_ref().and_then(|error| error.error_kind).map(names);
        secrets.extend(kind.filter(|kind| kind.contains('_')));
        secrets.extend(Some(trial.variant.clone()).filter(|variant| variant.contains('-')));
    }
    secrets.retain(|secret| secret.len() > 3);
    secrets
}

/// The names of clauses in a text: C and a number, as words of their own.
fn clauses_named(text: &str) -> BTreeSet<String> {
    let is_name = |word: &&str| {
        word.strip_prefix('C').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    text.split(|letter: char| !letter.is_alphanumeric()).filter(is_name).map(str::to_owned).collect()
}

#[test]
fn no_screen_of_a_built_in_protocol_tells_what_its_participant_is_not_to_know() {
    let library = Library::with_folder(None).unwrap();
    let (mut reviews, mut rejected) = (0, 0);
    for (name, text) in protocol::builtin() {
        let loaded = protocol::parse(text, Path::new(name)).unwrap();
        let plan = Arc::new(protocol::draw(&loaded, &library, 0).unwrap());
        let secrets = secrets(&plan);
        assert!(secrets.len() > 15, "{secrets:?}");
        for screen in screens(&plan, &library) {
            let drawn = format!("{screen:?}");
            let words: BTreeSet<&str> =
                drawn.split(|letter: char| !(letter.is_alphanumeric() || "-_".contains(letter))).collect();
            for secret in &secrets {
                // A debriefing may say that mistakes were planted.
                let told = matches!(screen, Screen::Debrief { .. }) && secret == "planted";
                assert!(
                    told || !words.contains(&**secret),
                    "{name}: {secret:?} is on a screen: {drawn:.400}"
                );
            }
            for path in
                ["protocols/scenarios", "/oracle/", "proven.json", "scenario.ron", "journals/", "session-1"]
            {
                assert!(!drawn.contains(path), "{name}: {path:?} is on a screen: {drawn:.400}");
            }
            if let Screen::Review { review, batch, brief, .. } = &screen {
                reviews += 1;
                rejected += u32::from(plan.trials[*review as usize].truth.planted.is_some());
                let known: BTreeSet<String> = brief.clauses.iter().map(|clause| clause.id.clone()).collect();
                for decision in &batch.decisions {
                    let named = clauses_named(&decision.says);
                    assert!(
                        named.is_subset(&known),
                        "{name}: {named:?} are not in the brief: {}",
                        decision.says
                    );
                    let noted = decision.amendment.iter().map(|note| note.clause.clone()).collect();
                    assert!(known.is_superset(&noted), "{name}: {noted:?} is not in the brief");
                }
            }
        }
    }
    assert!(
        reviews > 30 && (10..reviews).contains(&rejected),
        "{reviews} reviews, {rejected} of them planted"
    );
}
