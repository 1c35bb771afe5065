//! What the register of points changes on the board: where alerts of devices are, and so their
//! place in the order.

use std::collections::BTreeSet;

use emergency::alert::{Alert, Life};
use emergency::id::{AlertId, PointId};
use emergency::place::Point;
use emergency::point::device_of;

use super::rules::{Places, Rules};
use super::{Board, Standing};
use crate::points::feed_of;
use crate::session::Session;

impl Board {
    /// Where an alert is and at which site, by its message or by the register.
    pub(crate) fn place(
        &self,
        session: &Session,
        alert: &Alert,
    ) -> (Option<Point>, Option<String>) {
        let mut standing = self.lock();
        let nowhere = Places::default();
        let places = standing.places(&self.rules, session).unwrap_or(&nowhere);
        places.of_alert(alert)
    }

    /// The alerts of devices that are listed, by the device's name in the register; none while the
    /// board is not whole.
    pub(crate) fn alerts_of_devices(&self, session: &Session) -> BTreeSet<(String, AlertId)> {
        let listed = self.look(session, |standing| standing.devices.clone());
        listed.unwrap_or_default()
    }
}

impl Standing {
    /// Remembers of which device an alert that is listed is.
    pub(super) fn note_device(&mut self, alert: &Alert, life: Life) {
        let Some(device) = alert.notice.as_ref().and_then(device_of) else {
            return;
        };
        let device = (PointId::of(feed_of(alert), device).0, alert.id.clone());
        if life.is_listed() {
            self.devices.insert(device);
        } else {
            self.devices.remove(&device);
        }
    }

    /// What the register says of a device has changed: its alerts that stand find their place
    /// anew, and so do those of its parts.
    pub(super) fn moved(&mut self, session: &Session, rules: &Rules, point: &str) {
        let from = (point.to_owned(), AlertId::default());
        let under = |device: &str| {
            let rest = device.strip_prefix(point);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '/']))
        };
        let same = self.devices.range(from..);
        let same = same.take_while(|(device, _)| device.starts_with(point));
        let same = same.filter(|(device, _)| under(device));
        let alerts: Vec<AlertId> = same.map(|(_, alert)| alert.clone()).collect();
        for alert in alerts {
            match session.logbook.alert(alert.as_str()) {
                Ok(Some(alert)) => self.put(rules, session, &alert),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "an alert cannot be read"),
            }
        }
    }
}
