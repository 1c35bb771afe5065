//! Tiles of a large import packed once into one PMTiles 3 file, and read back.
//!
//! The file is clustered (tiles in Hilbert order), its tiles are gzip-compressed. The reader reads
//! with plain file access rather than a memory map: a mapped file that is cut short on disk would
//! end the whole program.

use crate::tiles::{MAX_TILE_BYTES, MAX_ZOOM, MIN_ZOOM, TileCoord, TileSource};
use bytes::Bytes;
use flate2::read::GzDecoder;
use pmtiles::{
    AsyncBackend, AsyncPmTilesReader, BackendResponse, Compression, PmTilesWriter, PmtError,
    PmtResult, TileId, TileType,
};
use serde_json::json;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Tiles in one file at most: the box of a province at zoom 14.
pub const MAX_PACK_TILES: u64 = 400_000;
/// Bytes that one read of the file may ask for; a damaged header must not exhaust the memory.
const MAX_READ_BYTES: usize = 64 * 1024 * 1024;

/// Why a file of tiles cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The layers have no feature.
    #[error("there is nothing to pack: the layers have no features")]
    Nothing,
    /// The zooms are not served.
    #[error("zooms {low} to {high} are not within {MIN_ZOOM} to {MAX_ZOOM}")]
    BadZooms {
        /// Lowest zoom asked for.
        low: u8,
        /// Highest zoom asked for.
        high: u8,
    },
    /// The box and zooms need more tiles than one file may have.
    #[error("{tiles} tiles are more than the {limit} of one file: ask for fewer zooms")]
    TooManyTiles {
        /// How many addresses the box covers.
        tiles: u64,
        /// [`MAX_PACK_TILES`].
        limit: u64,
    },
    /// The file cannot be opened, read or written.
    #[error("the file of tiles cannot be read or written: {source}")]
    File {
        /// What the system says.
        #[from]
        source: std::io::Error,
    },
    /// The file is not a PMTiles file, or is damaged.
    #[error("the file of tiles is damaged or of another kind: {source}")]
    Format {
        /// What the format's reader or writer says.
        #[from]
        source: PmtError,
    },
    /// A tile is larger than any that this program writes.
    #[error("tile {z}/{x}/{y} is larger than {limit} bytes")]
    TooLarge {
        /// Zoom.
        z: u8,
        /// Column.
        x: u32,
        /// Row.
        y: u32,
        /// [`MAX_TILE_BYTES`].
        limit: usize,
    },
}

/// What was packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// Tiles written (those without features are left out).
    pub tiles: u64,
    /// Bytes of all tiles before compression.
    pub tile_bytes: u64,
}

/// Packs the tiles of `zooms` into `out`.
///
/// # Errors
/// When there is nothing to pack, the zooms are not served, the box needs too many tiles, or `out`
/// cannot be written.
pub fn pack<W: Write + Seek>(
    source: &TileSource,
    zooms: RangeInclusive<u8>,
    out: W,
) -> Result<Packed, PackError> {
    let (low, high) = (*zooms.start(), *zooms.end());
    if low < MIN_ZOOM || high > MAX_ZOOM || low > high {
        return Err(PackError::BadZooms { low, high });
    }
    let bounds = source.bounds().ok_or(PackError::Nothing)?;
    let mut addresses = addresses(source, zooms)?;
    addresses.sort_unstable_by_key(|(id, _)| *id);
    let layers: Vec<_> = source
        .layer_names()
        .map(|name| json!({"id": name, "fields": {}}))
        .collect();
    let metadata = json!({ "vector_layers": layers, "attribution": source.sources().join("；") });
    let mut writer = PmTilesWriter::new(TileType::Mvt)
        .min_zoom(low)
        .max_zoom(high)
        .bounds(bounds.west, bounds.south, bounds.east, bounds.north)
        .center(bounds.centre().lon, bounds.centre().lat)
        .center_zoom(low)
        .metadata(metadata.to_string())
        .create(out)?;
    let mut packed = Packed {
        tiles: 0,
        tile_bytes: 0,
    };
    for (_, coord) in addresses {
        if let Some(tile) = source.cut(coord) {
            writer.add_tile(pmtiles::TileCoord::new(coord.z, coord.x, coord.y)?, &tile)?;
            packed.tiles += 1;
            packed.tile_bytes += tile.len() as u64;
        }
    }
    writer.finalize()?;
    Ok(packed)
}

fn addresses(
    source: &TileSource,
    zooms: RangeInclusive<u8>,
) -> Result<Vec<(u64, TileCoord)>, PackError> {
    let bounds = source.bounds().ok_or(PackError::Nothing)?;
    let corners = |z| {
        let north_west = TileCoord::holding(crate::LonLat::new(bounds.west, bounds.north), z);
        let south_east = TileCoord::holding(crate::LonLat::new(bounds.east, bounds.south), z);
        (north_west, south_east)
    };
    let covered = |z| {
        let (a, b) = corners(z);
        u64::from(b.x - a.x + 1) * u64::from(b.y - a.y + 1)
    };
    let tiles: u64 = zooms.clone().map(covered).sum();
    if tiles > MAX_PACK_TILES {
        return Err(PackError::TooManyTiles {
            tiles,
            limit: MAX_PACK_TILES,
        });
    }
    let mut addresses = Vec::with_capacity(tiles as usize);
    for z in zooms {
        let (a, b) = corners(z);
        for x in a.x..=b.x {
            for y in a.y..=b.y {
                let id: TileId = pmtiles::TileCoord::new(z, x, y)?.into();
                addresses.push((id.value(), TileCoord { z, x, y }));
            }
        }
    }
    Ok(addresses)
}

/// A packed file, open for reading from any thread.
pub struct PackedTiles {
    reader: AsyncPmTilesReader<FileBackend>,
}

