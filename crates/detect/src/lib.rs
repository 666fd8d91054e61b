//! Text or link in, explained assessment out; pure
