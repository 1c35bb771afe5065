//! The exercise district: entered once into an empty exercise log, and drawn on the map.

use std::path::Path;
use std::sync::Arc;

use drills::district::District as Made;
use emergency::day::Day;
use emergency::decide::Draft;
use emergency::event::TimeSource;
use logbook::Who;
use maps::crs::Crs;
use maps::district::District;
use maps::import::{ImportRequest, geojson, roads_csv};
use maps::layer::{Layer, LayerKind};
use routing::network::Network;

use crate::base_map::roads_layer;
use crate::opening::OpenError;
use crate::roads::{Laid, Roads};
use crate::session::Session;
use crate::settings::{ExerciseSettings, Settings};

/// Where the made roads come from.
const MADE_SOURCE: &str = "演练路网（虚构）";
/// Bytes of one imported file.
const IMPORT_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Enters the made district into an exercise log that is empty; answers it in every exercise.
pub(crate) fn fill(settings: &Settings, session: &Session) -> Result<Option<Made>, OpenError> {
    let Some(seed) = settings.exercise_seed else {
        return Ok(None);
    };
    let asked = ExerciseSettings {
        seed,
        ..settings.exercise
    };
    let empty = session.logbook.counts()?.events == 0;
    let numbers = match ExerciseSettings::of_folder(&settings.data) {
        // The roads belong to what stands in the log already.
        Some(kept) if settings.fill_district && !empty => kept,
        _ => asked,
    };
    if numbers != asked {
        tracing::warn!(
            ?asked,
            ?numbers,
            "the folder holds another exercise district"
        );
    }
    let made = Made::generate(numbers.seed, numbers.size);
    if empty && settings.fill_district {
        let kept = numbers.keep(&settings.data);
        kept.map_err(|error| OpenError::Exercise {
            reason: error.to_string(),
        })?;
        enter(session, &made)?;
    }
    Ok(Some(made))
}

/// Enters a made district into a log, with the times before now that it names.
pub(crate) fn enter(session: &Session, made: &Made) -> Result<(), OpenError> {
    let now = session.logbook.now();
    let failed = |error: logbook::ObserveError| OpenError::Exercise {
        reason: error.to_string(),
    };
    let made = made.clone().on(Day::of(now));
    let registrations = made.registrations(Some(&session.origin));
    for before_ms in distinct(registrations.iter().map(|r| r.before_ms)) {
        let same = registrations.iter().filter(|r| r.before_ms == before_ms);
        let drafts: Vec<_> = same
            .map(|r| Draft::plain(r.entity.id.clone(), r.fact.clone()))
            .collect();
        let who = Who {
            actor: "演练导入".into(),
            role: "exercise".to_owned(),
            occurred_at: Some(now.plus_ms(-before_ms)),
            by: TimeSource::Desk,
        };
        session.logbook.observe(drafts, &who).map_err(failed)?;
    }
    Ok(())
}

/// Each number once, the largest first: what is older is entered first.
fn distinct(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut all: Vec<_> = numbers.collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    all
}

/// Roads that were taken in.
pub(crate) struct Taken {
    /// The roads.
    pub(crate) network: Arc<Network>,
    /// Where they come from, in words.
    pub(crate) source: String,
}

/// The made district of these settings, in an exercise: the one that the folder was filled from.
pub(crate) fn made(settings: &Settings) -> Option<Made> {
    let seed = settings.exercise_seed?;
    let asked = ExerciseSettings {
        seed,
        ..settings.exercise
    };
    let kept = ExerciseSettings::of_folder(&settings.data);
    let numbers = kept.filter(|_| settings.fill_district).unwrap_or(asked);
    Some(Made::generate(numbers.seed, numbers.size))
}

/// Layers of the base map and the roads: those that were taken in, else those of the map folder,
/// else the made ones of an exercise, else none.
pub(crate) fn ground(
    settings: &Settings,
    district: &District,
    made: Option<&Made>,
    taken: Option<Taken>,
) -> (Vec<Layer>, Laid) {
    let mut layers = district.layers();
    if let Some(taken) = taken {
        if let Some(folder) = &settings.map_data {
            layers.extend(map_layers(folder, &source_of(folder), true));
        }
        layers.push(roads_layer(&taken.network, &taken.source));
        return (layers, Laid::of(Some(taken.network), &taken.source));
    }
    if let Some(folder) = &settings.map_data {
        let source = source_of(folder);
        let roads = roads_of(folder, &source);
        layers.extend(map_layers(folder, &source, roads.is_some()));
        if let Some((drawn, laid)) = roads {
            layers.extend(drawn);
            return (layers, laid);
        }
    }
    let Some(made) = made else {
        return (layers, Laid::none());
    };
    let (nodes, edges) = (made.roads.nodes_csv(), made.roads.edges_csv());
    let (drawn, laid) = from_csv(&nodes, &edges, MADE_SOURCE);
    layers.extend(drawn);
    (layers, laid)
}

/// Roads and their layer from the two CSV texts.
fn from_csv(nodes: &str, edges: &str, source: &str) -> (Vec<Layer>, Laid) {
    let request = ImportRequest {
        kind: Some(LayerKind::Roads),
        crs: Crs::Wgs84,
        source: source.to_owned(),
    };
    let (drawn, defects) = roads_csv(nodes.as_bytes(), edges.as_bytes(), &request);
    let imported = routing::import::roads_from_csv(nodes, edges, &Roads::numbers());
    if !defects.is_empty() || imported.defect_count > 0 {
        let (drawn, roads) = (defects.len(), imported.defect_count);
        tracing::warn!(source, drawn, roads, "roads with defects");
    }
    (drawn, Laid::of(Some(Arc::new(imported.network)), source))
}

/// The first line of `SOURCE.txt`, or the folder.
fn source_of(folder: &Path) -> String {
    let text = text(&folder.join("SOURCE.txt"));
    let line = text.and_then(|text| text.lines().next().map(str::to_owned));
    line.unwrap_or_else(|| folder.display().to_string())
}

/// The roads of a folder: `nodes.csv` with `edges_directed.csv`.
fn roads_of(folder: &Path, source: &str) -> Option<(Vec<Layer>, Laid)> {
    let nodes = text(&folder.join("nodes.csv"))?;
    let edges = text(&folder.join("edges_directed.csv"))?;
    Some(from_csv(&nodes, &edges, source))
}

/// The layers of a folder: any `*.geojson`; those of roads only where nothing else draws them.
fn map_layers(folder: &Path, source: &str, roads_are_drawn: bool) -> Vec<Layer> {
    let request = ImportRequest {
        kind: None,
        crs: Crs::Wgs84,
        source: source.to_owned(),
    };
    let mut layers = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return layers;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_map = path.extension().is_some_and(|ending| ending == "geojson");
        let is_roads = roads_are_drawn
            && path
                .file_name()
                .is_some_and(|n| n.to_string_lossy().starts_with("roads"));
        if let Some(text) = (is_map && !is_roads).then(|| text(&path)).flatten() {
            let (drawn, defects) = geojson(text.as_bytes(), &request);
            tracing::info!(path = %path.display(), defects = defects.len(), "map data imported");
            layers.extend(drawn);
        }
    }
    layers
}

fn text(path: &Path) -> Option<String> {
    let size = std::fs::metadata(path).ok()?.len();
    if size > IMPORT_BYTES_MAX {
        tracing::warn!(path = %path.display(), size, "too large to import");
        return None;
    }
    std::fs::read_to_string(path).ok()
}
