//! Compiles the window's configuration and the list of commands it may use.

fn main() {
    let commands =
        tauri_build::AppManifest::new().commands(&["call", "follow", "painted", "salvage"]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={error:#}");
    }
}
