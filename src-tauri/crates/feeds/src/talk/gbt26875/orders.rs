//! What the centre sends by itself: clocks set, duty checks, questions; sent again until answered.

use emergency::time::UtcMs;
use protocols::gbt26875::{Control, TimeLabel, command, encode, encode_unit};
use protocols::{Defect, DefectKind};
use serde_json::{Value, json};

use super::super::Outcome;
use super::super::devices::CLOCK_OFF_MS;
use super::Connection;
use crate::lock::lock;

/// How long an answer may take (6.5.4).
const ANSWER_MS: i64 = 10_000;
/// How often an order is sent again (6.5.5).
const RESENDS: u8 = 3;
/// Orders that wait for their answer.
const WAITING_MAX: usize = 16;
/// Types of data units (table 3): read the state of the user's transmission device, synchronise
/// its clock, check who is on duty.
const READ_STATE: u8 = 81;
const SET_CLOCK: u8 = 90;
const CHECK_DUTY: u8 = 91;
/// Minutes within which somebody on duty has to press the key: 待区里确认.
pub const DUTY_MINUTES: u8 = 5;

/// What a panel is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// Whether somebody is on duty (查岗, type 91).
    Duty,
    /// How the transmission device is (type 81).
    State,
}

/// An order that was sent and not yet answered.
pub(super) struct Order {
    serial: u16,
    bytes: Vec<u8>,
    sent: UtcMs,
    again: u8,
    /// The device that is asked whether somebody is on duty.
    duty_of: Option<String>,
}

impl Connection {
    /// Sends again what is not answered, and gives up what was sent often enough.
    pub(super) fn send_again(&mut self, now: UtcMs, outcome: &mut Outcome) {
        self.waiting.retain_mut(|order| {
            if now.0 - order.sent.0 < ANSWER_MS {
                return true;
            }
            if order.again >= RESENDS {
                let message = format!("order {} was not answered", order.serial);
                let kind = DefectKind::PartsMissing;
                outcome
                    .defects
                    .push(Defect::of_bytes(kind, message, &order.bytes));
                return false;
            }
            order.again += 1;
            order.sent = now;
            outcome.reply.extend(&order.bytes);
            true
        });
    }

    /// The device has confirmed an order, or answered it.
    pub(super) fn answered(&mut self, serial: u16, now: UtcMs) {
        let of_duty = self.waiting.iter().filter(|order| order.serial == serial);
        for device in of_duty.filter_map(|order| order.duty_of.as_ref()) {
            lock(&self.shared.panels).confirm(device, now);
        }
        self.waiting.retain(|order| order.serial != serial);
    }

    /// Sends an order; nothing happens while too many wait.
    fn order(
        &mut self,
        to: &Control,
        what: u8,
        (unit, object): (u8, Value),
        now: UtcMs,
        outcome: &mut Outcome,
    ) -> bool {
        if self.waiting.len() >= WAITING_MAX {
            return false;
        }
        let control = Control {
            serial: self.serial,
            time: TimeLabel::from_utc_ms(now.0),
            source: to.dest,
            dest: to.source,
            command: what,
            ..to.clone()
        };
        let bytes = encode(&control, &encode_unit(unit, &[object]));
        outcome.reply.extend(&bytes);
        self.waiting.push(Order {
            serial: self.serial,
            bytes,
            sent: now,
            again: 0,
            duty_of: None,
        });
        self.serial = self.serial.wrapping_add(1);
        true
    }

    /// Sets a clock that is off, once a connection.
    pub(super) fn set_clock(
        &mut self,
        to: &Control,
        told: Option<i64>,
        now: UtcMs,
        outcome: &mut Outcome,
    ) {
        let off = told.is_none_or(|told| (told - now.0).abs() > CLOCK_OFF_MS);
        if self.clock_set || !self.shared.settings.set_clock || !off {
            return;
        }
        let label = TimeLabel::from_utc_ms(now.0);
        let object = json!({"time": {"raw": hex::encode(label.0)}});
        self.clock_set = self.order(to, command::CONTROL, (SET_CLOCK, object), now, outcome);
    }

    /// Sends what officers ask of the devices on this connection.
    pub(super) fn send_asked(&mut self, now: UtcMs, outcome: &mut Outcome) {
        let minutes = self.shared.settings.duty_minutes;
        let asked = lock(&self.shared.panels).asked(&self.own, self.line);
        for (device, ask, to) in asked {
            let (what, unit) = match ask {
                Ask::Duty => {
                    let object = json!({"timeoutMinutes": minutes});
                    (command::CONTROL, (CHECK_DUTY, object))
                }
                Ask::State => (command::REQUEST, (READ_STATE, json!({}))),
            };
            if self.order(&to, what, unit, now, outcome) {
                lock(&self.shared.panels).sent(&device, ask, now);
                if let Some(order) = self.waiting.last_mut().filter(|_| ask == Ask::Duty) {
                    order.duty_of = Some(device);
                }
            }
        }
    }
}
