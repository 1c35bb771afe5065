//! What to send: the nearest able and ready, with reasons.
