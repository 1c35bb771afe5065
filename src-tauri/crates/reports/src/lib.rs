//! Facts to documents: reports, duty log, handover.
