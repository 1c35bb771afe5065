//! The nearest able and ready.

mod stock;
mod teams;
mod ways;

pub(crate) use stock::serves;

use routing::travel::Travel;

use crate::Recommender;
use crate::answer::{Reason, Recommendation};
use crate::question::Question;
use ways::Ways;

/// Recommends the nearest in time: for each need the able and ready teams that are there first,
/// and the supply that is there first, over as many depots as it takes.
///
/// A team serves one need only. The need with the fewest teams to spare chooses first, so that a
/// rare team is not spent on what many can do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nearest;

impl Recommender for Nearest {
    fn recommend(&self, question: &Question<'_>) -> Recommendation {
        let ways = Ways::of(question);
        Recommendation {
            teams: teams::cover(question, &ways),
            supplies: stock::cover(question, &ways),
        }
    }
}

/// What a way says, as a reason.
fn way_reason(travel: Option<&Travel>, turnout_s: u32, question: &Question<'_>) -> Reason {
    match travel {
        Some(Travel::Cut { by }) => Reason::CutOff { by: *by },
        Some(
            travel @ (Travel::Road {
                eta_s, distance_m, ..
            }
            | Travel::Estimate { eta_s, distance_m }),
        ) => Reason::Way {
            turnout_s,
            eta_s: *eta_s,
            distance_m: whole(*distance_m),
            estimated: travel.is_estimated(),
            on_closed: matches!(
                travel,
                Travel::Road {
                    on_closed: true,
                    ..
                }
            ),
        },
        None if question.place.is_none() => Reason::IncidentNotPlaced,
        None => Reason::NoPlace,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float to integer saturates, and no distance is negative"
)]
fn whole(metres: f64) -> u32 {
    metres.round() as u32
}

/// How much later one time is than another, when both are known.
fn later_s(one: Option<u32>, than: Option<u32>) -> Option<i64> {
    Some(i64::from(one?) - i64::from(than?))
}
