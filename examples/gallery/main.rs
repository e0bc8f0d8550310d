//! Draws every page of the window, participant's and lab's, into PNG files to look at:
//! `cargo run --example gallery -- OUT [PART-OF-A-NAME …]`. No display, no GPU.
//!
//! Files are named `<page>.<language>.<width>x<height>.<text size>.<theme>.png`. `--quick` draws one look a page.

#![allow(clippy::unwrap_used)] // a tool for who works on the window

#[path = "../../tests/support/cpu_renderer.rs"]
mod cpu_renderer;
#[path = "../../tests/support/gallery.rs"]
mod gallery;
mod lab;
#[path = "../../tests/support/screens.rs"]
mod screens;

use gallery::Look;
use std::path::{Path, PathBuf};
use tightloop::protocol::Language;

const SMALL: [f32; 2] = [1024.0, 700.0];
const LARGE: [f32; 2] = [2560.0, 1440.0];

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let quick = args.iter().position(|arg| arg == "--quick").map(|place| args.remove(place)).is_some();
    let mut args = args.into_iter();
    let Some(out) = args.next().map(PathBuf::from) else {
        eprintln!("where to? cargo run --example gallery -- OUT [--quick] [PART-OF-A-NAME …]");
        std::process::exit(2);
    };
    std::fs::create_dir_all(&out).unwrap();
    let parts: Vec<String> = args.collect();
    let wanted = |name: &str| parts.is_empty() || parts.iter().any(|part| name.contains(part.as_str()));
    for language in Language::ALL {
        for scene in gallery::scenes(language) {
            for look in looks(language, quick) {
                let name = file_name(&scene.name, look);
                if wanted(&name) {
                    let image = scene.open(look).render().unwrap();
                    save(&out, &name, &image);
                }
            }
        }
    }
    if parts.is_empty() || parts.iter().any(|part| part.starts_with("lab")) {
        lab::draw(&mut |name, harness| {
            for look in looks(Language::English, quick) {
                let name = file_name(name, look);
                if wanted(&name) {
                    save(&out, &name, &lab::render(harness, look));
                }
            }
        });
    }
}

/// The looks at a page: every size, theme and language, and large text where it is tightest.
fn looks(language: Language, quick: bool) -> Vec<Look> {
    let look = |pixels, percent, dark| Look { language, pixels, percent, dark };
    let mut looks = vec![look(SMALL, 100, false)];
    if !quick {
        looks.extend([
            look(SMALL, 100, true),
            look(SMALL, 200, false),
            look(SMALL, 80, false),
            look(LARGE, 100, false),
            look(LARGE, 100, true),
            look(LARGE, 200, false),
        ]);
    }
    looks
}

fn file_name(page: &str, look: Look) -> String {
    let Look { language, pixels: [width, height], percent, dark } = look;
    let theme = if dark { "dark" } else { "light" };
    format!("{page}.{}.{width}x{height}.{percent}.{theme}.png", language.code())
}

fn save(out: &Path, name: &str, image: &image::RgbaImage) {
    image.save(out.join(name)).unwrap();
    println!("{name}");
}
