//! The custom scheme that serves the map: `tiles://localhost/base/{z}/{x}/{y}`.

use std::sync::Arc;

use tauri::UriSchemeResponder;
use tauri::http::{Request, Response, StatusCode, header};

use crate::call::DeskCell;

/// Answers one tile; an empty place of the map is 204, an address that is no tile 404.
pub(crate) fn answer(
    cell: &Arc<DeskCell>,
    request: &Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let path = request.uri().path().to_owned();
    let cell = Arc::clone(cell);
    tauri::async_runtime::spawn_blocking(move || {
        let (status, body) = match (parse(&path), cell.wait()) {
            (Some((z, x, y)), Ok(desk)) => match desk.tile(z, x, y) {
                Some(tile) => (StatusCode::OK, tile),
                None => (StatusCode::NO_CONTENT, Vec::new()),
            },
            (None, _) => (StatusCode::NOT_FOUND, Vec::new()),
            (_, Err(_)) => (StatusCode::SERVICE_UNAVAILABLE, Vec::new()),
        };
        let response = Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile")
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .body(body);
        match response {
            Ok(response) => responder.respond(response),
            Err(error) => tracing::error!(%error, "a tile could not be answered"),
        }
    });
}

fn parse(path: &str) -> Option<(u8, u32, u32)> {
    let mut parts = path.trim_start_matches('/').split('/');
    if parts.next() != Some("base") {
        return None;
    }
    let z = parts.next()?.parse().ok()?;
    let x = parts.next()?.parse().ok()?;
    let y = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some((z, x, y))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_a_tile_address_is_read() {
        assert_eq!(
            parse("/base/12/3380/1600"),
            Some((12, 3380, 1600)),
            "a tile"
        );
        for path in [
            "/base/12/3380",
            "/base/12/3380/1600/1",
            "/other/1/2/3",
            "/base/-1/2/3",
            "/",
        ] {
            assert_eq!(parse(path), None, "{path} is no tile");
        }
    }
}
