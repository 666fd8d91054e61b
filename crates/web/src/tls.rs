//! The listener under TLS, ended by ourselves: a client may show a certificate, and must then prove that it has its
//! key. Who issued it does not matter: a consumer is known by the fingerprint that the desk was given.

use std::sync::Arc;

use desk::consumer::Fingerprint;
use sha2::{Digest as _, Sha256};
pub use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{
    CryptoProvider, ring::default_provider, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    self, DigitallySignedStruct, DistinguishedName, ServerConfig, ServerConnection, SignatureScheme,
};

/// Certificate or key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// Not PEM, or without what is wanted.
    #[error("read the {what} as PEM")]
    Pem {
        /// `certificate` or `key`.
        what: &'static str,
        /// Why.
        source: rustls::pki_types::pem::Error,
    },
    /// The two do not fit.
    #[error("serve TLS with this certificate and key")]
    Pair(#[from] rustls::Error),
}

/// What accepts connections with this chain of certificates and its key, both PEM. TLS 1.2 and 1.3.
///
/// # Errors
/// [`TlsError`].
pub fn acceptor(certificates: &[u8], key: &[u8]) -> Result<TlsAcceptor, TlsError> {
    let pem = |what| move |source| TlsError::Pem { what, source };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificates).collect();
    let key = PrivateKeyDer::from_pem_slice(key).map_err(pem("key"))?;
    let provider = Arc::new(default_provider());
    let mut config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(Arc::new(ByFingerprint { provider }))
        .with_single_cert(chain.map_err(pem("certificate"))?, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// In the extensions of each request: the certificate that the client showed; absent when it showed none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShownCertificate(pub(crate) Fingerprint);

/// The certificate that the client of this connection showed.
pub(crate) fn shown(connection: &ServerConnection) -> Option<ShownCertificate> {
    let certificate = connection.peer_certificates()?.first()?;
    Some(ShownCertificate(fingerprint(certificate)))
}

fn fingerprint(certificate: &CertificateDer<'_>) -> Fingerprint {
    Fingerprint(Sha256::digest(certificate.as_ref()).into())
}

/// The fingerprint in a text: of the first certificate in PEM, or written out.
pub(crate) fn read_fingerprint(text: &str) -> Option<Fingerprint> {
    if text.contains("-----BEGIN") {
        let certificate = CertificateDer::from_pem_slice(text.as_bytes()).ok()?;
        return Some(fingerprint(&certificate));
    }
    text.parse().ok()
}

/// Takes any certificate whose key the client has.
#[derive(Debug)]
struct ByFingerprint {
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for ByFingerprint {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        // Whose it is, is looked up at each request: a certificate that was revoked opens nothing more.
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
