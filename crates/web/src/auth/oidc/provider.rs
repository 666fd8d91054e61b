//! One provider: browsers are sent to it, and what they come back with is redeemed there.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use axum::http::Method;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};
use data_encoding::BASE64;
use model::Time;
use push::{Address, AddressRules, Client, ClientSettings, SendError};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::Mutex;
use url::form_urlencoded::{self, Serializer};

use super::id_token::{self, Claims, Expected, TokenError};
use super::keys::{KeyError, KeySet};
use super::logout_token::{self, Said};
use super::metadata::{Metadata, MetadataError};
use super::{Proof, ProviderSettings};

/// Milliseconds for which what a provider says of itself is kept: it changes when it is updated.
const KEPT_MS: i64 = 3_600_000;

/// Milliseconds between two times that a token which came unasked may make us ask: whoever sends any is no reason to ask
/// more often, and a provider whose keys are new is understood at once.
const ASKED_AGAIN_MS: i64 = 10_000;

/// Why nobody was signed in, or out.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// It does not answer, or not as it should.
    #[error("ask the provider for {0}")]
    Unreachable(&'static str, #[source] SendError),
    /// It answers with another status than 200.
    #[error("get {0} from the provider: status {1}")]
    Status(&'static str, u16),
    /// Its answer is not what was asked for.
    #[error("read {0} of the provider")]
    Answer(&'static str),
    /// What it says of itself cannot be used.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// Its token does not count.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The answer in the address names another issuer, or none though it should (RFC 9207).
    #[error("find the issuer in the answer of the provider")]
    Issuer,
    /// It was asked for its keys a moment ago, because of another token that came unasked.
    #[error("ask the provider for its keys again so soon")]
    Soon,
}

impl OidcError {
    /// Stable code, for the audit trail.
    pub const fn code(&self) -> &'static str {
        match self {
            OidcError::Unreachable(..) => "unreachable",
            OidcError::Status(..) => "status",
            OidcError::Answer(_) => "answer",
            OidcError::Metadata(_) => "metadata",
            OidcError::Token(error) => error.code(),
            OidcError::Issuer => "issuer",
            OidcError::Soon => "soon",
        }
    }

    /// Whether it is the provider that is away, and not what somebody brought from there.
    pub fn is_away(&self) -> bool {
        matches!(
            self,
            OidcError::Unreachable(..)
                | OidcError::Metadata(_)
                | OidcError::Status("what it is" | "its keys", _)
        )
    }
}

/// Who signed in at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Never given to anybody else by this provider.
    pub subject: String,
    /// What the claim of the settings holds; `None` when it holds nothing, or an address that is not verified.
    pub account: Option<String>,
    /// What the provider calls the session there (`sid`, Back-Channel Logout 1.0, 2.1); `None` when it does not say.
    pub session: Option<String>,
    /// Whether the provider checked a second factor that counts here.
    pub second_factor: bool,
}

struct Known {
    metadata: Metadata,
    keys: KeySet,
    read_at: Time,
}

/// A provider at work.
pub struct Provider {
    settings: ProviderSettings,
    own_host: Client,
    other_hosts: Client,
    known: ArcSwapOption<Known>,
    asked_unasked: Mutex<Option<Time>>,
}

/// What the token endpoint answers (Core 1.0, 3.1.3.3).
#[derive(Deserialize)]
struct TokenAnswer {
    id_token: String,
    access_token: Option<String>,
}

impl Provider {
    /// A provider that was not asked anything yet.
    pub fn new(settings: &ProviderSettings) -> Provider {
        let public_only = ClientSettings { rules: AddressRules::default(), ..settings.client.clone() };
        Provider {
            own_host: Client::new(settings.client.clone()),
            other_hosts: Client::new(public_only),
            settings: settings.clone(),
            known: ArcSwapOption::empty(),
            asked_unasked: Mutex::new(None),
        }
    }

    /// What is set of it.
    pub fn settings(&self) -> &ProviderSettings {
        &self.settings
    }

