use super::pbf::{File, Kind, blob, bytes_field, framed, header, number_field};
use super::*;
use crate::import::{Imported, Stopped, Watch, roads_from_geojson, roads_from_pbf};
use crate::survey::Feature;

fn import(bytes: &[u8]) -> Imported {
    let mut watch = Watch {
        progress: &mut |_| {},
        stop: &|| false,
    };
    roads_from_pbf(bytes, &Settings::default(), &mut watch).expect("nobody stops it")
}

/// Nodes 1 to `count` in a row to the east, about 89 m apart.
fn row(count: i64) -> File {
    row_in(File::new(), count)
}

fn row_in(mut file: File, count: i64) -> File {
    for id in 1..=count {
        let offset = 0.001 * f64::from(u32::try_from(id).expect("a short row"));
        file.node(id, 117.0 + offset, 36.6, &[]);
    }
    file
}

type Tags = &'static [(&'static str, &'static str)];

const STREET: Tags = &[("highway", "residential")];

/// Whether the vehicle may drive from one node to another by a single road.
fn leads(imported: &Imported, vehicle: RoadUser, from: i64, to: i64) -> bool {
    let network = &imported.network;
    let is = |crossing: u32, id: i64| network.crossing_id(crossing) == id.to_string();
    network.all_arcs().any(|arc| {
        is(network.from(arc), from)
            && is(network.to(arc), to)
            && network.base_ms(vehicle, arc) != crate::network::BARRED
    })
}

#[test]
fn one_ways_roundabouts_and_motorways_are_driven_in_their_direction() {
    let cases: &[(Tags, bool, bool)] = &[
        (&[("highway", "primary")], true, true),
        (&[("highway", "primary"), ("oneway", "yes")], true, false),
        (&[("highway", "primary"), ("oneway", "-1")], false, true),
        (
            &[("highway", "primary"), ("junction", "roundabout")],
            true,
            false,
        ),
        (&[("highway", "motorway")], true, false),
        (&[("highway", "motorway"), ("oneway", "no")], true, true),
        (
            &[("highway", "primary"), ("oneway", "reversible")],
            false,
            false,
        ),
        (&[("highway", "construction")], false, false),
        (&[("highway", "footway")], false, false),
        (&[("route", "ferry"), ("highway", "primary")], false, false),
    ];
    for (tags, forward, backward) in cases {
        let mut file = row(2);
        file.way(10, &[1, 2], tags);
        let imported = import(&file.finish());
        let found = (
            leads(&imported, RoadUser::Engine, 1, 2),
            leads(&imported, RoadUser::Engine, 2, 1),
        );
        assert_eq!(found, (*forward, *backward), "{tags:?}");
    }
}

#[test]
fn each_class_of_vehicle_has_its_own_roads() {
    use RoadUser::{Car, Engine, Foot, Heavy};
    let cases: &[(Tags, &[RoadUser])] = &[
        (&[("access", "private")], &[Engine, Foot]),
        (&[("access", "no")], &[]),
        (&[("access", "no"), ("emergency", "yes")], &[Engine]),
        (&[("access", "emergency")], &[Engine]),
        (&[("motor_vehicle", "no")], &[Foot]),
        (&[("hgv", "no")], &[Engine, Car, Foot]),
        (&[("foot", "no")], &[Engine, Heavy, Car]),
        (&[("maxheight", "3.0")], &[Car, Foot]),
        (&[("maxheight", "3.7 m")], &[Engine, Car, Foot]),
        (&[("maxweight", "20")], &[Engine, Car, Foot]),
        (&[("maxheight", "default")], &[Engine, Heavy, Car, Foot]),
    ];
    for (tags, allowed) in cases {
        let mut file = row(2);
        file.way(
            10,
            &[1, 2],
            &[&[("highway", "residential")], *tags].concat(),
        );
        let imported = import(&file.finish());
        for vehicle in RoadUser::ALL {
            let found = leads(&imported, vehicle, 1, 2);
            assert_eq!(found, allowed.contains(&vehicle), "{vehicle:?} on {tags:?}");
        }
    }
}

#[test]
fn people_walk_against_a_one_way_and_a_footway_carries_nobody_else() {
    let mut file = row(3);
    file.way(10, &[1, 2], &[("highway", "primary"), ("oneway", "yes")]);
    file.way(11, &[2, 3], &[("highway", "footway")]);
    let imported = import(&file.finish());
    assert!(
        leads(&imported, RoadUser::Foot, 2, 1),
        "against the one-way"
    );
    assert!(leads(&imported, RoadUser::Foot, 2, 3), "on the footway");
    assert!(!leads(&imported, RoadUser::Engine, 2, 3), "no engine there");
}

