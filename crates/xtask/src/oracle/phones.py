"""Answers each number of a file, one a line: `valid +84…`, `possible +84…`, `invalid` or `refused`."""

import sys

import phonenumbers as library


def answer(number: str) -> str:
    try:
        # Twice zero is how Viet Nam dials abroad; the library knows it for the region.
        read = library.parse(number, "VN")
    except library.NumberParseException:
        return "refused"
    e164 = library.format_number(read, library.PhoneNumberFormat.E164)
    if library.is_valid_number(read):
        return f"valid {e164}"
    return f"{'possible' if library.is_possible_number(read) else 'invalid'} {e164}"


with open(sys.argv[1], encoding="utf-8") as numbers:
    for number in numbers:
        print(answer(number.rstrip("\n")))
