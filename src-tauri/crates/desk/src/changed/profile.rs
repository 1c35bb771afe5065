//! What a thing was registered as, time by time, as far as a plan may name it.

use emergency::fact::Fact;
use emergency::person::PersonRegistered;
use emergency::site::SiteRegistered;
use emergency::team::{ContactStep, TeamRegistered};
use emergency::time::UtcMs;
use emergency::withdrawn::Withdrawn;
use logbook::Logged;
use risk::major::{Unit, assess};

/// Digits of a number from which on it is somebody's own: shorter ones are of public services.
const PHONE_DIGITS_MIN: usize = 6;
/// Of a place that stores nothing dangerous.
pub(super) const NOTHING_STORED: &str = "未登记危险化学品";
/// Below the threshold of GB 18218-2018.
const NO_MAJOR_HAZARD: &str = "不构成重大危险源";

/// What one profile says that a plan may name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Named {
    /// Its own name, then that of its unit.
    pub(super) names: Vec<String>,
    /// Who is called, by which number; those whom one calls first stand first.
    pub(super) phones: Vec<(String, String)>,
    /// What is stored there.
    pub(super) hazard: String,
    /// What GB 18218-2018 makes of it.
    pub(super) grade: String,
}

impl Named {
    /// The numbers of its contacts, each once.
    pub(super) fn numbers(&self) -> String {
        let mut numbers: Vec<&str> = Vec::new();
        for (_, phone) in &self.phones {
            if !numbers.contains(&phone.as_str()) {
                numbers.push(phone);
            }
        }
        numbers.join("、")
    }

    /// The numbers of one of them, else of all.
    pub(super) fn numbers_of(&self, who: &str) -> String {
        let own = self.phones.iter();
        let own: Vec<&str> = own
            .filter(|(name, _)| !who.is_empty() && name == who)
            .map(|(_, phone)| phone.as_str())
            .collect();
        if own.is_empty() {
            self.numbers()
        } else {
            own.join("、")
        }
    }

    /// True for a place that is no major hazard installation whatever is entered of it.
    pub(super) fn is_harmless(&self) -> bool {
        [NOTHING_STORED, NO_MAJOR_HAZARD].contains(&self.grade.as_str())
    }

    fn team(team: &TeamRegistered) -> Self {
        let members = team.members.iter();
        let members = members.map(|one| (one.name.as_str(), one.phone.as_str()));
        Self {
            names: vec![team.name.clone(), team.unit.clone()],
            phones: phones(&team.contact, steps(&team.ladder).chain(members)),
            ..Self::default()
        }
    }

    fn person(person: &PersonRegistered) -> Self {
        Self {
            names: vec![person.name.clone(), person.unit.clone()],
            phones: phones("", [(person.name.as_str(), person.phone.as_str())]),
            ..Self::default()
        }
    }

    fn site(site: &SiteRegistered) -> Self {
        Self {
            names: vec![site.name.clone(), site.unit.clone()],
            phones: phones(&site.contact, steps(&site.keyholders)),
            hazard: stored(&Unit::of(site)),
            grade: grade(&Unit::of(site)),
        }
    }
}

/// The profiles of a thing.
#[derive(Default)]
pub(super) struct Profiles {
    /// The newest first, each once, with since when it is so.
    pub(super) all: Vec<(UtcMs, Named)>,
    /// When it was last taken off the list by hand; an import that was taken back says nothing of
    /// the thing itself.
    pub(super) off_list_at: Option<UtcMs>,
}

impl Profiles {
    /// Those of its events, the newest first.
    pub(super) fn of(events: &[Logged]) -> Self {
        let mut profiles = Self::default();
        let mut is_last_word = true;
        for logged in events {
            let (event, at) = (&logged.event, logged.event.occurred_at);
            let by_hand = |gone: &Withdrawn| gone.import.as_str().is_empty();
            let named = match Fact::read(&event.kind, &event.body) {
                Ok(Fact::TeamRegistered(team)) => Named::team(&team),
                Ok(Fact::PersonRegistered(person)) => Named::person(&person),
                Ok(Fact::SiteRegistered(site)) => Named::site(&site),
                Ok(
                    Fact::TeamWithdrawn(gone)
                    | Fact::PersonWithdrawn(gone)
                    | Fact::SiteWithdrawn(gone),
                ) => {
                    if is_last_word && by_hand(&gone) {
                        profiles.off_list_at = Some(at);
                    }
                    is_last_word = false;
                    continue;
                }
                _ => continue,
            };
            is_last_word = false;
            match profiles.all.last_mut() {
                // The older of two alike tells since when it is so.
                Some((since, last)) if *last == named => *since = at,
                _ => profiles.all.push((at, named)),
            }
        }
        profiles
    }
}

fn steps(ladder: &[ContactStep]) -> impl Iterator<Item = (&str, &str)> {
    let ladder = ladder.iter();
    ladder.map(|step| (step.name.as_str(), step.phone.as_str()))
}

/// The numbers in the words of a contact, which is where a table brings them, and those of people.
fn phones<'a>(
    contact: &'a str,
    people: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, String)> {
    let is_of_number = |sign: char| sign.is_ascii_digit() || sign == '-';
    let name = contact.split(is_of_number).next().unwrap_or_default();
    let in_words = contact.split(|sign| !is_of_number(sign));
    let in_words = in_words.map(|number| number.trim_matches('-'));
    let own = |number: &&str| {
        let digits = number.chars().filter(char::is_ascii_digit);
        digits.count() >= PHONE_DIGITS_MIN
    };
    let mut phones: Vec<(String, String)> = Vec::new();
    let in_words = in_words.filter(own).map(|number| (name, number));
    for (who, phone) in in_words.chain(people) {
        let one = (who.trim().to_owned(), phone.trim().to_owned());
        if !one.1.is_empty() && !phones.contains(&one) {
            phones.push(one);
        }
    }
    phones
}

/// What is stored in a unit, in words; empty where nothing is.
pub(super) fn stored(unit: &Unit) -> String {
    let stored = unit.stored.iter();
    let stored = stored.filter(|one| !one.substance.is_empty());
    let stored: Vec<String> = stored
        .map(|one| format!("{} {} 吨", one.substance, one.quantity_t))
        .collect();
    stored.join("、")
}

/// What GB 18218-2018 makes of a unit, in words; empty while what is lacking may decide it.
pub(super) fn grade(unit: &Unit) -> String {
    if unit.stored.is_empty() {
        return NOTHING_STORED.to_owned();
    }
    let found = assess(unit);
    match (found.major, found.grade) {
        (Some(true), Some(grade)) => {
            let sign = ["一", "二", "三", "四"].get(usize::from(grade) - 1);
            format!("{}级重大危险源", sign.unwrap_or(&"未定"))
        }
        (Some(true), None) => "重大危险源（未分级）".to_owned(),
        (Some(false), _) => NO_MAJOR_HAZARD.to_owned(),
        (None, _) => String::new(),
    }
}
