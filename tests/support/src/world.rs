//! What every test world needs: clocks, chance, identifiers, and the things that desks fight over.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ed25519_dalek::SigningKey;
use emergency::decide::Command;
use emergency::event::{TimeSource, origin_of};
use emergency::id::OriginId;
use emergency::incident::IncidentOpened;
use emergency::stock::LotRegistered;
use emergency::team::TeamRegistered;
use emergency::time::UtcMs;
use logbook::Who;
use rand::{RngCore as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

/// A clock as the crates take it.
pub type Clock = Arc<dyn Fn() -> UtcMs + Send + Sync>;

/// Random bytes as the crates take them.
pub type Chance = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// The machine's clock.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| UtcMs(system_ms()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests on real sockets run in real time"
)]
fn system_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}

/// Random bytes that a seed repeats.
#[must_use]
pub fn chance(seed: u64) -> Chance {
    let rng = Mutex::new(ChaCha8Rng::seed_from_u64(seed));
    Arc::new(move |bytes| {
        rng.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(bytes);
    })
}

/// Growing identifiers, different for each `who` and each start.
pub fn ids(who: u64, start: u64) -> impl FnMut() -> Uuid + Send + Sync + 'static {
    let count = AtomicU64::new(0);
    move || {
        let low = u128::from(start) << 40 | u128::from(count.fetch_add(1, Ordering::Relaxed) + 1);
        Uuid::from_u128(u128::from(who) << 96 | low)
    }
}

/// The device key of a desk or of the platform.
#[must_use]
pub fn key(who: u64) -> SigningKey {
    let mut seed = [0x5a; 32];
    seed[..8].copy_from_slice(&who.to_le_bytes());
    SigningKey::from_bytes(&seed)
}

/// The device key of a desk as an origin.
#[must_use]
pub fn origin(who: u64) -> OriginId {
    origin_of(&key(who))
}

/// A person at a desk.
#[must_use]
pub fn officer(who: u64) -> Who {
    Who {
        actor: format!("演练 值班员{who}").into(),
        role: "duty".to_owned(),
        occurred_at: None,
        by: TimeSource::Human,
    }
}

/// Registers a team that the given desk has custody of; none means the platform.
#[must_use]
pub fn team(id: &str, custodian: Option<OriginId>) -> Command {
    let registered = TeamRegistered {
        name: format!("演练 {id}"),
        call_sign: id.to_owned(),
        custodian,
        ..TeamRegistered::default()
    };
    Command::RegisterTeam {
        team: id.into(),
        registered,
    }
}

/// Registers a lot; what no custodian holds is the platform's.
#[must_use]
pub fn lot(id: &str, quantity: u32, shares: &[(OriginId, u32)]) -> Command {
    let registered = LotRegistered {
        name: format!("演练 {id}"),
        unit: "套".to_owned(),
        quantity,
        allotments: shares
            .iter()
            .map(|(origin, share)| (origin.0.clone(), *share))
            .collect(),
        ..LotRegistered::default()
    };
    Command::RegisterLot {
        lot: id.into(),
        registered,
    }
}

/// Opens an incident.
#[must_use]
pub fn incident(title: &str) -> Command {
    let opened = IncidentOpened {
        title: title.to_owned(),
        kind: "fire".to_owned(),
        ..IncidentOpened::default()
    };
    Command::OpenIncident { opened }
}

/// Sends a team.
#[must_use]
pub fn send(team: &str, incident: &str) -> Command {
    Command::SendTeam {
        team: team.into(),
        incident: incident.into(),
        task: None,
        words: "演练".to_owned(),
        further_job: false,
        eta_s: None,
        eta_estimated: true,
        despite: "演练 已说明".to_owned(),
    }
}

/// Draws from a lot.
#[must_use]
pub fn draw(lot: &str, incident: &str, quantity: u32) -> Command {
    Command::DrawStock {
        lot: lot.into(),
        incident: incident.into(),
        quantity,
    }
}
