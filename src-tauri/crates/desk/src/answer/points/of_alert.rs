//! The device of an alert, as the register knows it.

use contract::error::CallError;
use contract::rows::AlertPoint;
use emergency::alert::Alert;
use emergency::id::PointId;
use emergency::point::{device_of, station_device};

use super::Lens;
use crate::points::feed_of;
use crate::session::Session;

/// Where the device of an alert stands, in words; empty where it is not on the register.
pub(in crate::answer) fn place_words(at: &AlertPoint) -> String {
    let name = if at.site_name.is_empty() {
        &at.name
    } else {
        &at.site_name
    };
    [name.as_str(), &at.position].join(" ").trim().to_owned()
}

/// The device of an alert as the register knows it; none where no device raised it.
pub(in crate::answer) fn of_alert(
    session: &Session,
    alert: &Alert,
) -> Result<Option<AlertPoint>, CallError> {
    let Some((notice, device)) = alert
        .notice
        .as_ref()
        .and_then(|notice| Some((notice, device_of(notice)?)))
    else {
        return Ok(None);
    };
    let feed = feed_of(alert);
    let mut lens = Lens::new(session);
    let known = lens.known(feed, device);
    let mut found = AlertPoint {
        id: PointId::of(feed, device),
        station: PointId::of(feed, station_device(notice).unwrap_or(device)),
        feed: feed.to_owned(),
        device: device.to_owned(),
        state: lens.feed(feed).map(|_| known.state),
        heard_at: known.reading.map(|reading| reading.heard).or(known.heard),
        ..AlertPoint::default()
    };
    if let Some(stands) = session.points.stands(feed, device) {
        if let Some(site) = &stands.site {
            found.site_name = lens.site(site)?.name;
        }
        found.name.clone_from(&stands.point.registered.name);
        found.point = Some(stands.point.id.clone());
        (found.site, found.position) = (stands.site, stands.position);
    }
    Ok(Some(found))
}
