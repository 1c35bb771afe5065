//! Tokens of the feeds that are written to over HTTP. The desk keeps their hashes alone: whoever
//! reads its folder learns no token.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use feeds::told::http::token_hash;
use rand::TryRngCore as _;
use rand::rngs::OsRng;

/// Name of the file in the data folder.
const FILE: &str = "feed-tokens.toml";
/// Bytes of a token.
const TOKEN_BYTES: usize = 32;
/// Bytes of the file.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random,
    /// The file cannot be read or written.
    #[error("{path} cannot be read or written")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{path} is no file of tokens")]
    Parse {
        /// The file.
        path: PathBuf,
    },
}

type Hashes = BTreeMap<String, String>;

fn read(path: &Path) -> Result<Hashes, TokenError> {
    let file = |source| TokenError::File {
        path: path.to_owned(),
        source,
    };
    let parse = || TokenError::Parse {
        path: path.to_owned(),
    };
    match std::fs::metadata(path) {
        Ok(there) if there.len() > FILE_BYTES_MAX => return Err(parse()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Hashes::new()),
        Err(error) => return Err(file(error)),
        Ok(_) => {}
    }
    let text = std::fs::read_to_string(path).map_err(file)?;
    toml::from_str(&text).map_err(|_| parse())
}

/// The hash of a feed's token; none while it has none.
pub(crate) fn hash_of(data: &Path, feed: &str) -> Option<String> {
    let hashes = read(&data.join(FILE)).inspect_err(|error| {
        tracing::error!(%error, "no token can be compared");
    });
    hashes.ok()?.remove(feed)
}

/// Makes a new token for a feed; the one before ends.
///
/// # Errors
/// [`TokenError`] when it cannot be made or its hash cannot be kept.
pub fn make(data: &Path, feed: &str) -> Result<String, TokenError> {
    let mut bytes = [0_u8; TOKEN_BYTES];
    OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|_| TokenError::Random)?;
    let token = hex::encode(bytes);
    let path = data.join(FILE);
    let mut hashes = read(&path)?;
    hashes.insert(feed.to_owned(), token_hash(&token));
    let text = toml::to_string(&hashes).map_err(|_| TokenError::Parse { path: path.clone() })?;
    // The other feeds' hashes stand in it too, and nowhere else.
    let written = crate::road_store::replace(data, FILE, text.as_bytes());
    written.map_err(|source| TokenError::File { path, source })?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_holds_the_hash_and_not_the_token() {
        let folder = tempfile::tempdir().expect("a folder");
        let token = make(folder.path(), "演练 工单").expect("made");
        let other = make(folder.path(), "演练 舆情").expect("made");
        assert_ne!(token, other, "each feed has its own");
        let text = std::fs::read_to_string(folder.path().join(FILE)).expect("written");
        assert!(!text.contains(&token), "the token is nowhere");
        let kept = hash_of(folder.path(), "演练 工单");
        assert_eq!(kept, Some(token_hash(&token)), "its hash is");
        assert_eq!(hash_of(folder.path(), "演练 无"), None, "no token, no door");
        let again = make(folder.path(), "演练 工单").expect("made");
        assert_ne!(
            hash_of(folder.path(), "演练 工单"),
            kept,
            "the old one ends"
        );
        assert_ne!(again, token, "a new one");
    }
}
