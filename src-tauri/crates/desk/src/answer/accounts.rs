//! What is due to teams of firms and of society, as the screen shows it.

use contract::rows::AccountRow;
use emergency::account::{TeamAccount, Turnout};
use emergency::order::Order;
use emergency::team::Team;

/// What is due to the teams of firms and of society that came, in the order of their orders.
pub(super) fn accounts(orders: &[(Order, Team)]) -> Vec<AccountRow> {
    let mut rows: Vec<AccountRow> = Vec::new();
    for (_, team) in orders
        .iter()
        .filter(|(_, t)| t.registered.level.is_outside())
    {
        if rows.iter().any(|row| row.team == team.id) {
            continue;
        }
        let own = orders.iter().map(|(order, _)| order);
        let own: Vec<&Order> = own.filter(|order| order.sent.team == team.id).collect();
        let account = TeamAccount::of(&team.registered, &own);
        if account.turnouts.is_empty() {
            continue;
        }
        let by_hand = account.charges.iter().filter(|one| one.counts.is_none());
        let small = |count: usize| crate::number::small(count as u64);
        let told = &team.registered;
        rows.push(AccountRow {
            team: team.id.clone(),
            name: format!("{} {}", told.call_sign, told.name)
                .trim()
                .to_owned(),
            level: told.level,
            over: small(account.turnouts.len() - account.open()),
            open: small(account.open()),
            hours: account.turnouts.iter().filter_map(Turnout::hours).sum(),
            rates: small(account.charges.len()),
            by_hand: small(by_hand.count()),
            fen: account.fen(),
        });
    }
    rows
}
