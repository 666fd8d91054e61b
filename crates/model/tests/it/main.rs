//! Tests of the public face of `model`.

mod reference;
