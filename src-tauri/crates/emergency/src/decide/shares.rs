//! Whose goods they are to give: shares passed on, asked for, taken over.

use super::resources::{one_lot, out_of_range, some};
use super::{Context, Draft, Known, Refusal, bounded, needed};
use crate::fact::Fact;
use crate::id::LotId;
use crate::stock::{CITY_ALLOTMENT, DRAW_VALID_MIN, ShareTaken, StockAllotted};
use crate::time::MINUTE_MS;

/// A desk passes on what is its own at once; what is the platform's it can only ask for, and the
/// request runs out as a draw does (link protocol: draw 30 min).
pub(super) fn allot(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    allotted: StockAllotted,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    some(allotted.quantity)?;
    bounded(&allotted.to, "to")?;
    let me = context.origin.as_str();
    let own = allotted.from == me;
    if !own && allotted.from != CITY_ALLOTMENT {
        return Err(Refusal::NotYours { who: allotted.from });
    }
    if own && context.authority_suspended {
        let who = CITY_ALLOTMENT.to_owned();
        return Err(Refusal::NotYours { who });
    }
    if allotted.to == allotted.from {
        return Err(out_of_range("to"));
    }
    let on_hand = found.allotment(&allotted.from);
    if on_hand < allotted.quantity {
        return Err(Refusal::NotEnough { lot, on_hand });
    }
    let mut draft = Draft::plain(lot.0, Fact::StockAllotted(allotted));
    draft.custody_epoch = own.then(|| found.custody_epoch(me));
    draft.valid_until = (!own).then(|| context.now.plus_ms(DRAW_VALID_MIN * MINUTE_MS));
    Ok(vec![draft])
}

pub(super) fn take(
    known: &dyn Known,
    context: &Context<'_>,
    lot: LotId,
    from: String,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let to = context.origin.0.clone();
    if from == CITY_ALLOTMENT || from == to {
        return Err(out_of_range("from"));
    }
    if found.allotment(&from) == 0 {
        return Err(Refusal::NotEnough { lot, on_hand: 0 });
    }
    let epoch = found.custody_epoch(&from) + 1;
    let taken = ShareTaken {
        from,
        to,
        epoch,
        reason,
    };
    Ok(vec![Draft::plain(lot.0, Fact::ShareTaken(taken))])
}
