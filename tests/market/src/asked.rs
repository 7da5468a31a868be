//! What a request's query asks of the page: which sample, how many rows, under which policy, and
//! how the page then behaves. It refuses to know what the samples hold.

use tallystick_site::sample::Scenario;

/// The switches of a page. In a query: `rows=100&scenario=hostile&csp=strict&do=redraw,late`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `rows`: how many rows; 20 unless told.
    pub rows: usize,
    /// `scenario`: a name out of [`Scenario::ALL`]; `typical` unless told.
    pub scenario: Scenario,
    /// `csp=strict`: the page's policy is `default-src 'none'; script-src 'self'`.
    pub strict: bool,
    /// `do`: names of behaviours, see `static/*.js`.
    pub behaviours: Vec<String>,
}

impl Asked {
    /// Reads a query; what it does not say is as usual.
    ///
    /// # Errors
    /// A switch with a value that it does not have, and the values that it has.
    pub fn read(query: &str) -> Result<Self, String> {
        let mut asked = Self {
            rows: 20,
            scenario: Scenario::Typical,
            strict: false,
            behaviours: Vec::new(),
        };
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match key {
                "rows" => {
                    asked.rows = value
                        .parse()
                        .map_err(|_| format!("rows={value}: must be a number"))?;
                }
                "scenario" => asked.scenario = scenario(value)?,
                "csp" => asked.strict = policy(value)?,
                "do" => asked.behaviours = behaviours(value)?,
                _ => {}
            }
        }
        Ok(asked)
    }
}

fn scenario(name: &str) -> Result<Scenario, String> {
    let found = Scenario::ALL.iter().find(|(_, known)| *known == name);
    let known: Vec<&str> = Scenario::ALL.iter().map(|(_, known)| *known).collect();
    found
        .map(|(it, _)| *it)
        .ok_or_else(|| format!("scenario={name}: {}", known.join(", ")))
}

fn policy(name: &str) -> Result<bool, String> {
    match name {
        "none" => Ok(false),
        "strict" => Ok(true),
        _ => Err(format!("csp={name}: none or strict")),
    }
}

fn behaviours(names: &str) -> Result<Vec<String>, String> {
    const KNOWN: [&str; 6] = ["live", "redraw", "late", "other", "measure", "submitted"];
    let names: Vec<String> = names
        .split(',')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    match names.iter().find(|name| !KNOWN.contains(&name.as_str())) {
        Some(bad) => Err(format!("do={bad}: any of {}", KNOWN.join(", "))),
        None => Ok(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_asked_and_leaves_the_platforms_own_parameters_alone() {
        let asked =
            Asked::read("page_size=100&rows=7&scenario=hostile&csp=strict&do=redraw,late").unwrap();
        assert_eq!(asked.rows, 7);
        assert_eq!(asked.scenario, Scenario::Hostile);
        assert!(asked.strict);
        assert_eq!(asked.behaviours, ["redraw", "late"]);
    }

    #[test]
    fn refuses_switches_that_would_silently_do_nothing() {
        for bad in ["rows=many", "scenario=hostil", "csp=stric", "do=redaw"] {
            assert!(Asked::read(bad).is_err(), "{bad}");
        }
    }
}