#[test]
fn a_sign_and_a_measured_speed_decide_over_the_table() {
    let mut file = row(3);
    file.way(10, &[1, 2], &[("highway", "primary"), ("maxspeed", "20")]);
    file.way(11, &[2, 3], &[("highway", "primary"), ("maxspeed", "120")]);
    let imported = import(&file.finish());
    let network = &imported.network;
    let kmh = |way: i64| {
        let arc = network
            .all_arcs()
            .find(|arc| network.way(*arc) == way)
            .expect("it is there");
        let ms = network.base_ms(RoadUser::Engine, arc);
        (network.length_m(arc) * 3_600.0 / f64::from(ms)).round()
    };
    assert!((kmh(10) - 20.0).abs() < 0.1, "the sign says 20");
    assert!(
        (kmh(11) - 45.0).abs() < 0.1,
        "a high limit makes no road fast"
    );
}

#[test]
fn a_bollard_stops_engines_and_not_people() {
    for (barrier, engine) in [("bollard", false), ("gate", true), ("kerb", true)] {
        let mut file = File::new();
        file.node(1, 117.001, 36.6, &[]);
        file.node(2, 117.002, 36.6, &[("barrier", barrier)]);
        file.node(3, 117.003, 36.6, &[]);
        file.way(10, &[1, 2, 3], STREET);
        let imported = import(&file.finish());
        let network = &imported.network;
        let crossing = |id: &str| {
            (0..u32::try_from(network.crossings()).expect("few"))
                .find(|index| network.crossing_id(*index) == id)
                .expect("it is there")
        };
        for (vehicle, passes) in [(RoadUser::Engine, engine), (RoadUser::Foot, true)] {
            let open = Conditions::open(network).with_vehicle(vehicle);
            let reach = crate::search::reach_crossing(network, &open, crossing("3"));
            let found = reach.from_crossing(crossing("1")).is_some();
            assert_eq!(found, passes, "{vehicle:?} past a {barrier}");
        }
    }
}

#[test]
fn pieces_that_differ_in_nothing_are_one_road_and_keep_their_shape() {
    let mut file = row(6);
    file.way(10, &[1, 2, 3], STREET);
    file.way(11, &[5, 4, 3], STREET);
    file.way(
        12,
        &[5, 6],
        &[("highway", "residential"), ("bridge", "yes")],
    );
    let imported = import(&file.finish());
    let network = &imported.network;
    assert_eq!(network.arcs(), 4, "1 to 5 and 5 to 6, both ways");
    let long = network
        .all_arcs()
        .find(|arc| network.shape(*arc).len() == 5);
    let long = long.expect("five points are kept");
    let drawn_m: f64 = network
        .shape(long)
        .windows(2)
        .map(|p| p[0].distance_m(p[1]))
        .sum();
    assert!(
        (network.length_m(long) - drawn_m).abs() < 0.001,
        "its length is that of its shape"
    );
    let bridges = network
        .all_arcs()
        .filter(|arc| network.feature(*arc) == Feature::Bridge);
    assert_eq!(bridges.count(), 2, "the bridge is apart");
}

