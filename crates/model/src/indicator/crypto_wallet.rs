//! Canonical form of `crypto_wallet`: `<chain>:<address>`, with the check characters verified.
//!
//! - `btc`: Base58Check (versions 0x00 and 0x05) as it is; Bech32 and Bech32m in lower case. Sources: Bitcoin
//!   wiki "Base58Check encoding"; BIP 173, BIP 350.
//! - `eth`: 20 bytes in hex with the capitals of EIP-55. Tokens and chains with the same addresses (ERC-20,
//!   BEP-20) are `eth` too.
//! - `tron`: Base58Check with version 0x41. Source: TRON developer hub, "account address format".

use data_encoding::HEXLOWER_PERMISSIVE;
use sha3::{Digest, Keccak256};

use super::{Problem, clean};

/// What people write in front of an address, lower case, and the chain it means; `None`: the shape decides.
const LABELS: &[(&str, Option<Chain>)] = &[
    ("btc", Some(Chain::Bitcoin)),
    ("bitcoin", Some(Chain::Bitcoin)),
    ("eth", Some(Chain::Ethereum)),
    ("ethereum", Some(Chain::Ethereum)),
    ("erc20", Some(Chain::Ethereum)),
    ("bep20", Some(Chain::Ethereum)),
    ("bsc", Some(Chain::Ethereum)),
    ("bnb", Some(Chain::Ethereum)),
    ("tron", Some(Chain::Tron)),
    ("trx", Some(Chain::Tron)),
    ("trc20", Some(Chain::Tron)),
    ("usdt", None),
    ("usdc", None),
    ("ví", None),
    ("vi", None),
    ("wallet", None),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chain {
    Bitcoin,
    Ethereum,
    Tron,
}

pub(super) fn canonicalise(input: &str) -> Result<String, Problem> {
    let plain = clean::plain(input);
    let mut wanted = None;
    let mut rest = plain.trim();
    // `USDT TRC20: T…` has two labels; three is more than anybody writes.
    for _ in 0..3 {
        let Some((word, after)) = rest.split_once([':', ' ', '-', '(', ')']) else { break };
        let word = word.to_lowercase();
        let Some((_, chain)) = LABELS.iter().find(|(label, _)| *label == word) else { break };
        wanted = chain.or(wanted);
        rest = after.trim_start_matches([':', ' ', '-', '(', ')']);
    }
    // Payment links carry an amount behind the address.
    let address = rest.split(['?', '@']).next().unwrap_or(rest).trim();
    if address.is_empty() {
        return Err(Problem::Empty);
    }
    let (chain, value) = read(address)?;
    if wanted.is_some_and(|wanted| wanted != chain) { Err(Problem::UnknownChain) } else { Ok(value) }
}

/// The chain by the shape of the address, and the canonical value.
fn read(address: &str) -> Result<(Chain, String), Problem> {
    if !address.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(Problem::BadCharacter);
    }
    if address.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x")) {
        return Ok((Chain::Ethereum, ethereum(&address[2..])?));
    }
    if address.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("bc1")) {
        return Ok((Chain::Bitcoin, segwit(address)?));
    }
    match (address.as_bytes()[0], address.len()) {
        (b'1' | b'3', 26..=35) => Ok((Chain::Bitcoin, format!("btc:{}", base58(address, &[0x00, 0x05])?))),
        (b'T', 34) => Ok((Chain::Tron, format!("tron:{}", base58(address, &[0x41])?))),
        _ => Err(Problem::UnknownChain),
    }
}

/// An address with a version byte, 20 bytes and four check bytes, which differs in case.
fn base58<'a>(address: &'a str, versions: &[u8]) -> Result<&'a str, Problem> {
    let bytes = bs58::decode(address).with_check(None).into_vec().map_err(|_| Problem::BadChecksum)?;
    if bytes.len() == 21 && versions.contains(&bytes[0]) { Ok(address) } else { Err(Problem::UnknownChain) }
}

fn segwit(address: &str) -> Result<String, Problem> {
    // A mix of cases is refused by the decoder, as BIP 173 demands.
    let (network, _, _) = bech32::segwit::decode(address).map_err(|_| Problem::BadChecksum)?;
    if network.as_str().eq_ignore_ascii_case("bc") {
        Ok(format!("btc:{}", address.to_ascii_lowercase()))
    } else {
        Err(Problem::UnknownChain)
    }
}

fn ethereum(hex: &str) -> Result<String, Problem> {
    if hex.len() != 40 || HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).is_err() {
        return Err(Problem::UnknownChain);
    }
    let lower = hex.to_ascii_lowercase();
    let hash = Keccak256::digest(lower.as_bytes());
    let nibble =
        |index: usize| if index.is_multiple_of(2) { hash[index / 2] >> 4 } else { hash[index / 2] & 15 };
    let checked: String = lower
        .char_indices()
        .map(|(index, c)| if nibble(index) >= 8 { c.to_ascii_uppercase() } else { c })
        .collect();
    let is_one_case = hex == lower || hex == hex.to_ascii_uppercase();
    if is_one_case || hex == checked { Ok(format!("eth:0x{checked}")) } else { Err(Problem::BadChecksum) }
}
