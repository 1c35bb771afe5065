//! A firm (企业): who answers for the places, the hazard units and the tanks of one owner.
//!
//! A site says to which firm it belongs; the firm itself holds only what is its own.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{FirmId, ImportId};
use crate::place::Place;
use crate::withdrawn::Withdrawn;

/// Characters of a short text of a firm: its name, its trade, its address.
pub const FIRM_CHARS_MAX: usize = 200;
/// Characters of a unified social credit code (GB 32100-2015).
pub const CREDIT_CODE_CHARS: usize = 18;
/// Digits of the code in the order of their values, 0 to 30 (GB 32100-2015, code characters): a
/// letter that is easily taken for a digit is none.
const CREDIT_DIGITS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// What is added up modulo this (GB 32100-2015, check character).
const CREDIT_MODULUS: usize = 31;
/// The weight of the next place is so many times that of the one before it, modulo the above.
const CREDIT_RADIX: usize = 3;

/// `firm.registered`: what is said of a firm; a later one replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FirmRegistered {
    /// Name.
    pub name: String,
    /// Unified social credit code (统一社会信用代码); empty where nobody knows it.
    pub code: String,
    /// Trade, in words (行业).
    pub industry: String,
    /// Address, street and point.
    pub place: Place,
    /// By which post the person responsible is called (职务).
    pub role: String,
    /// The number of that post.
    pub phone: String,
    /// Words.
    pub note: String,
    /// The import that entered it; empty for an act by hand.
    pub import: ImportId,
}

/// The state of one firm.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Firm {
    /// Its name in the log.
    pub id: FirmId,
    /// Whether it is on the list.
    pub known: bool,
    /// What is said of it.
    pub registered: FirmRegistered,
    /// What was said before, for an import that is taken back.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub replaced: Option<Box<FirmRegistered>>,
}

impl Firm {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Applies one fact that touches this firm, in log order.
    pub fn apply(&mut self, _: &Event, fact: &Fact) {
        match fact {
            Fact::FirmRegistered(body) => {
                let before = std::mem::replace(&mut self.registered, body.clone());
                self.replaced = self.known.then(|| Box::new(before));
                self.known = true;
            }
            Fact::FirmWithdrawn(Withdrawn { .. }) => self.known = false,
            _ => {}
        }
    }
}

/// What is wrong with a unified social credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditFault {
    /// It has not [`CREDIT_CODE_CHARS`] characters.
    Length,
    /// A character that is no digit of the code, as I, O, S, V and Z.
    Character,
    /// The last character is not the one that the others come to.
    CheckDigit,
}

/// As it is kept and compared: without spaces, in capitals.
#[must_use]
pub fn credit_code(said: &str) -> String {
    let bare = said.chars().filter(|c| !c.is_whitespace());
    bare.flat_map(char::to_uppercase).collect()
}

/// Checks a code as [`credit_code`] makes it: the sum of the first 17 digits, each by 3 to the
/// power of its place from 0 on, and of the check digit is 0 modulo 31 (GB 32100-2015).
///
/// # Errors
/// [`CreditFault`]: which rule of the standard it breaks.
pub fn check_credit_code(code: &str) -> Result<(), CreditFault> {
    if code.chars().count() != CREDIT_CODE_CHARS {
        return Err(CreditFault::Length);
    }
    let (mut sum, mut weight) = (0, 1);
    for (place, sign) in code.chars().enumerate() {
        let digit = CREDIT_DIGITS.find(sign).ok_or(CreditFault::Character)?;
        if place + 1 == CREDIT_CODE_CHARS {
            weight = 1;
        }
        sum += digit * weight;
        weight = weight * CREDIT_RADIX % CREDIT_MODULUS;
    }
    if sum % CREDIT_MODULUS == 0 {
        return Ok(());
    }
    Err(CreditFault::CheckDigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_code_holds_by_its_length_its_digits_and_its_check_digit() {
        let cases = [
            (
                "91350100M000100Y43",
                Ok(()),
                "the code that public checkers try",
            ),
            ("91350100m000 100y43", Ok(()), "as people type it"),
            (
                "91350100M000100Y44",
                Err(CreditFault::CheckDigit),
                "one more",
            ),
            (
                "19350100M000100Y43",
                Err(CreditFault::CheckDigit),
                "two digits that changed places",
            ),
            (
                "91350100M000100O43",
                Err(CreditFault::Character),
                "a letter O is no digit of it",
            ),
            ("91350100M000100Y4", Err(CreditFault::Length), "17 of them"),
            (
                "91350100M000100Y433",
                Err(CreditFault::Length),
                "19 of them",
            ),
            ("", Err(CreditFault::Length), "none"),
            (
                "９1350100M000100Y43",
                Err(CreditFault::Character),
                "a wide nine",
            ),
        ];
        for (said, wanted, why) in cases {
            let code = credit_code(said);
            assert_eq!(check_credit_code(&code), wanted, "{why}: {said}");
        }
    }

    #[test]
    fn every_single_slip_of_a_credit_code_is_found() {
        let sound: Vec<char> = "91350100M000100Y43".chars().collect();
        for place in 0..sound.len() {
            for digit in CREDIT_DIGITS.chars().filter(|digit| *digit != sound[place]) {
                let mut slip = sound.clone();
                slip[place] = digit;
                let slip: String = slip.into_iter().collect();
                let found = check_credit_code(&slip);
                assert_eq!(found, Err(CreditFault::CheckDigit), "{slip}");
            }
        }
    }
}
