//! Pure rules of the duty desk: state machines, clocks, listing policy, over-block guard
