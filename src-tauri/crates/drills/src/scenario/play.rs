//! A scenario becomes the things that happen.

use std::collections::HashMap;

use emergency::place::{Place, Point};
use emergency::site::SiteKind;
use emergency::time::{MINUTE_MS, UtcMs};

use super::{Scenario, Spot, Step, What};
use crate::district::District;
use crate::ground::Ground;
use crate::inject::{Inject, Timed};
use crate::message::{Act, CapAlert, Earlier, WarningFile};

/// Name of the feed on which made CAP messages arrive.
pub const CAP_FEED: &str = "exercise-cap";
/// Name of the feed on which made 12379 files arrive.
pub const WARNING_FEED: &str = "exercise-12379";

/// Administrative code of the district.
const DISTRICT_CODE: &str = "370112";

/// A place with the name that texts are filled with.
struct Found {
    place: Place,
    name: String,
}

impl Scenario {
    /// What happens when the scenario begins at a time, in a district. The same scenario, district
    /// and time give the same bytes, so two desks that play it together speak of the same alerts.
    #[must_use]
    pub fn play(&self, district: &District, begin: UtcMs) -> Vec<Timed> {
        let mut known: HashMap<&str, Earlier> = HashMap::new();
        let mut all = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            let identifier = format!("EX-{}-{}-{}", self.id, begin.0 / 1_000, index + 1);
            let played = Played {
                district,
                begin,
                step,
                identifier,
                earlier: known.get(step.what.earlier()).cloned(),
            };
            let (injects, last) = played.injects();
            all.extend(injects);
            if let Some(last) = last
                && !step.name.is_empty()
            {
                known.insert(&step.name, last);
            }
        }
        all.sort_by_key(|timed| timed.offset_ms);
        all
    }
}

/// One step on its way.
struct Played<'a> {
    district: &'a District,
    begin: UtcMs,
    step: &'a Step,
    identifier: String,
    earlier: Option<Earlier>,
}

impl Played<'_> {
    fn at(&self, inject: Inject) -> Vec<Timed> {
        let offset_ms = self.step.at_ms;
        vec![Timed { offset_ms, inject }]
    }

    fn act(&self, cancels: &str) -> Act {
        match &self.earlier {
            None => Act::Alert,
            Some(earlier) if cancels.is_empty() => Act::Update(earlier.clone()),
            Some(earlier) => Act::Cancel(earlier.clone()),
        }
    }

    /// What happens, and the last message for later steps to refer to.
    fn injects(&self) -> (Vec<Timed>, Option<Earlier>) {
        match &self.step.what {
            What::Alert { .. } => self.alerts(),
            What::Warning { .. } => self.warning(),
            What::Call { from, words, spot } => {
                let found = find(self.district, spot);
                let call = Inject::Call {
                    caller: marked(from),
                    text: marked(&filled(words, &found)),
                    place: found.place,
                };
                (self.at(call), None)
            }
            What::Word { words } => (
                self.at(Inject::Word {
                    text: marked(words),
                }),
                None,
            ),
        }
    }

    fn alerts(&self) -> (Vec<Timed>, Option<Earlier>) {
        let What::Alert {
            from,
            category,
            event,
            severity,
            headline,
            description,
            spot,
            radius_km,
            valid_min,
            cancels,
            repeats,
            every_s,
            ..
        } = &self.step.what
        else {
            return (Vec::new(), None);
        };
        let found = find(self.district, spot);
        let mut alert = CapAlert {
            identifier: self.identifier.clone(),
            sent: self.begin.plus_ms(self.step.at_ms),
            act: self.act(cancels),
            category: category.clone(),
            event: event.clone(),
            severity: severity.clone(),
            sender_name: marked(from),
            headline: marked(&filled(headline, &found)),
            description: marked(&filled(description, &found)),
            area: found.place.words.clone(),
            circle: found.place.point.map(|point| (point, *radius_km)),
            valid_ms: i64::from(*valid_min) * MINUTE_MS,
        };
        let mut all = Vec::new();
        for time in 0..=*repeats {
            let offset_ms = self.step.at_ms + i64::from(time) * i64::from(*every_s) * 1_000;
            if time > 0 {
                alert.identifier = format!("{}-{time}", self.identifier);
                alert.sent = self.begin.plus_ms(offset_ms);
            }
            let inject = Inject::Feed {
                feed: CAP_FEED.to_owned(),
                format: "cap".to_owned(),
                bytes: alert.bytes(),
            };
            all.push(Timed { offset_ms, inject });
        }
        let first = Earlier {
            identifier: self.identifier.clone(),
            sent: self.begin.plus_ms(self.step.at_ms),
        };
        (all, Some(first))
    }

    fn warning(&self) -> (Vec<Timed>, Option<Earlier>) {
        let What::Warning {
            from,
            event_type,
            colour,
            headline,
            description,
            cancels,
            ..
        } = &self.step.what
        else {
            return (Vec::new(), None);
        };
        let file = WarningFile {
            sent: self.begin.plus_ms(self.step.at_ms),
            act: self.act(cancels),
            event_type: event_type.clone(),
            colour: colour.clone(),
            sender_name: marked(from),
            headline: marked(headline),
            description: marked(description),
            area: "历城区".to_owned(),
            geocode: DISTRICT_CODE.to_owned(),
        };
        let inject = Inject::Feed {
            feed: WARNING_FEED.to_owned(),
            format: "warning12379".to_owned(),
            bytes: file.bytes(),
        };
        let earlier = Earlier {
            identifier: file.identifier(),
            sent: file.sent,
        };
        (self.at(inject), Some(earlier))
    }
}

/// A text that says 演练.
fn marked(text: &str) -> String {
    let mark = &Ground::shipped().words.mark;
    if text.contains(mark.as_str()) {
        text.to_owned()
    } else {
        format!("【{mark}】{text}")
    }
}

fn filled(text: &str, found: &Found) -> String {
    text.replace("{street}", &found.place.street)
        .replace("{place}", &found.name)
}

fn find(district: &District, spot: &Spot) -> Found {
    if !spot.hazard.is_empty() {
        let mut sites: Vec<_> = district
            .sites_of(SiteKind::Hazard)
            .filter(|site| site.registered.substance.starts_with(&spot.hazard))
            .collect();
        // In the street named when there is one; the order of their numbers otherwise.
        sites.sort_by_key(|site| site.registered.place.street != spot.street);
        if let Some(site) = sites.into_iter().next() {
            return Found {
                place: site.registered.place,
                name: site.registered.name,
            };
        }
    }
    let streets = &Ground::shipped().streets;
    let centre: Option<Point> = streets
        .iter()
        .find(|street| street.name == spot.street)
        .map(crate::ground::Street::centre);
    Found {
        place: Place {
            words: spot.street.clone(),
            street: spot.street.clone(),
            point: centre,
        },
        name: spot.street.clone(),
    }
}
