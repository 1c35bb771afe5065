//! One connection to a broker, by either version of the protocol: what `rumqttc` says of it in a
//! few words.

use std::mem::take;
use std::time::Duration;

use protocols::sensor::PAYLOAD_BYTES_MAX;
use rumqttc::{Transport, v5};

use super::{MqttSettings, MqttVersion};

/// A broker ends a line on which nothing was heard for one and a half times this.
const KEEP_ALIVE: Duration = Duration::from_secs(30);
/// How long a connection or a writing may take, seconds.
const NETWORK_MAX_S: u64 = 10;
/// Bytes of one packet of a broker. Longer payloads than a mapping reads become defects; a longer
/// packet ends the line.
pub(super) const PACKET_BYTES_MAX: u32 = 16 * 1024 * 1024;
/// Bytes of a packet of the desk: subscriptions.
const SENT_BYTES_MAX: usize = 1024 * 1024;
/// Acknowledgements that may wait to be sent: there are no more packet identifiers.
const REQUESTS_MAX: usize = 66_000;
/// Messages that a broker of version 5 may send before they are acknowledged.
const RECEIVE_MAX: u16 = 4_096;
/// How long a broker of version 5 keeps what comes while the desk is away.
const SESSION_S: u32 = 7 * 24 * 3_600;

/// A message of the broker.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    pub(super) topic: String,
    /// Its payload, of which one byte more is kept than a mapping reads: it refuses what is longer
    /// and says so.
    pub(super) payload: Vec<u8>,
    /// Whether it is an old one that the broker keeps for new subscribers.
    pub(super) retain: bool,
    receipt: Receipt,
}

/// How a message is acknowledged: on the line that brought it. When that line has ended, the
/// broker sends the message again. Of the packet only what an acknowledgement needs is kept: while
/// it waits, nothing may hold sixteen megabytes that are counted as one.
#[derive(Debug, Clone)]
enum Receipt {
    None,
    V4(rumqttc::AsyncClient, rumqttc::Publish),
    V5(v5::AsyncClient, v5::mqttbytes::v5::Publish),
}

impl Heard {
    /// One of QoS 0.
    #[cfg(test)]
    pub(super) fn unacknowledged(topic: &str, payload: &[u8], retain: bool) -> Self {
        Self {
            topic: topic.to_owned(),
            payload: payload.to_vec(),
            retain,
            receipt: Receipt::None,
        }
    }

    /// What it says is on disk.
    pub(super) fn acknowledge(self) {
        let sent = match self.receipt {
            Receipt::None => Ok(()),
            Receipt::V4(client, publish) => client.try_ack(&publish).map_err(drop),
            Receipt::V5(client, publish) => client.try_ack(&publish).map_err(drop),
        };
        if sent.is_err() {
            tracing::debug!("a message is acknowledged on a line that has ended");
        }
    }
}

/// What happened on a line.
pub(super) enum Event {
    /// The broker has taken the connection.
    Up,
    /// It has answered the subscriptions; so many of them it refused.
    Subscribed(usize),
    /// A message.
    Message(Box<Heard>),
    /// Nothing that matters here.
    Other,
}

/// Why a line ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fault {
    /// A short code for the window.
    pub(super) why: &'static str,
    /// Whether the broker would only send the same again.
    pub(super) poisoned: bool,
}

const fn fault(why: &'static str) -> Fault {
    Fault {
        why,
        poisoned: false,
    }
}

/// The asking side of a line.
pub(super) enum Client {
    V4(rumqttc::AsyncClient),
    V5(v5::AsyncClient),
}

impl Client {
    /// Asks for topics, with QoS 1.
    pub(super) fn subscribe(&self, topics: &[&str]) -> Result<(), Fault> {
        let wanted = topics.iter().map(|topic| (*topic).to_owned());
        let asked = match self {
            Self::V4(client) => {
                let qos = rumqttc::QoS::AtLeastOnce;
                let filters = wanted.map(|path| rumqttc::SubscribeFilter::new(path, qos));
                client.try_subscribe_many(filters).map_err(drop)
            }
            Self::V5(client) => {
                let qos = v5::mqttbytes::QoS::AtLeastOnce;
                let filters = wanted.map(|path| v5::mqttbytes::v5::Filter::new(path, qos));
                client.try_subscribe_many(filters).map_err(drop)
            }
        };
        asked.map_err(|()| fault("subscribe"))
    }

    /// Asks for topics no more.
    pub(super) fn unsubscribe(&self, topics: &[&str]) -> Result<(), Fault> {
        for topic in topics {
            let asked = match self {
                Self::V4(client) => client.try_unsubscribe(*topic).map_err(drop),
                Self::V5(client) => client.try_unsubscribe(*topic).map_err(drop),
            };
            asked.map_err(|()| fault("subscribe"))?;
        }
        Ok(())
    }
}

/// A line.
pub(super) enum Line {
    V4(rumqttc::AsyncClient, Box<rumqttc::EventLoop>),
    V5(v5::AsyncClient, Box<v5::EventLoop>),
}

