//! Curves of NIST, and ECDSA over them.
//!
//! Source: FIPS 186-4, appendix D.1.2, and section 6.4; addition in Jacobian coordinates: SEC 1, section 2.2.1,
//! and the Explicit-Formulas Database, "dbl-2001-b" and "add-2007-bl". Only verification: every value is public.

use std::sync::LazyLock;

use num_bigint::BigUint;

/// A curve y² = x³ − 3x + b over the numbers modulo a prime.
#[derive(Debug)]
pub(super) struct Curve {
    p: BigUint,
    b: BigUint,
    pub(super) order: BigUint,
    base: (BigUint, BigUint),
    /// Bytes of one coordinate.
    pub(super) bytes: usize,
}

/// A point; z = 0 is the one at infinity.
#[derive(Clone, Debug)]
struct Point {
    x: BigUint,
    y: BigUint,
    z: BigUint,
}

fn hexadecimal(text: &str) -> BigUint {
    BigUint::parse_bytes(text.as_bytes(), 16).expect("the constants below are hexadecimal")
}

fn curve(bytes: usize, [p, b, order, x, y]: [&str; 5]) -> Curve {
    let base = (hexadecimal(x), hexadecimal(y));
    Curve { p: hexadecimal(p), b: hexadecimal(b), order: hexadecimal(order), base, bytes }
}

static P256: LazyLock<Curve> = LazyLock::new(|| {
    curve(
        32,
        [
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
        ],
    )
});

static P384: LazyLock<Curve> = LazyLock::new(|| {
    curve(
        48,
        [
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
        ],
    )
});

static P521: LazyLock<Curve> = LazyLock::new(|| {
    curve(
        66,
        [
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
            "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
        ],
    )
});

impl Curve {
    /// By object identifier. Source: RFC 5480, section 2.1.1.1.
    pub(super) fn by_oid(oid: &[u8]) -> Option<&'static Curve> {
        match oid {
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7] => Some(&P256),
            [0x2b, 0x81, 4, 0, 0x22] => Some(&P384),
            [0x2b, 0x81, 4, 0, 0x23] => Some(&P521),
            _ => None,
        }
    }

    /// Whether the point is on the curve.
    pub(super) fn holds(&self, x: &BigUint, y: &BigUint) -> bool {
        let right = (x * x * x + &self.b + (&self.p - 3_u32) * x) % &self.p;
        *x < self.p && *y < self.p && y * y % &self.p == right
    }

    /// Whether the pair is a signature of this point over a number made of the digest.
    pub(super) fn verifies(
        &self,
        x: &BigUint,
        y: &BigUint,
        digest: &BigUint,
        r: &BigUint,
        s: &BigUint,
    ) -> bool {
        let zero = BigUint::ZERO;
        if *r == zero || *s == zero || *r >= self.order || *s >= self.order {
            return false;
        }
        let Some(w) = s.modinv(&self.order) else { return false };
        let u1 = digest * &w % &self.order;
        let u2 = r * &w % &self.order;
        let sum = self.combination(&u1, &u2, (x, y));
        let Some(inverse) = sum.z.modinv(&self.p) else { return false };
        sum.x * &inverse * &inverse % &self.p % &self.order == *r
    }

    /// u1 · base + u2 · point, bit by bit of both at once.
    fn combination(&self, u1: &BigUint, u2: &BigUint, point: (&BigUint, &BigUint)) -> Point {
        let one = BigUint::from(1_u32);
        let base = Point { x: self.base.0.clone(), y: self.base.1.clone(), z: one.clone() };
        let point = Point { x: point.0.clone(), y: point.1.clone(), z: one };
        let both = self.add(&base, &point);
        let mut sum = Point { x: BigUint::ZERO, y: BigUint::ZERO, z: BigUint::ZERO };
        for bit in (0..u1.bits().max(u2.bits())).rev() {
            sum = self.double(&sum);
            sum = match (u1.bit(bit), u2.bit(bit)) {
                (true, true) => self.add(&sum, &both),
                (true, false) => self.add(&sum, &base),
                (false, true) => self.add(&sum, &point),
                (false, false) => sum,
            };
        }
        sum
    }

    fn less(&self, a: &BigUint, b: &BigUint) -> BigUint {
        (a + &self.p - b % &self.p) % &self.p
    }

    fn double(&self, a: &Point) -> Point {
        let p = &self.p;
        let delta = &a.z * &a.z % p;
        let gamma = &a.y * &a.y % p;
        let beta = &a.x * &gamma % p;
        let alpha = self.less(&a.x, &delta) * 3_u32 * (&a.x + &delta) % p;
        let x = self.less(&(&alpha * &alpha % p), &(&beta * 8_u32));
        let sum = &a.y + &a.z;
        let z = self.less(&self.less(&(&sum * &sum % p), &gamma), &delta);
        let y = self.less(&(&alpha * self.less(&(&beta * 4_u32 % p), &x) % p), &(&gamma * &gamma * 8_u32));
        Point { x, y, z }
    }

    fn add(&self, a: &Point, b: &Point) -> Point {
        if a.z == BigUint::ZERO {
            return b.clone();
        }
        if b.z == BigUint::ZERO {
            return a.clone();
        }
        let p = &self.p;
        let (aa, bb) = (&a.z * &a.z % p, &b.z * &b.z % p);
        let (u1, u2) = (&a.x * &bb % p, &b.x * &aa % p);
        let (s1, s2) = (&a.y * &b.z % p * &bb % p, &b.y * &a.z % p * &aa % p);
        let (h, r) = (self.less(&u2, &u1), self.less(&s2, &s1));
        if h == BigUint::ZERO {
            let infinity = Point { x: BigUint::ZERO, y: BigUint::ZERO, z: BigUint::ZERO };
            return if r == BigUint::ZERO { self.double(a) } else { infinity };
        }
        let hh = &h * &h % p;
        let hhh = &h * &hh % p;
        let v = &u1 * &hh % p;
        let x = self.less(&self.less(&(&r * &r % p), &hhh), &(&v * 2_u32));
        let y = self.less(&(&r * self.less(&v, &x) % p), &(&s1 * &hhh));
        let z = &h * (&a.z * &b.z % p) % p;
        Point { x, y, z }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_points_are_on_their_curves_and_have_their_order() {
        for curve in [&*P256, &*P384, &*P521] {
            let (x, y) = (&curve.base.0, &curve.base.1);
            assert!(curve.holds(x, y));
            let sum = curve.combination(&curve.order, &BigUint::ZERO, (x, y));
            assert_eq!(sum.z, BigUint::ZERO);
            assert!(!curve.holds(x, &(y + 1_u32)));
        }
    }
}
