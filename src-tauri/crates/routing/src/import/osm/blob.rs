//! The blobs of a file: each a header and the packed data.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::wire::{Fault, Fields};

/// Bytes of a blob's header at most, as the format lays down.
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a blob at most, packed or not, as the format lays down.
const BLOB_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Bytes of all blobs of one reading at most when unpacked: a province has 2 GB.
const ALL_BYTES_MAX: usize = 16 * 1024 * 1024 * 1024;
/// What a reader has to understand and this one does.
const UNDERSTOOD: &[&str] = &["OsmSchema-V0.6", "DenseNodes"];

/// What is wrong with a blob.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum BlobFault {
    #[error("the file ends inside a block, {left} bytes after its beginning")]
    Cut { left: usize },
    #[error("a block's header claims {bytes} bytes")]
    Header { bytes: usize },
    #[error("a block claims or unpacks to more than {BLOB_BYTES_MAX} bytes")]
    TooLarge,
    #[error("the file unpacks to more than {ALL_BYTES_MAX} bytes")]
    AllTooLarge,
    #[error("a block is packed in a way that is not understood")]
    Packing,
    #[error("a block cannot be unpacked: {0}")]
    Unpack(String),
    #[error("the file asks for {0}, which is not understood")]
    Feature(String),
    #[error(transparent)]
    Wire(#[from] Fault),
}

/// The blobs in their order. After a fault in the framing there are no more; a blob that cannot be
/// unpacked is only left out.
pub(super) struct Blobs<'a> {
    all: usize,
    rest: &'a [u8],
    unpacked: usize,
}

/// The data of a blob, or nothing when it is no road data.
type Data = Result<Option<Vec<u8>>, BlobFault>;

impl<'a> Blobs<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self {
            all: bytes.len(),
            rest: bytes,
            unpacked: 0,
        }
    }

    /// The share of the file that was read.
    #[expect(clippy::cast_precision_loss, reason = "a share for a progress bar")]
    pub(super) fn done(&self) -> f64 {
        1.0 - self.rest.len() as f64 / self.all.max(1) as f64
    }

    pub(super) fn next(&mut self) -> Option<Data> {
        if self.rest.is_empty() {
            return None;
        }
        match self.frame() {
            Ok((kind, blob)) => Some(self.data(kind, blob)),
            Err(fault) => {
                self.rest = &[];
                Some(Err(fault))
            }
        }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], BlobFault> {
        let left = self.rest.len();
        let cut = self.rest.split_at_checked(count);
        let (taken, rest) = cut.ok_or(BlobFault::Cut { left })?;
        self.rest = rest;
        Ok(taken)
    }

    /// The kind of the next blob and its bytes.
    fn frame(&mut self) -> Result<(&'a [u8], &'a [u8]), BlobFault> {
        let length = self.take(4)?;
        let bytes = length
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        if bytes > HEADER_BYTES_MAX {
            return Err(BlobFault::Header { bytes });
        }
        let header = self.take(bytes)?;
        let (mut kind, mut size): (&[u8], u64) = (&[], 0);
        for field in Fields::of(header) {
            match field? {
                (1, value) => kind = value.bytes(),
                (3, value) => size = value.number(),
                _ => {}
            }
        }
        let size = usize::try_from(size)
            .ok()
            .filter(|size| *size <= BLOB_BYTES_MAX);
        let blob = self.take(size.ok_or(BlobFault::TooLarge)?)?;
        Ok((kind, blob))
    }

    fn data(&mut self, kind: &[u8], blob: &[u8]) -> Data {
        let data = match kind {
            b"OSMData" | b"OSMHeader" => unpack(blob)?,
            _ => return Ok(None),
        };
        self.unpacked += data.len();
        if self.unpacked > ALL_BYTES_MAX {
            self.rest = &[];
            return Err(BlobFault::AllTooLarge);
        }
        if kind == b"OSMData" {
            return Ok(Some(data));
        }
        check_features(&data).inspect_err(|_| self.rest = &[])?;
        Ok(None)
    }
}

fn unpack(blob: &[u8]) -> Result<Vec<u8>, BlobFault> {
    for field in Fields::of(blob) {
        match field? {
            (1, value) => return Ok(value.bytes().to_vec()),
            (3, value) => {
                let mut data = Vec::new();
                let mut reader = ZlibDecoder::new(value.bytes()).take(BLOB_BYTES_MAX as u64 + 1);
                let read = reader.read_to_end(&mut data);
                read.map_err(|error| BlobFault::Unpack(error.to_string()))?;
                if data.len() > BLOB_BYTES_MAX {
                    return Err(BlobFault::TooLarge);
                }
                return Ok(data);
            }
            _ => {}
        }
    }
    Err(BlobFault::Packing)
}

fn check_features(header: &[u8]) -> Result<(), BlobFault> {
    for field in Fields::of(header) {
        let (4, value) = field? else {
            continue;
        };
        let feature = String::from_utf8_lossy(value.bytes()).into_owned();
        if !UNDERSTOOD.contains(&feature.as_str()) {
            return Err(BlobFault::Feature(feature.chars().take(60).collect()));
        }
    }
    Ok(())
}
