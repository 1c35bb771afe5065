//! The network of `desk route` from its files.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use routing::import::{Imported, Watch, roads_from_csv, roads_from_geojson, roads_from_pbf};
use routing::network::Network;
use routing::settings::Settings;

/// Bytes of one file of roads at most.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// Defects that are printed; the others are counted.
const DEFECTS_SHOWN: usize = 5;
/// Names of the table of edges, the first that is there is taken.
const EDGE_TABLES: &[&str] = &["edges_directed.csv", "edges.csv"];

/// Reads a network from a folder or a file.
pub(super) fn read(path: &Path, settings: &Settings) -> Result<Network> {
    let name = path.display().to_string();
    if !path.exists() {
        bail!("{name}: there is no such folder or file");
    }
    let imported = if path.is_dir() {
        from_folder(path, settings)?
    } else if name.to_lowercase().ends_with(".pbf") {
        from_pbf(path, settings)?
    } else {
        roads_from_geojson(&text(path)?, settings)
    };
    for defect in imported.defects.iter().take(DEFECTS_SHOWN) {
        eprintln!(
            "{name}: {} {}: {}",
            defect.table, defect.line, defect.message
        );
    }
    if imported.defect_count > DEFECTS_SHOWN {
        eprintln!("{name}: {} defects in all", imported.defect_count);
    }
    if imported.network.arcs() == 0 {
        bail!("{name}: there is no usable road in it");
    }
    Ok(imported.network)
}

fn from_folder(folder: &Path, settings: &Settings) -> Result<Imported> {
    let nodes = folder.join("nodes.csv");
    let tables = EDGE_TABLES.iter().map(|table| folder.join(table));
    let edges = tables.into_iter().find(|table| table.is_file());
    match edges {
        Some(edges) if nodes.is_file() => {
            Ok(roads_from_csv(&text(&nodes)?, &text(&edges)?, settings))
        }
        _ => match pbf_in(folder)? {
            Some(file) => from_pbf(&file, settings),
            None => bail!(
                "{}: there are neither nodes.csv and edges_directed.csv nor an .osm.pbf in it",
                folder.display()
            ),
        },
    }
}

fn pbf_in(folder: &Path) -> Result<Option<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "pbf"))
        .collect();
    files.sort();
    Ok(files.into_iter().next())
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let name = || path.display().to_string();
    let size = std::fs::metadata(path).with_context(name)?.len();
    if size > FILE_BYTES_MAX {
        bail!("{}: larger than {FILE_BYTES_MAX} bytes", path.display());
    }
    std::fs::read(path).with_context(name)
}

fn text(path: &Path) -> Result<String> {
    let text = String::from_utf8(bytes(path)?);
    text.with_context(|| format!("{}: not UTF-8", path.display()))
}

fn from_pbf(path: &Path, settings: &Settings) -> Result<Imported> {
    let bytes = bytes(path)?;
    let shown = std::io::stderr().is_terminal();
    let mut percent = 0;
    let mut progress = |done: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share between 0 and 1"
        )]
        let now = (done * 100.0) as u32;
        if shown && now > percent {
            percent = now;
            eprint!("\rreading roads: {now} %");
        }
    };
    let mut watch = Watch {
        progress: &mut progress,
        stop: &|| false,
    };
    let imported = roads_from_pbf(&bytes, settings, &mut watch)?;
    if shown {
        eprintln!();
    }
    Ok(imported)
}

/// Puts speeds of a list `class,kmh` above those of the table.
pub(super) fn replace_speeds(settings: &mut Settings, text: &str) -> Result<()> {
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim().trim_start_matches('\u{feff}');
        let Some((class, kmh)) = line.split_once(',') else {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            bail!("line {number}: {line:?} is not class,kmh");
        };
        let (class, kmh) = (class.trim(), kmh.trim().parse::<f64>());
        match kmh {
            Ok(kmh) if kmh > 0.0 && kmh.is_finite() => {
                settings.speeds_kmh.retain(|(known, _)| known != class);
                settings.speeds_kmh.push((class.to_owned(), kmh));
            }
            // The head.
            Err(_) if number == 1 => {}
            _ => bail!("line {number}: {line:?} has no speed above zero"),
        }
    }
    Ok(())
}
