use super::*;

#[test]
fn numbers_are_grouped_as_the_language_does() {
    assert_eq!(Words::new(Language::Vi).number(2_500_000_u64), "2.500.000");
    assert_eq!(Words::new(Language::En).number(-1234), "-1,234");
    assert_eq!(Words::new(Language::Vi).number(999_u64), "999");
}
