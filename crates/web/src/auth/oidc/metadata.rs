//! What a provider says of itself (OpenID Connect Discovery 1.0).

use push::Address;
use serde::Deserialize;
use url::Url;

/// The document as it is sent; members we do not use are left alone.
#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// Where a provider takes what.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// Where browsers are sent.
    pub authorization: Url,
    /// Where a code is redeemed.
    pub token: Address,
    /// Where its keys are.
    pub keys: Address,
    /// Where more is said of an account; `None`: nowhere.
    pub user_info: Option<Address>,
    /// Whether our secret goes into the body and not into a header.
    pub secret_in_body: bool,
    /// Whether each answer names the issuer (RFC 9207).
    pub answers_name_issuer: bool,
}

/// The document cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// Not the JSON we need.
    #[error("read what the provider says of itself")]
    Form,
    /// It names another issuer than the settings do (Discovery 1.0, 4.3).
    #[error("find the issuer of the settings in what the provider says of itself")]
    Issuer,
    /// An address that is not `https`.
    #[error("use the provider's address `{0}`")]
    Address(&'static str),
}

impl Metadata {
    /// Where the document of an issuer is: below the address, which is not always at the root of its host.
    ///
    /// # Errors
    /// [`MetadataError::Address`].
    pub fn address(issuer: &str) -> Result<Address, MetadataError> {
        let text = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        Address::parse(&text).map_err(|_| MetadataError::Address("issuer"))
    }

    /// Reads the document of `issuer`.
    ///
    /// # Errors
    /// [`MetadataError`].
    pub fn parse(json: &[u8], issuer: &str) -> Result<Metadata, MetadataError> {
        let document: Document = serde_json::from_slice(json).map_err(|_| MetadataError::Form)?;
        if document.issuer != issuer {
            return Err(MetadataError::Issuer);
        }
        let address = |text: &str, name| Address::parse(text).map_err(|_| MetadataError::Address(name));
        let authorization = address(&document.authorization_endpoint, "authorization_endpoint")?;
        let methods = document.token_endpoint_auth_methods_supported;
        let takes = |method: &str| methods.as_ref().is_some_and(|all| all.iter().any(|one| one == method));
        Ok(Metadata {
            authorization: Url::parse(authorization.as_str()).map_err(|_| MetadataError::Form)?,
            token: address(&document.token_endpoint, "token_endpoint")?,
            keys: address(&document.jwks_uri, "jwks_uri")?,
            user_info: match &document.userinfo_endpoint {
                Some(text) => Some(address(text, "userinfo_endpoint")?),
                None => None,
            },
            // In a header unless it says that it takes a body only (Discovery 1.0, 3: the default is a header).
            secret_in_body: !takes("client_secret_basic") && takes("client_secret_post"),
            answers_name_issuer: document.authorization_response_iss_parameter_supported,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn document() -> Value {
        json!({
            "issuer": "https://dang-nhap.example/realms/ca",
            "authorization_endpoint": "https://dang-nhap.example/auth",
            "token_endpoint": "https://dang-nhap.example/token",
            "jwks_uri": "https://dang-nhap.example/jwks",
            "response_types_supported": ["code"],
        })
    }

    fn read(document: &Value) -> Result<Metadata, MetadataError> {
        Metadata::parse(document.to_string().as_bytes(), "https://dang-nhap.example/realms/ca")
    }

    #[test]
    fn only_the_issuer_of_the_settings_and_https_are_taken() {
        let good = read(&document()).unwrap();
        assert!(!good.secret_in_body && !good.answers_name_issuer && good.user_info.is_none());
        let with = |name: &str, value: &str| {
            let mut changed = document();
            changed[name] = json!(value);
            read(&changed).map(drop)
        };
        assert_eq!(with("issuer", "https://dang-nhap.example"), Err(MetadataError::Issuer));
        for name in ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"] {
            for address in ["http://dang-nhap.example/x", "javascript:alert(1)", "/token", ""] {
                assert_eq!(with(name, address), Err(MetadataError::Address(name)), "{address}");
            }
        }
        assert_eq!(read(&json!([])).map(drop), Err(MetadataError::Form));
    }

    #[test]
    fn the_secret_goes_into_the_body_only_where_nothing_else_is_taken() {
        for (methods, in_body) in [
            (json!(["client_secret_basic", "client_secret_post"]), false),
            (json!(["client_secret_post"]), true),
            (json!(["private_key_jwt"]), false),
        ] {
            let mut document = document();
            document["token_endpoint_auth_methods_supported"] = methods;
            assert_eq!(read(&document).unwrap().secret_in_body, in_body);
        }
    }

    #[test]
    fn the_document_lies_below_the_issuer() {
        for issuer in ["https://dang-nhap.example/realms/ca", "https://dang-nhap.example/realms/ca/"] {
            assert_eq!(
                Metadata::address(issuer).unwrap().as_str(),
                "https://dang-nhap.example/realms/ca/.well-known/openid-configuration"
            );
        }
        assert!(Metadata::address("http://dang-nhap.example").is_err());
    }
}
