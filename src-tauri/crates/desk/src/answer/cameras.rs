//! Cameras near a place, and opening their pictures (decision 0042).

use contract::error::CallError;
use contract::rows::{
    CAMERA_ROWS_MAX, CameraFault, CameraOpened, CameraRow, CamerasNear, CamerasRequest,
};
use emergency::camera::{CameraAddress, StreamAddress, holds_password};
use emergency::decide::Refusal;
use emergency::entity::{EntityKind, State};
use emergency::id::SiteId;
use emergency::place::Point;
use emergency::site::{Site, SiteKind};

use super::incidents::find;
use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, not_found, storage};
use crate::settings::VideoSettings;
use crate::viewers::{Picture, ShowPicture, ViewerError};

/// The nearest cameras, by straight line. A camera that is asked about itself is the first.
pub(super) fn near(
    desk: &Desk,
    session: &Session,
    request: &CamerasRequest,
) -> Result<CamerasNear, CallError> {
    let video = &desk.settings().video;
    let panes = desk.viewers.pane().is_some();
    let (from, itself) = origin(session, request)?;
    let mut found = CamerasNear {
        from,
        player: video.player.first().cloned().unwrap_or_default(),
        ..CamerasNear::default()
    };
    for state in session.all(EntityKind::Site)? {
        let State::Site(site) = state else { continue };
        if !is_camera(&site) {
            continue;
        }
        let is_itself = itself == Some(&site.id);
        let point = site.registered.place.point;
        found.unplaced += u32::from(point.is_none() && !is_itself);
        let distance_m = from.zip(point).map(|(from, to)| from.distance_m(to));
        if distance_m.is_some() || is_itself {
            found.cameras.push(row(video, panes, site, distance_m));
        }
    }
    // What has no distance here is the camera that was asked about.
    let rank = |row: &CameraRow| match itself {
        Some(itself) if row.site == *itself => -1.0,
        _ => row.distance_m.unwrap_or(f64::MAX),
    };
    found.cameras.sort_by(|a, b| {
        rank(a)
            .total_cmp(&rank(b))
            .then_with(|| a.site.cmp(&b.site))
    });
    found.more = small(found.cameras.len().saturating_sub(CAMERA_ROWS_MAX) as u64);
    found.cameras.truncate(CAMERA_ROWS_MAX);
    Ok(found)
}

/// From where distances are counted, and which camera is asked about itself.
fn origin<'a>(
    session: &Session,
    request: &'a CamerasRequest,
) -> Result<(Option<Point>, Option<&'a SiteId>), CallError> {
    match request {
        CamerasRequest::Incident { incident } => {
            let (_, incident) = find(session, incident.as_str())?;
            Ok((incident.opened.place.point, None))
        }
        CamerasRequest::Site { site } => {
            let found = on_list(session, site)?;
            Ok((found.registered.place.point, Some(site)))
        }
        CamerasRequest::Point { point } if point.is_on_earth() => Ok((Some(*point), None)),
        CamerasRequest::Point { .. } => {
            let field = "point".to_owned();
            Err(Refusal::OutOfRange { field }.into())
        }
    }
}

fn on_list(session: &Session, id: &SiteId) -> Result<Site, CallError> {
    let site = session.logbook.site(id.as_str()).map_err(storage)?;
    site.filter(|site| !site.withdrawn)
        .ok_or_else(|| not_found("site", id.as_str()))
}

fn is_camera(site: &Site) -> bool {
    site.registered.kind == SiteKind::Camera && !site.withdrawn
}

fn row(video: &VideoSettings, panes: bool, site: Site, distance_m: Option<f64>) -> CameraRow {
    let told = site.registered.stream.trim();
    let read = CameraAddress::parse(told);
    let device = match &read {
        Ok(CameraAddress::Device(number)) => number.as_str().to_owned(),
        _ => String::new(),
    };
    let told = if read.is_ok() || holds_password(told) {
        String::new()
    } else {
        told.to_owned()
    };
    let (address, pane, fault) = match address(video, &site) {
        Ok(address) => {
            let pane = panes && is_for_pane(video, &address);
            let none = !pane && player(video, &address).is_empty();
            let fault = none.then_some(CameraFault::NoPlayer);
            (address.as_str().to_owned(), pane, fault)
        }
        Err(fault) => (String::new(), false, Some(fault)),
    };
    CameraRow {
        site: site.id,
        name: site.registered.name,
        place: site.registered.place,
        distance_m,
        working: site.reported.working,
        reported_at: site.reported_at,
        device,
        told,
        address,
        pane,
        fault,
    }
}

/// The address of a camera's stream: its own, or the video platform's for its number.
fn address(video: &VideoSettings, site: &Site) -> Result<StreamAddress, CameraFault> {
    match CameraAddress::parse(&site.registered.stream)? {
        CameraAddress::Stream(address) => Ok(address),
        CameraAddress::Device(number) => {
            let template = video.template.as_ref();
            let template = template.ok_or(CameraFault::NoTemplate)?;
            Ok(template.filled(&number)?)
        }
    }
}