/// A crossing: node 5 in the middle, 1 west, 2 east, 3 north, 4 south; ways 10, 20, 30, 40 from
/// the middle outwards.
fn crossroads(relation: &[(&str, &str)], members: &[(Kind, i64, &str)]) -> Imported {
    let mut file = File::new();
    let places = [(-1.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (0.0, 0.0)];
    for (id, (east, north)) in (1..).zip(places) {
        file.node(id, 117.0 + 0.01 * east, 36.6 + 0.01 * north, &[]);
    }
    for id in 1..=4 {
        file.way(10 * id, &[5, id], STREET);
    }
    file.relation(99, members, relation);
    import(&file.finish())
}

/// Whether one comes from one arm to another by the shortest way, over the middle once.
fn turns(imported: &Imported, vehicle: RoadUser, from: i64, to: i64) -> bool {
    let network = &imported.network;
    let arc = |from: i64, to: i64| {
        network
            .all_arcs()
            .find(|arc| {
                network.crossing_id(network.from(*arc)) == from.to_string()
                    && network.crossing_id(network.to(*arc)) == to.to_string()
            })
            .expect("the arm is there")
    };
    let open = Conditions::open(network).with_vehicle(vehicle);
    let (first, last) = (arc(from, 5), arc(5, to));
    let stop = |arc, share| Roadside {
        stops: vec![Stop { arc, share }],
        away_m: 0.0,
    };
    let reach = reach(network, &open, &stop(last, 0.5));
    let direct = network.base_ms(vehicle, first) / 2 + network.base_ms(vehicle, last) / 2;
    let way = reach.way(network, &open, &stop(first, 0.5));
    way.is_some_and(|way| way.ms.abs_diff(direct) <= 2)
}

#[test]
fn a_forbidden_turn_is_not_made_and_an_only_turn_leaves_no_other() {
    let members = [
        (Kind::Way, 10, "from"),
        (Kind::Node, 5, "via"),
        (Kind::Way, 30, "to"),
    ];
    let tags = |kind| [("type", "restriction"), ("restriction", kind)];
    let no = crossroads(&tags("no_left_turn"), &members);
    assert!(!turns(&no, RoadUser::Engine, 1, 3), "the left turn");
    assert!(turns(&no, RoadUser::Engine, 1, 2), "straight on");
    assert!(turns(&no, RoadUser::Engine, 2, 3), "from elsewhere");
    assert!(
        turns(&no, RoadUser::Foot, 1, 3),
        "people on foot are not bound"
    );
    let only = crossroads(&tags("only_left_turn"), &members);
    assert!(turns(&only, RoadUser::Engine, 1, 3), "the one that is left");
    assert!(!turns(&only, RoadUser::Engine, 1, 2), "not straight on");
    let mut except = tags("no_left_turn").to_vec();
    except.push(("except", "emergency;psv"));
    let except = crossroads(&except, &members);
    assert!(
        turns(&except, RoadUser::Engine, 1, 3),
        "an engine is excepted"
    );
    assert!(!turns(&except, RoadUser::Car, 1, 3), "a car is not");
    assert_eq!(except.defects, [], "all of it is understood");
}

#[test]
fn a_restriction_over_a_way_binds_only_those_who_came_by_its_from() {
    // 1 - 2 - 3 - 4 in a row, and 5 south of 2, 6 north of 3: from 5 over 2-3 to 6 is forbidden.
    let mut file = File::new();
    for (id, east) in (1..).zip([0.0, 1.0, 2.0, 3.0]) {
        file.node(id, 117.0 + 0.01 * east, 36.6, &[]);
    }
    file.node(5, 117.01, 36.59, &[]);
    file.node(6, 117.02, 36.61, &[]);
    for (id, nodes) in [
        (10, [1, 2]),
        (20, [2, 3]),
        (30, [3, 4]),
        (40, [5, 2]),
        (50, [3, 6]),
    ] {
        file.way(id, &nodes, STREET);
    }
    file.relation(
        7,
        &[
            (Kind::Way, 40, "from"),
            (Kind::Way, 20, "via"),
            (Kind::Way, 50, "to"),
        ],
        &[("type", "restriction"), ("restriction", "no_u_turn")],
    );
    file.relation(
        8,
        &[
            (Kind::Way, 40, "from"),
            (Kind::Way, 20, "via"),
            (Kind::Way, 50, "to"),
        ],
        &[("type", "restriction"), ("restriction", "no_left_turn")],
    );
    let imported = import(&file.finish());
    let network = &imported.network;
    assert_eq!(
        network.bans().len(),
        1,
        "one of them fits: {:?}",
        imported.defects
    );
    let at = |lon: f64, lat: f64| Point { lon, lat };
    let (open, settings) = (Conditions::open(network), Settings::default());
    let times = times(network, &open, &settings);
    let north = at(117.02, 36.609);
    let travels = times.travel(&[at(117.01, 36.591), at(117.001, 36.6)], north);
    let straight = 3.0 * 1_000.0 * 3.6 / 25.0;
    let from_south = f64::from(road_eta_s(travels[0]));
    let from_west = f64::from(road_eta_s(travels[1]));
    assert!(
        from_west < straight * 1.1,
        "from the west it is allowed: {from_west} s"
    );
    assert!(
        from_south > straight * 1.2,
        "from the south one goes round: {from_south} s"
    );
}

#[test]
fn damaged_files_are_named_and_never_panic() {
    let mut good = row(3);
    good.way(10, &[1, 2, 3], STREET);
    let good = good.finish();
    let bomb = blob("OSMData", &vec![0; 40 * 1024 * 1024]);
    let mut groups = Vec::new();
    (0..200_000).for_each(|_| bytes_field(&mut groups, 2, &[]));
    let mut unpacked = Vec::new();
    bytes_field(&mut unpacked, 7, b"zstd");
    let mut huge = Vec::new();
    bytes_field(&mut huge, 1, b"OSMData");
    number_field(&mut huge, 3, 1 << 40);
    let mut huge_frame = u32::try_from(huge.len())
        .expect("short")
        .to_be_bytes()
        .to_vec();
    huge_frame.extend(huge);
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "no road"),
        (vec![0], "ends inside"),
        (vec![0xff; 100], "header claims"),
        (good[..good.len() - 5].to_vec(), "ends inside"),
        (bomb, "more than"),
        (blob("OSMData", &groups), "longer than"),
        (framed("OSMData", &unpacked), "not understood"),
        (framed("OSMData", &[0x1a, 3, 1, 2, 3]), "cannot be unpacked"),
        (huge_frame, "more than"),
        (header(&["HistoricalInformation"]), "HistoricalInformation"),
    ];
    for (bytes, word) in cases {
        let imported = import(&bytes);
        let named = imported
            .defects
            .iter()
            .any(|defect| defect.message.contains(word));
        assert!(named, "{word}: {:?}", imported.defects);
    }
    let mut missing = row(3);
    missing.way(10, &[1, 2, 77, 3, 1], STREET);
    let imported = import(&missing.finish());
    assert_eq!(
        imported.network.arcs(),
        2,
        "what is known of the way is kept: 3 over 1 to 2"
    );
    let named = imported
        .defects
        .iter()
        .any(|defect| defect.message.contains("node 77"));
    assert!(named, "{:?}", imported.defects);
}

