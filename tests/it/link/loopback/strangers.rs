//! Who may come in, and what is refused.

use std::sync::Arc;

use link::dial::TcpDial;
use link::session::Calls;
use link::state::WhyDown;
use protocols::platform::RefusedCode;
use tests::city::{City, DESKS, ENROL_CODE};
use tests::seat::{Seat, options};
use tests::world::{incident, origin, system_clock};

use super::{LONG, folder, together};

const STRANGER: u64 = DESKS + 1;

fn dial(city: &City) -> TcpDial {
    TcpDial::new("127.0.0.1", city.address.port(), Vec::new())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_device_needs_the_code_and_the_right_platform() {
    let folder = folder();
    let clock = system_clock();
    let city = City::start(folder.path(), clock.clone(), 1).await;
    let start = |number: u64, speaks| {
        let path = folder.path().join(format!("stranger-{number}.db"));
        Seat::start_with(
            &path,
            STRANGER,
            number,
            Arc::clone(&clock),
            dial(&city),
            speaks,
        )
    };
    let refused = WhyDown::Refused {
        code: RefusedCode::NotEnrolled,
    };
    let without = start(1, options(STRANGER, 1, Calls::Apart));
    without
        .until(LONG, |state| state.why_down == Some(refused.clone()))
        .await;
    let mut elsewhere = options(STRANGER, 2, Calls::Apart);
    elsewhere.platform = Some(origin(3));
    let elsewhere = start(2, elsewhere);
    let strange = |why: &Option<WhyDown>| matches!(why, Some(WhyDown::StrangeKey { .. }));
    elsewhere
        .until(LONG, |state| strange(&state.why_down))
        .await;
    let mut enrols = options(STRANGER, 3, Calls::Apart);
    enrols.platform = Some(city.platform.key().clone());
    enrols.enrol_code = Some(ENROL_CODE.to_owned());
    let enrolled = start(3, enrols);
    enrolled.until_live(LONG).await;
    enrolled.act(incident("演练")).expect("is allowed");
    together(&city, &[&enrolled]).await;
}
