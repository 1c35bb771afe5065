use super::*;

/// Addresses that cameras and video platforms have.
const TAKEN: &[&str] = &[
    "rtsp://192.0.2.7:554/Streaming/Channels/101",
    "rtsp://192.0.2.7/cam/realmonitor?channel=1&subtype=0",
    "RTSP://camera-7.example:8554/live",
    "rtmp://media.example/live/7",
    "http://media.example/live/7.m3u8",
    "https://media.example:8443/record/7.mp4?start=0",
    "http://media.example/mjpeg/7",
    "http://[2001:db8::7]:8080/7.m3u8",
    "http://[2001:db8::7]",
    "  https://media.example/7.m3u8\n",
];

/// What is refused, and why.
const REFUSED: &[(&str, AddressFault)] = &[
    ("", AddressFault::Empty),
    ("   ", AddressFault::Empty),
    ("javascript:alert(1)", AddressFault::Scheme),
    (
        "javascript://media.example/%0aalert(1)",
        AddressFault::Scheme,
    ),
    ("file:///etc/passwd", AddressFault::Scheme),
    ("data:text/html,x", AddressFault::Scheme),
    ("ftp://media.example/7.mp4", AddressFault::Scheme),
    ("-oProxyCommand=x", AddressFault::Scheme),
    ("--script=x", AddressFault::Scheme),
    ("media.example/7.m3u8", AddressFault::Scheme),
    ("//media.example/7.m3u8", AddressFault::Scheme),
    ("路口的摄像头", AddressFault::Scheme),
    ("rtsp://admin:secret@192.0.2.7/live", AddressFault::Password),
    ("rtsp://admin:1234/5@192.0.2.7/live", AddressFault::Password),
    ("rtsp://admin@192.0.2.7/live", AddressFault::Password),
    (
        "http://192.0.2.7/v?user=a&PWD=secret",
        AddressFault::Password,
    ),
    ("http://192.0.2.7/v?password=secret", AddressFault::Password),
    ("http://", AddressFault::Host),
    ("http:///7.m3u8", AddressFault::Host),
    ("http://:80/7.m3u8", AddressFault::Host),
    ("http://-x.example/", AddressFault::Host),
    ("http://media.example:0/", AddressFault::Host),
    ("http://media.example:65536/", AddressFault::Host),
    ("http://media.example:+80/", AddressFault::Host),
    ("http://media.example:80:80/", AddressFault::Host),
    ("http://[2001:db8::7/", AddressFault::Host),
    ("http://[2001:db8::7]80/", AddressFault::Host),
    ("http://[media]/", AddressFault::Host),
    ("http://media.example/a b", AddressFault::Character),
    ("http://media.example/\"x", AddressFault::Character),
    ("http://media.example/'x", AddressFault::Character),
    ("http://media.example/`x`", AddressFault::Character),
    ("http://media.example/$(x)", AddressFault::Character),
    ("http://media.example\\x", AddressFault::Character),
    ("http://media.example/\nx", AddressFault::Character),
    ("http://media.example/\u{202e}x", AddressFault::Character),
    ("http://媒体.example/", AddressFault::Character),
    ("3701120000132000000", AddressFault::Digits),
    ("370112000013200000011", AddressFault::Digits),
    ("1", AddressFault::Digits),
];

#[test]
fn addresses_of_streams_are_taken_as_they_are() {
    for text in TAKEN {
        let read = CameraAddress::parse(text).expect(text);
        let CameraAddress::Stream(address) = read else {
            panic!("{text} is no number");
        };
        assert_eq!(address.as_str(), text.trim(), "nothing is changed in it");
    }
}

#[test]
fn what_no_camera_has_is_refused_and_it_is_said_why() {
    for (text, fault) in REFUSED {
        let refused = CameraAddress::parse(text);
        assert_eq!(refused, Err(*fault), "{text:?}");
    }
}

#[test]
fn twenty_digits_are_a_device_number_of_gb_t_28181() {
    let read = CameraAddress::parse(" 37011200001320000001 ").expect("twenty digits");
    let CameraAddress::Device(number) = read else {
        panic!("a number is no address");
    };
    assert_eq!(number.as_str(), "37011200001320000001", "its digits");
    let wide = "３７０１１２００００１３２０００００".to_owned() + "０１";
    assert_eq!(
        CameraAddress::parse(&wide),
        Err(AddressFault::Scheme),
        "digits of another width are no digits"
    );
}