impl Line {
    /// A line that is not connected yet. `anew` drops what the broker keeps for this client.
    pub(super) fn new(settings: &MqttSettings, anew: bool) -> Self {
        let transport = match &settings.tls {
            Some(tls) => Transport::tls_with_config(rumqttc::TlsConfiguration::Rustls(tls.clone())),
            None => Transport::Tcp,
        };
        let (client, host) = (&settings.client_id, &settings.host);
        match settings.version {
            MqttVersion::V311 => {
                let mut options = rumqttc::MqttOptions::new(client, host, settings.port);
                options.set_transport(transport);
                options.set_keep_alive(KEEP_ALIVE);
                // Of one without a name no broker keeps anything (MQTT 3.1.1, 3.1.3.1).
                options.set_clean_session(anew || client.is_empty());
                options.set_manual_acks(true);
                let most = usize::try_from(PACKET_BYTES_MAX).unwrap_or(usize::MAX);
                options.set_max_packet_size(most, SENT_BYTES_MAX);
                if let Some((user, password)) = settings.login() {
                    options.set_credentials(user, password);
                }
                let (client, mut events) = rumqttc::AsyncClient::new(options, REQUESTS_MAX);
                let mut network = rumqttc::NetworkOptions::new();
                network.set_connection_timeout(NETWORK_MAX_S);
                events.set_network_options(network);
                Self::V4(client, Box::new(events))
            }
            MqttVersion::V5 => {
                let mut options = v5::MqttOptions::new(client, host, settings.port);
                options.set_transport(transport);
                options.set_keep_alive(KEEP_ALIVE);
                options.set_clean_start(anew);
                options.set_manual_acks(true);
                options.set_connection_timeout(NETWORK_MAX_S);
                options.set_session_expiry_interval(Some(SESSION_S));
                options.set_receive_maximum(Some(RECEIVE_MAX));
                options.set_max_packet_size(Some(PACKET_BYTES_MAX));
                if let Some((user, password)) = settings.login() {
                    options.set_credentials(user, password);
                }
                let (client, events) = v5::AsyncClient::new(options, REQUESTS_MAX);
                Self::V5(client, Box::new(events))
            }
        }
    }

    /// What asks for topics while the line is waited for.
    pub(super) fn client(&self) -> Client {
        match self {
            Self::V4(client, _) => Client::V4(client.clone()),
            Self::V5(client, _) => Client::V5(client.clone()),
        }
    }

    /// Waits for the next event; connects at first.
    pub(super) async fn next(&mut self) -> Result<Event, Fault> {
        match self {
            Self::V4(client, events) => {
                let event = events.poll().await.map_err(|error| fault_of_v4(&error))?;
                Ok(event_of_v4(client, event))
            }
            Self::V5(client, events) => {
                let event = events.poll().await.map_err(|error| fault_of_v5(&error))?;
                Ok(event_of_v5(client, event))
            }
        }
    }
}

fn kept(payload: &[u8]) -> Vec<u8> {
    let most = payload.get(..=PAYLOAD_BYTES_MAX);
    most.unwrap_or(payload).to_vec()
}

fn event_of_v4(client: &rumqttc::AsyncClient, event: rumqttc::Event) -> Event {
    use rumqttc::{Packet, QoS, SubscribeReasonCode};
    match event {
        rumqttc::Event::Incoming(Packet::ConnAck(_)) => Event::Up,
        rumqttc::Event::Incoming(Packet::SubAck(answer)) => {
            let refused = |code: &&SubscribeReasonCode| **code == SubscribeReasonCode::Failure;
            Event::Subscribed(answer.return_codes.iter().filter(refused).count())
        }
        rumqttc::Event::Incoming(Packet::Publish(mut publish)) => Event::Message(Box::new(Heard {
            topic: take(&mut publish.topic),
            payload: kept(&take(&mut publish.payload)),
            retain: publish.retain,
            receipt: match publish.qos {
                QoS::AtMostOnce => Receipt::None,
                _ => Receipt::V4(client.clone(), publish),
            },
        })),
        _ => Event::Other,
    }
}

fn event_of_v5(client: &v5::AsyncClient, event: v5::Event) -> Event {
    use v5::mqttbytes::QoS;
    use v5::mqttbytes::v5::{Packet, SubscribeReasonCode};
    match event {
        v5::Event::Incoming(Packet::ConnAck(_)) => Event::Up,
        v5::Event::Incoming(Packet::SubAck(answer)) => {
            let refused =
                |code: &&SubscribeReasonCode| !matches!(code, SubscribeReasonCode::Success(_));
            Event::Subscribed(answer.return_codes.iter().filter(refused).count())
        }
        v5::Event::Incoming(Packet::Publish(mut publish)) => {
            // They are pieces of the packet and would keep all of it.
            publish.properties = None;
            Event::Message(Box::new(Heard {
                topic: String::from_utf8_lossy(&take(&mut publish.topic)).into_owned(),
                payload: kept(&take(&mut publish.payload)),
                retain: publish.retain,
                receipt: match publish.qos {
                    QoS::AtMostOnce => Receipt::None,
                    _ => Receipt::V5(client.clone(), publish),
                },
            }))
        }
        _ => Event::Other,
    }
}

