//! The problem from JSON.

use serde_json::{Value, json};

use super::super::problem::{Problem, Weights};
use super::super::read::{KINDS_MAX, ProblemError, problem};

fn read(value: &Value) -> Result<Problem, ProblemError> {
    problem(&value.to_string()).map(|asked| asked.problem)
}

fn whole() -> Value {
    json!({
        "incidents": [
            { "id": "I1", "severity": 3,
              "needs": { "capabilities": { "hazmat": 2 }, "supplies": { "2010101": 30 } } },
            { "id": 2, "needs": { "hazmat": 1 }, "supplies": [["2010101", 5]] }
        ],
        "teams": [
            { "id": "T1", "capabilities": ["hazmat"], "station": "S1", "eta_s": [420, 900] },
            { "id": "T2", "capabilities": ["hazmat"], "eta_s": { "I1": 600.2, "2": 4_000 } }
        ],
        "depots": [{ "id": "D1", "stock": { "2010101": 20, "9": 1 }, "etaS": [null, 300] }],
        "zones": [{ "id": "Z1", "weight": 2, "covered_by": { "S1": 300, "S2": 800 } }],
        "pinned": { "T2": "2" },
        "forbidden": [{ "team": "T1", "incident": "2" }],
        "weights": { "coverage": 40 }
    })
}

#[test]
fn the_shapes_of_the_format_are_read() {
    let problem = read(&whole()).expect("it is whole");
    assert_eq!(problem.incidents[1].id, "2", "a number names as well");
    assert!(
        (problem.incidents[1].severity - 1.0).abs() < 1e-12,
        "the default"
    );
    assert_eq!(
        problem.incidents[0].supplies,
        [(0, 30)],
        "supplies inside the needs"
    );
    assert_eq!(problem.incidents[1].supplies, [(0, 5)], "and beside them");
    assert_eq!(
        problem.teams[0].eta_s,
        [Some(420), None],
        "a pair is forbidden"
    );
    assert_eq!(
        problem.teams[1].eta_s,
        [None, Some(4_000)],
        "pinned, so later than the limit, and nowhere else"
    );
    assert_eq!(problem.depots[0].stock, [20, 1], "by supply");
    assert_eq!(problem.depots[0].eta_s, [None, Some(300)], "null is no way");
    assert_eq!(
        problem.zones[0].stations,
        [0],
        "the other station is too far"
    );
    let wanted = Weights {
        coverage: 40.0,
        ..Weights::default()
    };
    assert_eq!(problem.weights, wanted, "the others keep their defaults");
}

#[test]
fn the_example_of_the_format_is_read() {
    let page = include_str!("../../../../../docs/assign-problem.md");
    let mut blocks = page.split("```json").skip(1);
    let example = blocks.next().and_then(|rest| rest.split("```").next());
    let asked = problem(example.unwrap_or_default()).expect("the page shows a problem");
    assert_eq!(asked.problem.teams.len(), 3, "the teams of the example");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases = [
        (
            "/incidents",
            json!(null),
            "the document: the field `incidents` is missing",
        ),
        (
            "/incidents/1/id",
            json!("I1"),
            "incidents[1].id: \"I1\" is there twice",
        ),
        (
            "/incidents/0/severity",
            json!("high"),
            "incidents[0].severity: a number is wanted, the text \"high\" is there",
        ),
        (
            "/incidents/0/severity",
            json!(0),
            "incidents[0].severity: a severity above 0 is wanted",
        ),
        (
            "/incidents/0/needs/supplies/2010101",
            json!(1.5),
            "incidents[0].needs.supplies.2010101: 1.5 is not a whole number",
        ),
        (
            "/teams/0/eta_s",
            json!([1]),
            "teams[0].eta_s: 1 times for 2 incidents",
        ),
        (
            "/teams/0/eta_s/1",
            json!(-1),
            "teams[0].eta_s[1]: -1 is not between 0 and 4294967295",
        ),
        (
            "/teams/1/eta_s",
            json!({ "I9": 1 }),
            "teams[1].eta_s.I9: there is no incident \"I9\"",
        ),
        (
            "/depots",
            json!({}),
            "depots: a list is wanted, an object is there",
        ),
        (
            "/pinned",
            json!([["T9", "I1"]]),
            "pinned[0][0]: there is no team \"T9\"",
        ),
        (
            "/pinned",
            json!([["T1", "I1"], ["T1", "2"]]),
            "pinned[1]: the team is pinned to two incidents",
        ),
        (
            "/forbidden",
            json!([["T2", "2"]]),
            "forbidden[0]: the pair is pinned as well",
        ),
    ];
    for (place, value, said) in cases {
        let mut broken = whole();
        *broken.pointer_mut(place).expect("the place is there") = value;
        let error = read(&broken).expect_err("it has no meaning");
        assert_eq!(error.to_string(), said, "at {place}");
    }
}

#[test]
fn what_is_no_json_is_said_to_be_none() {
    let error = problem("{").expect_err("it ends too early");
    assert!(matches!(error, ProblemError::Json { .. }), "{error}");
}

#[test]
fn a_matrix_apart_from_its_items_is_the_same() {
    let mut apart = whole();
    for team in apart["teams"].as_array_mut().expect("a list") {
        team.as_object_mut().expect("an object").remove("eta_s");
    }
    apart["team_eta_s"] = json!([[420, 900], [601, 4_000]]);
    let (apart, inside) = (read(&apart), read(&whole()));
    assert_eq!(apart, inside, "a row is a team's own times");
}

#[test]
fn more_names_than_a_district_has_are_refused_where_they_stand() {
    let stock = |depot: usize| {
        let names: Vec<String> = (0..1_000)
            .map(|number| format!("\"S{depot}-{number}\":1"))
            .collect();
        format!("{{\"id\":\"D{depot}\",\"stock\":{{{}}}}}", names.join(","))
    };
    let text = |depots: usize| {
        let depots: Vec<String> = (0..depots).map(stock).collect();
        format!(
            "{{\"incidents\":[{{\"id\":\"A\"}}],\"depots\":[{}]}}",
            depots.join(",")
        )
    };
    let most = KINDS_MAX / 1_000;
    assert!(problem(&text(most)).is_ok(), "as many as may be");
    let error = problem(&text(most + 1)).expect_err("one depot more");
    let ProblemError::Field { path, wanted } = error else {
        panic!("a field is named: {error}");
    };
    assert!(path.starts_with("depots[10].stock"), "where: {path}");
    assert!(wanted.contains("different names"), "why: {wanted}");
}