/// The player of an address; none is empty. What the system opens a page with is a browser: nothing
/// of a table row is handed to it.
fn player<'a>(video: &'a VideoSettings, address: &StreamAddress) -> &'a [String] {
    if video.is_of_the_system() && address.may_be_a_page() {
        &[]
    } else {
        &video.player
    }
}

/// Whether an address is tried in a window of the program first: what is of the web. The streams of
/// cameras proper, RTSP and RTMP, no page plays.
fn is_for_pane(video: &VideoSettings, address: &StreamAddress) -> bool {
    video.pane && address.may_be_a_page()
}

/// Opens the picture of a camera of the list: in a window of the program where that can be tried,
/// else in the player.
pub(super) fn open(desk: &Desk, session: &Session, id: &SiteId) -> Result<CameraOpened, CallError> {
    let site = camera(session, id)?;
    let video = &desk.settings().video;
    let address = match address(video, &site) {
        Ok(address) => address,
        Err(fault) => return Ok(not_opened(fault)),
    };
    let pane = desk.viewers.pane();
    match pane.filter(|_| is_for_pane(video, &address)) {
        Some(show) => Ok(in_pane(show, site, address)),
        None => Ok(in_player(desk, &address)),
    }
}

/// The same in the player only: for what the window of the program could not play.
pub(crate) fn open_outside(
    desk: &Desk,
    session: &Session,
    id: &SiteId,
) -> Result<CameraOpened, CallError> {
    let site = camera(session, id)?;
    Ok(match address(&desk.settings().video, &site) {
        Ok(address) => in_player(desk, &address),
        Err(fault) => not_opened(fault),
    })
}

fn camera(session: &Session, id: &SiteId) -> Result<Site, CallError> {
    let site = on_list(session, id)?;
    if is_camera(&site) {
        Ok(site)
    } else {
        Err(not_found("camera", id.as_str()))
    }
}

fn not_opened(fault: CameraFault) -> CameraOpened {
    CameraOpened {
        fault: Some(fault),
        ..CameraOpened::default()
    }
}

fn in_pane(show: &ShowPicture, site: Site, address: StreamAddress) -> CameraOpened {
    let opened = CameraOpened {
        address: address.as_str().to_owned(),
        pane: true,
        ..CameraOpened::default()
    };
    let shown = show(Picture {
        site: site.id,
        name: site.registered.name,
        place: site.registered.place.words,
        address,
    });
    CameraOpened {
        fault: (!shown).then_some(CameraFault::TooMany),
        ..opened
    }
}

fn in_player(desk: &Desk, address: &StreamAddress) -> CameraOpened {
    let video = &desk.settings().video;
    let started = desk.viewers.start(player(video, address), address);
    let fault = started.err().map(|error| {
        tracing::warn!(%error, "no picture was opened");
        match error {
            ViewerError::NotSet => CameraFault::NoPlayer,
            ViewerError::TooMany => CameraFault::TooMany,
            ViewerError::NotStarted { .. } => CameraFault::NotStarted,
        }
    });
    CameraOpened {
        player: video.player.first().cloned().unwrap_or_default(),
        address: address.as_str().to_owned(),
        fault,
        ..CameraOpened::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(video: &VideoSettings, stream: &str) -> CameraRow {
        let mut site = Site::default();
        site.registered.stream = stream.to_owned();
        row(video, false, site, None)
    }

    #[test]
    fn an_address_that_no_player_is_set_for_says_so_before_it_is_opened() {
        let mut video = VideoSettings::default();
        let page = "http://192.0.2.7/live.m3u8";
        let row = shown(&video, page);
        let none = Some(CameraFault::NoPlayer);
        assert_eq!(row.fault, none, "a browser is not handed what a table says");
        assert_eq!(row.address, page, "it can be copied");
        video.player = vec!["mpv".to_owned()];
        assert_eq!(shown(&video, page).fault, None, "a player of its own is");
        video.player.clear();
        let row = shown(&video, "rtsp://192.0.2.7/live");
        assert_eq!(row.fault, none, "without any there is none");
    }

    #[test]
    fn what_is_of_the_web_is_tried_in_a_window_of_the_program_first() {
        let mut site = Site::default();
        site.registered.stream = "http://192.0.2.7/live.mjpg".to_owned();
        let video = VideoSettings::default();
        let row_of = |video: &VideoSettings, site: &Site| row(video, true, site.clone(), None);
        let shown = row_of(&video, &site);
        assert!(shown.pane, "a page can try it");
        assert_eq!(shown.fault, None, "so that no player is missed");
        let off = VideoSettings {
            pane: false,
            ..VideoSettings::default()
        };
        assert!(!row_of(&off, &site).pane, "unless the district says no");
        site.registered.stream = "rtsp://192.0.2.7/live".to_owned();
        assert!(!row_of(&video, &site).pane, "no page plays RTSP");
    }
}