#[test]
fn an_address_has_a_bound() {
    let start = "http://media.example/";
    let just = format!("{start}{}", "a".repeat(ADDRESS_CHARS_MAX - start.len()));
    assert!(StreamAddress::parse(&just).is_ok(), "it just fits");
    assert_eq!(
        StreamAddress::parse(&format!("{just}a")),
        Err(AddressFault::TooLong),
        "one too many"
    );
    let host = format!("http://{}/", "a".repeat(HOST_CHARS_MAX + 1));
    assert_eq!(
        StreamAddress::parse(&host),
        Err(AddressFault::Host),
        "no host has such a name"
    );
}

#[test]
fn a_template_makes_the_address_of_a_device() {
    let read = CameraAddress::parse("37011200001320000001").expect("twenty digits");
    let CameraAddress::Device(number) = read else {
        panic!("a number is no address");
    };
    let template = StreamTemplate::parse("http://video.example/live/{id}.m3u8");
    let address = template.expect("it has a place").filled(&number);
    assert_eq!(
        address.expect("an address").as_str(),
        "http://video.example/live/37011200001320000001.m3u8",
        "the number stands where the mark was"
    );
}

#[test]
fn a_template_that_makes_no_address_is_refused_before_it_is_used() {
    let refused = [
        ("http://video.example/live.m3u8", AddressFault::Mark),
        ("", AddressFault::Mark),
        ("{id}", AddressFault::Scheme),
        ("file:///{id}", AddressFault::Scheme),
        ("http://a:b@video.example/{id}", AddressFault::Password),
        ("http://video.example:{id}/", AddressFault::Host),
    ];
    for (text, fault) in refused {
        assert_eq!(StreamTemplate::parse(text), Err(fault), "{text:?}");
    }
    let long = format!("http://video.example/{}", DEVICE_MARK.repeat(60));
    assert_eq!(
        StreamTemplate::parse(&long),
        Err(AddressFault::TooLong),
        "what it makes counts, not what it is"
    );
}

#[test]
fn a_template_is_text_in_the_settings() {
    let text = "\"http://video.example/{id}.m3u8\"";
    let template: StreamTemplate = serde_json::from_str(text).expect("it is read");
    let written = serde_json::to_string(&template).expect("it is written");
    assert_eq!(written, text, "and written as it was read");
    let refused = serde_json::from_str::<StreamTemplate>("\"javascript:{id}\"");
    assert!(refused.is_err(), "a slip of the pen is said at once");
}

#[test]
fn a_password_is_noticed_whatever_the_scheme() {
    for text in [
        "rtsp://a:b@192.0.2.7/",
        "onvif://a:b@192.0.2.7/",
        "x://y?pwd=1",
        "rtsp://192.0.2.7:554/user=admin_password=x_channel=1_stream=0.sdp?real_stream",
        "http://192.0.2.7/v?loginpas=x",
        "http://192.0.2.7/v?PWD%3Dx",
        "http://192.0.2.7/live.m3u8?token=x",
        "admin:x@192.0.2.7/live",
        "192.0.2.7/v?pwd=x",
    ] {
        assert!(holds_password(text), "{text} would be kept for ever");
    }
    for text in [
        "",
        "37011200001320000001",
        "rtsp://192.0.2.7/",
        "x://y?pwd",
        "a@b",
    ] {
        assert!(!holds_password(text), "{text} has none");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_is_taken_is_one_plain_word_that_begins_with_its_scheme(text in ".{0,60}") {
        for start in ["", "http://", "rtsp://a/"] {
            let Ok(address) = StreamAddress::parse(&format!("{start}{text}")) else {
                continue;
            };
            let taken = address.as_str();
            proptest::prop_assert!(taken.is_ascii(), "{taken}");
            proptest::prop_assert!(!taken.starts_with('-'), "no option: {taken}");
            let bad = |one: char| one.is_whitespace() || "\"'`$\\@<>|".contains(one);
            proptest::prop_assert!(!taken.contains(bad), "nothing to act on: {taken}");
        }
    }
}

#[test]
fn the_origin_of_an_address_is_its_scheme_host_and_port() {
    for (address, origin) in [
        ("http://192.0.2.7:8080/live?a=1", "http://192.0.2.7:8080"),
        ("https://media.example", "https://media.example"),
        ("http://[2001:db8::7]:80?id=1/2", "http://[2001:db8::7]:80"),
    ] {
        let read = StreamAddress::parse(address).expect("an address");
        assert_eq!(read.origin(), origin, "a policy can name it: {address}");
    }
}
