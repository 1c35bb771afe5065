//! The nouns of emergency work and the rules over them; knows no clock, file, network or thread.
