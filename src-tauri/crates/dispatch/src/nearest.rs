//! The nearest able and ready, and what it costs to prefer something else.

mod choice;
mod stock;
pub use stock::serves;
mod teams;
mod ways;

pub(crate) use stock::waiting;
pub use ways::{DEPOT_VEHICLE, start_of, start_of_depot};

use routing::travel::Travel;

use crate::Recommender;
use crate::answer::{Alternative, Prefer, Reason, Recommendation};
use crate::question::Question;
use crate::standby::Standby;
use teams::Field;
use ways::Ways;

/// Recommends for each need the able and ready teams, and the supply that is there first, over as
/// many depots as it takes. Who goes is as the question prefers; beside it stand the other two
/// ways in numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nearest;

impl Recommender for Nearest {
    fn recommend(&self, question: &Question<'_>) -> Recommendation {
        let ways = Ways::of(question);
        let field = Field::of(question, &ways);
        let none = Standby::default();
        let standby = question.standby.unwrap_or(&none);
        let before = standby.tally(question.teams, question.now);
        let tally = question.standby.map(|_| &before);
        let mut answer = Recommendation {
            supplies: stock::cover(question, &ways),
            ..Recommendation::default()
        };
        for prefer in Prefer::ALL {
            let chosen = choice::choose(&field, prefer, tally);
            let moved = chosen.moved();
            answer.alternatives.push(Alternative {
                prefer,
                last_arrival_s: last_arrival_s(&field, &moved),
                lost: choice::lost(&field, &moved, standby, &before),
                short: chosen.short(&field),
                teams: choice::names(&field, &moved),
            });
            if prefer == question.prefer {
                answer.teams = teams::cover(&field, &chosen);
            }
        }
        answer
    }
}

/// When the last of these is there; none when nobody goes or when it is not known of one.
fn last_arrival_s(field: &Field<'_>, moved: &[usize]) -> Option<u32> {
    let arrivals = moved.iter().map(|at| field.candidates[*at].arrival_s);
    arrivals.collect::<Option<Vec<u32>>>()?.into_iter().max()
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
