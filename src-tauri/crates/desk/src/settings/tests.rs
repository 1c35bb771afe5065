use super::*;

#[test]
fn without_a_word_the_score_counts_as_it_does_by_itself() {
    let settings = ReadinessSettings::default();
    assert_eq!(
        settings.rules(),
        dispatch::readiness::Rules::default(),
        "one set of assumed numbers"
    );
}

#[test]
fn a_written_file_is_read_back_and_an_unknown_key_is_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let settings = Settings::load(dir.path(), None, None).expect("no file means defaults");
    let text = toml::to_string(&settings).expect("settings are plain data");
    std::fs::write(dir.path().join(FILE), &text).expect("written");
    let again = Settings::load(dir.path(), None, None).expect("reads back");
    assert_eq!(again, settings, "what is written is what is read");
    std::fs::write(dir.path().join(FILE), "platfrom = \"x\"").expect("written");
    let error = Settings::load(dir.path(), None, None).expect_err("a slip of the pen is said");
    assert!(matches!(error, SettingsError::Parse { .. }), "got {error}");
}

#[test]
fn a_desk_is_named_by_enough_of_its_key() {
    let text = "[desks]\n'0A1B2C3D' = ' 演练 市指挥席 '\n'0a1b' = '演练 谁都可能'\n";
    let settings: Settings = toml::from_str(text).expect("settings");
    let named = DeskName {
        key: "0a1b2c3d".to_owned(),
        name: "演练 市指挥席".to_owned(),
    };
    assert_eq!(
        settings.desk_names(),
        [named],
        "four letters may be anybody's"
    );
}

#[test]
fn limits_of_a_station_that_cannot_be_meant_are_refused_with_their_place() {
    let text = "[[feeds]]\nkind = \"hj212\"\nname = \"c\"\n\
                [feeds.limits.YL01.a21028]\nlow = 5.0\nhigh = 1.0\n";
    let refused = toml::from_str::<Settings>(text).expect_err("low is above high");
    let words = refused.to_string();
    assert!(words.contains("YL01.a21028"), "it says where: {words}");
}

#[test]
fn servers_for_devices_are_off_and_listen_on_this_machine_alone() {
    let is_server = |feed: &FeedSettings| {
        !matches!(
            feed,
            FeedSettings::Folder { .. } | FeedSettings::Poll { .. }
        )
    };
    let usual = Settings::default();
    assert!(!usual.feeds.iter().any(is_server), "none unless asked for");
    let text = "[[feeds]]\nkind = \"jt808\"\nname = \"a\"\n[[feeds]]\nkind = \"gbt26875\"\n\
                name = \"b\"\n[[feeds]]\nkind = \"hj212\"\nname = \"c\"\n\
                [feeds.limits.YL01.a21028]\nhigh = 5.0\n";
    let settings: Settings = toml::from_str(text).expect("a name is enough");
    let listens: Vec<_> = settings
        .feeds
        .iter()
        .filter_map(|feed| match feed {
            FeedSettings::Jt808 { listen, .. }
            | FeedSettings::Gbt26875 { listen, .. }
            | FeedSettings::Hj212 { listen, .. } => Some(listen.ip().is_loopback()),
            _ => None,
        })
        .collect();
    assert_eq!(listens, [true; 3], "from outside nobody reaches them");
}

#[test]
fn a_template_of_streams_that_makes_no_address_is_refused_with_the_file() {
    let text = "[video]\nplayer = []\ntemplate = \"http://video.example/{id}.m3u8\"\n";
    let settings: Settings = toml::from_str(text).expect("settings");
    assert!(settings.video.player.is_empty(), "none is none");
    assert!(settings.video.template.is_some(), "it is read");
    for template in ["http://video.example/", "file:///{id}", "http://a:b@c/{id}"] {
        let text = format!("[video]\ntemplate = \"{template}\"\n");
        let refused = toml::from_str::<Settings>(&text);
        assert!(refused.is_err(), "{template} would open nothing");
    }
}

#[test]
fn a_feed_says_whom_it_misses_which_marks_count_and_how_long_a_duty_check_waits() {
    let text = "[[feeds]]\nkind = \"jt808\"\nname = \"a\"\nsafety_level = 1\n\
                absence = { after_s = 300, whom = { is = \"colours\", codes = [2] } }\n\
                [[feeds]]\nkind = \"gbt26875\"\nname = \"b\"\nduty_minutes = 3\n\
                [[feeds]]\nkind = \"hj212\"\nname = \"c\"\nmarks = \"D\"\n\
                [[feeds]]\nkind = \"jt808\"\nname = \"d\"\n";
    let settings: Settings = toml::from_str(text).expect("settings");
    let said = settings.feeds.iter().map(|feed| match feed {
        FeedSettings::Jt808 {
            absence,
            safety_level,
            ..
        } => {
            let after_s = absence.as_ref().map(|absence| absence.after_s);
            format!("{after_s:?} {safety_level}")
        }
        FeedSettings::Gbt26875 { duty_minutes, .. } => duty_minutes.to_string(),
        FeedSettings::Hj212 { marks, .. } => marks.clone(),
        _ => String::new(),
    });
    let said: Vec<String> = said.collect();
    assert_eq!(
        said,
        ["Some(300) 1", "3", "D", "None 2"],
        "as asked for, and nobody is missed unless it is"
    );
}
