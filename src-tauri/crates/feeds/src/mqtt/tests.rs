//! What a message says besides its value.

use super::*;

const NOW: UtcMs = UtcMs(1_777_595_400_000);

fn feed() -> Mqtt {
    let shipped = include_str!("../../../../../assets/sensors/tank.json");
    let (mapping, defects) = Mapping::read(shipped);
    assert_eq!(defects, [], "the shipped mapping is right");
    let settings = MqttSettings {
        name: "演练 储罐".to_owned(),
        host: "localhost".to_owned(),
        port: 1883,
        tls: None,
        version: MqttVersion::V311,
        client_id: String::new(),
        user: String::new(),
        password: String::new(),
        mapping,
    };
    let health = SharedHealth::new(&settings.name, KIND, "");
    Mqtt::new(settings, Arc::new(Reach::new(&[], &[])), health)
}

/// Hears a tank that says a time, of so many milliseconds after now.
fn hear(feed: &Mqtt, tank: &str, ahead_ms: i64, retain: bool) {
    let text = format!("{{\"ts\": {}, \"level_mm\": 5200}}", NOW.0 + ahead_ms);
    let topic = format!("exercise/演练01/tank/{tank}");
    let heard = Heard::unacknowledged(&topic, text.as_bytes(), retain);
    feed.take(&heard, NOW, &mut Outcome::default());
}

#[test]
fn a_point_whose_clock_is_wrong_is_named_as_one_of_a_server_is() {
    let feed = feed();
    hear(&feed, "T1", -7_200_000, false);
    hear(&feed, "T2", 1_000, false);
    hear(&feed, "T3", -7_200_000, true);
    feed.tell_devices(NOW);
    let clocks = feed.health.get().clocks;
    let late = ("演练01/T1/level".to_owned(), -7_200_000);
    assert_eq!(clocks.worst, Some(late.clone()), "two hours behind");
    assert_eq!(
        clocks.named,
        [late],
        "a second is nothing, and what the broker had kept says nothing of a clock"
    );
    hear(&feed, "T1", 0, false);
    feed.tell_devices(NOW);
    assert_eq!(feed.health.get().clocks.count, 0, "it was set right");
}
