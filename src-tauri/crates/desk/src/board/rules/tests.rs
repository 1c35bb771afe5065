use super::*;
use emergency::alert::Circle;
use emergency::decide::{Command, ResourceAct};
use emergency::level::WarningLevel;
use emergency::site::{Protection, SiteRegistered};

#[test]
fn the_shipped_kinds_can_be_read_and_name_each_other() {
    let table = read(KINDS).expect("the shipped table is well formed");
    let codes: BTreeSet<&str> = table.kinds.iter().map(|kind| kind.code.as_str()).collect();
    assert_eq!(codes.len(), table.kinds.len(), "each code once");
    for cause in &table.causes {
        for code in cause.effects.iter().chain([&cause.cause]) {
            assert!(codes.contains(code.as_str()), "{code} is a kind");
        }
    }
}

/// So many metres north of the middle.
fn at(metres: f64) -> Point {
    Point {
        lon: 117.1,
        lat: 36.68 + metres / 111_195.0,
    }
}

fn site(id: &str, kind: SiteKind, metres: f64, capacity: u32) -> Site {
    Site {
        id: id.into(),
        registered: SiteRegistered {
            kind,
            name: format!("演练 {id}"),
            place: emergency::place::Place {
                point: Some(at(metres)),
                ..Default::default()
            },
            capacity,
            ..SiteRegistered::default()
        },
        ..Site::default()
    }
}

#[test]
fn what_stands_near_is_found_with_its_distance() {
    let rules = Rules::of(&AlarmSettings::default(), Path::new(""));
    let places = Places::of(
        vec![
            site("school", SiteKind::School, 400.0, 900),
            site("shelter", SiteKind::Shelter, 10.0, 5_000),
            site("far", SiteKind::School, 600.0, 700),
            site("plant", SiteKind::Hazard, 300.0, 0),
            site("plant 2", SiteKind::Hazard, 450.0, 0),
            site("home", SiteKind::Other, 200.0, 80),
            site("depot", SiteKind::Depot, 200.0, 40),
            Site {
                registered: SiteRegistered {
                    protection: Some(Protection::Important),
                    ..site("base", SiteKind::RescueBase, 300.0, 20).registered
                },
                ..site("base", SiteKind::RescueBase, 300.0, 20)
            },
        ],
        &rules,
    );
    let here = at(0.0);
    assert_eq!(
        places.people(here, 500.0),
        1_000,
        "school, home and what has a class; an empty shelter and a depot hold nobody"
    );
    assert_eq!(
        places.site_at(here).as_deref(),
        Some("shelter"),
        "ten metres"
    );
    let hazard = places.hazard(here, 500.0).expect("a plant is near");
    assert_eq!(hazard.site.as_str(), "plant", "the nearest of no grade");
    assert!(
        (hazard.distance_m - 300.0).abs() < 1.0,
        "{}",
        hazard.distance_m
    );
    assert_eq!(hour(UtcMs(0)), 8, "eight in the morning in China");
    let mut chlorine = site("chlorine", SiteKind::Hazard, 480.0, 0);
    chlorine.registered.substance = "氯".to_owned();
    chlorine.registered.quantity_t = 40.0;
    chlorine.registered.people_500m = Some(120);
    let places = Places::of(
        vec![site("plant", SiteKind::Hazard, 300.0, 0), chlorine],
        &rules,
    );
    let hazard = places.hazard(here, 500.0).expect("both are near");
    // 40 t of chlorine and 120 people: R = 2.0 · 4 · 40/5 = 64, grade 2.
    assert_eq!(
        (hazard.site.as_str(), hazard.grade, hazard.people_500m),
        ("chlorine", Some(2), Some(120)),
        "the graded one before the nearer one"
    );
    let nearer = places.hazard(here, 400.0).expect("one is near");
    assert_eq!(nearer.site.as_str(), "plant", "the other is too far away");
}

