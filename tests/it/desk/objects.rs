//! Protected objects by how near a major hazard is, and what each place sees of the others.

use contract::rows::{ById, ObjectPage, ObjectQuery};
use emergency::decide::ResourceAct;
use emergency::site::{Protection, SiteKind, SiteRegistered, SiteReported};

use super::*;

/// Metres of a degree of latitude, near enough for places of a test.
const DEGREE_M: f64 = 111_195.0;

/// A place so many metres north of the plant; none has no point.
fn place(id: &str, kind: SiteKind, north_m: Option<f64>) -> SiteRegistered {
    SiteRegistered {
        kind,
        name: format!("演练 {id}"),
        place: Place {
            street: "王舍人街道".to_owned(),
            point: north_m.map(|north_m| Point {
                lon: 117.13,
                lat: 36.7 + north_m / DEGREE_M,
            }),
            ..Place::default()
        },
        ..SiteRegistered::default()
    }
}

fn enter(room: &Room, id: &str, registered: SiteRegistered) {
    room.act(Command::RegisterSite {
        site: id.into(),
        registered,
        seen: None,
    });
}

/// A plant of the third grade, a store below the threshold that is nearer, and places of people.
fn district(room: &Room) {
    let holding = |chlorine_t| SiteRegistered {
        substance: "氯".to_owned(),
        quantity_t: chlorine_t,
        people_500m: Some(40),
        ..place("氯库", SiteKind::Hazard, Some(0.0))
    };
    enter(room, "H1", holding(20.0));
    let small = SiteRegistered {
        place: place("H2", SiteKind::Hazard, Some(900.0)).place,
        ..holding(1.0)
    };
    enter(room, "H2", small);
    let school = SiteRegistered {
        capacity: 800,
        ..place("学校", SiteKind::School, Some(1_000.0))
    };
    enter(room, "S1", school);
    let home = SiteRegistered {
        protection: Some(Protection::HighlySensitive),
        ..place("养老院", SiteKind::Other, Some(-400.0))
    };
    enter(room, "S2", home);
    enter(room, "S3", place("医院", SiteKind::Hospital, None));
    let nowhere = SiteRegistered {
        place: Place::default(),
        ..holding(20.0)
    };
    enter(room, "H3", nowhere);
    enter(room, "S4", place("仓库", SiteKind::Depot, Some(100.0)));
}

fn objects(room: &Room, query: ObjectQuery) -> ObjectPage {
    let query = ObjectQuery {
        limit: 100,
        ..query
    };
    room.desk.objects(query).expect("is read")
}

fn ids(page: &ObjectPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.site.as_str()).collect()
}

#[test]
fn protected_objects_stand_by_how_near_a_major_hazard_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    assert_eq!(objects(&room, ObjectQuery::default()).total, 0, "no place");
    district(&room);
    let page = objects(&room, ObjectQuery::default());
    assert_eq!(ids(&page), ["S2", "S1", "S3"], "no depot, no point last");
    let [home, school, hospital] = page.rows.as_slice() else {
        panic!("three rows: {page:?}");
    };
    let near = home.hazard.as_ref().expect("it has a point");
    assert_eq!(near.site.as_str(), "H1", "what is no major hazard is none");
    // 20 t of chlorine: S 4, R = 1.2·4·4 = 19.2, 三级 (GB 18218-2018, 表6).
    assert_eq!(near.grade, Some(3), "with its grade");
    assert!((near.distance_m - 400.0).abs() < 2.0, "{}", near.distance_m);
    let away = school.hazard.as_ref().expect("it has a point");
    assert_eq!(away.site.as_str(), "H1", "H2 is 100 m off and below S = 1");
    assert_eq!(school.capacity, Some(800), "its pupils");
    assert_eq!(home.capacity, None, "nobody said how many");
    assert_eq!(hospital.hazard, None, "nobody knows where it is");
    assert_eq!(
        (page.unplaced, page.unclassed),
        (1, 2),
        "nothing is guessed"
    );
    assert_eq!(page.hazards, 1, "one major hazard");
    assert_eq!(page.hazards_unplaced, 1, "and one that may be anywhere");
}

#[test]
fn the_list_is_narrowed_by_words_kind_and_distance() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    district(&room);
    let by_text = ObjectQuery {
        text: "王舍人 学校".to_owned(),
        ..ObjectQuery::default()
    };
    assert_eq!(ids(&objects(&room, by_text)), ["S1"], "all words");
    let by_kind = ObjectQuery {
        kind: Some(SiteKind::Hospital),
        ..ObjectQuery::default()
    };
    let hospitals = objects(&room, by_kind);
    assert_eq!(ids(&hospitals), ["S3"], "of one kind");
    assert_eq!(hospitals.kinds.len(), 3, "the others can still be chosen");
    let within = ObjectQuery {
        within_m: Some(500),
        ..ObjectQuery::default()
    };
    let within = objects(&room, within);
    assert_eq!(ids(&within), ["S2"], "nearer than 500 m");
    assert_eq!(within.unplaced, 1, "another may be as near");
    let later = ObjectQuery {
        offset: 1,
        ..ObjectQuery::default()
    };
    let later = objects(&room, later);
    assert_eq!(
        (later.total, ids(&later)),
        (3, vec!["S1", "S3"]),
        "a window"
    );
}

#[test]
fn the_profile_of_a_plant_has_the_nearest_objects_and_an_object_its_nearest_plant() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    district(&room);
    let (site, reported) = (
        "S1".into(),
        SiteReported {
            head_count: Some(650),
            ..SiteReported::default()
        },
    );
    room.act(Command::Resource {
        act: ResourceAct::ReportSite { site, reported },
    });
    let around = |id: &str| {
        let id = id.to_owned();
        room.desk.site_around(ById { id }).expect("is read")
    };
    let plant = around("H1");
    let near: Vec<&str> = plant.objects.iter().map(|one| one.site.as_str()).collect();
    assert_eq!(near, ["S2", "S1"], "the nearest first");
    let class = plant.objects[0].protection;
    assert_eq!(class, Some(Protection::HighlySensitive), "with its class");
    let school = &plant.objects[1];
    assert_eq!(school.head_count, Some(650), "who was counted there");
    assert_eq!(school.capacity, Some(800), "and whom it holds");
    assert_eq!(plant.hazard, None, "it is no protected object");
    assert!(around("H2").objects.is_empty(), "it is no major hazard");
    let hazard = around("S1").hazard.expect("it has a point");
    assert_eq!(hazard.site.as_str(), "H1", "the plant");
    assert!(around("S4").hazard.is_none(), "a depot is no such object");
}
