//! All that crosses to a screen or a peer; the one command table.
