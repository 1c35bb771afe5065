//! What an incident needs against what is on its way and there.

use contract::rows::NeedCover;
use dispatch::nearest::serves;
use emergency::incident::{Incident, Need, TaskState};
use emergency::order::{Claim, Order, Progress};
use emergency::stock::Lot;
use emergency::team::Team;

use crate::number::small;

/// What the tasks that are not done need together.
pub(super) fn open_needs(incident: &Incident) -> Vec<Need> {
    let open = incident
        .tasks
        .values()
        .filter(|task| !matches!(task.state, TaskState::Done | TaskState::Cannot));
    Need::together(open.flat_map(|task| &task.given.needs))
}

/// Needs with what covers them, the largest gap first. Only orders and draws that stand count.
pub(super) fn covers(
    incident: &Incident,
    orders: &[(Order, Team)],
    lots: &[Lot],
) -> Vec<NeedCover> {
    let one = |need: Need| {
        let (there, coming) = if need.capability.is_empty() {
            (0, supplied(incident, lots, &need.supply))
        } else {
            sent(orders, &need.capability)
        };
        NeedCover {
            gap: need.quantity.saturating_sub(there).saturating_sub(coming),
            need,
            there,
            coming,
        }
    };
    let mut covers: Vec<NeedCover> = open_needs(incident).into_iter().map(one).collect();
    covers.sort_by_key(|cover| std::cmp::Reverse(cover.gap));
    covers
}

/// Able teams that are there, and those that are on their way.
fn sent(orders: &[(Order, Team)], capability: &str) -> (u32, u32) {
    let able = orders.iter().filter(|(order, team)| {
        order.progress.is_active()
            && order.claim == Claim::Confirmed
            && team
                .registered
                .capabilities
                .iter()
                .any(|own| own == capability)
    });
    let (there, coming): (Vec<_>, Vec<_>) =
        able.partition(|(order, _)| order.progress == Progress::OnScene);
    (small(there.len() as u64), small(coming.len() as u64))
}

/// Pieces that were granted to the incident.
fn supplied(incident: &Incident, lots: &[Lot], supply: &str) -> u32 {
    let serving = lots
        .iter()
        .filter(|lot| serves(&lot.registered.supply, supply));
    let draws = serving.flat_map(|lot| &lot.draws);
    let granted = draws
        .filter(|draw| draw.incident == incident.id && draw.claim == Claim::Confirmed)
        .map(|draw| u64::from(draw.granted));
    small(granted.sum())
}

#[cfg(test)]
mod tests {
    use emergency::incident::{Task, TaskGiven};
    use emergency::stock::{Draw, LotRegistered};
    use emergency::team::TeamRegistered;
    use emergency::time::UtcMs;

    use super::*;

    fn need(capability: &str, supply: &str, quantity: u32) -> Need {
        Need {
            capability: capability.to_owned(),
            supply: supply.to_owned(),
            quantity,
        }
    }

    fn incident(needs: Vec<Need>) -> Incident {
        let mut incident = Incident {
            id: "I".into(),
            ..Incident::default()
        };
        let given = TaskGiven {
            task: "t".into(),
            needs,
            ..TaskGiven::default()
        };
        let task = Task {
            given,
            ..Task::default()
        };
        incident.tasks.insert("t".into(), task);
        incident
    }

    fn order(progress: Progress, claim: Claim) -> (Order, Team) {
        let order = Order {
            progress,
            claim,
            ..Order::default()
        };
        let registered = TeamRegistered {
            capabilities: vec!["hazmat".to_owned()],
            ..TeamRegistered::default()
        };
        let team = Team {
            registered,
            ..Team::default()
        };
        (order, team)
    }

    #[test]
    fn what_is_there_and_what_is_coming_cover_a_need_and_the_rest_is_the_gap() {
        let orders = [
            order(Progress::OnScene, Claim::Confirmed),
            order(Progress::EnRoute, Claim::Confirmed),
            order(Progress::Released, Claim::Confirmed),
            order(Progress::Sent, Claim::Unconfirmed),
        ];
        let found = covers(&incident(vec![need("hazmat", "", 4)]), &orders, &[]);
        let [cover] = &found[..] else {
            panic!("one need: {found:?}");
        };
        assert_eq!(
            (cover.there, cover.coming, cover.gap),
            (1, 1, 2),
            "an order that ended or is not confirmed covers nothing"
        );
    }

    #[test]
    fn pieces_that_were_granted_serve_their_code_and_its_group_and_the_largest_gap_is_first() {
        let draw = |incident: &str, claim, granted| Draw {
            incident: incident.into(),
            claim,
            granted,
            event: uuid::Uuid::nil(),
            origin: "desk".into(),
            at: UtcMs(0),
            asked: granted,
            share: String::new(),
            taken: false,
        };
        let lot = Lot {
            registered: LotRegistered {
                supply: "2050101".to_owned(),
                ..LotRegistered::default()
            },
            draws: vec![
                draw("I", Claim::Confirmed, 3),
                draw("I", Claim::Unconfirmed, 9),
                draw("another", Claim::Confirmed, 9),
            ],
            ..Lot::default()
        };
        let needs = vec![need("", "2050100", 4), need("", "2060101", 7)];
        let found = covers(&incident(needs), &[], &[lot]);
        let gaps: Vec<(&str, u32)> = found
            .iter()
            .map(|cover| (cover.need.supply.as_str(), cover.gap))
            .collect();
        assert_eq!(
            gaps,
            [("2060101", 7), ("2050100", 1)],
            "what is missing most"
        );
    }
}
