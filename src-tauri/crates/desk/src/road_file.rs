//! Files of roads: what each of them is, and the roads that they hold.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use routing::import::{Imported, Source, Stopped, Watch, roads};
use routing::settings::Settings;

/// Bytes of one file of roads at most.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// Bytes by which a file is known.
const HEAD_BYTES: u64 = 512;
/// Names of the table of edges, the first that is there is taken.
const EDGE_TABLES: &[&str] = &["edges_directed.csv", "edges.csv"];
/// Name of the table of crossings.
const NODE_TABLE: &str = "nodes.csv";

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// OpenStreetMap in blocks.
    Pbf,
    /// Lines.
    GeoJson,
    /// The table of crossings.
    Nodes,
    /// The table of roads.
    Edges,
}

impl Kind {
    /// What a file is by its first bytes; its name does not count.
    pub(crate) fn of(path: &Path) -> std::io::Result<Option<Self>> {
        let mut head = Vec::new();
        let file = std::fs::File::open(path)?;
        file.take(HEAD_BYTES).read_to_end(&mut head)?;
        Ok(Self::by_head(&head))
    }

    fn by_head(head: &[u8]) -> Option<Self> {
        // The first blob of every such file is a header that says so (PBF Format, "File format").
        if head.windows(9).any(|part| part == b"OSMHeader") {
            return Some(Self::Pbf);
        }
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('{') {
            return Some(Self::GeoJson);
        }
        let mut columns = text.lines().next().unwrap_or_default().split(',');
        let columns: Vec<&str> = columns
            .by_ref()
            .map(|c| c.trim().trim_matches('"'))
            .collect();
        let has = |wanted: &str| columns.contains(&wanted);
        if has("node_id") {
            Some(Self::Nodes)
        } else if has("u") && has("v") {
            Some(Self::Edges)
        } else {
            None
        }
    }

    /// Under which name it is kept.
    pub(crate) fn file_name(self) -> &'static str {
        match self {
            Self::Pbf => "roads.osm.pbf",
            Self::GeoJson => "roads.geojson",
            Self::Nodes => NODE_TABLE,
            Self::Edges => EDGE_TABLES[0],
        }
    }
}

/// Why roads cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RoadFileError {
    /// The system does not give the file.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// It is larger than is read.
    #[error("{path}: larger than {FILE_BYTES_MAX} bytes")]
    TooLarge {
        /// Which.
        path: PathBuf,
    },
    /// A text is none.
    #[error("{path}: not UTF-8")]
    NotText {
        /// Which.
        path: PathBuf,
    },
    /// There is nothing that is known.
    #[error("{path}: there are neither nodes.csv and edges_directed.csv nor an .osm.pbf in it")]
    Nothing {
        /// Which.
        path: PathBuf,
    },
    /// Somebody stopped it.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

/// Reads roads from a folder (two tables, an `.osm.pbf` or lines) or a file.
pub(crate) fn read(
    path: &Path,
    settings: &Settings,
    watch: &mut Watch<'_>,
) -> Result<Imported, RoadFileError> {
    if path.is_dir() {
        return from_folder(path, settings, watch);
    }
    if is_pbf(path) {
        Ok(roads(Source::Pbf(&bytes(path)?), settings, watch)?)
    } else {
        Ok(roads(Source::GeoJson(&text(path)?), settings, watch)?)
    }
}

fn from_folder(
    folder: &Path,
    settings: &Settings,
    watch: &mut Watch<'_>,
) -> Result<Imported, RoadFileError> {
    let nodes = folder.join(NODE_TABLE);
    let tables = EDGE_TABLES.iter().map(|table| folder.join(table));
    let edges = tables.into_iter().find(|table| table.is_file());
    if let Some(edges) = edges
        && nodes.is_file()
    {
        let (nodes, edges) = (text(&nodes)?, text(&edges)?);
        let source = Source::Csv {
            nodes: &nodes,
            edges: &edges,
        };
        return Ok(roads(source, settings, watch)?);
    }
    let lines = folder.join(Kind::GeoJson.file_name());
    let file = pbf_in(folder)?.or_else(|| lines.is_file().then_some(lines));
    let file = file.ok_or_else(|| RoadFileError::Nothing {
        path: folder.to_owned(),
    })?;
    read(&file, settings, watch)
}

fn is_pbf(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    name.ends_with(".pbf")
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> RoadFileError {
    let path = path.to_owned();
    move |source| RoadFileError::Io {
        path: path.clone(),
        source,
    }
}

fn pbf_in(folder: &Path) -> Result<Option<PathBuf>, RoadFileError> {
    let entries = std::fs::read_dir(folder).map_err(io(folder))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| is_pbf(path))
        .collect();
    files.sort();
    Ok(files.into_iter().next())
}

fn bytes(path: &Path) -> Result<Vec<u8>, RoadFileError> {
    let size = std::fs::metadata(path).map_err(io(path))?.len();
    if size > FILE_BYTES_MAX {
        return Err(RoadFileError::TooLarge {
            path: path.to_owned(),
        });
    }
    std::fs::read(path).map_err(io(path))
}

fn text(path: &Path) -> Result<String, RoadFileError> {
    let text = String::from_utf8(bytes(path)?);
    text.map_err(|_| RoadFileError::NotText {
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_is_in_it_and_not_by_its_name() {
        let of = |text: &str| Kind::by_head(text.as_bytes());
        assert_eq!(of("\0\0\0\r\n\tOSMHeader"), Some(Kind::Pbf), "blocks");
        assert_eq!(of("\u{feff} {\"type\":"), Some(Kind::GeoJson), "lines");
        assert_eq!(of("node_id,lon,lat\n"), Some(Kind::Nodes), "crossings");
        assert_eq!(of("eid,u,v,highway\n"), Some(Kind::Edges), "roads");
        assert_eq!(of("name,people\n演练队,6\n"), None, "a table of teams");
        assert_eq!(of(""), None, "nothing");
    }
}
