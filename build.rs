//! The program carries its scenario packs and protocols: a new file there must make a new program.

fn main() {
    println!("cargo:rerun-if-changed=protocols");
    println!("cargo:rerun-if-changed=build.rs");
}
