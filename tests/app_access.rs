//! Every page of the participant's side, in both languages and at every size: what a screen reader is told of it, and
//! that its controls have room.
#![allow(clippy::unwrap_used)]

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "support/gallery.rs"]
mod gallery;
#[path = "support/screens.rs"]
mod screens;

use egui::Rect;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _, by};
use gallery::{Look, Window};
use std::collections::BTreeSet;
use tightloop::app::strings::ENGLISH;
use tightloop::protocol::Language;

const SMALL: [f32; 2] = [1024.0, 700.0];
const LARGE: [f32; 2] = [2560.0, 1440.0];

/// A node of the tree that a screen reader is given.
struct Node {
    role: Role,
    name: String,
    rect: Rect,
}

fn nodes(harness: &Harness<'_, Window>) -> Vec<Node> {
    let every = harness.query_all(by().predicate(|_| true));
    every
        .filter_map(|node| {
            node.accesskit_node().bounding_box()?;
            let rect = node.rect();
            let node = node.accesskit_node();
            let name = node.label().or_else(|| node.value()).unwrap_or_default();
            Some(Node { role: node.role(), name, rect })
        })
        .collect()
}

/// What a person can act upon, or must be told in words because it is a picture.
fn needs_a_name(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::DefaultButton
            | Role::CheckBox
            | Role::RadioButton
            | Role::ComboBox
            | Role::EditableComboBox
            | Role::TextInput
            | Role::MultilineTextInput
            | Role::SearchInput
            | Role::SpinButton
            | Role::Slider
            | Role::ColorWell
            | Role::Link
            | Role::Tab
            | Role::Switch
            | Role::MenuItem
            | Role::ListBoxOption
            | Role::ProgressIndicator
            | Role::Image
            | Role::Label
    )
}

fn is_control(role: Role) -> bool {
    needs_a_name(role) && !matches!(role, Role::Label | Role::Image | Role::ProgressIndicator)
}

/// Opens every scene at every one of these looks.
fn everywhere(looks: &[([f32; 2], u16)], check: impl Fn(&str, &Look, &Harness<'_, Window>)) {
    for language in Language::ALL {
        for scene in gallery::scenes(language) {
            for (pixels, percent) in looks {
                let look = Look { language, pixels: *pixels, percent: *percent, dark: false };
                let name = format!("{} in {} at {percent} %", scene.name, language.code());
                check(&name, &look, &scene.open(look));
            }
        }
    }
}

#[test]
fn every_control_of_every_page_has_a_name() {
    let controls = std::cell::Cell::new(0);
    everywhere(&[(SMALL, 100)], |page, _, harness| {
        let nodes = nodes(harness);
        for node in nodes.iter().filter(|node| needs_a_name(node.role)) {
            assert!(!node.name.trim().is_empty(), "{page}: a {:?} at {:?} has no name", node.role, node.rect);
        }
        controls.set(controls.get() + nodes.iter().filter(|node| is_control(node.role)).count());
    });
    assert!(controls.get() > 100, "only {} controls were seen", controls.get());
}

#[test]
fn german_pages_hold_no_english_word_of_ours() {
    let english: BTreeSet<&str> = ENGLISH.all().map(|(_, text)| text).collect();
    everywhere(&[(SMALL, 100)], |page, look, harness| {
        if look.language == Language::German {
            for node in nodes(harness) {
                assert!(!english.contains(node.name.as_str()), "{page}: '{}' is English", node.name);
            }
        }
    });
}

#[test]
fn controls_neither_overlap_nor_leave_the_window() {
    let looks = [(SMALL, 80), (SMALL, 100), (SMALL, 200), (LARGE, 100), (LARGE, 200)];
    everywhere(&looks, |page, look, harness| {
        if page.starts_with("leave") || page.contains("-stop ") {
            return; // the question lies over the page, by design
        }
        let [width, height] = look.points();
        let window = Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(width, height)).expand(0.5);
        let nodes = nodes(harness);
        let name_of = |rect: Rect| {
            let near = |node: &&Node| is_control(node.role) && node.rect.expand(1.0).contains_rect(rect);
            nodes.iter().find(near).map_or("?", |node| node.name.as_str())
        };
        // What can be clicked, as far as it is in view; a layer each, for a picture of a page lies in one of its own.
        let layers: Vec<Vec<(Rect, Rect)>> = harness.ctx.viewport(|viewport| {
            let layers = viewport.prev_pass.widgets.layers();
            let clicked = |widgets: &[egui::WidgetRect]| {
                let clicked = widgets.iter().filter(|widget| widget.sense.senses_click() && widget.enabled);
                clicked.map(|widget| (widget.rect, widget.interact_rect)).collect()
            };
            layers.map(|(_, widgets)| clicked(widgets)).collect()
        });
        for controls in layers {
            for (place, (whole, a)) in controls.iter().enumerate() {
                // What scrolls may reach beyond the window's lower edge, but nothing its sides.
                let sides = window.left() <= whole.left() && whole.right() <= window.right();
                assert!(sides, "{page}: '{}' leaves the window: {whole:?}", name_of(*whole));
                for (_, b) in controls.iter().skip(place + 1) {
                    let both = a.intersect(*b);
                    let apart = both.width() <= 1.0 || both.height() <= 1.0;
                    assert!(apart, "{page}: '{}' {a:?} lies on '{}' {b:?}", name_of(*a), name_of(*b));
                }
            }
        }
    });
}