#[test]
fn people_near_count_for_an_alarm_of_a_point_and_not_at_the_middle_of_a_district() {
    let rules = Rules::of(&AlarmSettings::default(), Path::new(""));
    let here = Point {
        lon: 117.1,
        lat: 36.68,
    };
    let mut hospital = Site {
        id: "hospital".into(),
        ..Site::default()
    };
    hospital.registered.kind = SiteKind::Hospital;
    hospital.registered.capacity = 800;
    hospital.registered.place.point = Some(here);
    let places = Places::of(vec![hospital], &rules);
    let of = |event: &str, circles: Vec<Circle>, polygons: Vec<Vec<Point>>| {
        let notice = Notice {
            event: event.to_owned(),
            level: (event == "大风").then_some(WarningLevel::Blue),
            circles,
            polygons,
            ..Notice::default()
        };
        let alert = Alert {
            notice: Some(notice),
            ..Alert::default()
        };
        rules.priority(&alert, &places).0
    };
    let circle = |radius_m| {
        let centre = here;
        vec![Circle { centre, radius_m }]
    };
    let square = |half_deg: f64| {
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        let corner = |(x, y): (f64, f64)| Point {
            lon: here.lon + x * half_deg,
            lat: here.lat + y * half_deg,
        };
        vec![corners.map(corner).to_vec()]
    };
    let fire = |circles, polygons| of("火情", circles, polygons);
    assert_eq!(fire(circle(50.0), vec![]), Priority::Urgent, "at a point");
    assert_eq!(fire(vec![], square(0.002)), Priority::Urgent, "at a yard");
    assert_eq!(fire(circle(5_000.0), vec![]), Priority::High, "in a town");
    let blue = of("大风", vec![], square(0.2));
    assert_eq!(blue, Priority::Low, "its middle is no place of the wind");
    let speeding = of("超速", circle(50.0), vec![]);
    assert_eq!(speeding, Priority::Low, "people do not make it worse");
}

#[test]
fn a_far_limit_of_a_device_goes_first_and_the_same_word_of_a_platform_does_not() {
    let rules = Rules::of(&AlarmSettings::default(), Path::new(""));
    let places = Places::of(Vec::new(), &rules);
    let of = |code: &str, sender: &str| {
        let notice = Notice {
            format: "mqtt".to_owned(),
            sender: sender.to_owned(),
            event: "储罐液位".to_owned(),
            event_code: code.to_owned(),
            ..Notice::default()
        };
        let alert = Alert {
            notice: Some(notice),
            ..Alert::default()
        };
        rules.priority(&alert, &places).0
    };
    assert_eq!(of("high_high", "mqtt:1"), Priority::High, "an overflow");
    assert_eq!(of("low", "mqtt:1"), Priority::Medium, "a routine low");
    assert_eq!(of("high_high", "platform"), Priority::Medium, "no device");
}

#[test]
fn after_a_site_changed_the_places_are_as_if_all_were_read_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let session = crate::opening::open_session(&folder.path().join("log.db"), &key, true, 0);
    let session = session.expect("opens");
    let act = |command| {
        let who = contract::rows::Who {
            actor: "演练 王敏".to_owned(),
            ..contract::rows::Who::default()
        };
        let who = crate::session::who(who).expect("a name");
        session.logbook.command(command, who).expect("is done");
    };
    let named = |name: &str| SiteRegistered {
        name: name.to_owned(),
        ..SiteRegistered::default()
    };
    let register = |id: &str, name: &str, seen: Option<&str>| Command::RegisterSite {
        site: id.into(),
        registered: named(name),
        seen: seen.map(|seen| Box::new(named(seen))),
    };
    for id in ["S1", "S2", "S3"] {
        act(register(id, "演练 氯碱厂", None));
    }
    let rules = Rules::of(&AlarmSettings::default(), folder.path());
    let read = || Places::read(&session, &rules, Arc::clone(&session.points)).expect("reads");
    let before = read();
    act(register("S2", "演练 另一名称", Some("演练 氯碱厂")));
    act(register("S4", "演练 新厂", None));
    act(Command::Resource {
        act: ResourceAct::WithdrawSite {
            site: "S3".into(),
            reason: "演练 拆除".to_owned(),
        },
    });
    let changed = ["S2", "S3", "S4"].map(str::to_owned).into();
    let after = before.with(&session, &rules, &changed).expect("reads");
    let anew = read();
    assert!(after.points.is_some(), "the register stays");
    assert_eq!(after.sites, anew.sites, "one renamed, one new, one gone");
    assert_eq!(after.numbers, anew.numbers, "each at its place");
}

#[test]
fn a_table_that_cannot_be_used_leaves_the_shipped_one() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("kinds.toml"), "[[kinds]]\nkode = 1").expect("written");
    let settings = AlarmSettings {
        kinds: Some("kinds.toml".into()),
        ..AlarmSettings::default()
    };
    let shipped = Rules::of(&AlarmSettings::default(), folder.path()).kinds;
    assert!(
        Rules::of(&settings, folder.path()).kinds == shipped,
        "the shipped one"
    );
    let own = "[[kinds]]\ncode = \"bees\"\nwords = [\"马蜂\"]\npriority = \"urgent\"\n";
    std::fs::write(folder.path().join("kinds.toml"), own).expect("written");
    let kinds = Rules::of(&settings, folder.path()).kinds;
    assert_eq!(kinds.kind(1).code, "bees", "the district's own");
}
