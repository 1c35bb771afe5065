//! What WebKitGTK is told: before it starts, how to draw where there is no graphics card and how
//! much memory it may think there is; then, to keep no copy of what it loaded.
//!
//! Without a card it composes every changed frame with a software GL over the whole window: an
//! empty page that changes with each frame comes to 18 frames a second on 2 cores. Drawn without
//! composing, only what changed is drawn, and the same page comes to 150.
//!
//! Its collector lets garbage grow with the machine's memory: on 24 GB the console took 1.1 GB
//! after a busy day, and a third of that when it was told of less.

/// What is read from the environment and from nowhere else.
#[cfg(target_os = "linux")]
mod names {
    /// Draw without composing.
    pub(super) const PLAIN: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
    /// Hand pictures from the page to the window in shared memory and not in that of a card.
    pub(super) const NO_CARD_MEMORY: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    /// The card to draw with, which is looked for by starting GL where nothing is said.
    pub(super) const CARD: &str = "WEBKIT_WEB_RENDER_DEVICE_FILE";
    /// Whether the toolkit of the window starts GL, which it does to know its version.
    pub(super) const TOOLKIT_GL: &str = "GDK_GL";
    /// Bytes of memory that the collector of JavaScript reckons with.
    pub(super) const COLLECTOR: &str = "JSC_forceRAMSize";
    /// Heaps of the C library, which keeps one for each thread that it ever had.
    pub(super) const HEAPS: &str = "MALLOC_ARENA_MAX";
    /// From how many bytes on a piece is given back to the system as soon as it is free.
    pub(super) const PIECE: &str = "MALLOC_MMAP_THRESHOLD_";
    /// From how many free bytes at its end a heap shrinks.
    pub(super) const TRIM: &str = "MALLOC_TRIM_THRESHOLD_";
}

/// Enough for the console's pages; a whole shift stays within it.
#[cfg(target_os = "linux")]
const COLLECTOR_BYTES: &str = "134217728";
/// A quarter of what the C library begins with, and no more later on: it raises both with the
/// largest piece it ever had, and after that keeps megabytes that nobody needs.
#[cfg(target_os = "linux")]
const GIVEN_BACK_BYTES: &str = "32768";
/// Threads that allocate at the same time are few.
#[cfg(target_os = "linux")]
const HEAPS: &str = "2";
/// Without a card only the map draws with GL, in the page's own process. The window's process would
/// load the same software GL, 22 MB of it its own, and draw nothing with it.
#[cfg(target_os = "linux")]
const WITHOUT_CARD: [(&str, &str); 4] = [
    (names::PLAIN, "1"),
    (names::NO_CARD_MEMORY, "1"),
    (names::CARD, "/dev/null"),
    (names::TOOLKIT_GL, "disable"),
];
/// Where the kernel shows what can draw.
#[cfg(target_os = "linux")]
const CARDS: &str = "/dev/dri";

/// Starts this program over, once, with what it has to tell: a program cannot safely change its
/// own environment. What is set already was set by somebody who knows better.
///
/// # Errors
/// When the program cannot be started over.
#[cfg(target_os = "linux")]
pub(crate) fn choose() -> std::io::Result<()> {
    use std::os::unix::process::CommandExt as _;
    let mut wanted = vec![
        (names::COLLECTOR, COLLECTOR_BYTES),
        (names::HEAPS, HEAPS),
        (names::PIECE, GIVEN_BACK_BYTES),
        (names::TRIM, GIVEN_BACK_BYTES),
    ];
    if !has_card(std::path::Path::new(CARDS)) {
        wanted.extend(WITHOUT_CARD);
    }
    wanted.retain(|(name, _)| std::env::var_os(name).is_none());
    if wanted.is_empty() {
        return Ok(());
    }
    let error = std::process::Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .envs(wanted)
        .exec();
    Err(error)
}

/// Other systems draw through their own window system.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub(crate) fn choose() -> std::io::Result<()> {
    Ok(())
}

/// Tells the engine that nothing of the page is visited twice: it keeps no copy of what it loaded.
///
/// # Errors
/// When the window is gone.
#[cfg(target_os = "linux")]
pub(crate) fn keep_little(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{CacheModel, WebContextExt as _, WebViewExt as _};
    window.with_webview(|view| {
        if let Some(context) = view.inner().context() {
            context.set_cache_model(CacheModel::DocumentViewer);
        }
    })
}

/// Other engines are not told.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub(crate) fn keep_little(_: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Whether something can draw besides the processor: a render node.
#[cfg(target_os = "linux")]
fn has_card(folder: &std::path::Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_a_render_node() {
        let folder = std::env::temp_dir().join(format!("dutyroom-cards-{}", std::process::id()));
        assert!(!has_card(&folder), "no folder, no card");
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        std::fs::write(folder.join("card0"), "").expect("a file can be written");
        assert!(!has_card(&folder), "a screen alone cannot draw");
        std::fs::write(folder.join("renderD128"), "").expect("a file can be written");
        assert!(has_card(&folder), "a render node can");
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}
