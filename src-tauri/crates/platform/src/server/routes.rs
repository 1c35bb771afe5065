//! The HTTP side.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, Query, State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Json, Router};
use protocols::platform::{
    BATCH_BYTES_MAX, ENTRIES_PER_FRAME_MAX, FRAME_BYTES_MAX, Health, LogMark,
};
use serde::Deserialize;
use serde_json::json;

use super::{Peer, Platform};
use crate::{SOFTWARE, alerts, session};

/// Bytes of one posted alert document.
const ALERT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The description of the HTTP side.
const OPENAPI: &str = include_str!("openapi.json");

type Verb = fn() -> MethodRouter<Arc<Platform>>;

/// All routes; the description names the same.
const TABLE: [(&str, Verb); 7] = [
    ("/v1/health", || get(health)),
    ("/v1/openapi.json", || get(openapi)),
    ("/v1/link", || get(link)),
    ("/v1/entries", || get(entries)),
    ("/v1/snapshot", || get(snapshot)),
    ("/v1/checkpoint", || get(checkpoint)),
    ("/v1/alerts", || post(alert)),
];

/// The paths of all routes.
pub fn paths() -> impl Iterator<Item = &'static str> {
    TABLE.into_iter().map(|(path, _)| path)
}

pub(super) fn router(platform: Arc<Platform>) -> Router {
    TABLE
        .into_iter()
        .fold(Router::new(), |router, (path, verb)| {
            router.route(path, verb())
        })
        .layer(axum::extract::DefaultBodyLimit::max(ALERT_BYTES_MAX))
        .with_state(platform)
}

async fn health(State(platform): State<Arc<Platform>>) -> Json<Health> {
    let published = platform.sequencer.published().borrow().clone();
    Json(Health {
        software: SOFTWARE.to_owned(),
        log_id: platform.log_id.clone(),
        log_epoch: published.log_epoch,
        sseq: published.head.sseq,
        sessions: platform.sessions.count(),
        defects: platform.defects(),
        duplicates: platform.sessions.duplicates(),
    })
}

async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI)
}

/// A caller waits for a place before anything is kept for it; who finds none comes back later.
async fn link(
    State(platform): State<Arc<Platform>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, StatusCode> {
    let place = platform.greetings.enter(&peer).await;
    let place = place.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    Ok(upgrade
        .max_message_size(FRAME_BYTES_MAX)
        .max_frame_size(FRAME_BYTES_MAX)
        .on_upgrade(move |socket| session::serve(socket, platform, (place, peer.0.device))))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Bearer ")
}

/// Whether the caller is a desk with a session in progress.
fn is_desk(platform: &Platform, headers: &HeaderMap) -> Result<(), StatusCode> {
    let known = bearer(headers).is_some_and(|token| platform.sessions.knows(token));
    if known {
        Ok(())
    } else {
        Err(StatusCode::UNAUTHORIZED)
    }
}

#[derive(Deserialize)]
struct PageQuery {
    #[serde(default)]
    after: u64,
    limit: Option<usize>,
}

async fn entries(
    State(platform): State<Arc<Platform>>,
    headers: HeaderMap,
    Query(page): Query<PageQuery>,
) -> Result<Response, StatusCode> {
    is_desk(&platform, &headers)?;
    let limit = page
        .limit
        .unwrap_or(ENTRIES_PER_FRAME_MAX)
        .clamp(1, ENTRIES_PER_FRAME_MAX);
    let head: LogMark = platform.sequencer.published().borrow().head.clone();
    let lines = platform
        .lines
        .after(page.after, limit, BATCH_BYTES_MAX)
        .await;
    let lines = lines.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    let all: Vec<&str> = lines.iter().map(|line| &*line.json).collect();
    let text = format!(
        r#"{{"entries":[{}],"head":{}}}"#,
        all.join(","),
        json!(head)
    );
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

async fn snapshot(
    State(platform): State<Arc<Platform>>,
    headers: HeaderMap,
) -> Result<Response, StatusCode> {
    is_desk(&platform, &headers)?;
    let answer = platform.sequencer.snapshot(None, Vec::new()).await;
    let picture = answer.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let document = json!({ "sseq": picture.sseq, "states": picture.states });
    Ok(Json(document).into_response())
}

async fn checkpoint(State(platform): State<Arc<Platform>>) -> Result<Response, StatusCode> {
    let answer = platform.sequencer.checkpoint().await;
    Ok(Json(answer.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?).into_response())
}

async fn alert(
    State(platform): State<Arc<Platform>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, StatusCode> {
    let known = bearer(&headers)
        .is_some_and(|token| platform.alert_tokens.iter().any(|allowed| allowed == token));
    if !known {
        return Err(StatusCode::UNAUTHORIZED);
    }
    let taken = alerts::take(&platform, &body).await?;
    Ok(Json(taken).into_response())
}
