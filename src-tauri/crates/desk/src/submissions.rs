//! What people told the duty room, beside the log: how long it may take, the seal of a tip-off,
//! what other systems hand over and with which token, the telephone register.

mod hearing;
pub mod limits;
pub(crate) mod register;
pub mod seal;
pub mod tokens;