fn fault_of_v4(error: &rumqttc::ConnectionError) -> Fault {
    use rumqttc::{ConnectReturnCode, ConnectionError, StateError};
    tracing::debug!(%error, "the line to a broker");
    match error {
        ConnectionError::Tls(_) => fault("tls"),
        ConnectionError::Io(_) => fault("unreachable"),
        ConnectionError::NetworkTimeout | ConnectionError::FlushTimeout => fault("timeout"),
        ConnectionError::ConnectionRefused(
            ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized,
        ) => fault("login"),
        ConnectionError::ConnectionRefused(_) => fault("refused"),
        ConnectionError::NotConnAck(_) => fault("not_mqtt"),
        ConnectionError::MqttState(StateError::Deserialization(rumqttc::Error::Io(_))) => {
            fault("closed")
        }
        ConnectionError::MqttState(StateError::Deserialization(_)) => Fault {
            why: "malformed",
            poisoned: true,
        },
        _ => fault("closed"),
    }
}

fn fault_of_v5(error: &v5::ConnectionError) -> Fault {
    use v5::mqttbytes::v5::ConnectReturnCode;
    use v5::{ConnectionError, StateError};
    tracing::debug!(%error, "the line to a broker");
    match error {
        ConnectionError::Tls(_) => fault("tls"),
        ConnectionError::Io(_) => fault("unreachable"),
        ConnectionError::Timeout(_) => fault("timeout"),
        ConnectionError::ConnectionRefused(
            ConnectReturnCode::BadUserNamePassword | ConnectReturnCode::NotAuthorized,
        ) => fault("login"),
        ConnectionError::ConnectionRefused(_) => fault("refused"),
        ConnectionError::NotConnAck(_) => fault("not_mqtt"),
        ConnectionError::MqttState(StateError::Deserialization(v5::mqttbytes::Error::Io(_))) => {
            fault("closed")
        }
        ConnectionError::MqttState(
            StateError::Deserialization(_) | StateError::IncomingPacketTooLarge { .. },
        ) => Fault {
            why: "malformed",
            poisoned: true,
        },
        _ => fault("closed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: usize = PACKET_BYTES_MAX as usize;

    fn heard(event: Event) -> Heard {
        match event {
            Event::Message(heard) => *heard,
            _ => panic!("a publish is a message"),
        }
    }

    #[test]
    fn a_long_packet_of_3_1_1_is_held_only_as_far_as_it_is_read() {
        let (client, _events) =
            rumqttc::AsyncClient::new(rumqttc::MqttOptions::new("desk", "localhost", 1883), 10);
        let publish = rumqttc::Publish::new("t", rumqttc::QoS::AtLeastOnce, vec![b'x'; LONG]);
        let event = rumqttc::Event::Incoming(rumqttc::Packet::Publish(publish));
        let heard = heard(event_of_v4(&client, event));
        assert_eq!(heard.topic, "t", "whose it is");
        assert_eq!(
            heard.payload.len(),
            PAYLOAD_BYTES_MAX + 1,
            "enough to see that it is too long"
        );
        assert!(
            heard.payload.capacity() <= 2 * PAYLOAD_BYTES_MAX,
            "and no room for more"
        );
        let Receipt::V4(_, publish) = &heard.receipt else {
            panic!("it asks for an acknowledgement");
        };
        assert!(
            publish.payload.is_empty(),
            "the receipt holds nothing of it"
        );
        heard.acknowledge();
    }

    #[test]
    fn a_long_packet_of_5_0_is_held_only_as_far_as_it_is_read() {
        let options = v5::MqttOptions::new("desk", "localhost", 1883);
        let (client, _events) = v5::AsyncClient::new(options, 10);
        let properties = v5::mqttbytes::v5::PublishProperties {
            correlation_data: Some(vec![1_u8; 10].into()),
            ..Default::default()
        };
        let qos = v5::mqttbytes::QoS::AtLeastOnce;
        let publish = v5::mqttbytes::v5::Publish::new("t", qos, vec![b'x'; LONG], Some(properties));
        let event = v5::Event::Incoming(v5::mqttbytes::v5::Packet::Publish(publish));
        let heard = heard(event_of_v5(&client, event));
        assert_eq!(heard.topic, "t", "whose it is");
        assert_eq!(heard.payload.len(), PAYLOAD_BYTES_MAX + 1, "no more");
        let Receipt::V5(_, publish) = &heard.receipt else {
            panic!("it asks for an acknowledgement");
        };
        assert!(
            publish.payload.is_empty() && publish.topic.is_empty() && publish.properties.is_none(),
            "the receipt holds no piece of the packet"
        );
        heard.acknowledge();
    }
}
