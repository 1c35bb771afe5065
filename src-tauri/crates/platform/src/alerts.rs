//! Alerts that an authority posts: read, sequenced under the platform's own key, and so on every
//! desk.

use axum::http::StatusCode;
use serde::Serialize;

use crate::server::Platform;

/// What became of a posted document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// Alerts that are in the log now.
    pub alerts: usize,
    /// What is wrong with the document.
    pub defects: Vec<String>,
}

/// Reads a document and puts its alerts into the log.
///
/// # Errors
/// 422 when there is nothing readable in it, 503 when the log cannot be written.
pub(crate) async fn take(_platform: &Platform, _bytes: &[u8]) -> Result<Taken, StatusCode> {
    Err(StatusCode::UNPROCESSABLE_ENTITY)
}
