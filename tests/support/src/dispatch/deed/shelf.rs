//! What is done with goods outside an incident: taken in, given out, lent, shipped, spoken for.

use emergency::decide::{Command, Known as _, ResourceAct};
use emergency::id::LotId;
use emergency::stock::{
    LoanReturned, ShipmentArrived, StockLent, StockReserved, StockShipped, StockTaken,
};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{LOTS, one, why};
use crate::dispatch::room::Desk;

/// One act on a lot.
pub(super) fn act(desk: &Desk, rng: &mut ChaCha8Rng) -> Option<Command> {
    let lot: LotId = LOTS[rng.random_range(0..LOTS.len())].into();
    let quantity = rng.random_range(1..5);
    let act = match rng.random_range(0..100) {
        0..16 => ResourceAct::ReceiveStock {
            lot,
            quantity,
            note: why(),
        },
        16..24 => ResourceAct::IssueStock {
            lot,
            taken: taken(quantity),
        },
        24..32 => ResourceAct::WriteOffStock {
            lot,
            taken: taken(quantity),
        },
        32..50 => ResourceAct::LendStock {
            lot,
            lent: StockLent {
                quantity,
                to: why(),
                ..StockLent::default()
            },
        },
        50..66 => {
            let loan = one(&desk.lot(&lot)?.loans, rng)?;
            let quantity = rng.random_range(0..=loan.out);
            let returned = LoanReturned {
                loan: loan.event,
                quantity,
                closed: quantity == 0 || rng.random_bool(0.4),
                note: why(),
            };
            ResourceAct::ReturnLoan { lot, returned }
        }
        66..78 => ResourceAct::ShipStock {
            lot,
            shipped: StockShipped {
                to: LOTS[rng.random_range(0..LOTS.len())].into(),
                quantity,
                carrier: why(),
                ..StockShipped::default()
            },
        },
        78..90 => {
            let sent = one(&desk.lot(&lot)?.shipments, rng)?;
            let arrived = ShipmentArrived {
                shipment: sent.event,
                // Some are lost on the way, and sometimes more is in the box than on its paper.
                quantity: rng.random_range(0..=sent.shipped.quantity + 1),
                note: why(),
            };
            ResourceAct::ReceiveShipment { lot, arrived }
        }
        90..96 => ResourceAct::ReserveStock {
            lot,
            reserved: StockReserved {
                quantity,
                purpose: why(),
                ..StockReserved::default()
            },
        },
        _ => {
            let reservation = one(&desk.lot(&lot)?.reservations, rng)?.event;
            ResourceAct::UnreserveStock { lot, reservation }
        }
    };
    Some(Command::Resource { act })
}

fn taken(quantity: u32) -> StockTaken {
    StockTaken {
        quantity,
        to: why(),
        note: why(),
    }
}

/// What is left to do until nothing of a lot is lent or on its way.
pub(super) fn endings(desk: &Desk, lot: &str) -> Vec<Command> {
    let Some(found) = desk.lot(&lot.into()) else {
        return Vec::new();
    };
    let back = found.loans.iter().map(|loan| ResourceAct::ReturnLoan {
        lot: lot.into(),
        returned: LoanReturned {
            loan: loan.event,
            quantity: loan.out,
            closed: true,
            note: why(),
        },
    });
    let sent = found.shipments.iter();
    let arrived = sent.map(|sent| ResourceAct::ReceiveShipment {
        lot: lot.into(),
        arrived: ShipmentArrived {
            shipment: sent.event,
            quantity: sent.shipped.quantity,
            note: why(),
        },
    });
    back.chain(arrived)
        .map(|act| Command::Resource { act })
        .collect()
}
