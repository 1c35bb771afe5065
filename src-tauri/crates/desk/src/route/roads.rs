//! The network of `desk route` from its files.

use std::io::IsTerminal as _;
use std::path::Path;

use anyhow::{Result, bail};
use routing::import::{Imported, Watch};
use routing::network::Network;
use routing::settings::Settings;

use crate::road_file;

/// Defects that are printed; the others are counted.
const DEFECTS_SHOWN: usize = 5;

/// Reads a network from a folder or a file.
pub(super) fn read(path: &Path, settings: &Settings) -> Result<Network> {
    let name = path.display().to_string();
    if !path.exists() {
        bail!("{name}: there is no such folder or file");
    }
    let imported = watched(path, settings)?;
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

/// Reads roads while a person at a terminal looks on.
pub(crate) fn watched(path: &Path, settings: &Settings) -> Result<Imported> {
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
    let imported = road_file::read(path, settings, &mut watch)?;
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
