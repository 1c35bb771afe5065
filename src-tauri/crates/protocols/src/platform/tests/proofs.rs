//! What either side signs: exactly the bytes that the text for implementers names.

use super::*;

fn mark(sseq: u64, log_hash: &str) -> LogMark {
    LogMark {
        sseq,
        log_hash: log_hash.to_owned(),
    }
}

#[test]
fn each_proof_is_its_label_and_its_parts_after_a_zero_byte_each() {
    let (platform, desk) = (OriginId::from("p1"), OriginId::from("d1"));
    let cases: [(Vec<u8>, &[u8]); 3] = [
        (
            desk_proof("ab01", &platform, &desk, "run-1"),
            b"dutyroom-link/1 desk\0ab01\0p1\0d1\0run-1",
        ),
        (
            platform_proof("cd02", &platform, &desk),
            b"dutyroom-link/1 platform\0cd02\0p1\0d1",
        ),
        (
            checkpoint_proof("log-1", 3, &mark(42, "ef"), -5),
            b"dutyroom-link/1 checkpoint\0log-1\x003\x0042\0ef\0-5",
        ),
    ];
    for (proof, wanted) in cases {
        assert_eq!(
            proof, wanted,
            "another program must sign the very same bytes"
        );
    }
}

#[test]
fn a_signature_given_for_one_thing_is_worth_nothing_for_another() {
    let (one, other) = (OriginId::from("p1"), OriginId::from("p2"));
    let desk = OriginId::from("d1");
    let proofs = [
        desk_proof("n", &one, &desk, "i"),
        desk_proof("m", &one, &desk, "i"),
        desk_proof("n", &other, &desk, "i"),
        desk_proof("n", &one, &other, "i"),
        desk_proof("n", &one, &desk, "j"),
        desk_proof("n", &desk, &one, "i"),
        platform_proof("n", &one, &desk),
        platform_proof("n", &desk, &one),
        platform_proof("m", &one, &desk),
        checkpoint_proof("l", 1, &mark(1, "h"), 1),
        checkpoint_proof("k", 1, &mark(1, "h"), 1),
        checkpoint_proof("l", 2, &mark(1, "h"), 1),
        checkpoint_proof("l", 1, &mark(2, "h"), 1),
        checkpoint_proof("l", 1, &mark(1, "g"), 1),
        checkpoint_proof("l", 1, &mark(1, "h"), 2),
    ];
    for (index, proof) in proofs.iter().enumerate() {
        let again = proofs.iter().skip(index + 1).any(|other| other == proof);
        assert!(!again, "proof {index} must differ from all the others");
    }
}

#[test]
fn a_part_cannot_pass_for_two() {
    let (platform, desk) = (OriginId::from("p"), OriginId::from("d"));
    let honest = desk_proof("n", &platform, &desk, "i");
    let forged = desk_proof("n\0p", &OriginId::from("d"), &OriginId::from("i"), "");
    assert_ne!(honest, forged, "a separator inside a part is left out");
    assert_eq!(
        forged.iter().filter(|byte| **byte == 0).count(),
        4,
        "so that four parts have four separators"
    );
}
