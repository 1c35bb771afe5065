//! People who are called by name, and the rota.

use emergency::id::PersonId;
use emergency::person::{PersonKind, PersonRegistered, VolunteerSkill};
use emergency::rota::{RotaSet, RotaShift};
use emergency::team::Certificate;
use rand_chacha::ChaCha8Rng;

use super::contact_of;
use super::places::Places;
use super::profiles::day;
use crate::ground::Ground;

/// Experts of one field.
const EXPERTS_A_FIELD: usize = 2;
/// Volunteers of one street.
const VOLUNTEERS_A_STREET: usize = 2;
/// Telephone numbers of people begin here.
const FIRST_NUMBER: usize = 2_000_000;
/// Days of the rota, the day of the exercise first.
pub(super) const ROTA_DAYS: i64 = 14;

const SKILLS: [VolunteerSkill; 4] = [
    VolunteerSkill::Avoidance,
    VolunteerSkill::FireSafety,
    VolunteerSkill::Evacuation,
    VolunteerSkill::FirstAid,
];

pub(super) fn generate(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    places: &Places<'_>,
) -> Vec<(PersonId, PersonRegistered)> {
    let mut all = Vec::new();
    for field in &ground.words.expert_fields {
        for _ in 0..EXPERTS_A_FIELD {
            let mut expert = person(rng, ground, PersonKind::Expert, all.len());
            expert.fields = vec![field.clone()];
            expert.post = format!("{field}专家");
            expert.certificates = vec![Certificate {
                name: "注册安全工程师".to_owned(),
                number: format!("{}-{}", ground.words.mark, all.len()),
                until: day(rng, -60..1_000),
            }];
            enter(&mut all, "expert", expert);
        }
    }
    for street in 0..places.streets() {
        let name = places.street_name(street);
        let mut reporter = person(rng, ground, PersonKind::Reporter, all.len());
        reporter.unit = format!("{}·{name}第一村", ground.words.mark);
        reporter.place = places.pick(rng, street, &reporter.unit);
        enter(&mut all, "reporter", reporter);
        for number in 0..VOLUNTEERS_A_STREET {
            let mut volunteer = person(rng, ground, PersonKind::Volunteer, all.len());
            volunteer.unit = format!("{}·{name}志愿服务队", ground.words.mark);
            volunteer.skills = vec![SKILLS[(street + number) % SKILLS.len()]];
            volunteer.place = places.pick(rng, street, &volunteer.unit);
            enter(&mut all, "volunteer", volunteer);
        }
    }
    all
}

fn enter(all: &mut Vec<(PersonId, PersonRegistered)>, prefix: &str, person: PersonRegistered) {
    let id = format!("ex-{prefix}-{}", all.len() + 1);
    all.push((PersonId(id), person));
}

fn person(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    kind: PersonKind,
    number: usize,
) -> PersonRegistered {
    let (name, phone) = contact_of(rng, ground, FIRST_NUMBER + number);
    PersonRegistered {
        kind,
        name,
        phone,
        unit: format!("{}单位", ground.words.mark),
        note: format!("{}数据", ground.words.mark),
        ..PersonRegistered::default()
    }
}

/// The two shifts of a made day, with the hours at which they begin.
const SHIFTS: [(&str, u32, u32); 2] = [("白班", 8, 20), ("夜班", 20, 8)];

/// The watch of each day from the one before the exercise on, whose night it begins in.
pub(super) fn rota(rng: &mut ChaCha8Rng, ground: &Ground) -> Vec<RotaSet> {
    let name = |rng: &mut ChaCha8Rng| contact_of(rng, ground, 0).0.into();
    let made = (0..ROTA_DAYS).map(|day| RotaSet {
        leader: name(rng),
        officers: Vec::new(),
        shifts: SHIFTS
            .iter()
            .map(|(shift, from_h, to_h)| RotaShift {
                name: (*shift).to_owned(),
                from_min: from_h * 60,
                to_min: to_h * 60,
                officers: vec![name(rng)],
            })
            .collect(),
        standby: vec![name(rng)],
        phone: format!("000-0008-{day:04}"),
        note: format!("{}值班表", ground.words.mark),
    });
    made.collect()
}
