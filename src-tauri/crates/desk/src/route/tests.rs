use routing::conditions::Conditions;
use routing::lists;
use routing::settings::Settings;
use serde_json::{Value, json};

use super::answer::Question;
use super::{SnapTo, goal, roads};

/// A row a - b - c of two roads, both ways, and d that nothing leads to.
const NODES: &str = "node_id,lon,lat\na,117.00,36.6\nb,117.01,36.6\nc,117.02,36.6\nd,117.10,36.6\n";
const EDGES: &str = "eid,u,v,highway,length_m\n\
    1,a,b,primary,900.4\n2,b,a,primary,900.4\n3,b,c,residential,800\n4,c,b,residential,800\n";

fn ask(places: &str, closed: &str, snap: SnapTo) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("nodes.csv"), NODES).expect("written");
    std::fs::write(folder.path().join("edges_directed.csv"), EDGES).expect("written");
    let settings = Settings::default();
    let network = roads::read(folder.path(), &settings).expect("roads");
    let mut conditions = Conditions::open(&network).without_closed_ends();
    for arc in lists::closed_roads(closed, &network).0 {
        conditions.close(arc);
    }
    let question = Question {
        network: &network,
        conditions: &conditions,
        settings: &settings,
        snap,
        geometry: true,
        directions: true,
        to: goal("117.02,36.6").expect("a place"),
    };
    question.answer(&lists::places(places).0)
}

#[test]
fn the_part_on_the_roads_is_exact_and_stands_apart_from_the_access() {
    // 900.4 m at 45 km/h and 800 m at 25 km/h.
    let ms = 72_032 + 115_200;
    for snap in [SnapTo::Edge, SnapTo::Node] {
        let answer = &ask("id,lon,lat\nT1,117.0,36.6\n", "", snap)[0];
        assert_eq!(answer["status"], "road", "{answer}");
        assert_eq!(answer["networkMs"], json!(ms), "{answer}");
        assert_eq!(answer["networkM"], json!(1_700.4), "{answer}");
        assert_eq!(answer["etaMs"], json!(ms), "nothing to walk: {answer}");
        assert_eq!(answer["etaS"], json!(188), "rounded up: {answer}");
        let told = answer["directions"].as_array().expect("directions");
        assert_eq!(told[0]["act"]["is"], "depart", "they begin: {answer}");
        let edges: Vec<_> = answer["edges"].as_array().expect("a way").iter().collect();
        let numbers: Vec<_> = edges.iter().map(|edge| edge["edge"].clone()).collect();
        assert_eq!(numbers, [json!(1), json!(3)], "{answer}");
    }
}

#[test]
fn a_closure_cuts_and_is_named_and_the_other_direction_stays_open() {
    for snap in [SnapTo::Edge, SnapTo::Node] {
        let cut = &ask("117.0,36.6\n", "edge_id\n1\n", snap)[0];
        assert_eq!(cut["status"], "cut", "{snap:?}: {cut}");
        assert_eq!(cut["cutBy"]["edge"], json!(1), "{cut}");
        assert_eq!(cut["etaS"], Value::Null, "no time is given: {cut}");
        let open = &ask("117.0,36.6\n", "u,v\nb,a\n", snap)[0];
        assert_eq!(open["status"], "road", "{snap:?}: {open}");
    }
}

#[test]
fn a_place_without_roads_is_estimated_and_says_why() {
    let far = &ask("117.5,36.6\n", "", SnapTo::Edge)[0];
    assert_eq!(far["status"], "no_road", "{far}");
    assert_eq!(far["estimated"], json!(true), "{far}");
    assert_eq!(far["networkMs"], Value::Null, "no road was followed: {far}");
}

#[test]
fn a_goal_that_is_no_place_is_refused_with_an_example() {
    for text in ["", "117", "117;36", "200,36", "a,b"] {
        let refused = goal(text).expect_err("no place");
        assert!(refused.to_string().contains("LON,LAT"), "{text}: {refused}");
    }
}

#[test]
fn speeds_of_a_list_replace_those_of_the_table() {
    let mut settings = Settings::default();
    roads::replace_speeds(&mut settings, "class,kmh\nprimary,90\n").expect("a speed");
    assert!(
        (settings.speed_kmh("primary") - 90.0).abs() < f64::EPSILON,
        "replaced"
    );
    assert!(
        (settings.speed_kmh("trunk") - 55.0).abs() < f64::EPSILON,
        "the others stay"
    );
    assert!(
        roads::replace_speeds(&mut settings, "primary,90\ntrunk,0\n").is_err(),
        "no speed"
    );
}