impl PackedTiles {
    /// Opens a PMTiles file.
    ///
    /// # Errors
    /// When the file cannot be read or is not a PMTiles file.
    pub async fn open(path: &Path) -> Result<Self, PackError> {
        let backend = FileBackend {
            file: Mutex::new(File::open(path)?),
        };
        Ok(Self {
            reader: AsyncPmTilesReader::try_from_source(backend).await?,
        })
    }

    /// The tile at an address, uncompressed; nothing when the file has none there.
    ///
    /// # Errors
    /// When the file is damaged or the tile is larger than [`MAX_TILE_BYTES`].
    pub async fn tile(&self, z: u8, x: u32, y: u32) -> Result<Option<Bytes>, PackError> {
        if !(TileCoord { z, x, y }).is_served() {
            return Ok(None);
        }
        let Some(stored) = self
            .reader
            .get_tile(pmtiles::TileCoord::new(z, x, y)?)
            .await?
        else {
            return Ok(None);
        };
        let too_large = PackError::TooLarge {
            z,
            x,
            y,
            limit: MAX_TILE_BYTES,
        };
        match self.reader.get_header().tile_compression {
            Compression::None if stored.len() > MAX_TILE_BYTES => Err(too_large),
            Compression::None => Ok(Some(stored)),
            Compression::Gzip => {
                let mut tile = Vec::new();
                let bound = MAX_TILE_BYTES as u64 + 1;
                GzDecoder::new(&stored[..])
                    .take(bound)
                    .read_to_end(&mut tile)?;
                if tile.len() > MAX_TILE_BYTES {
                    Err(too_large)
                } else {
                    Ok(Some(tile.into()))
                }
            }
            other => Err(PmtError::UnsupportedCompression(other).into()),
        }
    }

    /// The metadata of the file (JSON): its layers and its attribution.
    ///
    /// # Errors
    /// When the file is damaged.
    pub async fn metadata(&self) -> Result<String, PackError> {
        Ok(self.reader.get_metadata().await?)
    }
}

struct FileBackend {
    file: Mutex<File>,
}

impl FileBackend {
    fn read_at(&self, offset: u64, length: usize) -> PmtResult<BackendResponse> {
        if length > MAX_READ_BYTES {
            let error = std::io::Error::other(format!("a read of {length} bytes is too large"));
            return Err(PmtError::Reading(error));
        }
        // A poisoned lock only means that another reader panicked; the file is still a file.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(offset))
            .map_err(PmtError::Reading)?;
        let mut bytes = Vec::with_capacity(length);
        (&*file)
            .take(length as u64)
            .read_to_end(&mut bytes)
            .map_err(PmtError::Reading)?;
        Ok(BackendResponse::new(bytes.into()))
    }
}

impl AsyncBackend for FileBackend {
    async fn read(&self, offset: u64, length: usize) -> PmtResult<BackendResponse> {
        self.read_at(offset, length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::district::District;

    #[tokio::test]
    async fn packed_tiles_equal_the_cut_ones() {
        let source = TileSource::from_layers(&District::shipped().layers()).expect("small layers");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("district.pmtiles");
        let file = File::create(&path).expect("a file");
        let packed = pack(&source, 6..=11, file).expect("a small file");
        assert!(
            packed.tiles > 10,
            "the district covers tiles at six zooms: {packed:?}"
        );
        let tiles = PackedTiles::open(&path)
            .await
            .expect("the file just written");
        for (_, coord) in addresses(&source, 6..=11).expect("few addresses") {
            let read = tiles
                .tile(coord.z, coord.x, coord.y)
                .await
                .expect("a readable tile");
            assert_eq!(
                read,
                source.cut(coord),
                "tile {coord:?} comes back as it was cut"
            );
        }
        let metadata = tiles.metadata().await.expect("metadata");
        assert!(
            metadata.contains("天地图"),
            "the source travels with the tiles: {metadata}"
        );
    }

    #[tokio::test]
    async fn a_file_cut_short_or_of_another_kind_is_an_error() {
        let source = TileSource::from_layers(&District::shipped().layers()).expect("small layers");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cut.pmtiles");
        pack(&source, 6..=10, File::create(&path).expect("a file")).expect("a small file");
        let whole = std::fs::read(&path).expect("the file");
        for length in [0, 10, 127, whole.len() / 2] {
            std::fs::write(&path, &whole[..length]).expect("a shorter file");
            if let Ok(tiles) = PackedTiles::open(&path).await {
                let coord = TileCoord::holding(District::shipped().bounds().centre(), 10);
                let read = tiles.tile(coord.z, coord.x, coord.y).await;
                let intact = read.as_ref().is_ok_and(|tile| *tile == source.cut(coord));
                assert!(
                    read.is_err() || intact,
                    "cut at {length}: an error or the right tile"
                );
            }
        }
        std::fs::write(&path, b"not tiles").expect("another file");
        assert!(
            PackedTiles::open(&path).await.is_err(),
            "text is not a file of tiles"
        );
    }

    #[test]
    fn too_many_zooms_or_nothing_to_pack_is_refused() {
        let source = TileSource::from_layers(&District::shipped().layers()).expect("small layers");
        let out = || std::io::Cursor::new(Vec::new());
        let error = pack(&source, 5..=8, out()).expect_err("zoom 5 is not served");
        assert!(
            matches!(error, PackError::BadZooms { low: 5, high: 8 }),
            "wrong error: {error}"
        );
        let empty = TileSource::from_layers(&[]).expect("no layers");
        let error = pack(&empty, 6..=8, out()).expect_err("nothing to pack");
        assert!(matches!(error, PackError::Nothing), "wrong error: {error}");
    }
}