proptest! {
    #[test]
    fn any_bytes_can_be_imported(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let imported = import(&bytes);
        prop_assert!(imported.defects.len() <= imported.defect_count, "all are counted");
        let as_block = import(&blob("OSMData", &bytes));
        prop_assert!(as_block.defects.len() <= as_block.defect_count, "all are counted");
    }

    #[test]
    fn a_file_with_any_bytes_changed_can_be_imported(
        changes in prop::collection::vec((any::<u16>(), any::<u8>()), 1..8),
    ) {
        // Not packed, so that a change reaches the data.
        let mut file = row_in(File::plain(), 4);
        file.way(10, &[1, 2, 3, 4], STREET);
        file.relation(
            9,
            &[(Kind::Way, 10, "from"), (Kind::Node, 2, "via"), (Kind::Way, 10, "to")],
            &[("type", "restriction"), ("restriction", "no_u_turn")],
        );
        let mut block = file.finish();
        for (place, byte) in changes {
            let place = usize::from(place) % block.len();
            block[place] = byte;
        }
        let imported = import(&block);
        prop_assert!(imported.defects.len() <= imported.defect_count, "all are counted");
    }
}

#[test]
fn an_import_tells_how_far_it_is_and_can_be_stopped() {
    let mut file = row(3);
    file.way(10, &[1, 2, 3], STREET);
    let bytes = file.finish();
    let mut told = Vec::new();
    let mut watch = Watch {
        progress: &mut |done| told.push(done),
        stop: &|| false,
    };
    let imported = roads_from_pbf(&bytes, &Settings::default(), &mut watch);
    assert!(imported.is_ok(), "nobody stops it");
    assert!(told.is_sorted(), "it never goes back: {told:?}");
    assert_eq!(told.last(), Some(&1.0), "and ends with all: {told:?}");
    let mut watch = Watch {
        progress: &mut |_| {},
        stop: &|| true,
    };
    let stopped = roads_from_pbf(&bytes, &Settings::default(), &mut watch);
    assert_eq!(stopped.err(), Some(Stopped), "it ends at once");
}

#[test]
fn lines_of_geojson_join_where_their_ends_meet() {
    let line = |properties: &str, from: f64, to: f64| {
        format!(
            r#"{{"type":"Feature","properties":{{"highway":"primary"{properties}}},
            "geometry":{{"type":"LineString","coordinates":[[{from},36.6],[{to},36.6]]}}}}"#
        )
    };
    let all = [
        line(r#","eid":7,"oneway":0"#, 117.0, 117.01),
        line(r#","oneway":1"#, 117.01, 117.02),
        line(r#","oneway":"-1""#, 117.02, 117.03),
        r#"{"type":"Feature","properties":{},"geometry":null}"#.to_owned(),
    ];
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        all.join(",")
    );
    let imported = roads_from_geojson(&text, &Settings::default());
    let network = &imported.network;
    assert_eq!(
        (network.crossings(), network.arcs()),
        (4, 4),
        "{:?}",
        imported.defects
    );
    assert_eq!(
        network.numbered(7).count(),
        2,
        "both directions have its number"
    );
    assert_eq!(imported.defect_count, 1, "the one without a line is named");
    let broken = roads_from_geojson("{", &Settings::default());
    assert_eq!(broken.defect_count, 1, "no panic");
}
