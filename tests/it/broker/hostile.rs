//! What answers at the address is no broker, or one that has gone mad.

use protocols::Stream as _;
use protocols::mqtt::{Message, PacketType, Reader};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

async fn listener() -> TcpListener {
    let listener = TcpListener::bind("127.0.0.1:0").await;
    listener.expect("an address is free")
}

/// Reads packets until one of a type comes.
async fn heard(stream: &mut TcpStream, wanted: PacketType) -> Message {
    let mut reader = Reader::default();
    let mut buffer = [0; 4096];
    loop {
        let read = timeout(LONG, stream.read(&mut buffer)).await;
        let read = read.expect("it speaks").expect("the line holds");
        assert!(read > 0, "it does not hang up before its {wanted:?}");
        let parsed = reader.push(&buffer[..read]);
        assert_eq!(parsed.defects, [], "what it says is right");
        let mut messages = parsed.messages.into_iter();
        if let Some(message) = messages.find(|message| message.packet_type == wanted) {
            return message;
        }
    }
}

fn is_clean(connect: &Message) -> bool {
    connect.fields["connectFlags"]["cleanSession"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_outlives_what_is_no_broker() {
    let listener = listener().await;
    let address = listener.local_addr().expect("it has one");
    let listening = Listening::start(settings(address, MqttVersion::V311));
    // A web server answers.
    let (mut web, _) = listener.accept().await.expect("it comes");
    heard(&mut web, PacketType::Connect).await;
    web.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        .await
        .expect("sent");
    drop(web);
    listening
        .until("it is no broker", |health| !health.why.is_empty())
        .await;
    // One byte at a time is as good as any.
    let (mut slow, _) = listener.accept().await.expect("it comes again");
    heard(&mut slow, PacketType::Connect).await;
    for byte in [0x20, 2, 0, 0] {
        slow.write_all(&[byte]).await.expect("sent");
        slow.flush().await.expect("it goes out");
    }
    let subscribe = heard(&mut slow, PacketType::Subscribe).await;
    let id = subscribe.number("packetIdentifier").expect("it has one");
    let id = u16::try_from(id).expect("two bytes").to_be_bytes();
    let answer = [&[0x90, 3][..], &id, &[1]].concat();
    slow.write_all(&answer).await.expect("sent");
    listening.until("it is up", |health| health.up).await;
    // Then it hangs up in the middle of a message.
    slow.write_all(&[0x32, 100, 0, 4, b't'])
        .await
        .expect("sent");
    drop(slow);
    listening
        .until("the end is seen", |health| !health.up)
        .await;
    listening.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_nobody_can_read_does_not_come_back_for_ever() {
    for bad in [
        // A packet of 200 MB; type 0; QoS 3.
        &[0x32, 0x80, 0x84, 0xAF, 0x5F, 0, 1, b't'][..],
        &[0x00, 0x00],
        &[0x36, 5, 0, 1, b't', 0, 1],
    ] {
        let listener = listener().await;
        let address = listener.local_addr().expect("it has one");
        let listening = Listening::start(settings(address, MqttVersion::V311));
        let (mut mad, _) = listener.accept().await.expect("it comes");
        let first = heard(&mut mad, PacketType::Connect).await;
        assert!(!is_clean(&first), "the broker is to keep what comes");
        mad.write_all(&[0x20, 2, 0, 0]).await.expect("sent");
        heard(&mut mad, PacketType::Subscribe).await;
        mad.write_all(bad).await.expect("sent");
        let (mut second, _) = listener.accept().await.expect("it comes again");
        let connect = heard(&mut second, PacketType::Connect).await;
        assert!(is_clean(&connect), "it has the broker forget {bad:?}");
        assert_eq!(listening.health.get().why, "malformed", "and says so");
        second.write_all(&[0x20, 2, 0, 0]).await.expect("sent");
        let (mut third, _) = listener.accept().await.expect("and again");
        let connect = heard(&mut third, PacketType::Connect).await;
        assert!(!is_clean(&connect), "from then on it is kept again");
        listening.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broker_that_never_answers_holds_nobody_up() {
    let listener = listener().await;
    let address = listener.local_addr().expect("it has one");
    let listening = Listening::start(settings(address, MqttVersion::V5));
    let (_silent, _) = listener.accept().await.expect("it comes");
    listening.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_messages_is_taken_as_fast_as_the_log_takes_it() {
    let broker = Broker::start(BrokerOptions::default()).await;
    let listening = Listening::start(settings(broker.address(), MqttVersion::V311));
    broker
        .until("it subscribes", |broker| broker.subscribed() > 0)
        .await;
    // More than all queues hold, every one an alarm that comes or goes.
    let (high, low) = (level(9_200), level(5_200));
    for number in 0..10_000 {
        let payload = if number % 2 == 0 { &high } else { &low };
        broker.publish(TANK, payload).await;
    }
    broker
        .until("all are acknowledged", |broker| broker.held() == 0)
        .await;
    assert_eq!(listening.shelf.told().len(), 10_000, "none is lost");
    assert_eq!(listening.health.get().messages, 10_000, "none came twice");
    listening.end().await;
}
