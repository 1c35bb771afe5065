//! How many connections and files the system lets this program have.
//!
//! A district's vehicles alone are ten thousand connections (JT/T 808), and each is a file to the
//! system. Linux starts a program with 1,024 and lets it have many more when it asks.

/// Enough for three feeds that are as full as they may be, and for everything else.
#[cfg(unix)]
const WANTED: u64 = 65_536;

/// Asks for as many as are wanted, or for as many as there are.
#[cfg(unix)]
pub(crate) fn raise() {
    match rlimit::increase_nofile_limit(WANTED) {
        Ok(given) if given < WANTED => {
            tracing::warn!(
                given,
                WANTED,
                "the system allows few open files: connections may fail"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the number of open files cannot be raised"),
    }
}

/// Other systems have no such number.
#[cfg(not(unix))]
pub(crate) fn raise() {}

#[cfg(all(test, unix))]
mod tests {
    use rlimit::Resource;

    use super::*;

    #[test]
    fn a_program_that_was_started_with_few_files_gets_as_many_as_it_may_have() {
        let (_, most) = Resource::NOFILE.get().expect("the system says it");
        let few = 512.min(most);
        Resource::NOFILE
            .set(few, most)
            .expect("fewer are always allowed");
        raise();
        let (given, _) = Resource::NOFILE.get().expect("the system says it");
        assert_eq!(given, WANTED.min(most), "of {most} that it may have");
    }
}
