//! Pollers and drop folders that bring observations to the desk.
