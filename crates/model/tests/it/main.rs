//! Tests of the public face of `model`.

mod indicator;
mod reference;
