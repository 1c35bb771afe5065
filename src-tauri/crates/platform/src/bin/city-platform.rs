//! The reference city platform as a program: for training, tests and small deployments.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use clap::Parser;
use ed25519_dalek::SigningKey;
use emergency::judge::Rules;
use emergency::time::UtcMs;
use logbook::authority::FileAuthority;
use platform::devices::{Devices, Enrolment};
use platform::faults::Faults;
use platform::ledger::LedgerParts;
use platform::server::{Platform, PlatformParts, Reads};
use platform::{Chance, Clock, tls};
use rand::{Rng as _, TryRngCore as _};
use tokio::net::TcpListener;

/// The reference city platform: one ordered log for the desks of an authority.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Folder of the log, the key and the list of devices.
    #[arg(long)]
    data: PathBuf,
    /// Where to listen. Beyond this machine a certificate is needed.
    #[arg(long, default_value = "127.0.0.1:7021")]
    listen: SocketAddr,
    /// Certificate chain, PEM.
    #[arg(long, requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Private key of the certificate, PEM.
    #[arg(long, requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Certificates of the authority that signs those of devices, PEM: a desk then has to show one
    /// whose key is its device key.
    #[arg(long, requires = "tls_certificate")]
    device_authority: Option<PathBuf>,
    /// Certificate revocation lists of that authority, PEM. A list that is out of date refuses
    /// everybody; the program is started again with a new one.
    #[arg(long, requires = "device_authority")]
    device_revoked: Option<PathBuf>,
    /// Real work instead of exercise; the two have separate logs.
    #[arg(long)]
    real: bool,
    /// Name of the authority's log, kept for ever once it has begun.
    #[arg(long, default_value = "city")]
    log_id: String,
    /// Who signs receipts.
    #[arg(long, default_value = "市平台(演练)")]
    signer: String,
    /// Bearer token of an authority that may post alerts; may stand several times.
    #[arg(long)]
    alert_token: Vec<String>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let arguments = Arguments::parse();
    std::fs::create_dir_all(&arguments.data)
        .with_context(|| format!("cannot make {}", arguments.data.display()))?;
    let (platform, writer) = open(&arguments)?;
    std::thread::Builder::new()
        .name("sequencer".to_owned())
        .spawn(move || writer.run_blocking())
        .context("no thread for the writer")?;
    let serving = listen(&arguments, platform).await?;
    tokio::select! {
        () = serving => bail!("cannot serve any more"),
        stopped = tokio::signal::ctrl_c() => stopped.context("no signals"),
    }
}

type Serving = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

async fn listen(arguments: &Arguments, platform: Arc<Platform>) -> Result<Serving> {
    let at = arguments.listen;
    let listener = TcpListener::bind(at)
        .await
        .with_context(|| format!("cannot listen at {at}"))?;
    let address = listener.local_addr().context("no address")?;
    let serving: Serving = match (&arguments.tls_certificate, &arguments.tls_key) {
        (Some(certificate), Some(key)) => {
            let devices =
                arguments
                    .device_authority
                    .clone()
                    .map(|authority| tls::DeviceCertificates {
                        authority,
                        revoked: arguments.device_revoked.clone(),
                    });
            let config = tls::config(certificate, key, devices.as_ref());
            let config = config.context("TLS cannot be set up")?;
            let listener = tls::TlsListener::new(listener, config).context("no TLS")?;
            Box::pin(platform::server::serve(listener, platform))
        }
        _ if at.ip().is_loopback() => Box::pin(platform::server::serve(listener, platform)),
        _ => bail!("beyond this machine a certificate is needed: --tls-certificate, --tls-key"),
    };
    println!("listening on {address}");
    Ok(serving)
}

fn open(arguments: &Arguments) -> Result<(Arc<Platform>, platform::sequencer::Writer)> {
    let name = if arguments.real {
        "authority.db"
    } else {
        "authority-exercise.db"
    };
    let store = FileAuthority::open(&arguments.data.join(name), &arguments.log_id)
        .context("the log cannot be opened")?;
    let ledger = LedgerParts {
        store: Arc::new(store),
        key: key(&arguments.data.join("platform.key"))?,
        signer: arguments.signer.clone(),
        exercise: !arguments.real,
        make_id: Box::new(|now| {
            let millis = u64::try_from(now.0).unwrap_or(0);
            let random: [u8; 10] = rand::rng().random();
            uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
        }),
        rules: Rules::default(),
        faults: Faults::default(),
    };
    let devices = Devices::open(&arguments.data.join("devices"), enrolment(arguments))
        .context("the list of devices cannot be read")?;
    let clock: Clock = Arc::new(now);
    let chance: Chance = Arc::new(|bytes| rand::RngCore::fill_bytes(&mut rand::rng(), bytes));
    let parts = PlatformParts {
        ledger,
        devices,
        alert_tokens: arguments.alert_token.clone(),
        clock,
        chance,
        reads: Reads::Apart,
    };
    let (platform, writer) = Platform::open(parts).context("the log cannot be used")?;
    println!("platform key {}", platform.key());
    Ok((platform, writer))
}

/// Who can reach a loopback address is on this machine already; everybody else needs the code.
fn enrolment(arguments: &Arguments) -> Enrolment {
    if arguments.listen.ip().is_loopback() {
        return Enrolment::Anyone;
    }
    let digits: u32 = rand::rng().random_range(0..100_000_000);
    let code = format!("{:04}-{:04}", digits / 10_000, digits % 10_000);
    println!("enrolment code {code}");
    Enrolment::Code(code)
}

#[expect(clippy::disallowed_methods, reason = "the platform's one clock")]
fn now() -> UtcMs {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    UtcMs(since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }))
}

/// The platform's key, made at the first start. Another file than 32 bytes is left alone: desks
/// know the key.
fn key(path: &Path) -> Result<SigningKey> {
    if let Ok(bytes) = std::fs::read(path) {
        let bytes: [u8; 32] = bytes
            .try_into()
            .map_err(|_| anyhow::anyhow!("{} is not a key", path.display()))?;
        return Ok(SigningKey::from_bytes(&bytes));
    }
    let mut bytes = [0_u8; 32];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .context("no random bytes")?;
    write_private(path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(SigningKey::from_bytes(&bytes))
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
