//! Bytes to messages and back, for every outside format; pure.
