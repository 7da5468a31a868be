//! Which time zone a platform's days belong to, out of `extension/platforms/*.json`.

use tallystick_wire::PlatformId;

const ZONES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/zones.rs"));

/// The IANA name of a platform's time zone; UTC where none is known.
pub fn of(platform: &PlatformId) -> &'static str {
    let found = ZONES.iter().find(|it| it.0 == platform.as_str());
    found.map_or("UTC", |it| it.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_s_zone_is_its_definition_s() {
        let of = |id: &str| of(&id.parse().unwrap());
        assert_eq!(of("mturk"), "America/Los_Angeles");
        assert_eq!(of("nowhere"), "UTC");
    }
}