    /// Where a browser is sent to sign in.
    ///
    /// # Errors
    /// [`OidcError`] when the provider does not say where.
    pub async fn authorization(
        &self,
        proof: &Proof,
        redirect_uri: &str,
        language: &str,
        now: Time,
    ) -> Result<String, OidcError> {
        let known = self.known(now).await?;
        let mut url = known.metadata.authorization.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("scope", self.settings.scope())
            .append_pair("state", &proof.state())
            .append_pair("nonce", &proof.nonce())
            .append_pair("code_challenge", &proof.challenge())
            .append_pair("code_challenge_method", "S256")
            .append_pair("ui_locales", language);
        Ok(url.into())
    }

    /// Redeems the code a browser came back with. `issuer`: what the answer itself names.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn redeem(
        &self,
        code: &str,
        issuer: Option<&str>,
        proof: &Proof,
        redirect_uri: &str,
        now: Time,
    ) -> Result<Identity, OidcError> {
        let known = self.known(now).await?;
        let names_ours = issuer.map(|issuer| issuer == self.settings.issuer);
        if !names_ours.unwrap_or(!known.metadata.answers_name_issuer) {
            return Err(OidcError::Issuer);
        }
        let answer = self.exchange(&known.metadata, code, proof, redirect_uri).await?;
        let nonce = proof.nonce();
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: &nonce,
            now,
        };
        let claims = match id_token::read(&answer.id_token, &known.keys, &expected) {
            // Keys change: look once more. Only the provider's own answer leads here, so nobody else can make us ask.
            Err(TokenError::Key(KeyError::Unknown)) => {
                let known = self.look(now).await?;
                id_token::read(&answer.id_token, &known.keys, &expected)?
            }
            read => read?,
        };
        self.identity(&claims, answer.access_token.as_deref(), &known.metadata).await
    }

    /// Reads a token that came unasked and says that somebody signed out there.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn signed_out(&self, token: &str, now: Time) -> Result<Said, OidcError> {
        let ProviderSettings { issuer, client_id, .. } = &self.settings;
        let known = match self.kept(now) {
            Some(known) => known,
            None => self.look_unasked(None, now).await?,
        };
        match logout_token::read(token, &known.keys, issuer, client_id, now) {
            Err(TokenError::Key(KeyError::Unknown)) => {
                let known = self.look_unasked(Some(&known), now).await?;
                Ok(logout_token::read(token, &known.keys, issuer, client_id, now)?)
            }
            read => Ok(read?),
        }
    }

    /// Asks for somebody of whom nothing is known: one at a time, and not again within [`ASKED_AGAIN_MS`]. Who waited for
    /// another takes what that one got. `old`: the keys that were not enough.
    async fn look_unasked(&self, old: Option<&Arc<Known>>, now: Time) -> Result<Arc<Known>, OidcError> {
        let mut asked_at = self.asked_unasked.lock().await;
        let kept = self.kept(now);
        if let Some(kept) = kept.filter(|kept| old.is_none_or(|old| !Arc::ptr_eq(old, kept))) {
            return Ok(kept);
        }
        if asked_at.is_some_and(|at| now.millis_since(at).abs() < ASKED_AGAIN_MS) {
            return Err(OidcError::Soon);
        }
        *asked_at = Some(now);
        self.look(now).await
    }

    /// What it said of itself within the hour.
    fn kept(&self, now: Time) -> Option<Arc<Known>> {
        let kept = self.known.load_full();
        kept.filter(|known| (0..KEPT_MS).contains(&now.millis_since(known.read_at)))
    }

    async fn known(&self, now: Time) -> Result<Arc<Known>, OidcError> {
        match self.kept(now) {
            Some(known) => Ok(known),
            None => self.look(now).await,
        }
    }

    /// Asks what the provider says of itself, and for its keys.
    async fn look(&self, now: Time) -> Result<Arc<Known>, OidcError> {
        let address = Metadata::address(&self.settings.issuer)?;
        let document = self.get(&address, "what it is", None).await?;
        let metadata = Metadata::parse(&document, &self.settings.issuer)?;
        let keys = self.get(&metadata.keys, "its keys", None).await?;
        let keys = KeySet::parse(&keys).ok_or(OidcError::Answer("the keys"))?;
        let known = Arc::new(Known { metadata, keys, read_at: now });
        self.known.store(Some(Arc::clone(&known)));
        Ok(known)
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        code: &str,
        proof: &Proof,
        redirect_uri: &str,
    ) -> Result<TokenAnswer, OidcError> {
        let (headers, body) = self.token_request(metadata.secret_in_body, code, proof, redirect_uri);
        let answer = self.ask(&metadata.token, Method::POST, &headers, body, "a token").await?;
        serde_json::from_slice(&answer).map_err(|_| OidcError::Answer("the token"))
    }

    fn token_request(
        &self,
        secret_in_body: bool,
        code: &str,
        proof: &Proof,
        redirect_uri: &str,
    ) -> (Vec<(HeaderName, String)>, Vec<u8>) {
        let (id, secret) = (&self.settings.client_id, self.settings.client_secret.as_str());
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("code_verifier", &proof.verifier());
        let mut headers = vec![
            (CONTENT_TYPE, "application/x-www-form-urlencoded".to_owned()),
            (ACCEPT, "application/json".to_owned()),
        ];
        if secret_in_body {
            form.append_pair("client_id", id).append_pair("client_secret", secret);
        } else {
            // Each part encoded as in a form (RFC 6749, 2.3.1).
            let part = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let both = format!("{}:{}", part(id), part(secret));
            headers.push((AUTHORIZATION, format!("Basic {}", BASE64.encode(both.as_bytes()))));
        }
        (headers, form.finish().into_bytes())
    }

    /// What the claims say of the account, asking for more where they leave it out (Core 1.0, 5.3).
    async fn identity(
        &self,
        claims: &Claims,
        access_token: Option<&str>,
        metadata: &Metadata,
    ) -> Result<Identity, OidcError> {
        let name = self.settings.account_claim.as_str();
        let mut said = claims.all.clone();
        if !said.contains_key(name)
            && let (Some(token), Some(address)) = (access_token, &metadata.user_info)
        {
            let more = self.get(address, "the account", Some(token)).await?;
            let more: Value = serde_json::from_slice(&more).map_err(|_| OidcError::Answer("the account"))?;
            // Another's, perhaps: it counts only with the same subject (Core 1.0, 5.3.2).
            if more["sub"].as_str() != Some(claims.subject.as_str()) {
                return Err(OidcError::Answer("the account"));
            }
            said = more.as_object().cloned().unwrap_or_default();
        }
        let is_proved = name != "email" || said.get("email_verified") == Some(&Value::Bool(true));
        let account = said.get(name).and_then(Value::as_str).filter(|text| is_proved && !text.is_empty());
        Ok(Identity {
            subject: claims.subject.clone(),
            account: account.map(str::to_owned),
            session: claims
                .all
                .get("sid")
                .and_then(Value::as_str)
                .filter(|text| logout_token::is_session(text))
                .map(str::to_owned),
            second_factor: self.has_second_factor(claims),
        })
    }

    fn has_second_factor(&self, claims: &Claims) -> bool {
        let methods = claims.all.get("amr").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let class = claims.all.get("acr").and_then(Value::as_str);
        let counts = |list: &[String], text: &str| list.iter().any(|one| one == text);
        methods
            .iter()
            .filter_map(Value::as_str)
            .any(|method| counts(&self.settings.second_factor_amr, method))
            || class.is_some_and(|class| counts(&self.settings.second_factor_acr, class))
    }

    async fn get(
        &self,
        address: &Address,
        what: &'static str,
        token: Option<&str>,
    ) -> Result<Vec<u8>, OidcError> {
        let mut headers = vec![(ACCEPT, "application/json".to_owned())];
        headers.extend(token.map(|token| (AUTHORIZATION, format!("Bearer {token}"))));
        self.ask(address, Method::GET, &headers, Vec::new(), what).await
    }

    async fn ask(
        &self,
        address: &Address,
        method: Method,
        headers: &[(HeaderName, String)],
        body: Vec<u8>,
        what: &'static str,
    ) -> Result<Vec<u8>, OidcError> {
        let is_own = Address::parse(&self.settings.issuer).is_ok_and(|own| own.host() == address.host());
        let client = if is_own { &self.own_host } else { &self.other_hosts };
        let answer = client
            .send(address, method, headers, body)
            .await
            .map_err(|error| OidcError::Unreachable(what, error))?;
        if answer.status == 200 { Ok(answer.body) } else { Err(OidcError::Status(what, answer.status)) }
    }
}
