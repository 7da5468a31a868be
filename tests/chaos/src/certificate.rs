//! A certificate for one host name and whoever signed it, made for one test.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

/// All in PEM.
#[derive(Debug)]
pub struct Certificate {
    /// What the server shows.
    pub chain: String,
    /// The server's key.
    pub key: String,
    /// Who signed it, for clients.
    pub root: String,
}

impl Certificate {
    /// A new one for a host name.
    ///
    /// # Errors
    /// The name is none, or there is no randomness.
    pub fn of(host: &str) -> Result<Self, rcgen::Error> {
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority_key = KeyPair::generate()?;
        let root = authority.self_signed(&authority_key)?.pem();
        let issuer = Issuer::new(authority, authority_key);
        let key = KeyPair::generate()?;
        let certificate = CertificateParams::new(vec![host.to_owned()])?;
        let certificate = certificate.signed_by(&key, &issuer)?;
        Ok(Self {
            chain: certificate.pem(),
            key: key.serialize_pem(),
            root,
        })
    }
}
