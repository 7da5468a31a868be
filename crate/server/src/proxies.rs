//! Which addresses may say for whom they ask.
//!
//! `X-Forwarded-For` is believed only of listed proxies, and read from its end: what a client wrote
//! itself stands before what the first proxy of ours added. Nobody is listed by default.

use std::net::IpAddr;
use std::str::FromStr;

use axum::http::HeaderMap;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies in front of this server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

impl FromStr for Proxies {
    type Err = String;

    /// Addresses and networks, separated by commas: `127.0.0.1, 10.1.0.0/16, fd00::/8`.
    fn from_str(text: &str) -> Result<Self, String> {
        let each = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        each.map(net).collect::<Result<_, _>>().map(Self)
    }
}

impl Proxies {
    /// Who really asks: the last address on the way that is no proxy of ours.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut nearest = peer.to_canonical();
        if !self.has(nearest) {
            return nearest;
        }
        let lines: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .filter_map(|it| it.to_str().ok())
            .collect();
        for said in lines.iter().rev().flat_map(|it| it.rsplit(',')) {
            let Some(address) = address(said.trim()) else {
                return nearest;
            };
            nearest = address;
            if !self.has(nearest) {
                return nearest;
            }
        }
        nearest
    }

    fn has(&self, address: IpAddr) -> bool {
        self.0.iter().any(|it| it.contains(&address))
    }
}

fn net(text: &str) -> Result<IpNet, String> {
    let one = |it: IpAddr| IpNet::from(it.to_canonical());
    let net = text.parse::<IpNet>().or_else(|_| text.parse().map(one));
    net.map_err(|_| format!("{text:?} is no address or network: write 127.0.0.1 or 10.0.0.0/8"))
}

/// An address as proxies write it: alone, in brackets, or with a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse().map(|it: std::net::SocketAddr| it.ip()).ok();
    let address: IpAddr = bare.parse().ok().or_else(with_port)?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for it in forwarded {
            headers.append(FORWARDED_FOR, it.parse().unwrap());
        }
        let proxies: Proxies = proxies.parse().unwrap();
        proxies.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn believes_nobody_by_default() {
        assert_eq!(client("", "127.0.0.1", &["192.0.2.1"]), "127.0.0.1");
        assert_eq!(client("10.0.0.1", "10.0.0.2", &["192.0.2.1"]), "10.0.0.2");
    }

    #[test]
    fn believes_listed_proxies_and_not_what_a_client_wrote_itself() {
        let ours = "127.0.0.1, 10.0.0.0/8";
        assert_eq!(client(ours, "127.0.0.1", &["192.0.2.1"]), "192.0.2.1");
        let lies = &["1.1.1.1", "8.8.8.8, 192.0.2.1, 10.3.0.1"];
        assert_eq!(client(ours, "::ffff:127.0.0.1", lies), "192.0.2.1");
        assert_eq!(client(ours, "127.0.0.1", &["10.0.0.9"]), "10.0.0.9");
    }

    #[test]
    fn reads_addresses_as_proxies_write_them() {
        let one = |it: &str| client("::1", "::1", &[it]);
        assert_eq!(one("[2001:db8::1]:80"), "2001:db8::1");
        assert_eq!(one("[2001:db8::1]"), "2001:db8::1");
        assert_eq!(one("192.0.2.1:80"), "192.0.2.1");
        for nothing in ["unknown", "", "_hidden", "1.2.3"] {
            assert_eq!(one(nothing), "::1", "{nothing}");
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        assert!(
            "localhost"
                .parse::<Proxies>()
                .unwrap_err()
                .contains("localhost")
        );
    }
}
