//! The second person: level Ⅰ or Ⅱ is never started by one person alone.
//!
//! The law leaves it to the plans who decides (突发事件应对法 (2024) art. 71); that a second person
//! confirms is this desk's own rule and a setting (待区里确认). The PIN is compared here and goes
//! no further.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};
use contract::error::CallError;
use contract::rows::{CommandRequest, SecondPerson};
use emergency::decide::{Command, Refusal};
use emergency::level::ResponseLevel;

use crate::settings::Settings;

/// Digits of a PIN, at least.
pub const PIN_CHARS_MIN: usize = 4;

/// Refuses level Ⅰ or Ⅱ without the second person that the settings ask for.
pub(crate) fn check(settings: &Settings, request: &CommandRequest) -> Result<(), CallError> {
    let Command::StartResponse { response, .. } = &request.command else {
        return Ok(());
    };
    let grave = matches!(response.level, ResponseLevel::One | ResponseLevel::Two);
    if !grave || settings.second_person == SecondPerson::Nobody {
        return Ok(());
    }
    let who = response.confirmed_by.as_str().trim();
    if who.is_empty() {
        let field = "confirmed_by".into();
        return Err(Refusal::Needed { field }.into());
    }
    let fits = || {
        let sealed = settings.pins.get(who);
        sealed.is_some_and(|sealed| opens(sealed, &request.second_pin))
    };
    if settings.second_person == SecondPerson::Pin && !fits() {
        let who = who.to_owned();
        return Err(Refusal::WrongPin { who }.into());
    }
    Ok(())
}

/// A PIN as the settings file keeps it.
///
/// # Errors
/// When the hash function refuses; it does so for no PIN that can be typed.
pub fn sealed(pin: &str) -> Result<String, Error> {
    let hash: PasswordHash = Argon2::default().hash_password(pin.as_bytes())?;
    Ok(hash.to_string())
}

fn opens(sealed: &str, pin: &str) -> bool {
    PasswordHash::new(sealed).is_ok_and(|hash| {
        let argon = Argon2::default();
        argon.verify_password(pin.as_bytes(), &hash).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use contract::error::Code;
    use contract::rows::Who;
    use emergency::incident::ResponseStarted;

    use super::*;

    fn start(level: ResponseLevel, second: &str, pin: &str) -> CommandRequest {
        let response = ResponseStarted {
            level,
            matter: "演练".into(),
            period_h: 24,
            measures: "演练".into(),
            decided_by: "演练李强".into(),
            confirmed_by: second.into(),
            overruled: String::new(),
            plan: None,
        };
        CommandRequest {
            command: Command::StartResponse {
                incident: "i".into(),
                response,
                tasks: Vec::new(),
            },
            who: Who::default(),
            second_pin: pin.into(),
        }
    }

    fn code(settings: &Settings, request: &CommandRequest) -> Option<Refusal> {
        let error = check(settings, request).err()?;
        assert_eq!(error.code, Code::Refused, "a rule, not a fault");
        error.refusal
    }

    #[test]
    fn the_two_grave_levels_ask_for_a_name() {
        let settings = Settings::default();
        let field = "confirmed_by".to_owned();
        let needed = Some(Refusal::Needed { field });
        for level in [ResponseLevel::One, ResponseLevel::Two] {
            assert_eq!(code(&settings, &start(level, " ", "")), needed, "{level:?}");
            let named = start(level, "演练王敏", "");
            assert_eq!(code(&settings, &named), None, "{level:?} with a name");
        }
        let light = start(ResponseLevel::Three, "", "");
        assert_eq!(
            code(&settings, &light),
            None,
            "the district's own levels need none"
        );
    }

    #[test]
    fn a_pin_opens_for_its_own_person_only() {
        let mut settings = Settings {
            second_person: SecondPerson::Pin,
            ..Settings::default()
        };
        let kept = sealed("2468").expect("sealed");
        assert!(!kept.contains("2468"), "the file does not hold the PIN");
        settings.pins.insert("演练王敏".into(), kept);
        let ask = |who: &str, pin: &str| code(&settings, &start(ResponseLevel::Two, who, pin));
        assert_eq!(ask("演练王敏", "2468"), None, "name and PIN fit");
        let wrong = |who: &str| Some(Refusal::WrongPin { who: who.into() });
        assert_eq!(ask("演练王敏", "1111"), wrong("演练王敏"), "a wrong PIN");
        assert_eq!(
            ask("演练赵磊", "2468"),
            wrong("演练赵磊"),
            "somebody else's PIN"
        );
        settings.second_person = SecondPerson::Nobody;
        assert_eq!(
            code(&settings, &start(ResponseLevel::One, "", "")),
            None,
            "switched off"
        );
    }
}
